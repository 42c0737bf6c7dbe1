namespace Personalization.Core.Tests;

public sealed class RegressionMetricsTests
{
    private static readonly double[] Actual = [1, 2, 4];
    private static readonly double[] Predicted = [1, 3, 2];

    [Fact]
    public void AllMeasures_RunningExample_AsInTheDocs()
    {
        Assert.Equal(1, RegressionMetrics.MeanAbsoluteError(Actual, Predicted), 12);
        Assert.Equal(Math.Sqrt(5 / 3.0), RegressionMetrics.RootMeanSquaredError(Actual, Predicted), 12);
        Assert.Equal(1 - (5 / (14 / 3.0)), RegressionMetrics.RSquared(Actual, Predicted), 12);
        Assert.Equal(1 / 3.0, RegressionMetrics.MeanAbsolutePercentageError(Actual, Predicted, ZeroActuals.Throw), 12);
    }

    [Fact]
    public void RSquared_MeanPredicted_IsZeroAndPerfectIsOne()
    {
        Assert.Equal(0, RegressionMetrics.RSquared([1, 2, 3], [2, 2, 2]), 12);
        Assert.Equal(1, RegressionMetrics.RSquared([1, 2, 3], [1, 2, 3]), 12);
        Assert.Equal(1, RegressionMetrics.RSquared([5, 5], [5, 5]));
        Assert.Equal(0, RegressionMetrics.RSquared([5, 5], [5, 6]));
    }

    [Fact]
    public void MeanAbsolutePercentageError_ZeroActual_SkipsOrThrows()
    {
        Assert.Equal(.5, RegressionMetrics.MeanAbsolutePercentageError([0, 2], [7, 1], ZeroActuals.Skip), 12);
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => RegressionMetrics.MeanAbsolutePercentageError([2, 0], [7, 1], ZeroActuals.Throw));
        Assert.Contains("value 1 is 0", error.Message, StringComparison.Ordinal);
        Assert.True(double.IsNaN(RegressionMetrics.MeanAbsolutePercentageError([0], [7], ZeroActuals.Skip)));
    }

    [Fact]
    public void AllMeasures_NaN_IsNaN()
    {
        double[] broken = [1, double.NaN, 2];
        Assert.True(double.IsNaN(RegressionMetrics.MeanAbsoluteError(Actual, broken)));
        Assert.True(double.IsNaN(RegressionMetrics.RootMeanSquaredError(Actual, broken)));
        Assert.True(double.IsNaN(RegressionMetrics.RSquared(Actual, broken)));
        Assert.True(double.IsNaN(RegressionMetrics.RSquared([2, 2], [2, double.NaN])));
    }

    [Fact]
    public void AllMeasures_LengthsDifferOrEmpty_Throw()
    {
        Assert.Throws<ArgumentException>(() => RegressionMetrics.MeanAbsoluteError(Actual, [1]));
        Assert.Throws<ArgumentException>(() => RegressionMetrics.RSquared([], []));
    }
}
