using System.Globalization;

namespace Personalization.Insights;

/// <summary>Numbers and dates as the report writes them.</summary>
internal static class ReportText
{
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    public static string Counted(long count, string one, string many) => $"{Count(count)} {(count == 1 ? one : many)}";

    public static string Share(double share) => ValueFormat.Percent.Long(share, share is > 0 and < .0995 or > .9005 and < 1 ? 1 : 0);

    public static string Share(double part, double whole) => whole > 0 ? Share(part / whole) : "n/a";

    public static string Date(DateOnly date) => date.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>Amounts of 10,000 and more without decimals, smaller ones with two.</summary>
    public static string Money(ValueFormat currency, decimal amount) =>
        currency.Long((double)amount, Math.Abs(amount) >= 10_000 || amount == decimal.Truncate(amount) ? 0 : 2);
}
