using Personalization.Core;

namespace Personalization.Rfm.Tests;

public sealed class RepeatPurchaseRatesTests
{
    private static readonly DateTime Start = new(2025, 1, 1);

    private static OrderTable Orders(params (string Customer, int Day)[] orders) =>
        OrderTable.From(EventLog.From(orders.Select(
            o => new ShopEvent(new CustomerId(o.Customer), Start.AddDays(o.Day), EventType.Purchase) { UnitPrice = 1 })));

    [Fact]
    public void From_OneWindowByHand_SmoothedTowardsBandAndAll()
    {
        // Reference: day 60 (24 hours after the last order, day 59). One window of 30 days, seen from day 30:
        // a bought on day 29 (recency 1) and came back, b bought on day 29 and didn't, c bought on day 0 (recency 30) and came back.
        RepeatPurchaseRates rates = RepeatPurchaseRates.From(
            Orders(("a", 29), ("a", 40), ("b", 29), ("c", 0), ("c", 59)), new() { HorizonDays = 30, PriorWeight = 1, MaximumWindows = 1 });

        Assert.Equal(1, rates.Windows);
        Assert.Equal(3, rates.CustomersSeen);
        Assert.Equal(2 / 3.0, rates.OverallRate);
        double recentBand = (1 + (2 / 3.0)) / (2 + 1);
        Assert.Equal((1 + recentBand) / (2 + 1), rates.Probability(1, 1)!.Value, 12);
        double monthBand = (1 + (2 / 3.0)) / (1 + 1);
        Assert.Equal((1 + monthBand) / (1 + 1), rates.Probability(30, 1)!.Value, 12);
        Assert.Equal(recentBand, rates.Probability(1, 7)!.Value, 12);
    }

    [Fact]
    public void Probability_LogShorterThanTwoHorizons_Null()
    {
        RepeatPurchaseRates rates = RepeatPurchaseRates.From(Orders(("a", 0), ("a", 20)));

        Assert.Equal(0, rates.Windows);
        Assert.Null(rates.OverallRate);
        Assert.Null(rates.Probability(3, 1));
    }

    [Fact]
    public void From_NoOrders_NoWindows() => Assert.Equal(0, RepeatPurchaseRates.From(Orders()).Windows);

    [Fact]
    public void From_ManyWindows_EachCustomerOnceAWindow()
    {
        RepeatPurchaseRates rates = RepeatPurchaseRates.From(
            Orders([.. Enumerable.Range(0, 40).Select(i => ("weekly", i * 7)), ("once", 0)]),
            new() { HorizonDays = 30, MaximumWindows = 4 });

        Assert.Equal(4, rates.Windows);
        Assert.Equal(8, rates.CustomersSeen);
        Assert.Equal(.5, rates.OverallRate);
        Assert.True(rates.Probability(3, 20) > rates.Probability(200, 1));
    }

    [Fact]
    public void ToColumn_RecencyAndOrdersOfATable_ProbabilityOrMissing()
    {
        RepeatPurchaseRates rates = RepeatPurchaseRates.From(
            Orders([.. Enumerable.Range(0, 40).Select(i => ("weekly", i * 7)), ("once", 0)]), new() { HorizonDays = 30 });
        CustomerTable table = new CustomerTable(IdIndex<CustomerId>.From("abcd".Select(id => new CustomerId($"{id}"))), Start).With(
            new WholeNumberColumn("recency_days", [3, 200, WholeNumberColumn.Missing, 5]),
            new WholeNumberColumn("frequency", [20, 1, WholeNumberColumn.Missing, 0]));

        NumberColumn column = rates.ToColumn(table);

        Assert.Equal("purchase_probability", column.Name);
        Assert.Equal([rates.Probability(3, 20)!.Value, rates.Probability(200, 1)!.Value, double.NaN, double.NaN], column.Values);
        Assert.Contains("within 30 days", column.Description, StringComparison.Ordinal);
        Assert.True(RepeatPurchaseRates.From(Orders(("a", 0))).ToColumn(table).IsMissing(0));
        Assert.Throws<ArgumentException>(() => rates.ToColumn(table.Without("frequency")));
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 0)]
    public void Probability_OutOfRange_Throws(int recency, int orders) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => RepeatPurchaseRates.From(Orders(("a", 0))).Probability(recency, orders));
}
