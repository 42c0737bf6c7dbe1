using System.Runtime.InteropServices;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Rfm;

/// <summary>Counts orders into a <see cref="LifetimeSummary"/>. Days are whole days of the shop's clock since the year 1.</summary>
internal sealed class LifetimeCount
{
    private const int CustomersPerChunk = 256;

    private readonly OrderTable _orders;
    private readonly LifetimeSummaryOptions _options;
    private readonly double _daysAUnit;
    private readonly long _calibrationEnd;
    private readonly long _holdOutEnd;
    private readonly long _firstUntil;

    public LifetimeCount(OrderTable orders, LifetimeSummaryOptions options)
    {
        _orders = orders;
        _options = options;
        _daysAUnit = (double)options.Unit.Ticks / TimeSpan.TicksPerDay;
        long last = LastDay(orders);
        _calibrationEnd = DayOf(options.CalibrationEnd) ?? last;
        _holdOutEnd = DayOf(options.HoldOutEnd) ?? Math.Max(last, _calibrationEnd);
        _firstUntil = Math.Min(DayOf(options.FirstPurchaseUntil) ?? long.MaxValue, _calibrationEnd);
        if (_holdOutEnd < _calibrationEnd)
        {
            throw new ArgumentException(
                $"The hold-out ends on {Date(_holdOutEnd):yyyy-MM-dd}, before the calibration does, {Date(_calibrationEnd):yyyy-MM-dd}; "
                + "leave it out, or choose a later day.",
                nameof(options));
        }
    }

    public LifetimeSummary Run(string? currency, CancellationToken cancellationToken)
    {
        LifetimeColumns all = new(_orders.Customers.Count);
        bool[] bought = new bool[_orders.Customers.Count];
        ParallelChunks.Run(
            bought.Length,
            CustomersPerChunk,
            (_, start, end) =>
            {
                for (int row = start; row < end; row++) bought[row] = Add(all, row, _orders.OrdersOf(row));
            },
            _options.Threads,
            cancellationToken);

        List<int> rows = [];
        for (int row = 0; row < bought.Length; row++)
        {
            if (bought[row]) rows.Add(row);
        }

        ReadOnlySpan<int> kept = CollectionsMarshal.AsSpan(rows);
        return new LifetimeSummary(
            _options,
            _orders.Customers.Take(kept),
            all.Take(kept),
            Date(_calibrationEnd),
            (_holdOutEnd - _calibrationEnd) / _daysAUnit,
            currency);
    }

    private static DateTime Date(long day) => new(day * TimeSpan.TicksPerDay);

    private static long? DayOf(DateTime? time) => time is { } given ? given.Ticks / TimeSpan.TicksPerDay : null;

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

    /// <summary>False for a customer who isn't of the cohort, or bought nothing by the end of calibration.</summary>
    private bool Add(LifetimeColumns columns, int row, CustomerOrders orders)
    {
        if (orders.Count == 0) return false;
        long first = orders.TimeAt(0) / TimeSpan.TicksPerDay;
        if (first > _firstUntil) return false;
        double age = (_calibrationEnd - first) / _daysAUnit;
        if (_options.WholePeriods) age = Math.Floor(age);

        double previous = 0, last = 0, logIntervals = 0;
        int repeats = 0, heldOut = 0;
        long spent = 0;
        for (int i = 0; i < orders.Count; i++)
        {
            long day = orders.TimeAt(i) / TimeSpan.TicksPerDay;
            if (day == first) continue;
            if (day > _holdOutEnd) break;
            double time = (day - first) / _daysAUnit;
            if (_options.WholePeriods) time = Math.Ceiling(time);
            bool another = time != previous;
            double interval = time - previous;
            previous = time;
            if (day > _calibrationEnd)
            {
                heldOut += another ? 1 : 0;
            }
            else if (time <= age)
            {
                repeats += another ? 1 : 0;
                if (another) logIntervals += StableMath.Log(interval);
                last = time;
                spent = checked(spent + orders.TotalAt(i));
            }
        }

        columns.Repeats[row] = repeats;
        columns.Lasts[row] = last;
        columns.Ages[row] = age;
        columns.HoldOuts[row] = heldOut;
        columns.LogIntervals[row] = repeats == 0 ? double.NaN : logIntervals;
        columns.Spends[row] = repeats == 0 ? double.NaN : (double)spent / MoneyUnits.Scale / repeats;
        return true;
    }
}
