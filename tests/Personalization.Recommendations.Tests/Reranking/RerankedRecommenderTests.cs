using Personalization.Core;

namespace Personalization.Recommendations.Tests;

public sealed class RerankedRecommenderTests
{
    private static readonly EventLog Log = Shops.Random(60, 80, 1_500);

    private static readonly ItemNeighborsModel Model = new ItemNeighborsTrainer().Fit(Log);

    public static TheoryData<string> Rerankers => ["mmr", "dpp", "calibrated", "cap", "window"];

    [Theory]
    [MemberData(nameof(Rerankers))]
    public void Recommend_AnyReranker_IsCompleteAndKeepsFilters(string name)
    {
        RerankedRecommender reranked = new(Model, Reranker(name), 30);
        Random random = new(3);
        for (int run = 0; run < 100; run++)
        {
            RecommendationRequest request = new()
            {
                Customer = run % 10 == 0 ? default : Log.Customers[random.Next(Log.Customers.Count)],
                Count = random.Next(1, 50),
                Filter = new()
                {
                    Excluded = new HashSet<ItemId>(Model.Items.Where(_ => random.Next(3) == 0)),
                    Categories = new HashSet<string> { "k0", "k2", "k3", "k5" },
                },
            };

            IReadOnlyList<Recommendation> list = reranked.Recommend(request), all = Model.Recommend(request with { Count = int.MaxValue });

            Assert.Equal(Math.Min(request.Count, all.Count), list.Count);
            Assert.Equal(list.Count, list.Select(r => r.Item).Distinct().Count());
            Assert.All(list, item =>
            {
                Recommendation plain = all.Single(r => r.Item == item.Item);
                Assert.Equal((plain.Score, plain.Source), (item.Score, item.Source));
                Assert.Equal(plain.BecauseOf, item.BecauseOf);
            });
        }
    }

    [Theory]
    [InlineData("mmr")]
    [InlineData("dpp")]
    [InlineData("calibrated")]
    [InlineData("cap")]
    public void RecommendAll_WithoutMemory_IsWhatSingleCallsGive(string name)
    {
        RerankedRecommender reranked = new(Model, Reranker(name), 30);

        CancellationToken token = TestContext.Current.CancellationToken;

        foreach (CustomerRecommendations list in reranked.RecommendAll(8, threads: 4, cancellationToken: token))
            Assert.Equal(reranked.Recommend(list.Customer, 8).Ids(), list.Recommendations.Ids());
    }

    /// <summary>Popularity has many equal scores: of them the relevant items come last, which never helps and here hurts.</summary>
    [Fact]
    public void Evaluate_PessimisticTiesOfPopularity_IsNeverMore()
    {
        EventSplit split = EventSplit.LastShare(Log, .3);
        PopularityModel popular = new PopularityTrainer().Fit(split.Train);
        InteractionMatrix past = InteractionMatrix.From(split.Train), held = InteractionMatrix.From(split.Test);
        CancellationToken token = TestContext.Current.CancellationToken;

        RankingScores listed = RankingEvaluator.Evaluate(popular, held, past, new RankingOptions(), token);
        RankingScores pessimistic = RankingEvaluator.Evaluate(
            popular, held, past, new RankingOptions { Ties = RankingTies.Pessimistic }, token);

        Assert.True(pessimistic["NDCG@10"] < listed["NDCG@10"]);
        for (int row = 0; row < listed.Customers.Count; row++)
            Assert.True(pessimistic.PerCustomer("NDCG@10")[row] <= listed.PerCustomer("NDCG@10")[row]);
    }

    [Fact]
    public void Uses_OfBoth_AreJoined()
    {
        PopularityModel popular = new PopularityTrainer().Fit(Log);

        Assert.Equal(Model.Uses, new RerankedRecommender(Model, Reranker("mmr")).Uses);
        Assert.Equal(popular.Uses | RequestParts.Customer, new RerankedRecommender(popular, Reranker("calibrated")).Uses);
        Assert.Throws<ArgumentOutOfRangeException>(() => new RerankedRecommender(popular, Reranker("mmr"), 0));
    }

    private static IListReranker Reranker(string name) => name switch
    {
        "mmr" => new MarginalRelevanceReranker(ItemLikeness.ByCategory(Log.Items), .4),
        "dpp" => new DeterminantalReranker(ItemLikeness.ByCategory(Log.Items), .3),
        "calibrated" => new CalibratedReranker(InteractionMatrix.From(Log), Log.Items, .8),
        "cap" => new CategoryCapReranker(item => Log.Items.Find(item)?.Category, 2),
        _ => new ExposureWindowReranker(.1, 20),
    };
}
