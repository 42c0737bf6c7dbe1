using System.Diagnostics;
using System.Globalization;
using Personalization.Core;

namespace Personalization.Rfm;

/// <summary>
/// Repeat purchases, time of the last one and age of every customer, as columns in the order of <see cref="Customers"/> (ordinal order of
/// ids): the statistics that are sufficient for the models of repeat buying. Immutable and thread-safe.
/// </summary>
/// <remarks>
/// The counting rules: all orders of one customer on one day are one purchase. The first purchase begins the customer's time and isn't
/// counted. Refunds don't count: a purchase that is refunded later still happened, and its amount isn't reduced. Times are whole days
/// divided by the unit, from the day of the first purchase.
/// </remarks>
[DebuggerDisplay("{Count} customers at {CalibrationEnd}")]
public sealed class LifetimeSummary
{
    private readonly LifetimeColumns _columns;

    internal LifetimeSummary(
        LifetimeSummaryOptions options,
        IdIndex<CustomerId> customers,
        LifetimeColumns columns,
        DateTime calibrationEnd,
        double holdOutLength,
        string? currency)
    {
        Options = options;
        Customers = customers;
        _columns = columns;
        CalibrationEnd = calibrationEnd;
        HoldOutLength = holdOutLength;
        Currency = currency;
    }

    /// <summary>How this summary was counted.</summary>
    public LifetimeSummaryOptions Options { get; }

    /// <summary>The customers with at least one purchase by the end of calibration, row by row.</summary>
    public IdIndex<CustomerId> Customers { get; }

    /// <summary>Number of customers.</summary>
    public int Count => Customers.Count;

    /// <summary>The last day of calibration; <see cref="DateTime.MinValue"/> where there are no orders, or the rows were given.</summary>
    public DateTime CalibrationEnd { get; }

    /// <summary>Length of the hold-out in the unit; 0 where there is none.</summary>
    public double HoldOutLength { get; }

    /// <summary>ISO code of the one currency of all amounts; null where events name none, or several are allowed.</summary>
    public string? Currency { get; }

    /// <summary>Days with a purchase after the first one, to the end of calibration; at least 0.</summary>
    public ReadOnlySpan<int> RepeatPurchases => _columns.Repeats;

    /// <summary>From the first to the last purchase, in the unit; 0 without a repeat.</summary>
    public ReadOnlySpan<double> LastPurchases => _columns.Lasts;

    /// <summary>From the first purchase to the end of calibration, in the unit.</summary>
    public ReadOnlySpan<double> Ages => _columns.Ages;

    /// <summary>Mean amount of the repeat purchases in the currency of the events; NaN without one.</summary>
    public ReadOnlySpan<double> AverageSpends => _columns.Spends;

    /// <summary>Days with a purchase in the hold-out; 0 for all where there is none.</summary>
    public ReadOnlySpan<int> HoldOutPurchases => _columns.HoldOuts;

    /// <summary>One customer's statistics; 0 ≤ row &lt; <see cref="Count"/>.</summary>
    public LifetimeRow this[int row] =>
        new(_columns.Repeats[row], _columns.Lasts[row], _columns.Ages[row])
        {
            AverageSpend = _columns.Spends[row],
            LogIntervals = _columns.LogIntervals[row],
        };

    /// <summary>One customer's statistics; null where the customer isn't in the summary.</summary>
    public LifetimeRow? Find(CustomerId customer) => Customers.TryGetRow(customer, out int row) ? this[row] : null;

    /// <summary>Counts a log, whose orders it groups first. O(events).</summary>
    /// <inheritdoc cref="From(OrderTable, LifetimeSummaryOptions?, CancellationToken)"/>
    /// <param name="log">The events.</param>
    /// <param name="options">How to count; null: the defaults.</param>
    /// <param name="cancellationToken">Stops between chunks of customers.</param>
    public static LifetimeSummary From(
        EventLog log, LifetimeSummaryOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        return From(OrderTable.From(log, options?.Threads, cancellationToken), options, cancellationToken);
    }

    /// <summary>Counts orders that are grouped already. O(orders).</summary>
    /// <param name="orders">The orders.</param>
    /// <param name="options">How to count; null: the defaults.</param>
    /// <param name="cancellationToken">Stops between chunks of customers.</param>
    /// <exception cref="ArgumentException">
    /// The hold-out ends before the calibration, or the amounts have several currencies.
    /// </exception>
    public static LifetimeSummary From(
        OrderTable orders, LifetimeSummaryOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(orders);
        options ??= new LifetimeSummaryOptions();
        string? currency = MoneyCurrency.Find(orders.Log, new RfmOptions { AllowMixedCurrencies = options.AllowMixedCurrencies });
        return new LifetimeCount(orders, options).Run(currency, cancellationToken);
    }

    /// <summary>
    /// A summary of rows that were counted elsewhere, such as a published one; the customers are named by their numbers, from 000000000.
    /// </summary>
    /// <param name="rows">The customers, in any order that is kept.</param>
    /// <exception cref="ArgumentException">A row can't be; the message gives its position.</exception>
    public static LifetimeSummary FromRows(IReadOnlyList<LifetimeRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        LifetimeColumns columns = new(rows.Count);
        for (int i = 0; i < rows.Count; i++)
        {
            if (rows[i].Fault() is { } fault) throw new ArgumentException($"Row {i} {fault}.", nameof(rows));
            columns.Repeats[i] = rows[i].RepeatPurchases;
            columns.Lasts[i] = rows[i].LastPurchase;
            columns.Ages[i] = rows[i].Age;
            columns.Spends[i] = rows[i].AverageSpend;
            columns.LogIntervals[i] = rows[i].LogIntervals;
        }

        return FromColumns(columns, rows.Count, 0);
    }

    internal static LifetimeSummary FromColumns(LifetimeColumns columns, int count, double holdOut)
    {
        IdIndex<CustomerId> ids = IdIndex<CustomerId>.From(
            Enumerable.Range(0, count).Select(i => new CustomerId(i.ToString("D9", CultureInfo.InvariantCulture))));
        return new LifetimeSummary(new LifetimeSummaryOptions(), ids, columns, DateTime.MinValue, holdOut, null);
    }
}
