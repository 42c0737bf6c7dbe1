namespace Personalization.Core.Tests;

/// <summary>What isn't about being relevant, by hand and against formulas written out anew.</summary>
public sealed class ListMetricsTests
{
    private const double Tolerance = 1e-12;

    [Fact]
    public void Serendipity_RunningExample_CountsWhatThePopularListLacks()
    {
        HashSet<string> relevant = ["b", "d", "x"], expected = ["a", "b"];

        Assert.Equal(1 / 4.0, ListMetrics.Serendipity(["a", "b", "c", "d"], relevant, expected, 4)); // b is expected, d isn't
        Assert.Equal(0, ListMetrics.Serendipity(["a", "b", "c", "d"], relevant, expected, 3));
        Assert.Equal(1 / 10.0, ListMetrics.Serendipity(["d"], relevant, expected, 10)); // divided by k, short lists too
        Assert.Equal(0, ListMetrics.Serendipity([], relevant, expected, 5));
    }

    [Fact]
    public void Average_ShortAndEmptyLists_DividesByWhatThereIs()
    {
        Assert.Equal(5, ListMetrics.Average([2, 8, 100], 2, value => value));
        Assert.Equal(5, ListMetrics.Average([2, 8], 10, value => value));
        Assert.True(double.IsNaN(ListMetrics.Average<int>([], 10, value => value)));
    }

    /// <summary>The mean absolute difference of all pairs over twice the mean: another way to the same number.</summary>
    [Theory]
    [InlineData(new[] { 1, 1, 1, 1 }, 0)]
    [InlineData(new[] { 0, 0, 0, 8 }, 3 / 4.0)]
    [InlineData(new[] { 3, 0, 1 }, 1 / 2.0)] // Σ(2i − 4)x = −2 · 0 + 0 · 1 + 2 · 3 = 6, and 6 / (3 · 4)
    [InlineData(new[] { 5 }, 0)]
    public void Gini_SmallCases_IsTheMeanDifferenceOfPairs(int[] exposures, double expected)
    {
        double mean = exposures.Average(), differences = 0;
        foreach (int x in exposures)
        {
            foreach (int y in exposures) differences += Math.Abs(x - y);
        }

        double oracle = differences / (2 * exposures.Length * exposures.Length * mean);
        Assert.Equal(expected, oracle, Tolerance);
        Assert.Equal(oracle, ListMetrics.Gini(exposures), Tolerance);
    }

    [Fact]
    public void Gini_NothingShown_IsNaN()
    {
        Assert.True(double.IsNaN(ListMetrics.Gini([0, 0])));
        Assert.True(double.IsNaN(ListMetrics.Gini([])));
        Assert.Throws<ArgumentOutOfRangeException>(() => ListMetrics.Gini([1, -1]));
    }

    [Fact]
    public void Miscalibration_HalfRings_IsByHand()
    {
        // p = (1/2, 1/2), q = (1, 0): q̃ = (.99 + .005, .005).
        double expected = (.5 * Math.Log(.5 / .995)) + (.5 * Math.Log(.5 / .005));

        Assert.Equal(expected, ListMetrics.Miscalibration([4, 4], [3, 0]), Tolerance);
        Assert.Equal(0, ListMetrics.Miscalibration([4, 4], [1, 1]), Tolerance);
        Assert.Equal(0, ListMetrics.Miscalibration([1, 2, 0], [2, 4, 0], .1), Tolerance);
    }

    [Fact]
    public void Miscalibration_NoTasteOrNothingShown_IsNoneOrTheMost()
    {
        Assert.Equal(0, ListMetrics.Miscalibration([0, 0], [1, 2]));
        Assert.Equal(Math.Log(100), ListMetrics.Miscalibration([1, 1], [0, 0]), Tolerance); // ln(1 / α)
        Assert.Throws<ArgumentOutOfRangeException>(() => ListMetrics.Miscalibration([1], [1], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => ListMetrics.Miscalibration([1], [1], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ListMetrics.Miscalibration([-1], [1]));
        Assert.Throws<ArgumentException>(() => ListMetrics.Miscalibration([1], [1, 1]));
    }

    [Fact]
    public void IntraListDiversity_Distances_IsTheMeanOfAllPairs()
    {
        int[] list = [1, 4, 6];
        Assert.Equal((3 + 5 + 2) / 3.0, ListMetrics.IntraListDiversity<int>(list, 10, (a, b) => Math.Abs(a - b)), Tolerance);
        Assert.Equal(3, ListMetrics.IntraListDiversity<int>(list, 2, (a, b) => Math.Abs(a - b)), Tolerance);
        Assert.Equal(0, ListMetrics.IntraListDiversity<int>([], 2, (a, b) => 1));
    }
}
