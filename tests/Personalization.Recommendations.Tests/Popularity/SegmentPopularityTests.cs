using Personalization.Core;

namespace Personalization.Recommendations.Tests;

/// <summary>Four customers: 1 and 2 are loyal, 3 and 4 new; all of them bought tea, the loyal ones wine, one new one beer.</summary>
public sealed class SegmentPopularityTests
{
    private static readonly EventLog Log =
        Shops.Purchases("1: tea/dry wine/wet", "2: wine/wet tea/dry", "3: tea/dry beer/wet", "4: tea/dry");

    private static readonly CustomerTable Table = new CustomerTable(Log.Customers, Log.LastTime)
        .With(new CategoryColumn(ColumnNames.Segment, ["loyal", "loyal", "new", "new"]));

    [Fact]
    public void PopularityOf_Segment_ByHand()
    {
        // 4 (in the segment + m · of all / 4) / (2 + m) with m = 6.
        PopularityModel model = Fit(6);

        Assert.Equal(4 * (2 + (6 * .5)) / 8, model.PopularityOf(new("wine"), "loyal"), 12);
        Assert.Equal(4 * (0 + (6 * .5)) / 8, model.PopularityOf(new("wine"), "new"), 12);
        Assert.Equal(4 * (1 + (6 * .25)) / 8, model.PopularityOf(new("beer"), "new"), 12);
        Assert.Equal(4, model.PopularityOf(new("tea"), "new"), 12);
        Assert.Equal(2, model.PopularityOf(new("wine")));
        Assert.Equal(0, model.PopularityOf(new("unknown"), "new"));
    }

    [Fact]
    public void Recommend_CustomerOfASegment_GetsItsListAndHearsWhy()
    {
        PopularityModel model = Fit(0);

        Assert.Equal(["beer", "wine"], model.Recommend(new CustomerId("4"), 9).Ids());
        Assert.Equal(["wine", "beer"], Fit(1_000).Recommend(new CustomerId("4"), 9).Ids());
        Assert.Equal(["tea", "wine", "beer"], model.Recommend(new CustomerId("?"), 9).Ids());
        Assert.Equal("Popular with customers of segment new", model.Recommend(new CustomerId("4"), 1)[0].Reasons[0].InWords());
        Assert.Equal("Popular with all customers", model.Recommend(new CustomerId("?"), 1)[0].Reasons[0].InWords());
        Assert.Equal(["loyal", "new"], model.Segments);
        Assert.Equal("new", model.SegmentOf(new("4")));
        Assert.Null(model.SegmentOf(new("?")));
    }

    [Fact]
    public void Recommend_SegmentOfAStranger_GetsItsList()
    {
        Assert.Equal(["tea", "beer", "wine"], Fit(0).Recommend(new(), "new").Ids());
        Assert.Contains("it knows loyal, new", Assert.Throws<ArgumentException>(
            () => Fit(0).Recommend(new(), "VIP")).Message, StringComparison.Ordinal);
        Assert.Contains("fit it with a customer table", Assert.Throws<ArgumentException>(
            () => new PopularityTrainer().Fit(Log).Recommend(new(), "new")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RecommendFrom_Category_IsItsMostPopular()
    {
        IReadOnlyList<Recommendation> list = Fit(0).RecommendFrom("wet", 5);

        Assert.Equal(["wine", "beer"], list.Ids());
        Assert.Equal("Popular with customers of category wet", list[0].Reasons[0].InWords());
        Assert.Empty(Fit(0).RecommendFrom("dusty", 5));
    }

    [Fact]
    public void TryScore_CustomerOfASegment_IsItsPopularity()
    {
        float[] scores = new float[3];

        Assert.True(Fit(0).TryScore(new() { Customer = new("4") }, scores));

        Assert.Equal([2, 4, 0], scores); // beer, tea, wine
    }

    [Fact]
    public void Recommend_Loaded_IsTheSame()
    {
        PopularityModel model = Fit(3);
        using MemoryStream stream = new();
        model.Save(stream);
        stream.Position = 0;

        PopularityModel loaded = PopularityModel.Load(stream);

        Assert.Equal(model.Options, loaded.Options);
        Assert.Equal(model.Recommend(new CustomerId("3"), 9).Ids(), loaded.Recommend(new CustomerId("3"), 9).Ids());
    }

    private static PopularityModel Fit(double shrinkage) => new PopularityTrainer(new() { SegmentShrinkage = shrinkage }).Fit(Log, Table);
}
