using System.Collections.Immutable;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Rfm;

/// <summary>
/// How each customer buys: categories, looking against buying, carts left behind, discounts, refunds, the time between orders, hour and weekday.
/// One row a customer, in ordinal order of ids. Immutable and thread-safe.
/// </summary>
public sealed class PurchaseBehavior
{
    private const int CustomersPerChunk = 256;

    private readonly PurchaseBehaviorRow[] _rows;
    private readonly CategoryShare[][] _categories;

    private PurchaseBehavior(PurchaseBehaviorOptions options, IdIndex<CustomerId> customers, PurchaseBehaviorRow[] rows, CategoryShare[][] categories)
    {
        Options = options;
        Customers = customers;
        _rows = rows;
        _categories = categories;
    }

    /// <summary>How this was measured.</summary>
    public PurchaseBehaviorOptions Options { get; }

    /// <summary>The customers, row by row: those with a purchase, and on demand those with any event.</summary>
    public IdIndex<CustomerId> Customers { get; }

    /// <summary>Number of customers.</summary>
    public int Count => _rows.Length;

    /// <summary>One customer's behaviour; 0 ≤ row &lt; <see cref="Count"/>.</summary>
    public PurchaseBehaviorRow this[int row] => _rows[row];

    /// <summary>One customer's behaviour.</summary>
    /// <exception cref="KeyNotFoundException">The customer has no row.</exception>
    public PurchaseBehaviorRow this[CustomerId customer] =>
        Find(customer) ?? throw new KeyNotFoundException($"Customer '{customer}' has no purchase in the log.");

    /// <summary>One customer's behaviour; null where the customer has no row.</summary>
    public PurchaseBehaviorRow? Find(CustomerId customer) => Customers.TryGetRow(customer, out int row) ? _rows[row] : null;

    /// <summary>
    /// The categories a customer bought, most lines first, of equals the ordinally first; empty for an unknown customer. A purchase without a category takes that of its
    /// item in <see cref="EventLog.Items"/>; where that has none either, the purchase is left out.
    /// </summary>
    public ImmutableArray<CategoryShare> AffinityOf(CustomerId customer) =>
        Customers.TryGetRow(customer, out int row) ? [.. _categories[row]] : [];

    /// <summary>Measures every customer of a log. O(events), and a sort of each item's prices.</summary>
    /// <param name="log">The events, or a slice.</param>
    /// <param name="options">How to measure; null: the defaults.</param>
    /// <param name="cancellationToken">Stops between chunks of customers.</param>
    /// <exception cref="OverflowException">An amount is beyond ±<see cref="MoneyUnits.MaxValue"/>.</exception>
    public static PurchaseBehavior From(EventLog log, PurchaseBehaviorOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        options ??= new PurchaseBehaviorOptions();
        OrderTable orders = OrderTable.From(log, options.MaxThreads, cancellationToken);
        long[] usualPrices = UsualPrices.Of(log, log.TypeCode(EventType.Purchase), options.MaxThreads, cancellationToken);
        DateTime reference = options.ReferenceDate ?? (log.EventCount == 0 ? DateTime.MinValue : log.LastTime.AddDays(1));
        int[] included = [.. Enumerable.Range(0, log.Customers.Count).Where(row => orders.OrdersOf(row).Count > 0 || (options.IncludeProspects && log.EventsOf(row).Count > 0))];

        var rows = new PurchaseBehaviorRow[included.Length];
        var categories = new CategoryShare[included.Length][];
        ParallelChunks.Run(
            included.Length,
            CustomersPerChunk,
            (_, start, end) =>
            {
                BehaviorMeasure measure = new(log, orders, usualPrices, 1 - options.DiscountThreshold, reference);
                for (int row = start; row < end; row++) (rows[row], categories[row]) = measure.Measure(included[row]);
            },
            options.MaxThreads,
            cancellationToken);
        IdIndex<CustomerId> customers = rows.Length == log.Customers.Count ? log.Customers : IdIndex<CustomerId>.From(rows.Select(row => row.Customer));
        return new PurchaseBehavior(options, customers, rows, categories);
    }

    /// <summary>
    /// Everything as features, unscaled: <c>orders</c>, the shares, <c>days_between_orders</c> with <c>_median</c> and <c>_deviation</c>, the mean directions of hour and weekday
    /// as cosine and sine (of length 1 for who always comes at one hour, near 0 for who comes at any), and <c>category:NAME</c>, the share of each of the most bought categories.
    /// </summary>
    /// <param name="categoryCount">How many categories to take, those with the most lines first; at least 0. Default 8.</param>
    public FeatureTable ToFeatures(int categoryCount = 8)
    {
        Guard.AtLeast(categoryCount, 0, nameof(categoryCount));
        List<(string Name, float[] Values)> features =
        [
            ("orders", Column(row => row.Orders)),
            ("browsing_share", Column(row => row.BrowsingShare)),
            ("cart_abandonment", Column(row => row.CartAbandonment)),
            ("discount_share", Column(row => row.DiscountShare)),
            ("refund_share", Column(row => row.RefundShare)),
            ("days_between_orders", Column(row => row.MeanDaysBetweenOrders)),
            ("days_between_orders_median", Column(row => row.MedianDaysBetweenOrders)),
            ("days_between_orders_deviation", Column(row => row.DeviationOfDaysBetweenOrders)),
            ("hour_cos", Column(row => row.Rhythm.HourCos)),
            ("hour_sin", Column(row => row.Rhythm.HourSin)),
            ("weekday_cos", Column(row => row.Rhythm.WeekdayCos)),
            ("weekday_sin", Column(row => row.Rhythm.WeekdaySin)),
            ("top_category_share", Column(row => row.TopCategoryShare)),
        ];
        features.AddRange(MostBought(categoryCount).Select(category => ($"category:{category}", SharesOf(category))));
        return FeatureTable.Create(Customers, features);
    }

    private IEnumerable<string> MostBought(int count) => _categories
        .SelectMany(own => own)
        .GroupBy(share => share.Category, StringComparer.Ordinal)
        .Select(group => (Category: group.Key, Lines: group.Sum(share => (long)share.Lines)))
        .OrderByDescending(c => c.Lines)
        .ThenBy(c => c.Category, StringComparer.Ordinal)
        .Take(count)
        .Select(c => c.Category);

    private float[] SharesOf(string category) =>
        [.. _categories.Select(own => (float)Array.Find(own, share => share.Category == category).Share)];

    private float[] Column(Func<PurchaseBehaviorRow, double> value) => [.. _rows.Select(row => (float)value(row))];
}
