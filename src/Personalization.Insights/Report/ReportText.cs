using System.Globalization;

namespace Personalization.Insights;

/// <summary>Numbers, dates and lists as the report writes them: in English, the same everywhere.</summary>
public static class ReportText
{
    /// <summary>A whole number: "1,234".</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A whole number of something: "1 order", "1,234 orders".</summary>
    /// <param name="count">How many.</param>
    /// <param name="one">What one is called.</param>
    /// <param name="many">What any other number is called.</param>
    public static string Counted(long count, string one, string many) => $"{Count(count)} {(count == 1 ? one : many)}";

    /// <summary>A number, with one decimal where it needs one: "1,234.5".</summary>
    public static string Number(double value) => value.ToString("#,0.#", CultureInfo.InvariantCulture);

    /// <summary>As a percentage, with one decimal near 0 and 1; never "0%" or "100%" of what isn't nothing or all.</summary>
    public static string Share(double share) => share switch
    {
        > 0 and < .0005 => "under 0.1%",
        >= .9995 and < 1 => "over 99.9%",
        (> 0 and < .0995) or (> .9005 and < 1) => ValueFormat.Percent.Long(share, 1),
        _ => ValueFormat.Percent.Long(share, 0),
    };

    /// <summary>A part of a whole as a percentage, as <see cref="Share(double)"/> writes it; "n/a" where the whole isn't above 0.</summary>
    public static string Share(double part, double whole) => whole > 0 ? Share(part / whole) : "n/a";

    /// <summary>An amount: from 10,000 on without decimals, smaller ones with two unless they are whole.</summary>
    /// <param name="currency">How amounts are written, such as <see cref="ReportBuilder.Money"/>.</param>
    /// <param name="amount">The amount.</param>
    public static string Money(ValueFormat currency, decimal amount) =>
        currency.Long((double)amount, Math.Abs(amount) >= 10_000 || amount == decimal.Truncate(amount) ? 0 : 2);

    /// <summary>An amount for a tile: below a million without decimals, above it short, as "£1.23M".</summary>
    /// <param name="currency">How amounts are written, such as <see cref="ReportBuilder.Money"/>.</param>
    /// <param name="amount">The amount.</param>
    public static string RoundMoney(ValueFormat currency, decimal amount) =>
        Math.Abs(amount) < 1_000_000 ? currency.Long((double)amount, 0) : currency.Short((double)amount);

    /// <summary>"9 December 2011".</summary>
    public static string Date(DateOnly date) => date.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>The date of a moment, with the time of day where it isn't midnight: "9 December 2011, 12:50".</summary>
    public static string Moment(DateTime time) => time.TimeOfDay == TimeSpan.Zero
        ? Date(DateOnly.FromDateTime(time))
        : time.ToString("d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture);

    /// <summary>"1 December 2009 to 9 December 2011", or one date where both are of one day.</summary>
    public static string Period(DateTime first, DateTime last)
    {
        (string from, string to) = (Date(DateOnly.FromDateTime(first)), Date(DateOnly.FromDateTime(last)));
        return from == to ? from : $"{from} to {to}";
    }

    /// <summary>The same text with its first letter in upper case.</summary>
    public static string Capitalized(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>"A, B and C"; beyond <paramref name="most"/>, "A, B and 3 more".</summary>
    /// <param name="names">The names, in the order of reading.</param>
    /// <param name="most">The most that are named, at least 1. Default: all.</param>
    public static string List(IReadOnlyList<string> names, int most = int.MaxValue)
    {
        string[] parts = names.Count <= most ? [.. names] : [.. names.Take(most), $"{Count(names.Count - most)} more"];
        return parts.Length < 2 ? string.Concat(parts) : $"{string.Join(", ", parts[..^1])} and {parts[^1]}";
    }
}
