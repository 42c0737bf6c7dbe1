using static Personalization.Core.Tests.Interactions;

namespace Personalization.Core.Tests;

public sealed class RankingOptionsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Segments_TwoAndNone_HaveTheirOwnFigures()
    {
        InteractionMatrix held = Matrix("ann: a", "ben: c", "cora: b", "dan: a");
        RankingOptions options = new()
        {
            Cutoffs = [1, 3],
            SegmentOf = customer => customer.Value switch { "ann" or "ben" => "new", "cora" => "loyal", _ => null },
        };

        ScoredItems model = new(("a", 3), ("b", 2), ("c", 1), ("d", 0));

        RankingScores scores = RankingEvaluator.Evaluate(model, held, null, options, Token);

        Assert.Equal(["loyal", "new"], scores.Segments.Select(s => s.Key));
        RankingScores loyal = scores.Segments[0].Value, fresh = scores.Segments[1].Value;
        Assert.Equal((4, 1, 2), (scores.CustomerCount, loyal.CustomerCount, fresh.CustomerCount));
        Assert.Equal([1, 0, 0, 1], scores.PerCustomer("HR@1").ToArray());
        Assert.Equal([1, 0], fresh.PerCustomer("HR@1").ToArray());
        Assert.Equal(["ann", "ben"], fresh.Customers.Select(c => c.Value));
        Assert.Equal((.5, .5, 0), (scores["HR@1"], fresh["HR@1"], loyal["HR@1"]));
        Assert.Equal((1 + (1 / 3.0)) / 2, fresh["MRR@3"], 1e-12);
        Assert.Equal(.25, loyal["Coverage@1"]);
        Assert.Empty(fresh.Segments);
    }

    [Fact]
    public void Segments_OfAColumn_AreItsNames()
    {
        IdIndex<CustomerId> customers = IdIndex<CustomerId>.From([new("ann"), new("ben")]);

        Func<CustomerId, string?> segmentOf = RankingSegments.Of(new CategoryColumn("segment", ["loyal", null]), customers);

        Assert.Equal(("loyal", null, null), (segmentOf(new("ann")), segmentOf(new("ben")), segmentOf(new("nobody"))));
        Assert.Throws<ArgumentException>(() => RankingSegments.Of(new CategoryColumn("segment", ["loyal"]), customers));
    }

    [Fact]
    public void KeepCustomers_Off_FiguresAloneStay()
    {
        RankingScores scores = RankingEvaluator.Evaluate(
            new ScoredItems(("a", 1)), Matrix("ann: a"), null, new() { KeepCustomers = false }, Token);

        Assert.Equal(1, scores["NDCG@10"]);
        Assert.Empty(scores.Customers);
        string message = Assert.Throws<KeyNotFoundException>(() => scores.PerCustomer("NDCG@10").Length).Message;
        Assert.Contains("KeepCustomers", message, StringComparison.Ordinal);
    }

    [Fact]
    public void PerCustomer_OfAllLists_SaysWhatHasValues()
    {
        RankingScores scores = RankingEvaluator.Evaluate(new ScoredItems(("a", 1)), Matrix("ann: a"), null, new(), Token);

        string message = Assert.Throws<KeyNotFoundException>(() => scores.PerCustomer("Coverage@10").Length).Message;
        Assert.Contains("HR@10", message, StringComparison.Ordinal);
        Assert.DoesNotContain("Gini", message, StringComparison.Ordinal);
    }

    /// <summary>All score alike: as listed, the relevant item comes first by its id; pessimistically, it comes last of the five.</summary>
    [Fact]
    public void Ties_AllAlike_PessimisticPutsTheRelevantLast()
    {
        ScoredItems alike = new(("a", 1), ("b", 1), ("c", 1), ("d", 1), ("e", 1));
        InteractionMatrix held = Matrix("ann: a");

        Assert.Equal(1, RankingEvaluator.Evaluate(alike, held, null, new(), Token)["MRR@10"]);
        RankingScores pessimistic = RankingEvaluator.Evaluate(
            alike, held, null, new() { Cutoffs = [4, 5], Ties = RankingTies.Pessimistic }, Token);
        Assert.Equal(0, pessimistic["HR@4"]);
        Assert.Equal(1 / 5.0, pessimistic["MRR@5"], 1e-12);
    }

    /// <summary>Scores a 3, b 2, c 2, d 2, e 1; relevant b and d; a is known, and of the rest c comes before b and d.</summary>
    [Fact]
    public void Ties_SomeAlike_ByHand()
    {
        ScoredItems model = new(("a", 3), ("b", 2), ("c", 2), ("d", 2), ("e", 1)) { Unknown = new CustomerId("zoe") };
        RankingOptions options = new() { Cutoffs = [2, 3], Ties = RankingTies.Pessimistic };

        RankingScores scores = RankingEvaluator.Evaluate(model, Matrix("ann: b d"), Matrix("ann: a"), options, Token);

        Assert.Equal(1 / 2.0, scores["Recall@2"]); // c b
        Assert.Equal((1 / Math.Log2(3)) / (1 + (1 / Math.Log2(3))), scores["NDCG@2"], 1e-12);
        Assert.Equal(1, scores["Recall@3"]); // c b d

        // Zoe has no scores: her list a b c d e counts as it comes.
        Assert.Equal(1 / 2.0, RankingEvaluator.Evaluate(model, Matrix("zoe: b d"), null, options, Token)["Recall@2"]);
    }

    [Fact]
    public void Ties_Pessimistic_KeepsToCandidatesAndExcluded()
    {
        ScoredItems model = new(("a", 3), ("b", 2), ("c", 2), ("d", 2));
        RankingOptions options = new()
        {
            Cutoffs = [1],
            Ties = RankingTies.Pessimistic,
            RequestOf = customer => new() { Customer = customer, Candidates = new HashSet<ItemId> { new("a"), new("b"), new("c") } },
            Filter = new() { Excluded = new HashSet<ItemId> { new("a"), new("c") } },
        };

        Assert.Equal(1, RankingEvaluator.Evaluate(model, Matrix("ann: b"), null, options, Token)["HR@1"]);
    }

    [Fact]
    public void Ties_PessimisticWithoutScoresOrWithCategories_ArgumentException()
    {
        RankingOptions options = new() { Ties = RankingTies.Pessimistic };

        Assert.Contains("scores", Refused(new FixedLists(), options), StringComparison.Ordinal);
        Assert.Contains(
            "categories",
            Refused(new ScoredItems(("a", 1)), options with { Filter = new() { Categories = new HashSet<string> { "rings" } } }),
            StringComparison.Ordinal);

        string Refused(IRecommender model, RankingOptions wrong) =>
            Assert.Throws<ArgumentException>(() => RankingEvaluator.Evaluate(model, Matrix("ann: a"), null, wrong, Token)).Message;
    }

    [Fact]
    public void Sampled_FixedCandidates_RanksAmongThemAlone()
    {
        SampledRanking sampled = SampledRanking.Of([(new CustomerId("ann"), [new ItemId("e"), new ItemId("b")])]);
        ScoredItems model = new(("a", 5), ("b", 4), ("c", 3), ("d", 2), ("e", 1));

        RankingScores scores = RankingEvaluator.Evaluate(model, Matrix("ann: e", "ben: a"), null, new() { Sampled = sampled }, Token);

        Assert.Equal(1, scores.CustomerCount); // nothing is fixed for Ben
        Assert.Equal(1 / 2.0, scores["MRR@10"]); // b e
    }

    [Fact]
    public void Draw_SampledRanking_TakesOthersAloneAndTheSameForASeed()
    {
        InteractionMatrix past = Matrix("ann: a b", "ben: c d e f g h", "cora: i"), held = Matrix("ann: c", "cora: a x");

        SampledRanking three = SampledRanking.Draw(held, past, 3, 7), all = SampledRanking.Draw(held, past, 99, 7);

        IReadOnlySet<ItemId> ann = three.CandidatesOf(new("ann"))!;
        Assert.Equal(4, ann.Count);
        Assert.Contains(new ItemId("c"), ann);
        Assert.DoesNotContain(ann, item => item.Value is "a" or "b");
        Assert.Equal("cdefghi", string.Concat(all.CandidatesOf(new("ann"))!.Order()));
        Assert.Equal("abcdefghx", string.Concat(all.CandidatesOf(new("cora"))!.Order()));
        Assert.Null(all.CandidatesOf(new("ben")));
        Assert.Equal(ann.Order(), SampledRanking.Draw(held, past, 3, 7).CandidatesOf(new("ann"))!.Order());
        Assert.Throws<ArgumentException>(() => SampledRanking.Of([(new CustomerId("a"), []), (new CustomerId("a"), [])]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void HeadShare_OutOfRange_Throws(double share) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RankingOptions { HeadShare = share });

    [Fact]
    public void Cutoffs_BelowOneOrNone_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RankingOptions { Cutoffs = [5, 0] });
        Assert.Throws<ArgumentException>(() => new RankingOptions { Cutoffs = [] });
    }
}
