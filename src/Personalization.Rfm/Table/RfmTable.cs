using System.Diagnostics;
using System.Runtime.InteropServices;
using Personalization.Core;

namespace Personalization.Rfm;

/// <summary>
/// Recency, frequency and monetary value of every customer with at least one purchase, as columns in the order of <see cref="Customers"/>
/// (ordinal order of ids). Immutable and thread-safe.
/// </summary>
/// <remarks>
/// A purchase that is refunded later still counts in recency and frequency: the customer did come and buy. Amounts are added as whole
/// 1/10,000 of the currency (<see cref="MoneyUnits"/>), so totals are exact and don't depend on any order.
/// </remarks>
[DebuggerDisplay("{Count} customers at {ReferenceDate}")]
public sealed class RfmTable
{
    private readonly RfmColumns _columns;

    private RfmTable(
        RfmOptions options,
        DateTime referenceDate,
        string? currency,
        RfmColumns columns,
        IdIndex<CustomerId> customers,
        IReadOnlyList<CustomerId> prospects)
    {
        Options = options;
        ReferenceDate = referenceDate;
        Currency = currency;
        _columns = columns;
        Customers = customers;
        Prospects = prospects;
    }

    /// <summary>How this table was measured.</summary>
    public RfmOptions Options { get; }

    /// <summary>
    /// The moment that recency and tenure are counted back from; <see cref="DateTime.MinValue"/> for an empty log without a given one.
    /// </summary>
    public DateTime ReferenceDate { get; }

    /// <summary>ISO code of the one currency of all amounts; null where events name none, or several are allowed.</summary>
    public string? Currency { get; }

    /// <summary>The customers with at least one purchase, row by row.</summary>
    public IdIndex<CustomerId> Customers { get; }

    /// <summary>Customers who have events in the log but no purchase, in ordinal order.</summary>
    public IReadOnlyList<CustomerId> Prospects { get; }

    /// <summary>Number of customers with at least one purchase.</summary>
    public int Count => Customers.Count;

    /// <summary>Whole days from the last purchase to <see cref="ReferenceDate"/>, rounded down; at least 0.</summary>
    public ReadOnlySpan<int> RecencyDays => _columns.RecencyDays;

    /// <summary>Number of orders, purchase events or days, at least 1.</summary>
    public ReadOnlySpan<int> Frequency => _columns.Frequency;

    /// <summary>Monetary value in <see cref="MoneyUnits"/>.</summary>
    public ReadOnlySpan<long> MonetaryUnits => _columns.Monetary;

    /// <summary>Whole days from the first purchase to <see cref="ReferenceDate"/>, rounded down; at least the recency.</summary>
    public ReadOnlySpan<int> TenureDays => _columns.TenureDays;

    /// <summary>Sum of all customers' monetary value.</summary>
    public decimal TotalMonetary
    {
        get
        {
            decimal total = 0;
            foreach (long units in _columns.Monetary) total += MoneyUnits.ToDecimal(units);
            return total;
        }
    }

    /// <summary>One customer's values; 0 ≤ row &lt; <see cref="Count"/>.</summary>
    public RfmRow this[int row] => new(
        Customers[row],
        _columns.RecencyDays[row],
        _columns.Frequency[row],
        MoneyUnits.ToDecimal(_columns.Monetary[row]),
        _columns.TenureDays[row],
        new DateTime(_columns.FirstTimes[row]),
        new DateTime(_columns.LastTimes[row]));

    /// <summary>One customer's values.</summary>
    /// <exception cref="KeyNotFoundException">The customer has no purchase in the log.</exception>
    public RfmRow this[CustomerId customer] =>
        Find(customer) ?? throw new KeyNotFoundException($"Customer '{customer}' has no purchase in the log.");

    /// <summary>One customer's values; null where the customer has no purchase in the log.</summary>
    public RfmRow? Find(CustomerId customer) => Customers.TryGetRow(customer, out int row) ? this[row] : null;

    /// <summary>Measures every customer of a log, of which it groups the orders first where orders are counted. O(events).</summary>
    /// <inheritdoc cref="From(OrderTable, RfmOptions?, CancellationToken)" />
    /// <param name="log">The events, or a slice: <c>log.Before(date)</c> measures the past only.</param>
    /// <param name="options">How to measure; null: the defaults.</param>
    /// <param name="cancellationToken">Stops between chunks of customers.</param>
    public static RfmTable From(EventLog log, RfmOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        options ??= new RfmOptions();
        return options.CountFrequencyBy == FrequencyUnit.Orders
            ? From(OrderTable.From(log, options.Threads, cancellationToken), options, cancellationToken)
            : Measure(log, null, options, cancellationToken);
    }

    /// <summary>Measures every customer of a log whose orders are grouped already: one pass over the events, O(events).</summary>
    /// <param name="orders">The orders; their log gives the amounts, the times and the refunds.</param>
    /// <param name="options">How to measure; null: the defaults.</param>
    /// <param name="cancellationToken">Stops between chunks of customers.</param>
    /// <exception cref="ArgumentException">
    /// The amounts have several currencies, or a purchase is later than the given reference date.
    /// </exception>
    /// <exception cref="OverflowException">A customer's monetary value is beyond ±<see cref="MoneyUnits.MaxValue"/>.</exception>
    public static RfmTable From(OrderTable orders, RfmOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(orders);
        return Measure(orders.Log, orders, options ?? new RfmOptions(), cancellationToken);
    }

    /// <summary>
    /// The customers who bought, as of <see cref="ReferenceDate"/>, with the columns <c>recency_days</c>, <c>frequency</c>,
    /// <c>monetary</c>, <c>tenure_days</c> and <c>average_order</c> (monetary ÷ frequency, exact; files round it to four decimals).
    /// </summary>
    public CustomerTable ToCustomerTable()
    {
        decimal?[] averages = new decimal?[Count];
        for (int row = 0; row < averages.Length; row++)
            averages[row] = MoneyUnits.ToDecimal(_columns.Monetary[row]) / _columns.Frequency[row];
        string currency = Currency ?? "", counted = Options.CountFrequencyBy switch
        {
            FrequencyUnit.PurchaseEvents => "purchases",
            FrequencyUnit.Days => "days",
            _ => "orders",
        };
        return new CustomerTable(Customers, ReferenceDate).With(
            new WholeNumberColumn(ColumnNames.RecencyDays, RecencyDays)
            {
                Unit = "days",
                Description = "Whole days since the last purchase.",
            },
            new WholeNumberColumn(ColumnNames.Frequency, Frequency)
            {
                Unit = counted,
                Description = counted == "days" ? "Number of days with a purchase." : $"Number of {counted}.",
            },
            new MoneyColumn(ColumnNames.Monetary, MonetaryUnits)
            {
                Unit = currency,
                Description = Options.NetOfRefunds ? "Spent in all, less refunds." : "Spent in all, refunds not taken off.",
            },
            new WholeNumberColumn("tenure_days", TenureDays)
            {
                Unit = "days",
                Description = "Whole days since the first purchase.",
            },
            new MoneyColumn(ColumnNames.AverageOrder, averages)
            {
                Unit = currency,
                Description = $"Spent in all, divided by the number of {counted}.",
            });
    }

    /// <summary>
    /// The measures as features <c>recency</c> (days), <c>frequency</c>, <c>monetary</c> (currency), and on demand <c>tenure</c> (days) and
    /// <c>average_order</c> (currency), unscaled.
    /// </summary>
    /// <param name="includeTenure">Adds <c>tenure</c>. Default false.</param>
    /// <param name="includeAverageOrder">Adds <c>average_order</c>. Default false.</param>
    public FeatureTable ToFeatures(bool includeTenure = false, bool includeAverageOrder = false)
    {
        List<(string Name, float[] Values)> features =
        [
            ("recency", Column(row => _columns.RecencyDays[row])),
            ("frequency", Column(row => _columns.Frequency[row])),
            ("monetary", Column(row => (double)_columns.Monetary[row] / MoneyUnits.Scale)),
        ];
        if (includeTenure) features.Add(("tenure", Column(row => _columns.TenureDays[row])));
        if (includeAverageOrder)
            features.Add(("average_order", Column(row => (double)_columns.Monetary[row] / MoneyUnits.Scale / _columns.Frequency[row])));
        return FeatureTable.Create(Customers, features);
    }

    /// <summary>Scores every customer by quantiles or by edges of your own.</summary>
    /// <param name="options">How to score; null: five quantile bins a measure.</param>
    public RfmScores Score(RfmScoreOptions? options = null) => RfmScores.From(this, options);

    private static RfmTable Measure(EventLog log, OrderTable? orders, RfmOptions options, CancellationToken cancellationToken)
    {
        string? currency = MoneyCurrency.Find(log, options);
        DateTime reference = options.ReferenceDate ?? (log.EventCount == 0 ? DateTime.MinValue : log.LastTime.AddDays(1));
        RfmColumns all = RfmColumns.Measure(log, orders, options, cancellationToken);

        List<int> bought = [];
        List<CustomerId> prospects = [];
        for (int row = 0; row < all.Count; row++)
        {
            if (all.Frequency[row] > 0) bought.Add(row);
            else if (log.EventsOf(row).Count > 0) prospects.Add(log.Customers[row]);
            if (all.Frequency[row] == 0 || all.LastTimes[row] <= reference.Ticks) continue;
            throw new ArgumentException(
                $"Customer '{log.Customers[row]}' bought at {new DateTime(all.LastTimes[row]):s}, after the reference date {reference:s}; "
                + "measure log.Before(the reference date) instead.",
                nameof(options));
        }

        ReadOnlySpan<int> rows = CollectionsMarshal.AsSpan(bought);
        RfmColumns columns = all.Take(rows);
        columns.CountDays(reference);
        return new RfmTable(options, reference, currency, columns, orders?.Buyers ?? log.Customers.Take(rows), prospects);
    }

    private float[] Column(Func<int, double> value)
    {
        float[] values = new float[Count];
        for (int row = 0; row < values.Length; row++) values[row] = (float)value(row);
        return values;
    }
}
