using FsCheck;
using FsCheck.Fluent;
using Personalization.Core;
using Personalization.TestKit;
using static Personalization.Rfm.Tests.Logs;

namespace Personalization.Rfm.Tests;

public sealed class RfmScoresTests
{
    [Fact]
    public void Score_TenDifferentCustomers_PutsTwoIntoEachBin()
    {
        RfmScores scores = Customers(10).Score();

        // c0 bought last, once, and least; c9 first, ten times, and most.
        Assert.Equal(
            ["511", "511", "422", "422", "333", "333", "244", "244", "155", "155"],
            Enumerable.Range(0, 10).Select(row => scores[row].Cell));
    }

    [Theory]
    [InlineData(TieRule.Lowest, new[] { 1, 1, 1, 1, 1, 1, 4, 4, 5, 5 })]
    [InlineData(TieRule.Middle, new[] { 2, 2, 2, 2, 2, 2, 4, 4, 5, 5 })]
    [InlineData(TieRule.Highest, new[] { 3, 3, 3, 3, 3, 3, 4, 4, 5, 5 })]
    public void Score_MostBoughtOnce_SharesTheScoreOfTheRule(TieRule ties, int[] expected)
    {
        int[] orders = [1, 1, 1, 1, 1, 1, 2, 2, 7, 9];

        RfmScores scores = WithOrders(orders).Score(new() { Ties = ties });

        Assert.Equal(expected, Enumerable.Range(0, 10).Select(row => scores[row].Frequency));
    }

    [Theory]
    [InlineData(TieRule.Lowest)]
    [InlineData(TieRule.Middle)]
    [InlineData(TieRule.Highest)]
    public void Score_OneCustomer_IsNeutral(TieRule ties)
    {
        RfmScores scores = WithOrders([3]).Score(new() { Ties = ties });

        Assert.Equal(new RfmScore(3, 3, 3, 3), scores[0]);
        Assert.Equal(["recency", "frequency", "monetary value"], scores.NeutralMeasures);
    }

    [Fact]
    public void Score_AllOnOneDayForDifferentAmounts_NobodyIsLost()
    {
        RfmScores scores = Measure(EventLog.From(Enumerable.Range(0, 40).Select(i => Buy($"c{i:00}", "2024-03-01", 10 + i)))).Score();

        Assert.Equal(["recency", "frequency"], scores.NeutralMeasures);
        Assert.Equal(
            Enumerable.Range(0, 40).Select(i => $"33{1 + (i / 8)}"), Enumerable.Range(0, 40).Select(row => scores[row].Cell));
        foreach (SegmentGrid grid in (SegmentGrid[])[SegmentGrids.TenNames, SegmentGrids.Shopify, SegmentGrids.OnlineRetailer])
        {
            string[] gone = ["Hibernating", "At risk", "Can't lose", "About to sleep", "Dormant", "Lost Legends", "Silent Browsers"];
            Assert.DoesNotContain(scores.Segment(grid).Profiles, p => p.Customers > 0 && gone.Contains(p.Segment.Name));
        }
    }

    [Fact]
    public void Score_MostOnOneDay_TakeTheirAverageRankInRecency()
    {
        // 8 of 10 bought on the 2nd, one a day later, one long before: ranks 1 to 8 from below, 1 + ⌊5 (2·1 + 8) ÷ 20⌋ = 3.
        RfmScores scores = Measure(EventLog.From(Enumerable.Range(0, 10).Select(
            i => Buy($"c{i}", i switch { 0 => "2023-01-01", 9 => "2024-03-03", _ => "2024-03-02" }, 1)))).Score();

        Assert.Equal([1, 3, 3, 3, 3, 3, 3, 3, 3, 5], Enumerable.Range(0, 10).Select(row => scores[row].Recency));
        Assert.Equal(["frequency", "monetary value"], scores.NeutralMeasures);
    }

    [Fact]
    public void Score_MostHaveTheBestValue_AreNotLowest() =>
        Assert.Equal([1, 3, 3, 3, 3, 3, 3, 3, 3, 3], Frequencies(WithOrders([2, 12, 12, 12, 12, 12, 12, 12, 12, 12])));

    [Fact]
    public void Score_Edges_ReplaceQuantiles()
    {
        // Customer n bought n + 1 times, for 1 each, the last time n days before the latest customer, whose recency is 1.
        RfmScores scores = Customers(10).Score(new() { RecencyEdges = [1, 5], FrequencyEdges = [2, 5, 10], MonetaryEdges = [2.5] });

        Assert.Equal((3, 4, 2), (scores.RecencyBins, scores.FrequencyBins, scores.MonetaryBins));
        Assert.Equal([3, 2, 2, 2, 2, 1, 1, 1, 1, 1], Enumerable.Range(0, 10).Select(row => scores[row].Recency));
        Assert.Equal([1, 2, 2, 2, 3, 3, 3, 3, 3, 4], Enumerable.Range(0, 10).Select(row => scores[row].Frequency));
        Assert.Equal([1, 1, 2, 2, 2, 2, 2, 2, 2, 2], Enumerable.Range(0, 10).Select(row => scores[row].Monetary));
    }

    [Fact]
    public void Combined_Weights_AreAWeightedMean()
    {
        RfmScores scores = Customers(10).Score(new() { RecencyWeight = 2, FrequencyWeight = 1, MonetaryWeight = 1 });

        Assert.Equal(((2 * 5) + 1 + 1) / 4.0, scores[new CustomerId("c0")].Combined);
        Assert.Throws<ArgumentException>(() => Customers(2).Score(new() { RecencyWeight = 0, FrequencyWeight = 0, MonetaryWeight = 0 }));
    }

    [Fact]
    public void Cell_TwoDigits_AreSetApart() => Assert.Equal("10-4-5", new RfmScore(10, 4, 5, 0).Cell);

    [Fact]
    public void Options_BadEdgesOrBins_SayWhatIsAllowed()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RfmScoreOptions { Bins = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new RfmScoreOptions { MonetaryWeight = -1 });
        Assert.Contains(
            "3 follows 3",
            Assert.Throws<ArgumentException>(() => new RfmScoreOptions { RecencyEdges = [3, 3] }).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void ByRank_AnyValues_IsMonotoneBalancedAndBlindToOrder() =>
        Properties.Hold(
            Prop.ForAll<int[], byte, byte>((values, binByte, ruleByte) =>
            {
                int bins = 1 + (binByte % 12);
                TieRule ties = (TieRule)(ruleByte % 3);
                double[] numbers = [.. values.Select(v => (double)(v % 9))];
                byte[] scores = QuantileScores.ByRank(numbers, bins, ties);
                byte[] backwards = QuantileScores.ByRank([.. numbers.Reverse()], bins, ties);
                for (int i = 0; i < numbers.Length; i++)
                {
                    if (scores[i] < 1 || scores[i] > bins || scores[i] != backwards[^(i + 1)]) return false;
                    for (int j = 0; j < numbers.Length; j++)
                    {
                        if (numbers[i] <= numbers[j] && scores[i] > scores[j]) return false;
                    }
                }

                return true;
            }));

    [Fact]
    public void ByRank_WithoutTies_BinsDifferByOneAtMost() =>
        Properties.Hold(
            Prop.ForAll<PositiveInt, byte, byte>((count, binByte, ruleByte) =>
            {
                int bins = 1 + (binByte % 12);
                double[] values = [.. Enumerable.Range(0, count.Get).Select(i => (double)(i * 7919 % 100_003))];
                int[] sizes = new int[bins];
                foreach (byte score in QuantileScores.ByRank(values, bins, (TieRule)(ruleByte % 3))) sizes[score - 1]++;
                return sizes.Max() - sizes.Min() <= 1;
            }));

    /// <summary>Customer n bought n + 1 times on one day, n days before customer 0.</summary>
    private static RfmTable Customers(int count) => Measure(EventLog.From(
        Enumerable.Range(0, count).SelectMany(
            n => Enumerable.Range(0, n + 1).Select(i => Buy($"c{n}", $"2024-01-{20 - n}", 1m, order: $"o{n}-{i}")))));

    private static IEnumerable<int> Frequencies(RfmTable table) =>
        table.Score() is { } scores ? Enumerable.Range(0, scores.Count).Select(row => scores[row].Frequency) : [];

    private static RfmTable WithOrders(int[] orders) => Measure(EventLog.From(
        orders.SelectMany((count, n) => Enumerable.Range(0, count).Select(i => Buy($"c{n}", "2024-01-01", 1m, order: $"o{n}-{i}")))));
}
