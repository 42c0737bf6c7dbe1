using System.Globalization;

namespace Personalization.Insights;

/// <summary>Numbers and dates as the report writes them.</summary>
internal static class ReportText
{
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    public static string Counted(long count, string one, string many) => $"{Count(count)} {(count == 1 ? one : many)}";

    /// <summary>As a percentage, with one decimal near 0 and 1; never "0.0%" or "100.0%" of what isn't nothing or all.</summary>
    public static string Share(double share) => share switch
    {
        > 0 and < .0005 => "under 0.1%",
        >= .9995 and < 1 => "over 99.9%",
        (> 0 and < .0995) or (> .9005 and < 1) => ValueFormat.Percent.Long(share, 1),
        _ => ValueFormat.Percent.Long(share, 0),
    };

    public static string Share(double part, double whole) => whole > 0 ? Share(part / whole) : "n/a";

    public static string Date(DateOnly date) => date.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>"1 December 2009 to 9 December 2011"; empty where there are no events.</summary>
    public static string Period(Core.EventLog? log)
    {
        if (log is not { EventCount: > 0 }) return "";
        string first = Date(DateOnly.FromDateTime(log.FirstTime)), last = Date(DateOnly.FromDateTime(log.LastTime));
        return first == last ? first : $"{first} to {last}";
    }

    /// <summary>The date, with the time of day where it isn't midnight.</summary>
    public static string Moment(DateTime time) => time.TimeOfDay == TimeSpan.Zero
        ? Date(DateOnly.FromDateTime(time))
        : time.ToString("d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture);

    public static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>With one decimal where it needs one.</summary>
    public static string Number(double value) => value.ToString("#,0.#", CultureInfo.InvariantCulture);

    /// <summary>The name of a member in words: "unit price" of UnitPrice.</summary>
    public static string Words<T>(T member)
        where T : struct, Enum =>
        string.Concat(member.ToString().Select((c, i) => $"{(i > 0 && char.IsUpper(c) ? " " : "")}{char.ToLowerInvariant(c)}"));

    public static string Capitalized(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>"A, B and C"; beyond <paramref name="most"/>, "A, B and 3 more".</summary>
    public static string List(IReadOnlyList<string> names, int most = int.MaxValue)
    {
        string[] parts = names.Count <= most ? [.. names] : [.. names.Take(most), $"{Count(names.Count - most)} more"];
        return parts.Length < 2 ? string.Concat(parts) : $"{string.Join(", ", parts[..^1])} and {parts[^1]}";
    }

    /// <summary>Amounts of 10,000 and more without decimals, smaller ones with two.</summary>
    public static string Money(ValueFormat currency, decimal amount) =>
        currency.Long((double)amount, Math.Abs(amount) >= 10_000 || amount == decimal.Truncate(amount) ? 0 : 2);
}
