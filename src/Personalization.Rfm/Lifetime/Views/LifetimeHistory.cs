using Personalization.Core;

namespace Personalization.Rfm;

/// <summary>A customer at one time of their history.</summary>
/// <param name="Time">The day.</param>
/// <param name="IsPurchase">True on a day with a purchase, the first one among them.</param>
/// <param name="ProbabilityAlive">As the model would have said at the end of that day, 0 to 1.</param>
public sealed record LifetimeMoment(DateTime Time, bool IsPurchase, double ProbabilityAlive);

/// <summary>The probability alive over one customer's history: it falls in silence and rises with a purchase.</summary>
public static class LifetimeHistory
{
    /// <summary>
    /// A moment for every day of purchase and every unit since the first, to the end. Only what was known at a moment goes into it.
    /// O(orders
    /// + units).
    /// </summary>
    /// <param name="model">The model, of continuous time, fitted in the unit.</param>
    /// <param name="orders">The orders.</param>
    /// <param name="customer">The customer; one who never bought has no moments.</param>
    /// <param name="until">The last day; null: the day of the last order of all customers.</param>
    /// <param name="unit">The model's unit, at least a day. Default 7 days.</param>
    /// <exception cref="ArgumentOutOfRangeException">The unit is below a day.</exception>
    public static IReadOnlyList<LifetimeMoment> Of(
        IPurchaseModel model, OrderTable orders, CustomerId customer, DateTime? until = null, TimeSpan? unit = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(orders);
        double daysAUnit = Guard.AtLeast((unit ?? TimeSpan.FromDays(7)).TotalDays, 1, nameof(unit));
        if (!orders.Customers.TryGetRow(customer, out int row)) return [];
        CustomerOrders own = orders.OrdersOf(row);
        long end = until is { } given ? given.Ticks / TimeSpan.TicksPerDay : LastDay(orders);
        SortedSet<long> bought = [], all = [];
        for (int i = 0; i < own.Count; i++)
        {
            long day = own.TimeAt(i) / TimeSpan.TicksPerDay;
            if (day <= end) bought.Add(day);
        }

        if (bought.Count == 0) return [];
        all.UnionWith(bought);
        for (int i = 1; bought.Min + (i * daysAUnit) <= end; i++) all.Add(bought.Min + (long)Math.Floor(i * daysAUnit));
        all.Add(end);

        List<LifetimeMoment> moments = [];
        int repeats = -1;
        long last = bought.Min;
        foreach (long day in all)
        {
            bool buys = bought.Contains(day);
            if (buys) (repeats, last) = (repeats + 1, day);
            LifetimeRow known = new(repeats, (last - bought.Min) / daysAUnit, (day - bought.Min) / daysAUnit);
            moments.Add(new LifetimeMoment(new DateTime(day * TimeSpan.TicksPerDay), buys, model.ProbabilityAlive(known)));
        }

        return moments;
    }

    private static long LastDay(OrderTable orders)
    {
        long last = 0;
        for (int row = 0; row < orders.Customers.Count; row++)
        {
            CustomerOrders own = orders.OrdersOf(row);
            if (own.Count > 0) last = Math.Max(last, own.TimeAt(own.Count - 1) / TimeSpan.TicksPerDay);
        }

        return last;
    }
}
