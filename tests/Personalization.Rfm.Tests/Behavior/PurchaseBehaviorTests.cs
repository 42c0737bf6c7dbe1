using Personalization.Core;
using static Personalization.Rfm.Tests.Logs;

namespace Personalization.Rfm.Tests;

public sealed class PurchaseBehaviorTests
{
    private static readonly CustomerId Ann = new("ann");

    private static PurchaseBehavior Behavior(IEnumerable<ShopEvent> events, PurchaseBehaviorOptions? options = null) =>
        Behavior(EventLog.From(events), options);

    private static PurchaseBehavior Behavior(EventLog log, PurchaseBehaviorOptions? options = null) => PurchaseBehavior.From(
        OrderTable.From(log, options?.Threads, TestContext.Current.CancellationToken), options, TestContext.Current.CancellationToken);

    private static PurchaseBehaviorRow Of(params ShopEvent[] events) => Behavior(events)[Ann];

    private static ShopEvent Line(string time, string item, decimal price, string? order = null, string? session = null) =>
        Buy("ann", time, price, order: order) with { Item = new ItemId(item), Session = session };

    [Fact]
    public void Affinity_OfLines_CountsCategoriesAndFallsBackToTheItem()
    {
        PurchaseBehavior behavior = Behavior(
        [
            Line("2024-01-01", "ring", 9m) with { Category = "rings" },
            Line("2024-01-02", "ring", 9m),
            Line("2024-01-03", "pearl", 9m) with { Category = "pearls" },
            Line("2024-01-04", "chain", 9m) with { Category = "chains" },
            Line("2024-01-05", "mystery", 9m),
            Event(EventType.View, "ann", "2024-01-05", "chain", "chains"),
        ]);

        Assert.Equal([new("rings", 2, .5), new("chains", 1, .25), new("pearls", 1, .25)], behavior.AffinityOf(Ann));
        Assert.Equal(("rings", .5), (behavior[Ann].TopCategory, behavior[Ann].TopCategoryShare));
        Assert.Equal(1 / 6.0, behavior[Ann].BrowsingShare);
        Assert.Empty(behavior.AffinityOf(new CustomerId("bob")));
    }

    [Fact]
    public void CartAbandonment_OfItems_AsksWhetherTheyWereBoughtAfterTheLastTime()
    {
        PurchaseBehaviorRow row = Of(
            Event(EventType.AddToCart, "ann", "2024-01-01 10:00", "bought"),
            Event(EventType.AddToCart, "ann", "2024-01-01 10:01", "left"),
            Event(EventType.AddToCart, "ann", "2024-01-01 10:02", "again"),
            Event(EventType.AddToCart, "ann", "2024-01-01 10:03", "at once"),
            Line("2024-01-01 10:03", "at once", 1m),
            Line("2024-01-02", "bought", 1m),
            Line("2024-01-02", "again", 1m),
            Line("2024-01-02", "never in the cart", 1m),
            Event(EventType.AddToCart, "ann", "2024-01-03", "again"));

        Assert.Equal(.5, row.CartAbandonment);
    }

    [Fact]
    public void DiscountShare_LinesBelowTheUsualPrice_CountTheirOrderOnce()
    {
        // The usual price of the ring is 100: below 95 is a discount.
        PurchaseBehaviorRow row = Of(
            Line("2024-01-01", "ring", 100m, "A"),
            Line("2024-01-02", "ring", 100m, "B"),
            Line("2024-01-03", "ring", 95m, "C"),
            Line("2024-01-04", "ring", 94.99m, "D"),
            Line("2024-01-04", "ring", 50m, "D"),
            Line("2024-01-05", "ring", 120m, "E"));

        Assert.Equal(1 / 5.0, row.DiscountShare);
    }

    [Fact]
    public void DiscountShare_Coupons_CountByOrderThenSessionThenDay()
    {
        ShopEvent coupon = Event(EventType.Coupon, "ann", "2024-01-04 08:00");
        ShopEvent[] lines =
        [
            Line("2024-01-01", "ring", 1m, "A"), Line("2024-01-02", "ring", 1m, "B", "s"),
            Line("2024-01-04 09:00", "ring", 1m), Line("2024-01-04 10:00", "ring", 1m),
            Line("2024-01-05", "ring", 1m, "C"),
        ];

        Assert.Equal(0, Of(lines).DiscountShare);
        Assert.Equal(.2, Of([.. lines, coupon with { Order = "A" }]).DiscountShare);
        Assert.Equal(.2, Of([.. lines, coupon with { Session = "s" }]).DiscountShare);
        Assert.Equal(.4, Of([.. lines, coupon]).DiscountShare);
    }

    [Fact]
    public void DaysBetweenOrders_FourOrders_AreMeanMedianAndDeviationOfThreeGaps()
    {
        PurchaseBehaviorRow row = Of(
            Line("2024-01-01", "a", 1m), Line("2024-01-02", "a", 1m), Line("2024-01-04", "a", 1m), Line("2024-01-10", "a", 1m));

        Assert.Equal((4, 3.0, 2.0), (row.Orders, row.MeanDaysBetweenOrders, row.MedianDaysBetweenOrders));
        Assert.Equal(Math.Sqrt((4 + 1 + 9) / 2.0), row.DeviationOfDaysBetweenOrders, 1e-12);
    }

    [Fact]
    public void DaysBetweenOrders_FewerThanTwo_AreTheDaysWaitedSoFar()
    {
        ShopEvent[] events =
        [
            Line("2024-01-05", "a", 1m), Event(EventType.View, "bob", "2024-01-07 12:00"), Event(EventType.View, "bob", "2024-01-08"),
        ];
        PurchaseBehavior behavior = Behavior(events, new() { IncludeProspects = true });

        Assert.Equal(
            (4.0, 4.0, 0.0),
            (behavior[Ann].MeanDaysBetweenOrders, behavior[Ann].MedianDaysBetweenOrders, behavior[Ann].DeviationOfDaysBetweenOrders));
        Assert.Equal((0, 1.5, 1.0), (behavior[1].Orders, behavior[1].MeanDaysBetweenOrders, behavior[1].BrowsingShare));
        Assert.Null(behavior[1].TopCategory);
        Assert.Null(Behavior(events).Find(new CustomerId("bob")));
    }

    [Fact]
    public void Favorites_OfOrders_AreTheModes()
    {
        // 1 January 2024 was a Monday; the many views at noon don't count.
        PurchaseBehaviorRow row = Of(
            Line("2024-01-01 08:30", "a", 1m), Line("2024-01-07 20:00", "a", 1m),
            Line("2024-01-14 20:59", "a", 1m), Line("2024-01-08 09:00", "a", 1m),
            Event(EventType.View, "ann", "2024-01-03 12:00"),
            Event(EventType.View, "ann", "2024-01-03 12:01"),
            Event(EventType.View, "ann", "2024-01-03 12:02"));

        Assert.Equal((20, DayOfWeek.Monday), (row.FavoriteHour, row.FavoriteWeekday));
        Assert.Equal(DayOfWeek.Sunday, Of(Line("2024-01-07 20:00", "a", 1m)).FavoriteWeekday);
    }

    [Fact]
    public void RefundShare_OfAmounts_IsAtMostOne()
    {
        ShopEvent bought = Line("2024-01-01", "a", 10m), refund = Event(EventType.Refund, "ann", "2024-01-02") with { UnitPrice = 4m };

        Assert.Equal(0, Of(bought).RefundShare);
        Assert.Equal(.4, Of(bought, refund).RefundShare);
        Assert.Equal(1, Of(bought, refund with { Quantity = 5 }).RefundShare);
        Assert.Equal(0, Of(bought with { UnitPrice = 0m }, refund).RefundShare);
    }

    [Fact]
    public void ToFeatures_BesideRfm_HaveTheSameCustomersAndAreFinite()
    {
        EventLog log = EventLog.From(Random(5_000, 400, seed: 5));
        PurchaseBehavior behavior = Behavior(log);

        FeatureTable features = Measure(log).ToFeatures().With(behavior.ToFeatures(categoryCount: 3));

        Assert.Equal(3 + 13 + 3, features.Names.Count);
        Assert.Equal(behavior.Count, features.RowCount);
        Assert.Equal(3, features.Names.Count(n => n.StartsWith("category:k", StringComparison.Ordinal)));
        Assert.All(features.Column("hour_cos"), cosine => Assert.InRange(cosine, -1, 1));
    }

    [Fact]
    public void ToFeatures_OneOrderInTheSixthHour_PointsThere()
    {
        FeatureTable features = Behavior([Line("2024-01-01 06:00", "a", 1m)]).ToFeatures();

        Assert.Equal((0f, 1f), (features.Column("hour_cos")[0], features.Column("hour_sin")[0]));
        Assert.Equal((1f, 0f), (features.Column("weekday_cos")[0], features.Column("weekday_sin")[0]));
    }

    [Fact]
    public void From_AnyOrderAndThreads_GivesTheSame()
    {
        // Times of one customer differ, so that shuffling can't change which of two events at one time comes first.
        IReadOnlyList<ShopEvent> events = [.. Random(10_000, 1_000, seed: 6).DistinctBy(e => (e.Customer, e.Time))];
        PurchaseBehavior one = Behavior(events, new() { Threads = 1 }), four = Behavior(Shuffle(events, seed: 7), new() { Threads = 4 });

        Assert.Equal(one.Customers.Values, four.Customers.Values);
        Assert.Equal(Enumerable.Range(0, one.Count).Select(row => one[row]), Enumerable.Range(0, four.Count).Select(row => four[row]));
        Assert.All(one.Customers, customer => Assert.Equal(one.AffinityOf(customer), four.AffinityOf(customer)));
    }

    [Fact]
    public void ToColumns_OneBuyerAndOneWhoLooks_RowAndMissingCells()
    {
        EventLog log = EventLog.From(
        [
            Line("2024-01-01 08:30", "ring", 9m) with { Category = "rings" },
            Line("2024-01-04 20:00", "ring", 9m) with { Category = "rings" },
            Line("2024-01-08 08:10", "chain", 9m) with { Category = "chains" },
            Event(EventType.View, "bob", "2024-01-02"),
        ]);
        PurchaseBehavior behavior = Behavior(log);
        CustomerTable all = new(log.Customers, log.LastTime);
        IReadOnlyList<CustomerColumn> columns = behavior.ToColumns(all);

        Assert.Equal(
            [
                ("top_category", "rings"), ("browsing_share", "0"), ("cart_abandonment", "0"), ("discount_share", "0"),
                ("refund_share", "0"), ("mean_days_between_orders", "3.493056"), ("favorite_hour", "8"), ("favorite_weekday", "Monday"),
                ("categories", "rings; chains"),
            ],
            columns.Select(column => (column.Name, column.TextAt(0)!)));
        Assert.All(columns, column => Assert.NotEmpty(column.Description));
        Assert.All(columns.SkipLast(1), column => Assert.True(column.IsMissing(1)));
        Assert.Equal(2, all.With(columns).Columns[^1].Count);

        CustomerTable buyers = Measure(log).ToCustomerTable();
        CustomerProfile ann = buyers.With(behavior.ToColumns(buyers))[0];
        Assert.Equal((3, behavior[Ann].MeanDaysBetweenOrders), (ann.Frequency, ann.Number("mean_days_between_orders")));
    }

    [Fact]
    public void From_EmptyLog_IsEmpty()
    {
        PurchaseBehavior behavior = Behavior([]);

        Assert.Equal(0, behavior.Count);
        Assert.Equal(9, behavior.ToColumns(new CustomerTable(behavior.Customers, default)).Count);
        Assert.Equal(13, behavior.ToFeatures().Names.Count);
    }
}
