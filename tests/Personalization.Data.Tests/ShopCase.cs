using System.Globalization;
using Personalization.Core;

namespace Personalization.Data.Tests;

/// <summary>
/// Files that shops really have, under Cases: made after public bug reports and vendors' layouts. Each test says what a reasonable user
/// expects of one.
/// </summary>
internal static class ShopCase
{
    public static EventReadResult Read(string file, EventReadOptions? options = null) =>
        EventFile.Read(PathOf(file), options, cancellationToken: TestContext.Current.CancellationToken);

    public static EventFileException Refused(string file, EventReadOptions? options = null) =>
        Assert.Throws<EventFileException>(() => Read(file, options));

    public static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "Cases", file);

    /// <summary>What each customer paid less what was paid back, in ordinal order: "A 88, B 20".</summary>
    public static string Net(EventReadResult result) => string.Join(", ", result.Log.Events()
        .Where(e => e.Type == EventType.Purchase || e.Type == EventType.Refund)
        .GroupBy(e => e.Customer.Value, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
        .Select(g => $"{g.Key} {g.Sum(Amount).ToString("0.####", CultureInfo.InvariantCulture)}"));

    /// <summary>The days of a customer's purchases, each once.</summary>
    public static string Days(EventReadResult result, string customer) => string.Join(", ", result.Log.Events()
        .Where(e => e.Customer.Value == customer && e.Type == EventType.Purchase).Select(e => e.Time.ToString("yyyy-MM-dd",
        CultureInfo.InvariantCulture)).Distinct());

    private static decimal Amount(ShopEvent e) => e.UnitPrice * (decimal)e.Quantity * (e.Type == EventType.Refund ? -1 : 1);
}
