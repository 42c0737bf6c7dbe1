using Personalization.Core;

namespace Personalization.Rfm;

/// <summary>Repeat purchases of all customers of a summary up to a time, actual and expected.</summary>
/// <param name="Until">The last day that is counted.</param>
/// <param name="IsHoldOut">True where that day is after the end of calibration.</param>
/// <param name="Actual">Repeat purchases since the last point.</param>
/// <param name="Expected">Those expected since the last point, given when the customers came.</param>
/// <param name="CumulativeActual">Repeat purchases from the beginning.</param>
/// <param name="CumulativeExpected">Those expected from the beginning.</param>
public sealed record LifetimeTrackingPoint(
    DateTime Until, bool IsHoldOut, int Actual, double Expected, int CumulativeActual, double CumulativeExpected);

/// <summary>Tracking of a cohort unit by unit, through calibration and hold-out: what a model should have seen coming.</summary>
public static class LifetimeTracking
{
    /// <summary>
    /// A point for each unit of time from the day of the first purchase of all to the end of the hold-out; units that the end cuts short
    /// are left out. O(units · days of joining + orders).
    /// </summary>
    /// <param name="model">Fitted to the summary's calibration; of continuous time.</param>
    /// <param name="orders">The orders that the summary was counted from.</param>
    /// <param name="summary">The customers, counted without whole periods.</param>
    /// <param name="cancellationToken">Stops between units.</param>
    /// <exception cref="ArgumentException">The summary was counted in whole periods, or not from orders.</exception>
    public static IReadOnlyList<LifetimeTrackingPoint> Of(
        IPurchaseModel model, OrderTable orders, LifetimeSummary summary, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(orders);
        ArgumentNullException.ThrowIfNull(summary);
        if (summary.Options.WholePeriods || summary.CalibrationEnd == DateTime.MinValue)
        {
            throw new ArgumentException(
                "The summary has whole periods, or rows that were given; tracking needs one that was counted from orders in days.",
                nameof(summary));
        }

        double daysAUnit = summary.Options.Unit.TotalDays;
        long calibrationEnd = summary.CalibrationEnd.Ticks / TimeSpan.TicksPerDay;
        long end = calibrationEnd + (long)Math.Round(summary.HoldOutLength * daysAUnit);
        SortedDictionary<long, int> joined = [], bought = [];
        for (int row = 0; row < summary.Count; row++)
        {
            if (orders.Customers.TryGetRow(summary.Customers[row], out int own)) Add(orders.OrdersOf(own), joined, bought);
        }

        return Points(model, daysAUnit, calibrationEnd, end, joined, bought, cancellationToken);
    }

    private static void Add(CustomerOrders orders, SortedDictionary<long, int> joined, SortedDictionary<long, int> bought)
    {
        long before = long.MinValue;
        for (int i = 0; i < orders.Count; i++)
        {
            long day = orders.TimeAt(i) / TimeSpan.TicksPerDay;
            if (day == before) continue;
            SortedDictionary<long, int> to = i == 0 ? joined : bought;
            to[day] = to.GetValueOrDefault(day) + 1;
            before = day;
        }
    }

    private static List<LifetimeTrackingPoint> Points(
        IPurchaseModel model, double daysAUnit, long calibrationEnd, long end, SortedDictionary<long, int> joined,
        SortedDictionary<long, int> bought, CancellationToken cancellationToken)
    {
        List<LifetimeTrackingPoint> points = [];
        if (joined.Count == 0) return points;
        long first = joined.First().Key, before = first - 1;
        int actual = 0;
        double expected = 0;
        for (int unit = 1; ; unit++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            long until = first - 1 + (long)Math.Ceiling(unit * daysAUnit);
            if (until > end) return points;
            int now = bought.Where(day => day.Key > before && day.Key <= until).Sum(day => day.Value);
            double later = 0;
            foreach ((long day, int customers) in joined)
            {
                if (day <= until) later += customers * model.ExpectedPurchasesOfNew((until - day) / daysAUnit);
            }

            actual += now;
            points.Add(new LifetimeTrackingPoint(
                new DateTime(until * TimeSpan.TicksPerDay), until > calibrationEnd, now, later - expected, actual, later));
            (before, expected) = (until, later);
        }
    }
}
