using System.Globalization;
using Personalization.Core;

namespace Personalization.Rfm;

/// <summary>One cell of <see cref="RepeatPurchaseRates"/>.</summary>
/// <param name="RecencyFrom">Least days since the last order.</param>
/// <param name="RecencyBelow">Days since the last order that are too many; null for the last band, which has no end.</param>
/// <param name="OrdersFrom">Least number of orders.</param>
/// <param name="OrdersTo">Greatest number of orders; null for the last band.</param>
/// <param name="Customers">Customers seen in this cell, counted once a window.</param>
/// <param name="Bought">How many of them ordered again within the horizon.</param>
/// <param name="Rate">Their rate, drawn towards that of the recency band, and that towards the rate of all; 0 to 1.</param>
public sealed record RepeatPurchaseCell(
    int RecencyFrom, int? RecencyBelow, int OrdersFrom, int? OrdersTo, long Customers, long Bought, double Rate);

/// <summary>
/// How often customers of a given recency and number of orders came back within the horizon: counted in windows of the shop's own past, so
/// it assumes nothing but that the near future is like the past. What a customer would do with no offer at all is where the value of an
/// offer begins. Immutable and thread-safe.
/// </summary>
/// <remarks>
/// Window j looks from R − j·H: every customer who had bought by then falls into a cell by recency and orders at that moment, and either
/// ordered again in the H days that followed or didn't. Cells are smoothed: rate = (bought + m · rate of the band) / (customers + m).
/// </remarks>
public sealed class RepeatPurchaseRates
{
    /// <summary>Lower ends of the recency bands, in horizons.</summary>
    private static readonly double[] RecencyBands = [0, .25, .5, 1, 2, 3, 6, 12];

    /// <summary>Lower ends of the order bands.</summary>
    private static readonly int[] OrderBands = [1, 2, 3, 5, 10];

    private readonly int[] _recencyFrom;
    private readonly double[] _rates;

    private RepeatPurchaseRates(RepeatPurchaseOptions options, int windows, int[] recencyFrom, long[] seen, long[] bought)
    {
        Options = options;
        Windows = windows;
        _recencyFrom = recencyFrom;
        CustomersSeen = seen.Sum();
        OverallRate = CustomersSeen == 0 ? null : (double)bought.Sum() / CustomersSeen;
        _rates = Smooth(seen, bought, OverallRate ?? 0, options.PriorWeight);
        Cells = [.. Enumerable.Range(0, seen.Length).Select(cell => Describe(cell, seen[cell], bought[cell]))];
    }

    /// <summary>What was asked.</summary>
    public RepeatPurchaseOptions Options { get; }

    /// <summary>
    /// Windows of the past that were long enough to learn from; 0 where the orders reach back less than two horizons, give or take the day
    /// at either end.
    /// </summary>
    public int Windows { get; }

    /// <summary>Customers seen, counted once a window.</summary>
    public long CustomersSeen { get; }

    /// <summary>Share of them who ordered again; null where <see cref="Windows"/> is 0.</summary>
    public double? OverallRate { get; }

    /// <summary>All cells, by recency band, then number of orders.</summary>
    public IReadOnlyList<RepeatPurchaseCell> Cells { get; }

    /// <summary>Counts a shop's own past. O(windows · orders).</summary>
    /// <exception cref="ArgumentNullException"><paramref name="orders"/> is null.</exception>
    public static RepeatPurchaseRates From(OrderTable orders, RepeatPurchaseOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(orders);
        options ??= new RepeatPurchaseOptions();
        int[] recencyFrom = [.. RecencyBands.Select(band => (int)Math.Ceiling(band * options.HorizonDays)).Distinct()];
        long[] seen = new long[recencyFrom.Length * OrderBands.Length], bought = new long[seen.Length];
        int windows = 0;
        if (Span(orders) is (long first, long last))
        {
            long horizon = options.HorizonDays * TimeSpan.TicksPerDay;
            long reference = (options.ReferenceDate ?? new DateTime(last).AddDays(1)).Ticks;
            while (windows < options.MaximumWindows && reference - ((windows + 2L) * horizon) >= first - TimeSpan.TicksPerDay)
            {
                windows++;
                Count(orders, reference - (windows * horizon), horizon, recencyFrom, seen, bought);
            }
        }

        return new RepeatPurchaseRates(options, windows, recencyFrom, seen, bought);
    }

    /// <summary>
    /// Probability of an order within the horizon, 0 to 1, if nothing is offered; null where the log was too short to learn it.
    /// </summary>
    /// <param name="recencyDays">Days since the last order, ≥ 0.</param>
    /// <param name="orders">Number of orders so far, at least 1.</param>
    public double? Probability(double recencyDays, int orders)
    {
        Guard.AtLeast(recencyDays, 0, nameof(recencyDays));
        Guard.AtLeast(orders, 1, nameof(orders));
        return Windows == 0 ? null : _rates[Cell(_recencyFrom, (int)Math.Min(recencyDays, int.MaxValue), orders)];
    }

    /// <summary>
    /// <c>purchase_probability</c> as a column of a table, from its columns <see cref="ColumnNames.RecencyDays"/> and
    /// <see cref="ColumnNames.Frequency"/>; missing for who never ordered, and for all where the log was too short to learn it.
    /// </summary>
    /// <exception cref="ArgumentException">The table lacks one of the two columns, or a recency is below 0.</exception>
    public NumberColumn ToColumn(CustomerTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        NumericColumn recency = table.Column<NumericColumn>(ColumnNames.RecencyDays);
        WholeNumberColumn frequency = table.Column<WholeNumberColumn>(ColumnNames.Frequency);
        double[] probabilities = new double[table.Count];
        for (int row = 0; row < probabilities.Length; row++)
        {
            int orders = (int)Math.Clamp(frequency.Values[row], 0, int.MaxValue);
            probabilities[row] =
                orders == 0 || recency.IsMissing(row) ? double.NaN : Probability(recency.NumberAt(row), orders) ?? double.NaN;
        }

        return new NumberColumn(ColumnNames.PurchaseProbability, probabilities)
        {
            Description = string.Create(
                CultureInfo.InvariantCulture, $"Probability of an order within {Options.HorizonDays} days if nothing is offered."),
        };
    }

    private static (long First, long Last)? Span(OrderTable orders)
    {
        long first = long.MaxValue, last = long.MinValue;
        for (int row = 0; row < orders.Customers.Count; row++)
        {
            CustomerOrders own = orders.OrdersOf(row);
            if (own.Count == 0) continue;
            first = Math.Min(first, own.TimeAt(0));
            last = Math.Max(last, own.TimeAt(own.Count - 1));
        }

        return first > last ? null : (first, last);
    }

    private static void Count(OrderTable orders, long cut, long horizon, int[] recencyFrom, long[] seen, long[] bought)
    {
        for (int row = 0; row < orders.Customers.Count; row++)
        {
            CustomerOrders own = orders.OrdersOf(row);
            int before = 0;
            while (before < own.Count && own.TimeAt(before) < cut) before++;
            if (before == 0) continue;
            int recency = (int)((cut - own.TimeAt(before - 1)) / TimeSpan.TicksPerDay);
            int cell = Cell(recencyFrom, recency, before);
            seen[cell]++;
            if (before < own.Count && own.TimeAt(before) < cut + horizon) bought[cell]++;
        }
    }

    private static int Cell(int[] recencyFrom, int recencyDays, int orders) =>
        (Band(recencyFrom, recencyDays) * OrderBands.Length) + Band(OrderBands, orders);

    private static int Band(int[] from, int value)
    {
        int band = 0;
        while (band + 1 < from.Length && value >= from[band + 1]) band++;
        return band;
    }

    private static double[] Smooth(long[] seen, long[] bought, double overall, double weight)
    {
        double[] rates = new double[seen.Length];
        for (int start = 0; start < rates.Length; start += OrderBands.Length)
        {
            long bandSeen = 0, bandBought = 0;
            for (int i = start; i < start + OrderBands.Length; i++) (bandSeen, bandBought) = (bandSeen + seen[i], bandBought + bought[i]);
            double bandRate = (bandBought + (weight * overall)) / (bandSeen + weight);
            for (int i = start; i < start + OrderBands.Length; i++) rates[i] = (bought[i] + (weight * bandRate)) / (seen[i] + weight);
        }

        return rates;
    }

    private RepeatPurchaseCell Describe(int cell, long seen, long bought)
    {
        (int recency, int orders) = Math.DivRem(cell, OrderBands.Length);
        return new RepeatPurchaseCell(
            _recencyFrom[recency],
            recency + 1 < _recencyFrom.Length ? _recencyFrom[recency + 1] : null,
            OrderBands[orders],
            orders + 1 < OrderBands.Length ? OrderBands[orders + 1] - 1 : null,
            seen,
            bought,
            _rates[cell]);
    }
}
