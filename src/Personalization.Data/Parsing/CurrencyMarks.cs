using System.Text;

namespace Personalization.Data;

/// <summary>How currencies are marked beside amounts: ISO 4217 codes and the signs that people write.</summary>
internal static class CurrencyMarks
{
    private const int MaxLength = 12;

    private const string Codes =
        "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP " +
        "CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD " +
        "IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK " +
        "MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS " +
        "SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW " +
        "ZWL";

    /// <summary>Signs of one currency, then its code.</summary>
    private const string Signs =
        "€ EUR,£ GBP,₹ INR,Rs INR,Rs. INR,₽ RUB,₺ TRY,TL TRY,₩ KRW,₪ ILS,₫ VND,đ VND,₴ UAH,₦ NGN,₱ PHP,฿ THB,₡ CRC,₲ PYG,₸ KZT,₾ GEL," +
        "zł PLN,zl PLN,Kč CZK,Kc CZK,Ft HUF,лв BGN,лв. BGN,руб RUB,руб. RUB,lei RON,R$ BRL,US$ USD,U$ USD,CA$ CAD,C$ CAD,AU$ AUD,A$ AUD," +
        "NZ$ NZD,HK$ HKD,S$ SGD,SG$ SGD,NT$ TWD,MX$ MXN,Rp IDR,Rp. IDR,RM MYR,Fr. CHF,SFr CHF,SFr. CHF,R ZAR,JP¥ JPY,CN¥ CNY,元 CNY,円 JPY," +
        "Euro EUR,Euros EUR";

    /// <summary>Signs that several currencies share. ¢ isn't here: it would be read a hundred times too large.</summary>
    private const string SharedSigns = "$ $,¥ ¥,₨ ₨,kr kr,kr. kr";

    private static readonly Dictionary<string, string> _codes = Fill();
    private static readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _lookup =
        _codes.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Bytes of the mark at a text's start: up to a digit, blank, sign or parenthesis. The dot of "kr." is part of it.</summary>
    public static int LengthOf(ReadOnlySpan<byte> text)
    {
        int length = 0;
        for (; length < text.Length; length++)
        {
            byte b = text[length];
            if (b is >= (byte)'0' and <= (byte)'9' or (byte)' ' or (byte)'-' or (byte)'+' or (byte)'(' or (byte)')' or (byte)',') break;
            bool followsLetter = length > 0 && (char.IsAsciiLetter((char)text[length - 1]) || text[0] is 0xD0 or 0xD1); // Latin, Cyrillic
            if (b == '.' && !followsLetter) break;
        }

        return length;
    }

    /// <summary>The ISO code of a mark, the mark itself where several currencies share it, null where it isn't one.</summary>
    public static string? CodeOf(ReadOnlySpan<byte> mark)
    {
        if (mark.Length is 0 or > MaxLength) return null;
        Span<char> chars = stackalloc char[MaxLength];
        int length = Encoding.UTF8.GetChars(mark, chars);
        return _lookup.TryGetValue(chars[..length], out string? code) ? code : null;
    }

    /// <summary>Whether what <see cref="CodeOf"/> gave is a mark of several currencies.</summary>
    public static bool IsShared(string code) => code.Length != 3;

    /// <summary>Whether amounts in this currency have no decimals: three digits behind a single sign are a group.</summary>
    public static bool HasNoDecimals(string code) =>
        code is "IDR" or "VND" or "CLP" or "COP" or "PYG" or "KRW" or "JPY" or "HUF" or "ISK" or "UGX" or "XAF" or "XOF" or "XPF"
            or "¥";

    private static Dictionary<string, string> Fill()
    {
        Dictionary<string, string> codes = new(StringComparer.OrdinalIgnoreCase);
        foreach (string code in Codes.Split(' ')) codes[code] = code;
        foreach (string sign in (Signs + "," + SharedSigns).Split(','))
        {
            int blank = sign.IndexOf(' ');
            codes[sign[..blank]] = sign[(blank + 1)..];
        }
        return codes;
    }
}
