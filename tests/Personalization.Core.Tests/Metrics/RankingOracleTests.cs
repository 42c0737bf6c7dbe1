namespace Personalization.Core.Tests;

/// <summary>Every measure of one list against its formula, written out term by term with no code in common, on fixed cases.</summary>
public sealed class RankingOracleTests
{
    private const double Tolerance = 1e-12;

    /// <summary>A list, the relevant items and a cut-off: short lists, more relevant than k, none relevant, none listed, all hit.</summary>
    public static TheoryData<string, string, int> Cases => new()
    {
        { "abcdefghij", "bdx", 10 },
        { "abcdefghij", "bdx", 3 },
        { "abcdefghij", "abcdefghijklmnop", 5 },
        { "abc", "c", 10 },
        { "abc", "cxyz", 2 },
        { "abc", "", 3 },
        { "", "ab", 3 },
        { "a", "a", 1 },
        { "zyxwvu", "uvwxyz", 6 },
        { "qrstuv", "abc", 4 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Measures_FixedCases_AreTheirFormulas(string list, string relevant, int k)
    {
        char[] ranked = list.ToCharArray();
        HashSet<char> set = [.. relevant];
        double[] rel = new double[k];
        for (int i = 0; i < k; i++) rel[i] = i < list.Length && relevant.Contains(list[i], StringComparison.Ordinal) ? 1 : 0;
        double hits = rel.Sum(), all = relevant.Length, fit = Math.Min(k, relevant.Length);
        double dcg = rel.Select((r, i) => r / Math.Log2(i + 2)).Sum();
        double precisions = Enumerable.Range(1, k).Sum(i => rel[i - 1] * rel.Take(i).Sum() / i);
        int first = Array.IndexOf(rel, 1) + 1;

        Equal(hits > 0 ? 1 : 0, RankingMetrics.HitRate<char>(ranked, set, k));
        Equal(hits / k, RankingMetrics.Precision<char>(ranked, set, k));
        Equal(all == 0 ? 0 : hits / all, RankingMetrics.Recall<char>(ranked, set, k));
        Equal(all == 0 ? 0 : hits / fit, RankingMetrics.CappedRecall<char>(ranked, set, k));
        Equal(hits == 0 ? 0 : 2 * (hits / k) * (hits / all) / ((hits / k) + (hits / all)), RankingMetrics.F1<char>(ranked, set, k));
        Equal(all == 0 ? 0 : dcg / Ideal(fit), RankingMetrics.Ndcg<char>(ranked, set, k));
        Equal(all == 0 ? 0 : dcg / Ideal(all), RankingMetrics.UncutNdcg<char>(ranked, set, k));
        Equal(first == 0 ? 0 : 1.0 / first, RankingMetrics.ReciprocalRank<char>(ranked, set, k));
        Equal(all == 0 ? 0 : precisions / fit, RankingMetrics.AveragePrecision<char>(ranked, set, k));
        Equal(all == 0 ? 0 : precisions / all, RankingMetrics.UncutAveragePrecision<char>(ranked, set, k));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void GradedNdcg_GradesOfOne_IsTheBinaryOne(string list, string relevant, int k)
    {
        HashSet<char> set = [.. relevant];
        Dictionary<char, double> grades = set.ToDictionary(item => item, _ => 1.0);

        Equal(RankingMetrics.Ndcg<char>(list.ToCharArray(), set, k), RankingMetrics.GradedNdcg(list.ToCharArray(), grades, k));
        Equal(RankingMetrics.UncutNdcg<char>(list.ToCharArray(), set, k), RankingMetrics.UncutGradedNdcg(list.ToCharArray(), grades, k));
    }

    /// <summary>Grades a 1, b 3, c 2, and a tie of d and e at 2.5: gains 1, 7, 3 and 2^2.5 − 1.</summary>
    [Theory]
    [InlineData("abc", 2)]
    [InlineData("bdxeca", 6)]
    [InlineData("xyz", 3)]
    [InlineData("ca", 10)]
    public void GradedNdcg_FixedCases_IsItsFormula(string list, int k)
    {
        Dictionary<char, double> grades = new() { ['a'] = 1, ['b'] = 3, ['c'] = 2, ['d'] = 2.5, ['e'] = 2.5 };
        double middle = Math.Pow(2, 2.5) - 1;
        Dictionary<char, double> gains = new() { ['a'] = 1, ['b'] = 7, ['c'] = 3, ['d'] = middle, ['e'] = middle };
        double[] best = [7, middle, middle, 3, 1];
        double dcg = list.Take(k).Select((item, i) => gains.GetValueOrDefault(item) / Math.Log2(i + 2)).Sum();

        double[] ideal = [.. best.Select((gain, i) => gain / Math.Log2(i + 2))];

        Equal(dcg / ideal.Take(k).Sum(), RankingMetrics.GradedNdcg(list.ToCharArray(), grades, k));
        Equal(dcg / ideal.Sum(), RankingMetrics.UncutGradedNdcg(list.ToCharArray(), grades, k));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(51)]
    [InlineData(double.NaN)]
    public void GradedNdcg_GradeOutOfRange_Throws(double grade) =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => RankingMetrics.GradedNdcg(['a'], new Dictionary<char, double> { ['a'] = grade }, 1));

    /// <summary>2^g − 1 beside a linear gain: an item of grade 3 weighs 7, not 3, so the order of these two lists is another.</summary>
    [Fact]
    public void GradedNdcg_HighGradeSecond_IsByHand()
    {
        Dictionary<string, double> grades = new() { ["b"] = 3, ["c"] = 1 };
        double ideal = 7 + (1 / Math.Log2(3));

        Equal(((1 / 1.0) + (7 / Math.Log2(3))) / ideal, RankingMetrics.GradedNdcg(["c", "b"], grades, 2));
        Equal(1, RankingMetrics.GradedNdcg(["b", "c", "a"], grades, 2));
    }

    private static double Ideal(double count) => Enumerable.Range(1, (int)count).Sum(i => 1 / Math.Log2(i + 1));

    private static void Equal(double expected, double actual) => Assert.Equal(expected, actual, Tolerance);
}
