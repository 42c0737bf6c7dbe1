using System.Collections.Concurrent;
using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>What the customer's clock shows. Thread-safe.</summary>
internal static class CustomerClock
{
    private const int MostKept = 2_000;
    private static readonly ConcurrentDictionary<string, TimeZoneInfo?> Zones = new(StringComparer.Ordinal);

    /// <summary>The customer's own time zone, or the catalogue's where that isn't known.</summary>
    public static TimeZoneInfo ZoneOf(CustomerProfile customer, OfferCatalogue catalogue) =>
        (customer.Text(ColumnNames.TimeZone) is { Length: > 0 } id ? Find(id) : null) ?? catalogue.Zone;

    /// <summary>The zone of an IANA id; null where there is none. Whatever a column says, at most some two thousand are kept.</summary>
    public static TimeZoneInfo? Find(string id)
    {
        if (Zones.TryGetValue(id, out TimeZoneInfo? zone)) return zone;
        TimeZoneInfo.TryFindSystemTimeZoneById(id, out zone);
        if (Zones.Count < MostKept) Zones.TryAdd(id, zone);
        return zone;
    }

    /// <summary>What a clock of this zone shows.</summary>
    public static DateTime Local(DateTimeOffset at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(at, zone).DateTime;

    /// <summary>
    /// The moment at which a clock of this zone shows this: the later one where it does twice, and as if it hadn't been set forward where
    /// it never does.
    /// </summary>
    public static DateTimeOffset Instant(DateTime local, TimeZoneInfo zone)
    {
        DateTime wall = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        long ticks = Math.Clamp(wall.Ticks - zone.GetUtcOffset(wall).Ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks);
        return new(ticks, TimeSpan.Zero);
    }
}
