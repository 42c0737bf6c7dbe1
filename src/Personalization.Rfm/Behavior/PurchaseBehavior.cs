using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Rfm;

/// <summary>
/// How each customer buys: categories, looking against buying, carts left behind, discounts, refunds, the time between orders, hour and
/// weekday. One row a customer, in ordinal order of ids. Immutable and thread-safe.
/// </summary>
public sealed class PurchaseBehavior
{
    private const int CustomersPerChunk = 256;

    private static readonly Vocabulary Weekdays = Vocabulary.From(Enum.GetNames<DayOfWeek>());

    private static readonly int[] WeekdayCodes = Array.ConvertAll(
        Enum.GetValues<DayOfWeek>(), day => Weekdays.TryGetRow(day.ToString(), out int code) ? code : -1);

    private readonly Vocabulary _categoryNames;
    private readonly PurchaseBehaviorRow[] _rows;
    private readonly CategoryLines[][] _categories;

    private PurchaseBehavior(
        PurchaseBehaviorOptions options,
        IdIndex<CustomerId> customers,
        Vocabulary categoryNames,
        PurchaseBehaviorRow[] rows,
        CategoryLines[][] categories)
    {
        Options = options;
        Customers = customers;
        _categoryNames = categoryNames;
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
    /// The categories a customer bought, most lines first, of equals the ordinally first; empty for an unknown customer. A purchase without
    /// a category takes that of its item in <see cref="EventLog.Items"/>; where that has none either, the purchase is left out.
    /// </summary>
    public ImmutableArray<CategoryShare> AffinityOf(CustomerId customer)
    {
        if (!Customers.TryGetRow(customer, out int row)) return [];
        CategoryLines[] own = _categories[row];
        double total = CategoryLines.Total(own);
        return [.. own.Select(category => new CategoryShare(_categoryNames[category.Code], category.Lines, category.Lines / total))];
    }

    /// <summary>Measures every customer of a log whose orders are grouped. O(events), and a sort of each item's prices.</summary>
    /// <param name="orders">The orders; their log gives everything else.</param>
    /// <param name="options">How to measure; null: the defaults.</param>
    /// <param name="cancellationToken">Stops between chunks of customers.</param>
    /// <exception cref="OverflowException">An amount is beyond ±<see cref="MoneyUnits.MaxValue"/>.</exception>
    public static PurchaseBehavior From(
        OrderTable orders, PurchaseBehaviorOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(orders);
        options ??= new PurchaseBehaviorOptions();
        EventLog log = orders.Log;
        long[] usualPrices = UsualPrices.Of(log, log.TypeCode(EventType.Purchase), options.Threads, cancellationToken);
        DateTime reference = options.ReferenceDate ?? (log.EventCount == 0 ? DateTime.MinValue : log.LastTime.AddDays(1));
        IdIndex<CustomerId> customers = options.IncludeProspects ? log.Customers.Take(ActiveRows(log)) : orders.Buyers;
        int[] included = customers.RowsIn(log.Customers);

        PurchaseBehaviorRow[] rows = new PurchaseBehaviorRow[included.Length];
        CategoryLines[][] categories = new CategoryLines[included.Length][];
        ParallelChunks.Run(
            included.Length,
            CustomersPerChunk,
            (_, start, end) =>
            {
                BehaviorMeasure measure = new(orders, usualPrices, 1 - options.DiscountThreshold, reference);
                for (int row = start; row < end; row++) (rows[row], categories[row]) = measure.Measure(included[row]);
            },
            options.Threads,
            cancellationToken);
        return new PurchaseBehavior(options, customers, log.Categories, rows, categories);
    }

    /// <summary>
    /// Columns for the customers of a table: <c>top_category</c>, <c>browsing_share</c>, <c>cart_abandonment</c>, <c>discount_share</c>,
    /// <c>refund_share</c>, <c>mean_days_between_orders</c>, <c>favorite_hour</c>, <c>favorite_weekday</c>, and <c>categories</c>, the list
    /// of those bought, most lines first. Missing for a customer without a row here, whose list is empty.
    /// </summary>
    public IReadOnlyList<CustomerColumn> ToColumns(CustomerTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        CustomerColumn[] columns =
        [
            Category("top_category", _categoryNames, TopCategory, "Category with the most lines bought."),
            Number("browsing_share", row => row.BrowsingShare, "", "Views as a share of all events."),
            Number("cart_abandonment", row => row.CartAbandonment, "", "Share of the items put into the cart that weren't bought."),
            Number("discount_share", row => row.DiscountShare, "", "Share of the orders that were bought at a discount."),
            Number("refund_share", row => row.RefundShare, "", "Share of the amount bought that was refunded."),
            Number(
                "mean_days_between_orders",
                row => row.MeanDaysBetweenOrders,
                "days",
                "Days from one order to the next on average; with fewer than two orders, those waited so far."),
            new WholeNumberColumn("favorite_hour", Array.ConvertAll(_rows, row => row.FavoriteHour))
            {
                Unit = "hour",
                Description = "Hour of the day, 0 to 23, with the most orders.",
            },
            Category("favorite_weekday", Weekdays, row => WeekdayCodes[(int)_rows[row].FavoriteWeekday], "Weekday with the most orders."),
            CategoryList(),
        ];
        if (ReferenceEquals(table.Customers, Customers)) return columns;
        int[] rows = table.Customers.RowsIn(Customers);
        return [.. columns.Select(column => column.Take(rows))];
    }

    /// <summary>
    /// Everything as features, unscaled: <c>orders</c>, the shares, <c>days_between_orders</c> with <c>_median</c> and <c>_deviation</c>,
    /// the mean directions of hour and weekday as cosine and sine (of length 1 for who always comes at one hour, near 0 for who comes at
    /// any), and <c>category:NAME</c>, the share of each of the most bought categories.
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
        foreach (CategoryLines category in MostBought(categoryCount))
            features.Add(($"category:{_categoryNames[category.Code]}", SharesOf(category.Code)));
        return FeatureTable.Create(Customers, features);
    }

    private static int[] ActiveRows(EventLog log)
    {
        List<int> rows = [];
        for (int row = 0; row < log.Customers.Count; row++)
        {
            if (log.EventsOf(row).Count > 0) rows.Add(row);
        }

        return [.. rows];
    }

    private int TopCategory(int row) => _categories[row] is [CategoryLines top, ..] ? top.Code : -1;

    private CategoryColumn Category(string name, Vocabulary levels, Func<int, int> code, string description)
    {
        int[] codes = new int[Count];
        for (int row = 0; row < codes.Length; row++) codes[row] = code(row);
        return new CategoryColumn(name, levels, codes) { Description = description };
    }

    private NumberColumn Number(string name, Converter<PurchaseBehaviorRow, double> value, string unit, string description) =>
        new(name, Array.ConvertAll(_rows, value)) { Unit = unit, Description = description };

    private CategoryListColumn CategoryList()
    {
        int[] starts = new int[Count + 1];
        List<int> codes = [];
        for (int row = 0; row < Count; row++)
        {
            foreach (CategoryLines category in _categories[row]) codes.Add(category.Code);
            starts[row + 1] = codes.Count;
        }

        return new CategoryListColumn(ColumnNames.Categories, _categoryNames, starts, CollectionsMarshal.AsSpan(codes))
        {
            Description = "Categories bought, the one with the most lines first.",
        };
    }

    private CategoryLines[] MostBought(int count)
    {
        int[] lines = new int[_categoryNames.Count];
        foreach (CategoryLines[] own in _categories)
        {
            foreach (CategoryLines category in own) lines[category.Code] += category.Lines;
        }

        CategoryLines[] bought = [.. lines.Select((total, code) => new CategoryLines(code, total)).Where(category => category.Lines > 0)];
        Array.Sort(bought);
        return bought[..Math.Min(count, bought.Length)];
    }

    private float[] SharesOf(int code) => Array.ConvertAll(_categories, own =>
    {
        int lines = Array.Find(own, category => category.Code == code).Lines;
        return lines == 0 ? 0 : (float)((double)lines / CategoryLines.Total(own));
    });

    private float[] Column(Converter<PurchaseBehaviorRow, double> value) => Array.ConvertAll(_rows, row => (float)value(row));
}
