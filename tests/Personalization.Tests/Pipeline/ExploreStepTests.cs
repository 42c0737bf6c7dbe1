using Personalization.Core;
using Personalization.Simulation;
using Personalization.TestKit;

namespace Personalization.Tests;

public sealed class ExploreStepConformance : PipelineStepConformance<ExploreStep>
{
    protected override ExploreStep Create() => new();
}

public sealed class ExploreStepTests
{
    private static readonly PipelineSteps Steps = PipelineSteps.Empty.Add(new ReadStep()).Add(new OrdersStep()).Add(new RfmStep())
        .Add(new SegmentsStep()).Add(new AttributesStep()).Add(new ExploreStep());

    private static string Report(EventLog log) =>
        new PersonalizationPipeline(steps: Steps).Run(log, cancellationToken: TestContext.Current.CancellationToken).Report.ToString();

    /// <summary>
    /// A hundred customers with an order each: ten spend 1,000 on rings by web on a Monday from eight to ten, the others 10 or 11 on cards,
    /// every ninth without a category.
    /// </summary>
    private static EventLog Planted(bool hours = true) => EventLog.From(Enumerable.Range(0, 100).Select(i =>
    {
        bool top = i < 10;
        DateTime day = new DateTime(2024, 1, 1).AddDays(top ? 0 : 1 + (i % 40));
        return new ShopEvent(new CustomerId($"C{i:00}"), hours ? day.AddHours(top ? 8 : 12 + (i % 8)) : day, EventType.Purchase)
        {
            Item = new ItemId(top ? "ring" : $"card{i % 3}"),
            Category = top || i % 10 == 1 ? "rings" : i % 9 == 0 ? null : "cards",
            UnitPrice = top ? 1000 : 10 + (i % 2),
            Order = $"O{i}",
            Channel = top || i % 2 == 0 ? "web" : "store",
        };
    }));

    [Fact]
    public void Report_PlantedShop_SaysWhoSpendsMostAndWhatStandsOut()
    {
        string page = Report(Planted());

        Assert.Contains("id=\"explore\"", page, StringComparison.Ordinal);
        Assert.Contains("Orders by hour and weekday", page, StringComparison.Ordinal);
        Assert.Contains("busiest on Monday from 8–10 h", page, StringComparison.Ordinal);
        Assert.Contains("The 10 customers who spend most (a tenth) bring 91.4% of the revenue", page, StringComparison.Ordinal);
        Assert.Contains("begin with larger orders", page, StringComparison.Ordinal);
        Assert.Contains("10 orders are unusually large", page, StringComparison.Ordinal);
        Assert.Contains("Lines without a category", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Lines without an item", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_DatesAlone_NoHours()
    {
        string page = Report(Planted(hours: false));

        Assert.DoesNotContain("Orders by hour and weekday", page, StringComparison.Ordinal);
        Assert.Contains("Orders by weekday", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_FewOrders_NoSection() => Assert.DoesNotContain(
        "id=\"explore\"",
        Report(EventLog.From(Enumerable.Range(0, 19).Select(i => new ShopEvent(
            new CustomerId($"C{i}"), new DateTime(2024, 1, 1 + i), EventType.Purchase)
        { UnitPrice = 5 }))),
        StringComparison.Ordinal);

    [Fact]
    public void Report_AllAlike_NeitherTopNorOutliers()
    {
        string page = Report(EventLog.From(Enumerable.Range(0, 100).Select(i => new ShopEvent(
            new CustomerId($"C{i}"), new DateTime(2024, 1, 1), EventType.Purchase)
        {
            UnitPrice = 5,
            Item = new ItemId("a"),
            Category = "c",
            Channel = "web",
            Order = $"O{i}",
        })));

        Assert.DoesNotContain("spend most", page, StringComparison.Ordinal);
        Assert.DoesNotContain("unusually large", page, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"explore\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_SimulatedShop_BoxesBySegment()
    {
        EventLog log = JewelryShop.Simulate(new JewelryShopOptions { CustomerCount = 400, Seed = 3 }).Log;
        string page = Report(log);

        Assert.Contains("Order values", page, StringComparison.Ordinal);
        Assert.Contains("Days between orders", page, StringComparison.Ordinal);
        Assert.Contains("Different items in an order", page, StringComparison.Ordinal);
    }
}
