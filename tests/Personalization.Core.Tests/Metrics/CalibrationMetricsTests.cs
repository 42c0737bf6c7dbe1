namespace Personalization.Core.Tests;

public sealed class CalibrationMetricsTests
{
    [Fact]
    public void ExpectedCalibrationError_TwoBins_ByHand()
    {
        double[] probabilities = [.8, .1, .9, .2];
        bool[] happened = [false, false, true, true];

        Assert.Equal([new ReliabilityBin(2, .15000000000000002, .5), new ReliabilityBin(2, .8500000000000001, .5)],
            CalibrationMetrics.Reliability(probabilities, happened, 2));
        Assert.Equal(.35, CalibrationMetrics.ExpectedCalibrationError(probabilities, happened, 2), 1e-12);
        Assert.Equal(.1, CalibrationMetrics.ExpectedCalibrationError([.1, .1], [false, false], 15), 1e-12);
    }

    /// <summary>Outcomes drawn with the very probabilities: the error falls towards 0, and stays where each is off by .1.</summary>
    [Fact]
    public void ExpectedCalibrationError_DrawnOutcomes_ShowsWhatIsOff()
    {
        Random random = new(1);
        double[] probabilities = [.. Enumerable.Range(0, 60_000).Select(_ => .1 + (.8 * random.NextDouble()))];
        bool[] happened = [.. probabilities.Select(p => random.NextDouble() < p)];

        Assert.InRange(CalibrationMetrics.ExpectedCalibrationError(probabilities, happened), 0, .01);
        Assert.Equal(.1, CalibrationMetrics.ExpectedCalibrationError([.. probabilities.Select(p => p + .1)], happened), .01);
        IReadOnlyList<ReliabilityBin> bins = CalibrationMetrics.Reliability(probabilities, happened);
        Assert.Equal(CalibrationMetrics.DefaultBins, bins.Count);
        Assert.All(bins, bin => Assert.Equal(4_000, bin.Count));
        Assert.Equal(bins.OrderBy(bin => bin.Predicted), bins);
    }

    [Fact]
    public void Reliability_NothingToMeasure_ArgumentException()
    {
        Assert.Throws<ArgumentException>(() => CalibrationMetrics.Reliability([], []));
        Assert.Throws<ArgumentException>(() => CalibrationMetrics.Reliability([.5], [true, false]));
        Assert.Throws<ArgumentException>(() => CalibrationMetrics.Reliability([1.5], [true]));
        Assert.Throws<ArgumentException>(() => CalibrationMetrics.Reliability([double.NaN], [true]));
        Assert.Throws<ArgumentOutOfRangeException>(() => CalibrationMetrics.Reliability([.5], [true], 0));
    }
}
