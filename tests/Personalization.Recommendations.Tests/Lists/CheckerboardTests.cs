using Personalization.Core;

namespace Personalization.Recommendations.Tests;

public sealed class CheckerboardTests
{
    private const int Size = 50;

    [Theory]
    [InlineData(ItemSimilarity.Cosine)]
    [InlineData(ItemSimilarity.Jaccard)]
    public void Recommend_ItemNeighbors_FindsTheOneThatIsMissing(ItemSimilarity similarity)
    {
        ItemNeighborsModel model = new ItemNeighborsTrainer(new() { Similarity = similarity, NeighborCount = Size }).Fit(
            Shops.Checkerboard(Size), cancellationToken: TestContext.Current.CancellationToken);
        for (int customer = 0; customer < Size; customer++)
        {
            Recommendation first = Assert.Single(model.Recommend(new CustomerId($"{customer:00}"), 1));
            Assert.Equal($"{customer:00}", first.Item.Value);
            Assert.Equal(RecommendationSource.Personal, first.Source);
        }
    }

    [Fact]
    public void Recommend_ItemNeighborsAskedForAll_FillsUpWithTheOtherColour()
    {
        ItemNeighborsModel model = Fit();
        IReadOnlyList<Recommendation> list = model.Recommend(new CustomerId("04"), Size);

        // Of 50 items, 24 were bought: the one missing comes first, then the 25 of the other colour, all equally popular, by id.
        Assert.Equal(["04", .. Enumerable.Range(0, 25).Select(i => $"{(2 * i) + 1:00}")], list.Ids());
        Assert.All(list.Skip(1), r => Assert.Equal(RecommendationSource.Popular, r.Source));
    }

    [Fact]
    public void SimilarItems_ItemNeighbors_AreThoseOfTheSameColour()
    {
        ItemNeighborsModel model = Fit();
        IReadOnlyList<Recommendation> list = model.SimilarItems(new ItemId("07"), Size);
        Assert.Equal(24, list.Count);
        Assert.All(list, r => Assert.Equal(1, int.Parse(r.Item.Value, System.Globalization.CultureInfo.InvariantCulture) % 2));

        // Each item has 24 customers, and any two of one colour share 23.
        Assert.All(list, r => Assert.Equal(23 / 24.0, r.Score, 6));
    }

    [Fact]
    public void Recommend_Popularity_GivesTheFirstThatWasNotBought()
    {
        EventLog log = EventLog.From(
            from customer in Enumerable.Range(0, Size)
            from item in Enumerable.Range(0, Size)
            where customer % 2 == item % 2 && customer != item
            select new ShopEvent(new CustomerId($"{customer:00}"), Shops.Start, EventType.Purchase) { Item = new ItemId($"{item:00}") });
        PopularityModel model = new PopularityTrainer().Fit(log, cancellationToken: TestContext.Current.CancellationToken);

        // All items have 24 customers: the order is that of ids, from the other colour or the one that is missing.
        Assert.Equal(["00", "01", "03"], model.Recommend(new CustomerId("00"), 3).Ids());
        Assert.Equal(["00", "01", "02"], model.Recommend(new CustomerId("01"), 3).Ids());
        Assert.Equal(["00", "02", "04"], model.Recommend(new CustomerId("07"), 3).Ids());
    }

    // All neighbours of an item are equally near here, so fewer than all would leave out whoever comes last by id.
    private static ItemNeighborsModel Fit() => new ItemNeighborsTrainer(new() { NeighborCount = Size }).Fit(Shops.Checkerboard(Size));
}
