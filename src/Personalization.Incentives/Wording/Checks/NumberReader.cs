using System.Globalization;

namespace Personalization.Incentives;

/// <summary>A number that a text names, in digits or words, and what it counts.</summary>
internal readonly record struct FoundNumber(decimal Value, OfferUnit Unit, string Words);

/// <summary>Finds numbers: in digits, in words of the language, and where percent or money follows in words of any.</summary>
internal static class NumberReader
{
    private const int LongestInWords = 5;

    private static readonly HashSet<string> CurrencyWords =
    [
        "eur", "euro", "euros", "usd", "dollar", "dollars", "gbp", "pound", "pounds", "pln", "zl", "zloty", "zlotych", "zlote",
        "chf", "franken", "francs", "kr", "czk", "sek", "cent", "cents", "centow", "pfund", "bucks", "quid", "€", "$", "£", "¥",
        "dolar", "dolares", "dolarow",
    ];

    public static List<FoundNumber> Find(IReadOnlyList<CheckedToken> tokens, IReadOnlyList<FoundDate> dates, LanguageWords language)
    {
        List<FoundNumber> numbers = [];
        for (int i = 0; i < tokens.Count; i++)
        {
            if (dates.FirstOrDefault(date => date.Start <= i && i < date.Start + date.Length) is { } dated)
            {
                i = dated.Start + dated.Length - 1;
                continue;
            }

            (decimal value, int length) = tokens[i].Kind == TokenKind.Number ? (Parse(tokens[i].Folded), 1) : InWords(tokens, i, language);
            if (length == 0)
            {
                // A percent sign without a number before it still says some percentage.
                if (PercentAt(tokens, i) && tokens[i].Is('%')) numbers.Add(new(-1, OfferUnit.Percent, "%"));
                continue;
            }

            OfferUnit unit = UnitOf(tokens, i, length, language, ref value, out int after);
            // One is an article in most languages, and "sto" or "once" are words of others.
            if (value != 1 || unit == OfferUnit.Percent || tokens[i].Kind == TokenKind.Number)
                numbers.Add(new(value, unit, string.Join(' ', tokens.Skip(i).Take(length + after).Select(token => token.Text))));
            i += length - 1 + (unit == OfferUnit.Percent ? after : 0);
        }

        return numbers;
    }

    /// <summary>The number in digits; −1 where it can't be one.</summary>
    public static decimal Parse(string text)
    {
        string plain = text.Replace(" ", "", StringComparison.Ordinal);
        int last = plain.LastIndexOfAny(['.', ',']);
        if (last >= 0)
        {
            bool grouped = plain.Length - last == 4 && (plain.Count(c => c is '.' or ',') == 1 || plain.Split(plain[last]).Length > 2);
            string whole = plain[..last].Replace(".", "", StringComparison.Ordinal).Replace(",", "", StringComparison.Ordinal);
            plain = grouped ? whole + plain[(last + 1)..] : whole + "." + plain[(last + 1)..];
        }

        return decimal.TryParse(plain, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value) ? value : -1;
    }

    private static (decimal Value, int Length) InWords(IReadOnlyList<CheckedToken> tokens, int i, LanguageWords language)
    {
        if (tokens[i].Kind != TokenKind.Word) return default;
        if (language.Parts.TryGetValue(tokens[i].Folded, out decimal part)) return (part, 1);
        if (Longest(tokens, i, language) is { Length: > 0 } found) return found;
        foreach (LanguageWords other in LanguageWords.All.Values)
        {
            (decimal value, int length) = Longest(tokens, i, other);
            if (length > 0 && (PercentAt(tokens, i + length)
                || (i + length < tokens.Count && CurrencyWords.Contains(tokens[i + length].Folded))))
                return (value, length);
        }

        return default;
    }

    private static (decimal Value, int Length) Longest(IReadOnlyList<CheckedToken> tokens, int i, LanguageWords language)
    {
        (decimal, int) longest = default;
        string joined = "";
        for (int length = 1; length <= LongestInWords && i + length <= tokens.Count; length++)
        {
            CheckedToken token = tokens[i + length - 1];
            if (token.Kind != TokenKind.Word && !token.Is('-')) break;
            joined += token.Is('-') ? "" : token.Folded;
            if (token.Kind == TokenKind.Word && language.Numbers.TryGetValue(joined, out decimal value)) longest = (value, length);
        }

        return longest;
    }

    private static OfferUnit UnitOf(
        IReadOnlyList<CheckedToken> tokens, int i, int length, LanguageWords language, ref decimal value, out int after)
    {
        int next = i + length;
        after = 1;
        if (PercentAt(tokens, next))
        {
            after = tokens[next].Folded is "por" or "per" or "pour" ? 2 : 1;
            return OfferUnit.Percent;
        }

        if (tokens[i].Kind == TokenKind.Word && language.Parts.ContainsKey(tokens[i].Folded)) return OfferUnit.Percent;
        if (next < tokens.Count)
        {
            if (tokens[next].Is('-') && next + 1 < tokens.Count) next++;
            if (CurrencyWords.Contains(tokens[next].Folded))
            {
                if (tokens[next].Folded is "cent" or "cents" or "centow") value /= 100;
                return OfferUnit.Money;
            }

            if (language.Units.TryGetValue(tokens[next].Folded, out (OfferUnit Unit, int Hours) unit))
            {
                value = unit.Unit == OfferUnit.Hours && unit.Hours == 0 ? value / 60 : value * unit.Hours;
                return unit.Unit;
            }
        }

        after = 0;
        return i > 0 && CurrencyWords.Contains(tokens[i - 1].Folded) ? OfferUnit.Money : OfferUnit.Plain;
    }

    private static bool PercentAt(IReadOnlyList<CheckedToken> tokens, int i)
    {
        if (i >= tokens.Count) return false;
        return tokens[i].Folded is "%" or "‰" or "percent" or "prozent" or "procent" or "pct" or "percentage"
            || (i + 1 < tokens.Count && tokens[i].Folded is "por" or "per" or "pour"
                && tokens[i + 1].Folded is "ciento" or "cento" or "cent");
    }
}
