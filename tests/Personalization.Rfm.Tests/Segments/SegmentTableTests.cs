using Personalization.Core;
using static Personalization.Rfm.Tests.Logs;

namespace Personalization.Rfm.Tests;

public sealed class SegmentTableTests
{
    /// <summary>Ann bought twice for 30 in all, bob once for 5, cyd once for 15 and got 10 back; dan only looked.</summary>
    private static EventLog Shop() => EventLog.From(
    [
        Buy("ann", "2024-01-01", 10m, order: "1"),
        Buy("ann", "2024-01-05", 20m, order: "2"),
        Buy("bob", "2024-01-03", 5m, order: "3"),
        Buy("cyd", "2024-01-09", 15m, order: "4"),
        Event(EventType.Refund, "cyd", "2024-01-10") with { UnitPrice = 10m },
        Event(EventType.View, "dan", "2024-01-10"),
    ]);

    private static readonly SegmentRules Rules = new(
        "by hand",
        [
            new("Repeat", (row, _) => row.Frequency > 1, "Came back", "Thank them"),
            new("Rich", (row, _) => row.Monetary > 1_000m),
            new("Cheap", (_, score) => score.Monetary == 1),
        ],
        new Segment("Others", "The rest", ""),
        new Segment("Prospects", "No order yet", ""));

    [Fact]
    public void Segment_Rules_FirstThatHoldsWins()
    {
        SegmentTable table = Measure(Shop()).Score().Segment(Rules);

        Assert.Equal(["ann", "bob", "cyd", "dan"], table.Customers.Values);
        Assert.Equal("Repeat", table[new CustomerId("ann")].Name);
        Assert.Equal("Cheap", table[new CustomerId("bob")].Name);
        Assert.Equal("Cheap", table[new CustomerId("cyd")].Name);
        Assert.Equal("Prospects", table[new CustomerId("dan")].Name);
        Assert.Equal([new CustomerId("bob"), new CustomerId("cyd")], table.CustomersOf("Cheap"));
        Assert.Null(table.Find(new CustomerId("eve")));
        Assert.Throws<ArgumentException>(() => table.CustomersOf("Dear"));
    }

    [Fact]
    public void Profiles_OfRules_AreWhatOneCountsByHand()
    {
        SegmentTable table = Measure(Shop()).Score().Segment(Rules);

        Assert.Equal(["Repeat", "Rich", "Cheap", "Others", "Prospects"], table.Profiles.Select(p => p.Segment.Name));
        Assert.Equal(new SegmentProfile(Rules.Segments[0], 1, .25, 30m, .75, 6, 2, 30m, 15m), table.Profiles[0]);
        Assert.Equal(new SegmentProfile(Rules.Segments[2], 2, .5, 10m, .25, 5, 1, 5m, 5m), table.Profiles[2]);
        Assert.Equal(new SegmentProfile(Rules.Segments[1], 0, 0, 0m, 0, 0, 0, 0m, 0m), table.Profiles[1]);
        Assert.Equal(new SegmentProfile(Rules.Segments[4], 1, .25, 0m, 0, 0, 0, 0m, 0m), table.Profiles[4]);
    }

    [Fact]
    public void Segment_WithoutSegmentForProspects_LeavesThemOut()
    {
        SegmentTable table = Measure(Shop()).Score().Segment();

        Assert.Equal(["ann", "bob", "cyd"], table.Customers.Values);
        Assert.Equal("Ten names", table.Segmentation.Name);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(10)]
    [InlineData(100)]
    public void Segment_AnyNumberOfBins_CoversEveryCustomerOnce(int bins)
    {
        RfmScores scores = Measure(EventLog.From(Random(5_000, 500, seed: 4))).Score(new() { Bins = bins });
        SegmentGrid[] grids = [SegmentGrids.TenNames, SegmentGrids.Shopify, SegmentGrids.OnlineRetailer, SegmentGrids.BookShop];
        foreach (SegmentGrid grid in grids)
        {
            SegmentTable table = scores.Segment(grid);

            Assert.Equal(table.Customers.Count, table.Profiles.Sum(p => p.Customers));
            Assert.Equal(scores.Table.TotalMonetary, table.Profiles.Sum(p => p.Revenue));
            Assert.Equal(1, table.Profiles.Sum(p => p.ShareOfCustomers), 1e-9);
            Assert.Equal(1, table.Profiles.Sum(p => p.ShareOfRevenue), 1e-9);
        }
    }

    [Fact]
    public void Segment_TenBins_PairsThemOntoTheFiveOfTheGrid()
    {
        RfmTable rfm = Measure(EventLog.From(Enumerable.Range(0, 10).Select(n => Buy($"c{n}", $"2024-01-{10 + n}", n))));
        SegmentGrid grid = new(
            "recency", [.. Enumerable.Range(1, 5).Select(r => new Segment($"R{r}", "", ""))], (recency, _, _) => $"R{recency}");

        SegmentTable table = rfm.Score(new() { Bins = 10 }).Segment(grid);

        Assert.Equal([0, 0, 1, 1, 2, 2, 3, 3, 4, 4], table.SegmentIndexes);
    }

    [Fact]
    public void Rules_TwoSegmentsOfOneName_AreRefused() =>
        Assert.Throws<ArgumentException>(() => new SegmentRules("twice", [new("A", (_, _) => true)], new Segment("A", "", "")));
}
