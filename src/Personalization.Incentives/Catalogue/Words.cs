using System.Globalization;
using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>Numbers as readers see them, the same in every culture.</summary>
internal static class Words
{
    public static string Count(decimal value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Money(decimal value) => value.ToString("N2", CultureInfo.InvariantCulture);

    public static string Number(decimal value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    public static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    public static string Percent(decimal fraction) => Number(decimal.Round(fraction * 100, 1)) + " %";

    public static string Percent(double fraction) => Number(Math.Round(fraction * 100, 1)) + " %";

    public static string Date(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture);

    public static string Duration(TimeSpan time) =>
        time.TotalHours < 72 ? $"{Number(time.TotalHours)} hours" : $"{Number(time.TotalDays)} days";

    public static string Reasons(IReadOnlyList<string> reasons) => string.Join("; ", reasons);

    public static string Channel(OfferChannel channel) => channel switch
    {
        OfferChannel.Email => "e-mail",
        OfferChannel.Sms => "text message",
        OfferChannel.InApp => "app message",
        OfferChannel.Banner => "banner",
        _ => "the store",
    };

    public static string List(IEnumerable<string> words) => string.Join(", ", words);

    /// <summary>Names that may hold commas themselves.</summary>
    public static string Names(IReadOnlyList<string> names) =>
        string.Join(names.Any(name => name.Contains(',', StringComparison.Ordinal)) ? "; " : ", ", names);
}
