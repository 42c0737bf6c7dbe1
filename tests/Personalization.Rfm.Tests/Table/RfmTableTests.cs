using Personalization.Core;
using static Personalization.Rfm.Tests.Logs;

namespace Personalization.Rfm.Tests;

public sealed class RfmTableTests
{
    /// <summary>
    /// Ann: order A of two lines (2 × 10 + 5), a purchase without id, a refund of 5. Bob: one order, views. Cyd only looks. The last event
    /// is Cyd's view of 10 January, 18:00, so the reference is 11 January, 18:00.
    /// </summary>
    private static EventLog Shop() => EventLog.From(
    [
        Buy("ann", "2024-01-01 10:00", 10m, 2, "A"),
        Buy("ann", "2024-01-01 10:00", 5m, 1, "A"),
        Buy("ann", "2024-01-09 19:00", 7.5m),
        Event(EventType.Refund, "ann", "2024-01-10 09:00") with { UnitPrice = 5m },
        Event(EventType.View, "bob", "2024-01-01 09:00"),
        Buy("bob", "2024-01-03 17:00", 1.25m, 4, "B"),
        Event(EventType.View, "cyd", "2024-01-10 18:00"),
    ]);

    [Fact]
    public void From_SmallLog_GivesWhatOneCountsByHand()
    {
        RfmTable table = Measure(Shop());

        Assert.Equal(new DateTime(2024, 1, 11, 18, 0, 0), table.ReferenceDate);
        Assert.Equal(["ann", "bob"], table.Customers.Values);
        Assert.Equal([new CustomerId("cyd")], table.Prospects);
        RfmRow ann = table[new CustomerId("ann")];
        Assert.Equal(
            new RfmRow(new CustomerId("ann"), 1, 2, 27.5m, 10, new DateTime(2024, 1, 1, 10, 0, 0), new DateTime(2024, 1, 9, 19, 0, 0)),
            ann);
        Assert.Equal(13.75m, ann.AverageOrder);
        Assert.Equal((8, 1, 5m), (table[1].RecencyDays, table[1].Frequency, table[1].Monetary));
        Assert.Equal(32.5m, table.TotalMonetary);
        Assert.Null(table.Find(new CustomerId("cyd")));
        Assert.Throws<KeyNotFoundException>(() => table[new CustomerId("cyd")]);
    }

    [Theory]
    [InlineData(FrequencyUnit.Orders, 2)]
    [InlineData(FrequencyUnit.PurchaseEvents, 3)]
    [InlineData(FrequencyUnit.Days, 2)]
    public void From_FrequencyUnit_CountsThat(FrequencyUnit unit, int expected) =>
        Assert.Equal(expected, Measure(Shop(), new() { CountFrequencyBy = unit })[new CustomerId("ann")].Frequency);

    [Fact]
    public void From_RefundsNotTakenOff_KeepsGrossMonetary() =>
        Assert.Equal(32.5m, Measure(Shop(), new() { NetOfRefunds = false })[new CustomerId("ann")].Monetary);

    [Fact]
    public void From_OnlyARefund_IsNoBuyer()
    {
        EventLog log = EventLog.From([Event(EventType.Refund, "ann", "2024-01-01") with { UnitPrice = 5m }]);

        RfmTable table = Measure(log);

        Assert.Equal(0, table.Count);
        Assert.Equal([new CustomerId("ann")], table.Prospects);
    }

    [Fact]
    public void From_ReferenceDate_CountsWholeDaysDown()
    {
        EventLog log = EventLog.From([Buy("ann", "2024-01-01 12:00", 1m)]);

        Assert.Equal(0, Measure(log, new() { ReferenceDate = new DateTime(2024, 1, 2, 11, 59, 59) })[0].RecencyDays);
        Assert.Equal(1, Measure(log, new() { ReferenceDate = new DateTime(2024, 1, 2, 12, 0, 0) })[0].RecencyDays);
        ArgumentException error = Assert.Throws<ArgumentException>(() => Measure(log, new() { ReferenceDate = new DateTime(2024, 1, 1) }));
        Assert.Contains("'ann' bought at 2024-01-01T12:00:00", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void From_SeveralCurrencies_NamesThem()
    {
        EventLog log = EventLog.From(
        [
            Buy("ann", "2024-01-01", 1m) with { Currency = "EUR" },
            Buy("ann", "2024-01-02", 2m) with { Currency = "USD" },
            Event(EventType.View, "ann", "2024-01-02") with { Currency = "JPY" },
            Buy("bob", "2024-01-03", 4m),
        ]);

        ArgumentException error = Assert.Throws<ArgumentException>(() => Measure(log));
        Assert.Contains("2 currencies (EUR, USD)", error.Message, StringComparison.Ordinal);
        Assert.Equal(3m, Measure(log, new() { AllowMixedCurrencies = true })[new CustomerId("ann")].Monetary);
        Assert.Equal("EUR", Measure(log.Before(new DateTime(2024, 1, 2))).Currency);
    }

    [Fact]
    public void From_EmptyLog_IsEmpty()
    {
        RfmTable table = Measure(EventLog.From([]));

        Assert.Equal(0, table.Count);
        Assert.Equal(0m, table.TotalMonetary);
        Assert.Equal(0, table.ToFeatures().RowCount);
        Assert.Equal(10, table.Score().Segment().Profiles.Length);
    }

    [Fact]
    public void From_Slice_MeasuresTheSliceAlone()
    {
        RfmTable table = Measure(Shop().Before(new DateTime(2024, 1, 2)));

        Assert.Equal(["ann"], table.Customers.Values);
        Assert.Equal([new CustomerId("bob")], table.Prospects);
        Assert.Equal((1, 1, 25m), (table[0].RecencyDays, table[0].Frequency, table[0].Monetary));
    }

    [Fact]
    public void From_AnyOrderAndThreads_GivesTheSame()
    {
        IReadOnlyList<ShopEvent> events = Random(20_000, 3_000, seed: 1);
        RfmRow[] expected = Rows(Measure(EventLog.From(events), new() { Threads = 1 }));

        Assert.NotEmpty(expected);
        Assert.Equal(expected, Rows(Measure(EventLog.From(events), new() { Threads = 4 })));
        Assert.Equal(expected, Rows(Measure(EventLog.From(Shuffle(events, seed: 2)))));
    }

    [Theory]
    [InlineData(FrequencyUnit.Orders)]
    [InlineData(FrequencyUnit.PurchaseEvents)]
    [InlineData(FrequencyUnit.Days)]
    public void From_RandomLog_AgreesWithPlainGrouping(FrequencyUnit unit)
    {
        IReadOnlyList<ShopEvent> events = Random(5_000, 400, seed: 3);
        DateTime reference = events.Max(e => e.Time).AddDays(1);
        RfmTable table = Measure(EventLog.From(events), new() { CountFrequencyBy = unit });

        IEnumerable<IGrouping<CustomerId, ShopEvent>> buyers = events.GroupBy(e => e.Customer).Where(g => g.Any(IsPurchase));
        Dictionary<string, RfmRow> expected = buyers.ToDictionary(g => g.Key.Value, g =>
        {
            ShopEvent[] bought = [.. g.Where(IsPurchase)];
            decimal refunds = g.Where(e => e.Type == EventType.Refund).Sum(Amount);
            int frequency = unit switch
            {
                FrequencyUnit.Orders => bought.Select(e => e.Order ?? $"at {e.Time:O}").Distinct(StringComparer.Ordinal).Count(),
                FrequencyUnit.Days => bought.Select(e => e.Time.Date).Distinct().Count(),
                _ => bought.Length,
            };
            DateTime first = bought.Min(e => e.Time), last = bought.Max(e => e.Time);
            return new RfmRow(
                g.Key, (reference - last).Days, frequency, bought.Sum(Amount) - refunds, (reference - first).Days, first, last);
        }, StringComparer.Ordinal);
        Assert.Equal(expected.Count, table.Count);
        Assert.All(Rows(table), row => Assert.Equal(expected[row.Customer.Value], row));

        static bool IsPurchase(ShopEvent e) => e.Type == EventType.Purchase;
        static decimal Amount(ShopEvent e) => (decimal)e.Quantity * e.UnitPrice;
    }

    [Fact]
    public void From_Cancelled_Stops() =>
        Assert.Throws<OperationCanceledException>(() => RfmTable.From(Shop(), null, new CancellationToken(canceled: true)));

    [Theory]
    [InlineData(FrequencyUnit.Orders)]
    [InlineData(FrequencyUnit.PurchaseEvents)]
    [InlineData(FrequencyUnit.Days)]
    public void From_OrdersThatAreGrouped_GivesTheSameAsFromTheLog(FrequencyUnit unit)
    {
        EventLog log = EventLog.From(Random(5_000, 400, seed: 3));
        RfmOptions options = new() { CountFrequencyBy = unit };
        OrderTable orders = OrderTable.From(log, cancellationToken: TestContext.Current.CancellationToken);

        RfmTable fromOrders = RfmTable.From(orders, options, TestContext.Current.CancellationToken), fromLog = Measure(log, options);

        Assert.Equal(Rows(fromLog), Rows(fromOrders));
        Assert.Equal(fromLog.ReferenceDate, fromOrders.ReferenceDate);
        Assert.Equal(fromLog.Prospects, fromOrders.Prospects);
        Assert.Same(orders.Buyers, fromOrders.Customers);
    }

    [Fact]
    public void ToFeatures_WithEverything_HasFiveColumns()
    {
        FeatureTable features = Measure(Shop()).ToFeatures(includeTenure: true, includeAverageOrder: true);

        Assert.Equal(["recency", "frequency", "monetary", "tenure", "average_order"], features.Names);
        Assert.Equal([1f, 8f], features.Column("recency"));
        Assert.Equal([27.5f, 5f], features.Column("monetary"));
        Assert.Equal([13.75f, 5f], features.Column("average_order"));
    }

    [Fact]
    public void ToCustomerTable_SmallLog_ColumnsInOrderWithUnits()
    {
        CustomerTable table = Measure(Shop()).ToCustomerTable();

        Assert.Equal(["ann", "bob"], table.Customers.Values);
        Assert.Equal(new DateTime(2024, 1, 11, 18, 0, 0), table.AsOf);
        Assert.Equal(
            [
                ("recency_days", "days", "1"), ("frequency", "orders", "2"), ("monetary", "", "27.5"), ("tenure_days", "days", "10"),
                ("average_order", "", "13.75"),
            ],
            table.Columns.Select(column => (column.Name, column.Unit, column.TextAt(0)!)));
        Assert.All(table.Columns, column => Assert.NotEmpty(column.Description));
    }

    [Fact]
    public void ToCustomerTable_OtherOptions_SayWhatIsCountedAndInWhichCurrency()
    {
        EventLog log = EventLog.From(
            [.. Enumerable.Range(1, 3).Select(day => Buy("ann", $"2024-01-0{day}", 10 / 3m) with { Currency = "EUR" })]);
        CustomerTable table = Measure(log, new() { CountFrequencyBy = FrequencyUnit.Days, NetOfRefunds = false }).ToCustomerTable();

        Assert.Equal("days", table.Column<WholeNumberColumn>("frequency").Unit);
        Assert.Equal("EUR", table.Column<MoneyColumn>("average_order").Unit);
        Assert.Contains("refunds not taken off", table.Column<MoneyColumn>("monetary").Description, StringComparison.Ordinal);
    }

    [Fact]
    public void ToCustomerTable_AverageThatDoesNotEnd_KeepsItsDecimals()
    {
        EventLog log = EventLog.From([Buy("ann", "2024-01-01", 1m), Buy("ann", "2024-01-02", 4m), Buy("ann", "2024-01-03", 5.005m)]);
        RfmTable rfm = Measure(log);
        MoneyColumn averages = rfm.ToCustomerTable().Column<MoneyColumn>("average_order");

        Assert.Equal(rfm[0].AverageOrder, averages.AmountAt(0));
        Assert.Equal(10.005m / 3, averages.AmountAt(0));
        Assert.Equal("3.335", averages.TextAt(0));
    }

    private static RfmRow[] Rows(RfmTable table) => [.. Enumerable.Range(0, table.Count).Select(row => table[row])];
}
