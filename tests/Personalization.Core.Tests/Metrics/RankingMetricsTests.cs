namespace Personalization.Core.Tests;

/// <summary>The running example of the docs: list a b c d, relevant b, d and x (which the list lacks).</summary>
public sealed class RankingMetricsTests
{
    private static readonly HashSet<string> Relevant = ["b", "d", "x"];

    private static ReadOnlySpan<string> Ranked => new[] { "a", "b", "c", "d" };

    [Fact]
    public void HitRate_RunningExample_IsOneFromTheFirstHitOn()
    {
        Assert.Equal(0, RankingMetrics.HitRate(Ranked, Relevant, 1));
        Assert.Equal(1, RankingMetrics.HitRate(Ranked, Relevant, 2));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, .5)]
    [InlineData(4, .5)]
    [InlineData(8, .25)] // a list shorter than k is divided by k all the same
    public void Precision_RunningExample_DividesByK(int k, double expected) =>
        Assert.Equal(expected, RankingMetrics.Precision(Ranked, Relevant, k), 12);

    [Theory]
    [InlineData(2, 1 / 3.0, 1 / 2.0)]
    [InlineData(4, 2 / 3.0, 2 / 3.0)]
    public void Recall_RunningExample_TwoDefinitionsDifferBelowTheNumberOfRelevant(int k, double recall, double capped)
    {
        Assert.Equal(recall, RankingMetrics.Recall(Ranked, Relevant, k), 12);
        Assert.Equal(capped, RankingMetrics.CappedRecall(Ranked, Relevant, k), 12);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 2 / 5.0)] // precision 1/2, recall 1/3
    [InlineData(4, 4 / 7.0)] // precision 1/2, recall 2/3
    public void F1_RunningExample_IsTheHarmonicMean(int k, double expected)
    {
        double precision = RankingMetrics.Precision(Ranked, Relevant, k), recall = RankingMetrics.Recall(Ranked, Relevant, k);

        Assert.Equal(expected, RankingMetrics.F1(Ranked, Relevant, k), 12);
        if (expected > 0) Assert.Equal(2 * precision * recall / (precision + recall), RankingMetrics.F1(Ranked, Relevant, k), 12);
    }

    [Fact]
    public void Ndcg_RunningExample_IsGainOverIdeal()
    {
        // log2(3) = 1.584963, log2(5) = 2.321928: (.630930 + .430677) / (1 + .630930 + .5) = .498189
        Assert.Equal(.498189, RankingMetrics.Ndcg(Ranked, Relevant, 4), 6);

        // At k = 2 only two relevant items fit: .630930 / (1 + .630930) = .386853
        Assert.Equal(.386853, RankingMetrics.Ndcg(Ranked, Relevant, 2), 6);
    }

    [Fact]
    public void Ndcg_PerfectList_IsOneAtEveryK()
    {
        string[] perfect = ["d", "x", "b"];
        for (int k = 1; k < 6; k++) Assert.Equal(1, RankingMetrics.Ndcg<string>(perfect, Relevant, k), 12);
    }

    [Fact]
    public void ReciprocalRankAndAveragePrecision_RunningExample_AsInTheDocs()
    {
        Assert.Equal(.5, RankingMetrics.ReciprocalRank(Ranked, Relevant, 4));
        Assert.Equal(0, RankingMetrics.ReciprocalRank(Ranked, Relevant, 1));
        Assert.Equal(1 / 3.0, RankingMetrics.AveragePrecision(Ranked, Relevant, 4), 12);
        Assert.Equal(.25, RankingMetrics.AveragePrecision(Ranked, Relevant, 2), 12); // (1/2) / min(2, 3)
    }

    [Fact]
    public void AllMeasures_NothingRelevantOrNothingListed_AreZero()
    {
        HashSet<string> none = [];
        Assert.Equal(0, RankingMetrics.Recall(Ranked, none, 2));
        Assert.Equal(0, RankingMetrics.F1(Ranked, none, 2));
        Assert.Equal(0, RankingMetrics.CappedRecall(Ranked, none, 2));
        Assert.Equal(0, RankingMetrics.Ndcg(Ranked, none, 2));
        Assert.Equal(0, RankingMetrics.AveragePrecision(Ranked, none, 2));
        Assert.Equal(0, RankingMetrics.Ndcg(ReadOnlySpan<string>.Empty, Relevant, 2));
        Assert.Equal(0, RankingMetrics.HitRate(ReadOnlySpan<string>.Empty, Relevant, 2));
    }

    [Fact]
    public void IntraListDiversity_TwoCategories_IsShareOfPairsThatDiffer()
    {
        string[] list = ["ring", "ring", "chain", "brooch"];
        Assert.Equal(2 / 3.0, RankingMetrics.IntraListDiversity<string>(list, 3, (a, b) => a == b ? 0 : 1), 12);
        Assert.Equal(0, RankingMetrics.IntraListDiversity<string>(list, 1, (_, _) => 1));
    }

    [Fact]
    public void AnyMeasure_CutoffZero_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => RankingMetrics.Recall(Ranked, Relevant, 0));
}
