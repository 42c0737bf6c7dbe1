namespace Personalization.Core.Tests;

public sealed class RankingEvaluatorTests
{
    [Fact]
    public void Evaluate_TwoCustomers_IsTheMeanByHand()
    {
        // Lists are always a b c. Anna takes b later; Ben takes c and z; Cora takes only what she had already.
        InteractionMatrix held = Matrix(("anna", "b"), ("ben", "c"), ("ben", "z"), ("cora", "a"));
        InteractionMatrix past = Matrix(("anna", "a"), ("ben", "a"), ("ben", "b"), ("cora", "a"), ("dora", "c"));
        RankingScores scores = RankingEvaluator.Evaluate(
            new FixedList("a", "b", "c"), held, past, [2, 3], cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(2, scores.CustomerCount);
        Assert.Equal(.5, scores["HR@2"], 12);
        Assert.Equal(1, scores["HR@3"], 12);
        Assert.Equal((1 + .5) / 2, scores["Recall@3"], 12);
        Assert.Equal((1 + 0) / 2.0, scores["Recall@2"], 12);
        Assert.Equal(((1 / 3.0) + (1 / 3.0)) / 2, scores["Precision@3"], 12);
        Assert.Equal(((2 * 1 / 4.0) + (2 * 1 / 5.0)) / 2, scores["F1@3"], 12);
        Assert.Equal(((1 / 2.0) + (1 / 3.0)) / 2, scores["MRR@3"], 12);
        Assert.Equal(2 / 4.0, scores["Coverage@2"], 12);
        Assert.Equal(3 / 4.0, scores["Coverage@3"], 12);

        // Of the four customers with a past, 3 have a, 1 has b and 1 has c.
        Assert.Equal((Math.Log2(4 / 3.0) + 2 + 2) / 3, scores["Novelty@3"], 12);
    }

    [Fact]
    public void Evaluate_BoughtIncluded_CountsWhatTheCustomerHad()
    {
        InteractionMatrix held = Matrix(("cora", "a"));
        RankingScores scores = RankingEvaluator.Evaluate(
            new FixedList("a"), held, held, [1], new RecommendationFilter { IncludeBought = true },
            cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(1, scores["HR@1"]);
    }

    [Fact]
    public void Evaluate_NobodyToMeasure_IsNaN()
    {
        InteractionMatrix held = Matrix(("cora", "a"));
        RankingScores scores = RankingEvaluator.Evaluate(
            new FixedList("a"), held, held, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(0, scores.CustomerCount);
        Assert.True(double.IsNaN(scores["NDCG@10"]));
    }

    [Fact]
    public void Scores_UnknownName_SaysWhatWasMeasured()
    {
        RankingScores scores = RankingEvaluator.Evaluate(
            new FixedList("a"), Matrix(("cora", "a")), cutoffs: [5], cancellationToken: TestContext.Current.CancellationToken);
        Assert.Contains("NDCG@5", Assert.Throws<KeyNotFoundException>(() => scores["NDCG@10"]).Message, StringComparison.Ordinal);
    }

    private static InteractionMatrix Matrix(params (string Customer, string Item)[] pairs) =>
        InteractionMatrix.From(pairs.Select(p => (new CustomerId(p.Customer), new ItemId(p.Item), 1f)));

    private sealed class FixedList(params string[] items) : IRecommender
    {
        public IdIndex<CustomerId> Customers { get; } = IdIndex<CustomerId>.From([]);

        public IdIndex<ItemId> Items { get; } = IdIndex<ItemId>.From([.. items.Select(i => new ItemId(i)), new ItemId("never")]);

        public RequestParts Uses => RequestParts.None;

        public IReadOnlyList<Recommendation> Recommend(RecommendationRequest request) =>
            [.. items.Take(request.Count).Select((item, i) => new Recommendation(new ItemId(item), -i))];
    }
}
