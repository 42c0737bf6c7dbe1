using System.Globalization;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Rfm.Tests;

/// <summary>Small logs to measure.</summary>
internal static class Logs
{
    public static RfmTable Measure(EventLog log, RfmOptions? options = null) =>
        RfmTable.From(log, options, TestContext.Current.CancellationToken);

    public static ShopEvent Buy(string customer, string time, decimal price, double quantity = 1, string? order = null) =>
        Event(EventType.Purchase, customer, time) with { UnitPrice = price, Quantity = quantity, Order = order };

    public static ShopEvent Event(EventType type, string customer, string time, string? item = null, string? category = null) =>
        new(new CustomerId(customer), DateTime.Parse(time, CultureInfo.InvariantCulture), type)
        {
            Item = item is null ? default : new ItemId(item),
            Category = category,
        };

    /// <summary>Events of every kind of many customers, some of whom never buy.</summary>
    public static IReadOnlyList<ShopEvent> Random(int events, int customers, ulong seed)
    {
        RandomStream random = new(seed, "logs");
        EventType[] types =
        [
            EventType.View, EventType.AddToCart, EventType.Purchase, EventType.Purchase, EventType.Refund, EventType.Coupon,
        ];
        List<ShopEvent> log = [];
        for (int i = 0; i < events; i++)
        {
            int customer = random.NextInt32(customers);
            EventType type = types[random.NextInt32(customer % 7 == 0 ? 2 : types.Length)];
            DateTime time = new DateTime(2024, 1, 1).AddHours(random.NextInt32(24 * 200));
            log.Add(new ShopEvent(new CustomerId($"c{customer}"), time, type)
            {
                Item = new ItemId($"i{random.NextInt32(20)}"),
                Category = $"k{random.NextInt32(4)}",
                Quantity = 1 + random.NextInt32(3),
                UnitPrice = random.NextInt32(10_000) / 100m,
                Order = random.NextInt32(3) == 0 ? null : $"o{random.NextInt32(events / 3)}",
            });
        }

        return log;
    }

    public static IReadOnlyList<T> Shuffle<T>(IReadOnlyList<T> values, ulong seed)
    {
        T[] shuffled = [.. values];
        new RandomStream(seed, "shuffle").Shuffle<T>(shuffled);
        return shuffled;
    }
}
