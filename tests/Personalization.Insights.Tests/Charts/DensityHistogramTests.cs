namespace Personalization.Insights.Tests;

public sealed class DensityHistogramTests
{
    [Fact]
    public void From_Values_CountsIntoBins()
    {
        DensityHistogram histogram =
            DensityHistogram.From([0, 1, 1.99, 2, 5, 10, -1, 11, double.NaN, double.PositiveInfinity], 0, 10, bins: 5);

        Assert.Equal([3, 1, 1, 0, 1], histogram.Counts);
        Assert.Equal((6, 2, 2), (histogram.Total, histogram.Outside, histogram.Skipped));
        Assert.Equal(4, histogram.Edge(2));
    }

    [Fact]
    public void From_Logarithmic_HasEqualRatios()
    {
        DensityHistogram histogram = DensityHistogram.From([1, 5, 50, 500, 0, -3], 1, 1000, bins: 3, logarithmic: true);

        Assert.Equal([2, 1, 1], histogram.Counts);
        Assert.Equal(2, histogram.Skipped);
        Assert.Equal(10, histogram.Edge(1), 9);
    }

    [Fact]
    public void Silverman_ByHand()
    {
        // The deviation of 1, 2, 3, 4 is 1.29; the quartiles lie 1.5 apart, which says 1.12.
        Assert.Equal(0.9 * (1.5 / 1.34) * Math.Pow(4, -0.2), KernelDensity.Silverman([1, 2, 3, 4]), 12);

        // The quartiles of 0, 0, 0, 0, 5 meet; the deviation is √5.
        Assert.Equal(0.9 * Math.Sqrt(5) * Math.Pow(5, -0.2), KernelDensity.Silverman([0, 0, 0, 0, 5]), 12);
    }

    [Fact]
    public void Density_AnyValues_HoldsAsManyAsTheBins()
    {
        double[] values = [.. Enumerable.Range(0, 5000).Select(i => Math.Pow((i * .618034) % 1, 3) * 100)];
        DensityHistogram histogram = DensityHistogram.From(values, 0, 100, bins: 20);

        double area = (histogram.Density.Sum() - ((histogram.Density[0] + histogram.Density[^1]) / 2)) / (histogram.Density.Count - 1) * 20;
        Assert.Equal(5000, area, 6);
        Assert.True(histogram.Density[0] > histogram.Density[64], "the curve must be highest where the values are densest");
    }

    [Fact]
    public void Estimate_UniformValues_IsFlatUpToTheEnds()
    {
        double[] density = KernelDensity.Estimate([.. Enumerable.Range(0, 10_000).Select(i => (i + .5) / 10_000)]);

        Assert.All(density, value => Assert.InRange(value, .98, 1.02));
    }

    [Fact]
    public void Estimate_NormalValues_FollowsTheNormalDensity()
    {
        // Quantiles of a normal distribution, mean .5 and deviation .1, by inverting a fine table of its integral.
        List<double> values = [];
        double integral = 0;
        for (int i = 0; i < 100_000; i++)
        {
            double x = i / 100_000.0;
            integral += Normal(x) / 100_000;
            if (integral * 2000 > values.Count + .5) values.Add(x);
        }

        double[] density = KernelDensity.Estimate(values.ToArray());

        Assert.InRange(density[64], Normal(.5) * .93, Normal(.5) * 1.01);
        Assert.InRange(density[64 + 13], Normal(77 / 128.0) * .95, Normal(77 / 128.0) * 1.05);

        static double Normal(double x) => Math.Exp(-50 * (x - .5) * (x - .5)) / (.1 * Math.Sqrt(2 * Math.PI));
    }

    [Fact]
    public void Density_OneValueOrEqualValues_DoesNotFail()
    {
        Assert.Empty(DensityHistogram.From([3], 0, 10).Density);
        Assert.All(DensityHistogram.From([3, 3, 3], 0, 10).Density, value => Assert.True(double.IsFinite(value) && value >= 0));
    }

    [Theory]
    [InlineData(5, 5, false)]
    [InlineData(0, 5, true)]
    [InlineData(double.NaN, 5, false)]
    public void From_RangeThatIsNone_Throws(double minimum, double maximum, bool logarithmic) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => DensityHistogram.From([1], minimum, maximum, 10, logarithmic));
}
