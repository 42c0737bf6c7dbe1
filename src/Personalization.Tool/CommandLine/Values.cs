using System.Globalization;
using Personalization.Core;
using Personalization.Data;
using Personalization.Incentives;

namespace Personalization.Tool;

/// <summary>The values of options, as they are written.</summary>
internal static class Values
{
    private const int MostCustomers = 10_000_000, LongestShopName = 40;
    private const double HighestControl = .99;
    private const decimal HighestBudget = 100_000_000_000m, HighestRate = 1_000_000m;

    private static readonly string[] Dates =
        ["yyyy-MM-dd", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss"];

    public static bool Budget(string text, out decimal value) => Amount(text, out value) && value <= HighestBudget;

    public static bool Control(string text, out double value) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value) && value <= HighestControl;

    public static bool Locale(string text, out string value) =>
        (value = OfferLocale.Find(text)?.Name ?? "").Length > 0;

    public static bool ShopName(string text, out string value) =>
        (value = text.Trim()).Length is > 0 and <= LongestShopName && !value.Any(char.IsControl);

    public static bool Rate(string text, out KeyValuePair<string, decimal> value)
    {
        value = default;
        if (!Pair(text, out string code, out string rate) || !Currency(code, out string currency)) return false;
        if (!Amount(rate, out decimal number) || number is 0 or > HighestRate) return false;
        value = new(currency, number);
        return true;
    }

    public static bool Currency(string text, out string value)
    {
        value = text.ToUpperInvariant();
        return text.Length == 3 && text.All(char.IsAsciiLetter);
    }

    public static bool Seed(string text, out ulong value) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    public static bool Threads(string text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value > 0;

    public static bool Customers(string text, out int value) => Threads(text, out value) && value <= MostCustomers;

    public static bool Date(string text, out DateTime value) =>
        DateTime.TryParseExact(text, Dates, CultureInfo.InvariantCulture, DateTimeStyles.None, out value);

    /// <summary>A format of dates has a day, a month and a year; D and Y mean nothing there, and are a common slip.</summary>
    public static bool DateFormat(string text, out string value)
    {
        value = text;
        if (!"dMy".All(part => text.Contains(part, StringComparison.Ordinal)) || text.AsSpan().ContainsAny('D', 'Y')) return false;
        try
        {
            return DateTime.UnixEpoch.ToString(text, CultureInfo.InvariantCulture).Length > 0;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    public static bool Zone(string text, out TimeZoneInfo value)
    {
        bool known = TimeZoneInfo.TryFindSystemTimeZoneById(text, out TimeZoneInfo? zone);
        value = zone ?? TimeZoneInfo.Utc;
        return known;
    }

    public static bool Delimiter(string text, out char value)
    {
        value = text switch
        {
            "tab" or "\\t" => '\t',
            "comma" => ',',
            "semicolon" => ';',
            "pipe" or "bar" => '|',
            [char only] => only,
            _ => '\0',
        };
        return value is '\t' or (> ' ' and < (char)127 and not '"');
    }

    public static bool Encoding(string text, out string value)
    {
        value = text.ToLowerInvariant() switch
        {
            "utf-8" or "utf8" => "utf-8",
            "utf-16" or "utf16" or "utf-16le" => "utf-16le",
            "utf-16be" => "utf-16be",
            "windows-1252" or "latin1" or "latin-1" or "iso-8859-1" or "ansi" => "windows-1252",
            _ => "",
        };
        return value.Length > 0;
    }

    /// <summary><c>customer=Email</c>; the column may hold further equals signs, and be empty: the field has no column then.</summary>
    public static bool Map(string text, out KeyValuePair<EventField, string> value)
    {
        value = default;
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0 || !FieldNames.TryParse(text[..equals], out EventField field)) return false;
        string column = text[(equals + 1)..];
        value = new(field, column);
        return column.Length == 0 || column.Any(char.IsLetterOrDigit);
    }

    public static bool Event(string text, out KeyValuePair<string, EventType> value)
    {
        value = default;
        if (!Pair(text, out string word, out string type)) return false;
        value = new(word, new EventType(type));
        return true;
    }

    private static bool Pair(string text, out string left, out string right)
    {
        int equals = text.LastIndexOf('=');
        (left, right) = equals < 0 ? ("", "") : (text[..equals].Trim(), text[(equals + 1)..].Trim());
        return left.Length > 0 && right.Length > 0;
    }

    private static bool Amount(string text, out decimal value) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value);
}
