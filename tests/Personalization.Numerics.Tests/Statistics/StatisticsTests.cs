namespace Personalization.Numerics.Tests;

public sealed class StatisticsTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.25, 1.75)]
    [InlineData(0.5, 2.5)]
    [InlineData(0.9, 3.7)]
    [InlineData(1, 4)]
    public void Quantile_OneToFour_MatchesNumpy(double probability, double expected) =>
        Assert.Equal(expected, Quantiles.Of([4.0, 1, 3, 2], probability), 12);

    [Fact]
    public void Quantile_NaNOrEmpty_Throws()
    {
        Assert.Throws<ArgumentException>(() => Quantiles.Median([1.0, double.NaN]));
        Assert.Throws<ArgumentException>(() => Quantiles.Median(ReadOnlySpan<float>.Empty));
    }

    [Fact]
    public void Histogram_ByHand_Counts()
    {
        Histogram histogram = Histogram.From([0, 1, 1.5, 2, 4, -1, 9], 4, 0, 4);
        Assert.Equal([1L, 2, 1, 1], histogram.Counts);
        Assert.Equal((1, 1), (histogram.BelowCount, histogram.AboveCount));
        Assert.Equal(3, histogram.Edge(3));
        Assert.Equal([0L, 2], Histogram.From([5, 5], 2).Counts);
    }

    // Heights over the diagonal 0, .35, .30, .15, 0 with a mean step of .25: T = .10 at sensitivity 1, −.15 at 2.
    [Fact]
    public void Kneedle_ByHand_FindsKneeUnlessTooStrict()
    {
        double[] x = [0, 1, 2, 3, 4];
        Assert.Equal(1, Kneedle.FindKnee(x, [0, 6, 8, 9, 10], CurveShape.ConcaveIncreasing));
        Assert.Equal(1, Kneedle.FindKnee(x, [10, 4, 2, 1, 0], CurveShape.ConvexDecreasing));
        Assert.Equal(-1, Kneedle.FindKnee(x, [0, 6, 8, 9, 10], CurveShape.ConcaveIncreasing, sensitivity: 2));
        Assert.Equal(-1, Kneedle.FindKnee(x, [0, 1, 2, 3, 4], CurveShape.ConcaveIncreasing));
        Assert.Equal(-1, Kneedle.FindKnee(x, [3, 3, 3, 3, 3], CurveShape.ConvexDecreasing));
    }

    // The curve of figure 2 of the paper, whose knee is at x = .22.
    [Fact]
    public void Kneedle_FigureTwoOfThePaper_KneeAtTwoNinths()
    {
        double[] x = [.. Enumerable.Range(0, 10).Select(i => i / 9.0)];
        double[] y = [.. x.Select(value => (-1 / (value + 0.1)) + 5)];
        Assert.Equal(2, Kneedle.FindKnee(x, y, CurveShape.ConcaveIncreasing));
    }
}
