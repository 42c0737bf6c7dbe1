using System.Globalization;
using System.Runtime.CompilerServices;
using Personalization.Core;

namespace Personalization.Data;

/// <summary>Amounts and quantities from UTF-8 text: a short path for plain digits, the framework's for the rest.</summary>
internal static class NumberParser
{
    private const int MaxLength = 64;

    /// <summary>An amount in <see cref="MoneyUnits"/>, rounded half to even past the fourth decimal.</summary>
    /// <param name="text">Trimmed UTF-8, not empty.</param>
    /// <param name="decimalComma">1.234,50 instead of 1234.50.</param>
    /// <param name="units">The amount.</param>
    /// <param name="rounded">True where decimals were lost.</param>
    [MethodImpl(Hot.Loop)]
    public static bool TryParseMoney(ReadOnlySpan<byte> text, bool decimalComma, out long units, out bool rounded)
    {
        rounded = false;
        if (!decimalComma && TryParsePlain(text, out long digits, out int decimals) && decimals <= 4)
        {
            units = digits * (decimals switch { 0 => 10_000, 1 => 1_000, 2 => 100, 3 => 10, _ => 1 });
            return true;
        }

        units = 0;
        if (!TryParseDecimal(text, decimalComma, out decimal value) || Math.Abs(value) > MoneyUnits.MaxValue / 2) return false;
        units = MoneyUnits.From(value);
        rounded = MoneyUnits.ToDecimal(units) != value;
        return true;
    }

    /// <summary>A quantity; always finite.</summary>
    [MethodImpl(Hot.Loop)]
    public static bool TryParseQuantity(ReadOnlySpan<byte> text, bool decimalComma, out double value)
    {
        if (TryParsePlain(text, out long digits, out int decimals) && decimals == 0)
        {
            value = digits;
            return true;
        }

        bool parsed = TryParseDecimal(text, decimalComma, out decimal exact);
        value = (double)exact;
        return parsed;
    }

    /// <summary>Sign, at most 14 digits, at most one point: everything a shop's file usually has.</summary>
    [MethodImpl(Hot.Loop)]
    private static bool TryParsePlain(ReadOnlySpan<byte> text, out long digits, out int decimals)
    {
        digits = 0;
        decimals = 0;
        bool negative = !text.IsEmpty && text[0] == '-';
        if (negative) text = text[1..];
        if (text.Length is 0 or > 15) return false;
        int point = -1;
        for (int i = 0; i < text.Length; i++)
        {
            uint digit = (uint)(text[i] - '0');
            if (digit <= 9) digits = (digits * 10) + digit;
            else if (text[i] == '.' && point < 0) point = i;
            else return false;
        }

        if (point >= 0) decimals = text.Length - point - 1;
        if (text.Length == 1 && point == 0) return false;
        if (negative) digits = -digits;
        return true;
    }

    private static bool TryParseDecimal(ReadOnlySpan<byte> text, bool decimalComma, out decimal value)
    {
        value = 0;
        if (text.Length > MaxLength) return false;
        if (!decimalComma) return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
        Span<byte> swapped = stackalloc byte[MaxLength];
        int length = 0;
        foreach (byte b in text)
        {
            if (b == '.') continue;
            swapped[length++] = b == ',' ? (byte)'.' : b;
        }

        return decimal.TryParse(swapped[..length], NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }
}
