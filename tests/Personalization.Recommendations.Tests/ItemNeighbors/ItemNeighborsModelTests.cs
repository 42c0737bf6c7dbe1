using Personalization.Core;

namespace Personalization.Recommendations.Tests;

public sealed class ItemNeighborsModelTests
{
    // ring: 1 2 3; chain: 1 2 4; pearl: 1 3; watch: 4 5; clock: 5
    private static readonly EventLog Log = Shops.Purchases(
        "1: ring/gold chain/gold pearl/sea",
        "2: ring/gold chain/gold",
        "3: ring/gold pearl/sea",
        "4: chain/gold watch/time",
        "5: watch/time clock/time");

    private static readonly ItemNeighborsModel Model = Fit(new());

    [Fact]
    public void SimilarItems_Cosine_ByHand()
    {
        IReadOnlyList<Recommendation> list = Model.SimilarItems(new ItemId("ring"), 10);
        Assert.Equal(["pearl", "chain"], list.Ids());
        Assert.Equal(2 / Math.Sqrt(3 * 2), list[0].Score, 6);
        Assert.Equal(2 / 3.0, list[1].Score, 6);
    }

    [Fact]
    public void SimilarItems_Jaccard_ByHand()
    {
        IReadOnlyList<Recommendation> list = Fit(new() { Similarity = ItemSimilarity.Jaccard }).SimilarItems(new ItemId("ring"), 10);
        Assert.Equal(2 / 3.0, list[0].Score, 6); // pearl: 2 / (3 + 2 - 2)
        Assert.Equal(2 / 4.0, list[1].Score, 6); // chain: 2 / (3 + 3 - 2)
    }

    [Fact]
    public void SimilarItems_Shrinkage_ByHand()
    {
        IReadOnlyList<Recommendation> list = Fit(new() { Shrinkage = 10 }).SimilarItems(new ItemId("ring"), 10);
        Assert.Equal(2 / (Math.Sqrt(6) + 10), list[0].Score, 6);
        Assert.Equal(2 / 13.0, list[1].Score, 6);
    }

    [Fact]
    public void SimilarItems_MinimumSupport_LeavesOutPairsOfFewCustomers()
    {
        Assert.Equal(["ring", "pearl", "watch"], Model.SimilarItems(new ItemId("chain"), 10).Ids()); // 2/3, 1/√6 twice: by id
        Assert.Equal(["ring"], Fit(new() { MinimumSupport = 2 }).SimilarItems(new ItemId("chain"), 10).Ids());
    }

    [Fact]
    public void SimilarItems_NeighborCount_KeepsTheNearest() =>
        Assert.Equal(["pearl"], Fit(new() { NeighborCount = 1 }).SimilarItems(new ItemId("ring"), 10).Ids());

    [Fact]
    public void SimilarItems_UnknownItem_IsEmpty() => Assert.Empty(Model.SimilarItems(new ItemId("?"), 3));

    [Fact]
    public void Recommend_KnownCustomer_SumsSimilaritiesAndSaysWhy()
    {
        // Customer 2 has ring and chain: pearl gets 2/√6 + 1/√6, watch 1/√6 by chain; clock is nobody's neighbour and is filled in.
        IReadOnlyList<Recommendation> list = Model.Recommend(new CustomerId("2"), 5);
        Assert.Equal(["pearl", "watch", "clock"], list.Ids());
        Assert.Equal(3 / Math.Sqrt(6), list[0].Score, 6);
        Assert.Equal(["ring", "chain"], list[0].BecauseOf.Select(i => i.Value));
        Assert.Equal(["chain"], list[1].BecauseOf.Select(i => i.Value));
        Assert.Equal(RecommendationSource.Popular, list[2].Source);
        Assert.Empty(list[2].BecauseOf);
        Assert.True(list[2].Score < list[1].Score);
    }

    [Fact]
    public void Recommend_IncludeBought_ListsThemToo() =>
        Assert.Equal(
            ["chain", "clock", "pearl", "ring", "watch"],
            Model.Recommend(new CustomerId("2"), 9, new() { IncludeBought = true }).Ids().Order(StringComparer.Ordinal));

    [Fact]
    public void Recommend_UnknownCustomer_GetsWhatIsPopular()
    {
        IReadOnlyList<Recommendation> list = Model.Recommend(new CustomerId("?"), 4);
        Assert.Equal(["chain", "ring", "pearl", "watch"], list.Ids()); // 3, 3, 2, 2 customers; ties by id
        Assert.All(list, r => Assert.Equal(RecommendationSource.Popular, r.Source));
    }

    [Fact]
    public void Recommend_Filtered_StillReturnsAsManyAsThereAre()
    {
        CustomerId customer = new("2");
        HashSet<string> sea = new() { "sea", "time", "no such category" };
        Assert.Equal(["pearl", "watch", "clock"], Model.Recommend(customer, 3, new() { Categories = sea }).Ids());
        Assert.Equal(["watch", "clock"], Model.Recommend(customer, 2, new() { Excluded = new HashSet<ItemId> { new("pearl") } }).Ids());
        Assert.Equal(["clock"], Model.Recommend(customer, 1, new() { IsAvailable = item => item.Value is "clock" or "ring" }).Ids());
        Assert.Empty(Model.Recommend(customer, 3, new() { Categories = new HashSet<string>() }));
    }

    [Fact]
    public void Recommend_BasketOfAStranger_IsWhatACustomerWithThatHistoryGets()
    {
        ItemId[] basket = [new("chain"), new("ring"), new("ring"), new("unknown")];
        IReadOnlyList<Recommendation> expected = Model.Recommend(new CustomerId("2"), 3);
        IReadOnlyList<Recommendation> list = Model.Recommend(new() { Basket = basket, Count = 3 });
        Assert.Equal(expected.Select(r => (r.Item, r.Score)), list.Select(r => (r.Item, r.Score)));
        Assert.Equal(["chain", "ring"], Model.Recommend(new() { Count = 2 }).Ids());
    }

    [Fact]
    public void Recommend_BasketAndSessionOfACustomer_CountBesideTheHistory()
    {
        // Customer 5 has watch and clock; with ring in the basket and pearl just seen, that is one with all four.
        EventLog log = EventLog.From([.. Log.Events(), .. Shops.Purchases("6: clock pearl ring watch").Events()]);
        ItemNeighborsModel model = Fit(new(), log);
        IReadOnlyList<Recommendation> list = model.Recommend(
            new() { Customer = new("5"), Basket = [new("ring")], Session = [new("clock"), new("pearl")] });
        Assert.Equal(["chain"], list.Ids());
        Assert.Equal(model.Recommend(new CustomerId("6"), 10)[0].Score, list[0].Score);
    }

    [Fact]
    public void Recommend_CategoryWithoutCatalogue_SaysWhatToDo()
    {
        ItemNeighborsModel model = new ItemNeighborsTrainer().Fit(
            InteractionMatrix.From(Log), cancellationToken: TestContext.Current.CancellationToken);
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => model.Recommend(new CustomerId("2"), 1, new() { Categories = new HashSet<string> { "sea" } }));
        Assert.Contains("catalogue", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Recommend_CountZero_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Model.Recommend(new CustomerId("2"), 0));

    [Fact]
    public void Options_OutOfRange_Throw()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ItemNeighborsOptions { NeighborCount = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ItemNeighborsOptions { Shrinkage = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ItemNeighborsOptions { Shrinkage = double.PositiveInfinity });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ItemNeighborsOptions { MinimumSupport = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ItemNeighborsOptions { Threads = 0 });
    }

    private static ItemNeighborsModel Fit(ItemNeighborsOptions options, EventLog? log = null) =>
        new ItemNeighborsTrainer(options).Fit(log ?? Log);
}
