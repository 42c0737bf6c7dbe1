using Personalization.Core;

namespace Personalization.Recommendations.Tests;

public sealed class PopularityModelTests
{
    // a: bought 3 times by one customer; b: once by two; c: once by one, latest of all (day 4); d is only viewed.
    private static readonly EventLog Log = EventLog.From(
    [
        Event("1", "a", 0), Event("1", "a", 1), Event("1", "a", 2),
        Event("1", "b", 0), Event("2", "b", 0),
        Event("2", "c", 4),
        Event("2", "d", 1, EventType.View),
    ]);

    [Fact]
    public void Recommend_ByCustomers_CountsEachOnce()
    {
        PopularityModel model = Fit(new());
        Assert.Equal(["b", "a", "c", "d"], model.Recommend(new CustomerId("?"), 9).Ids());
        Assert.Equal(2, model.PopularityOf(new ItemId("b")));
        Assert.Equal(1, model.PopularityOf(new ItemId("a")));
        Assert.Equal(0, model.PopularityOf(new ItemId("d")));
        Assert.Equal(0, model.PopularityOf(new ItemId("unknown")));
    }

    [Fact]
    public void Recommend_ByPurchases_CountsEach()
    {
        PopularityModel model = Fit(new() { Measure = PopularityMeasure.Purchases });
        Assert.Equal(["a", "b", "c", "d"], model.Recommend(new CustomerId("?"), 9).Ids());
        Assert.Equal(3, model.PopularityOf(new ItemId("a")));
    }

    [Fact]
    public void PopularityOf_HalfLife_HalvesEachTwoDays()
    {
        PopularityModel customers = Fit(new() { HalfLifeDays = 2 });
        Assert.Equal(.5, customers.PopularityOf(new ItemId("a")), 12); // by the latest purchase: day 2 of 4
        Assert.Equal(2 * .25, customers.PopularityOf(new ItemId("b")), 12);
        Assert.Equal(1, customers.PopularityOf(new ItemId("c")), 12);
        Assert.Equal("c", customers.Recommend(new CustomerId("?"), 1).Ids()[0]);

        PopularityModel purchases = Fit(new() { HalfLifeDays = 2, Measure = PopularityMeasure.Purchases });
        Assert.Equal(.25 + Math.Pow(.5, 1.5) + .5, purchases.PopularityOf(new ItemId("a")), 12);
    }

    [Fact]
    public void Recommend_KnownCustomer_LeavesOutWhatWasBoughtUnlessAsked()
    {
        PopularityModel model = Fit(new());
        Assert.Equal(["c", "d"], model.Recommend(new CustomerId("1"), 9).Ids());
        Assert.Equal(["b", "a"], model.Recommend(new CustomerId("1"), 2, new() { IncludeBought = true }).Ids());
        Assert.All(model.Recommend(new CustomerId("1"), 9), r => Assert.Equal(RecommendationSource.Popular, r.Source));
    }

    [Fact]
    public void Recommend_Filtered_ReturnsExactlyAsManyAsThereAre() =>
        Assert.Equal(
            ["a", "d"],
            Fit(new()).Recommend(
                new CustomerId("?"),
                2,
                new() { Excluded = new HashSet<ItemId> { new("b") }, IsAvailable = item => item.Value != "c" }).Ids());

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NaN)]
    public void Options_HalfLifeOutOfRange_Throws(double days) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PopularityOptions { HalfLifeDays = days });

    private static PopularityModel Fit(PopularityOptions options) => new PopularityTrainer(options).Fit(Log);

    private static ShopEvent Event(string customer, string item, int day, EventType? type = null) =>
        new(new CustomerId(customer), Shops.Start.AddDays(day), type ?? EventType.Purchase) { Item = new ItemId(item) };
}
