namespace Personalization.Rfm.Tests;

public sealed class SegmentGridTests
{
    /// <summary>
    /// The 25 cells of recency (rows 1 to 5) × frequency (columns 1 to 5), as printed in the figures that this package is held against.
    /// </summary>
    private static readonly string[][] TenNames =
    [
        ["Hibernating", "Hibernating", "At risk", "At risk", "Can't lose"],
        ["Hibernating", "Hibernating", "At risk", "At risk", "Can't lose"],
        ["About to sleep", "About to sleep", "Need attention", "Loyal", "Loyal"],
        ["Promising", "Potential loyalist", "Potential loyalist", "Loyal", "Loyal"],
        ["New", "Potential loyalist", "Potential loyalist", "Champions", "Champions"],
    ];

    [Fact]
    public void TenNames_EveryCell_IsAsPrinted()
    {
        for (int recency = 1; recency <= 5; recency++)
        {
            for (int frequency = 1; frequency <= 5; frequency++)
            {
                for (int monetary = 1; monetary <= 5; monetary++)
                    Assert.Equal(TenNames[recency - 1][frequency - 1], SegmentGrids.TenNames.At(recency, frequency, monetary).Name);
            }
        }
    }

    [Theory]
    [InlineData(5, 4, 4, "Champions")]
    [InlineData(5, 3, 5, "Champions")]
    [InlineData(4, 5, 5, "Loyal")]
    [InlineData(3, 4, 4, "Loyal")]
    [InlineData(5, 3, 4, "Active")]
    [InlineData(4, 2, 2, "Active")]
    [InlineData(5, 1, 2, "New")]
    [InlineData(4, 1, 1, "Promising")]
    [InlineData(3, 3, 3, "Needs attention")]
    [InlineData(3, 2, 3, "Almost lost")]
    [InlineData(2, 4, 5, "Previously loyal")]
    [InlineData(1, 4, 4, "At risk")]
    [InlineData(1, 2, 3, "Dormant")]
    public void Shopify_RecencyAndMeanOfTheOthers_Decide(int recency, int frequency, int monetary, string expected) =>
        Assert.Equal(expected, SegmentGrids.Shopify.At(recency, frequency, monetary).Name);

    [Theory]
    [InlineData(5, 5, 5, "VIP Elites")]
    [InlineData(3, 4, 2, "Community Pillars")]
    [InlineData(4, 3, 3, "Steady Patrons")]
    [InlineData(2, 4, 4, "Steady Patrons")]
    [InlineData(5, 1, 2, "Fresh Enthusiasts")]
    [InlineData(3, 1, 5, "Occasional Splurgers")]
    [InlineData(3, 2, 2, "Casual Shoppers")]
    [InlineData(2, 1, 1, "Silent Browsers")]
    [InlineData(1, 1, 1, "Lost Legends")]
    public void OnlineRetailer_TypicalCell_IsWhomTheBriefMeans(int recency, int frequency, int monetary, string expected) =>
        Assert.Equal(expected, SegmentGrids.OnlineRetailer.At(recency, frequency, monetary).Name);

    [Theory]
    [InlineData(5, 5, 5, "Active Readers")]
    [InlineData(5, 5, 2, "Occasional")]
    [InlineData(1, 4, 3, "Occasional")]
    [InlineData(2, 2, 2, "Sparse")]
    [InlineData(4, 1, 1, "New")]
    public void BookShop_TypicalCell_IsWhomTheBriefMeans(int recency, int frequency, int monetary, string expected) =>
        Assert.Equal(expected, SegmentGrids.BookShop.At(recency, frequency, monetary).Name);

    /// <summary>
    /// A grid can't be made with a cell without a segment or a segment without a cell; here stands how many names each promises.
    /// </summary>
    [Fact]
    public void Grids_OfThisPackage_HaveTheirNumberOfNames()
    {
        Assert.Equal(10, SegmentGrids.TenNames.Segments.Length);
        Assert.Equal(11, SegmentGrids.Shopify.Segments.Length);
        Assert.Equal(8, SegmentGrids.OnlineRetailer.Segments.Length);
        Assert.Equal(4, SegmentGrids.BookShop.Segments.Length);
        Assert.All(
            new[] { SegmentGrids.TenNames, SegmentGrids.Shopify, SegmentGrids.OnlineRetailer, SegmentGrids.BookShop }
                .SelectMany(g => g.Segments),
            segment => Assert.False(string.IsNullOrWhiteSpace(segment.Description) || string.IsNullOrWhiteSpace(segment.Action)));
    }

    [Fact]
    public void New_CellWithoutSegment_NamesTheCell()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() =>
            new SegmentGrid("mine", [new("Good", "", "")], (r, f, m) => (r, f, m) == (3, 2, 1) ? "Bad" : "Good"));

        Assert.Contains("Cell 321 of 'mine' is 'Bad'", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new SegmentGrid("mine", [new("Good", "", ""), new("Unused", "", "")], (_, _, _) => "Good"));
        Assert.Throws<ArgumentException>(() => new SegmentGrid("mine", [new("Good", "", ""), new("Good", "", "")], (_, _, _) => "Good"));
    }
}
