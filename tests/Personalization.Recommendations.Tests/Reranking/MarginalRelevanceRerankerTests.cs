using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Recommendations.Tests;

public sealed class MarginalRelevanceRerankerTests
{
    private static readonly Func<ItemId, ItemId, double> ByCategory = ItemLikeness.ByCategory(Candidates.CategoryOf);

    /// <summary>
    /// Relevance: 1, .8, .5, 0. λ = .5. First a: .5. Then b: .4 − .5, c: .25 − 0, d: 0 − 0: c. Then b: −.1, d: 0: d. Then b.
    /// </summary>
    [Fact]
    public void Rerank_TwoCategories_ByHand()
    {
        Recommendation[] candidates = Candidates.Of("a/x 5", "b/x 4", "c/y 2.5", "d/z 0");

        MarginalRelevanceReranker half = new(ByCategory, .5);

        Assert.Equal(["a/x", "c/y", "d/z", "b/x"], half.Rerank(candidates, Candidates.Anybody, 9).Ids());
        Assert.Equal(["a/x", "c/y"], half.Rerank(candidates, Candidates.Anybody, 2).Ids());
    }

    [Fact]
    public void Rerank_LambdaZero_TakesEachCategoryOnceBeforeAnyTwice()
    {
        Recommendation[] candidates = Candidates.Of("a/x 5", "b/x 4", "c/y 3", "d/y 2", "e/z 1");

        string[] list = new MarginalRelevanceReranker(ByCategory, 0).Rerank(candidates, Candidates.Anybody, 5).Ids();

        Assert.Equal(["a/x", "c/y", "e/z", "b/x", "d/y"], list);
    }

    [Fact]
    public void Rerank_LambdaOne_IsTheInputOrder() => Properties.HoldForSeeds(100, seed =>
    {
        Recommendation[] candidates = Candidates.Random(new Random(seed), 30, 4);

        Assert.Equal(candidates.Take(12), new MarginalRelevanceReranker(ByCategory, 1).Rerank(candidates, Candidates.Anybody, 12));
    });

    /// <summary>Against the definition, with nothing remembered from place to place.</summary>
    [Fact]
    public void Rerank_RandomVectors_IsTheDefinition() => Properties.HoldForSeeds(50, seed =>
    {
        Random random = new(seed);
        Recommendation[] candidates = Candidates.Random(random, 25, 3);
        double lambda = random.NextDouble();
        Func<ItemId, ItemId, double> similarity = RandomVectors(random, candidates);
        double lowest = candidates.Min(c => c.Score), highest = candidates.Max(c => c.Score);
        List<Recommendation> expected = [];
        while (expected.Count < 10)
        {
            expected.Add(candidates.Except(expected).MaxBy(c =>
                (lambda * ((c.Score - lowest) / (highest - lowest)))
                - ((1 - lambda) * expected.Select(e => similarity(e.Item, c.Item)).DefaultIfEmpty(0).Max()))!);
        }

        IReadOnlyList<Recommendation> list = new MarginalRelevanceReranker(similarity, lambda).Rerank(candidates, Candidates.Anybody, 10);

        Assert.Equal(expected, list);
        Candidates.AssertComplete(candidates, list, 10);
    });

    [Theory]
    [InlineData(-.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void Constructor_LambdaOutOfRange_Throws(double lambda) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new MarginalRelevanceReranker(ByCategory, lambda));

    internal static Func<ItemId, ItemId, double> RandomVectors(Random random, Recommendation[] candidates)
    {
        IdIndex<ItemId> items = IdIndex<ItemId>.From(candidates.Select(c => c.Item));
        float[] values = [.. Enumerable.Range(0, items.Count * 4).Select(_ => random.NextSingle() - .5f)];
        return ItemLikeness.ByVectors(items, new MatrixView(values, items.Count, 4));
    }
}
