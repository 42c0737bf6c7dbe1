namespace Personalization.Core.Tests;

public sealed class BinaryMetricsTests
{
    private static readonly double[] Scores = [.1, .2, .8, .9];
    private static readonly bool[] Happened = [false, true, false, true];

    [Fact]
    public void Auc_RunningExample_ThreeOfFourPairs() => Assert.Equal(.75, BinaryMetrics.Auc(Scores, Happened));

    /// <summary>Of the pairs (.5, .5), (.5, .2), (.9, .5), (.9, .2) one is a tie.</summary>
    [Fact]
    public void Auc_Ties_CountHalf() => Assert.Equal(3.5 / 4, BinaryMetrics.Auc([.5, .2, .5, .9], [true, false, false, true]));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Auc_OneOutcomeAlone_IsNotANumber(bool all) => Assert.Equal(double.NaN, BinaryMetrics.Auc([.1, .2], [all, all]));

    [Fact]
    public void LogLoss_RunningExample_AsByHand() =>
        Assert.Equal(-(Math.Log(.9) + Math.Log(.2) + Math.Log(.2) + Math.Log(.9)) / 4, BinaryMetrics.LogLoss(Scores, Happened), 14);

    [Fact]
    public void LogLoss_CertainAndWrong_IsFinite() => Assert.Equal(15 * Math.Log(10), BinaryMetrics.LogLoss([1], [false]), 9);

    [Fact]
    public void Brier_RunningExample_AsByHand() => Assert.Equal(.325, BinaryMetrics.Brier(Scores, Happened), 15);

    [Fact]
    public void Measures_WrongInput_ErrorsNameIt()
    {
        AssertError("1 scores and 2 outcomes", () => BinaryMetrics.Auc([.1], [true, false]));
        AssertError("Score 1 is NaN", () => BinaryMetrics.Auc([.1, double.NaN], [true, false]));
        AssertError("Probability 0 is 1.5", () => BinaryMetrics.Brier([1.5], [true]));
    }

    private static void AssertError(string message, Func<double> measure) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => measure()).Message, StringComparison.Ordinal);

    /// <summary>The highest score holds one of two, the second highest none: gains ½, ½, 1, 1.</summary>
    [Fact]
    public void Lift_RunningExample_AsByHand() => Assert.Equal(
        [new(.25, .5, 2), new(.5, .5, 1), new(.75, 1, 4.0 / 3), new(1, 1, 1)], LiftCurve.Of(Scores, Happened, 4));

    /// <summary>Equal scores share evenly, whatever the order of the customers.</summary>
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Lift_Ties_ShareEvenly(bool first, bool second) =>
        Assert.Equal([new(.5, .5, 1), new(1, 1, 1)], LiftCurve.Of([.3, .3], [first, second], 2));

    /// <summary>Steps that fall between customers take their part of the next: of three the first half holds 1 and half of none.</summary>
    [Fact]
    public void Lift_StepWithinACustomer_TakesItsPart() =>
        Assert.Equal(.25, LiftCurve.Of([.9, .5, .1], [true, true, false], 6)[0].Gain, 15);

    [Fact]
    public void CostThreshold_RunningExample_ActsOnTheBest()
    {
        // Acting on .9: 10. On .9, .8: 10 − 4. On three: 10 − 4 + 10 = 16. On all: 12.
        CostThreshold best = CostThreshold.Best(Scores, Happened, new ActionValues(10, 4));

        Assert.Equal(new CostThreshold(.2, 16, 3), best);
        Assert.Equal(4.0 / 14, new ActionValues(10, 4).BreakEven);
    }

    [Fact]
    public void CostThreshold_NothingPays_NeverActs() =>
        Assert.Equal(new CostThreshold(double.PositiveInfinity, -2, 0), CostThreshold.Best(Scores, Happened, new ActionValues(-5, 4, 1)));

    [Fact]
    public void AucBootstrap_SameScores_NoDifference()
    {
        PairedDifference difference = AucBootstrap.Compare(
            Scores, Scores, Happened, resamples: 50, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal((0, 0, 0, 1), (difference.Mean, difference.Low, difference.High, difference.PValue));
    }

    [Fact]
    public void AucBootstrap_PerfectAgainstChance_IsSignificantForAnyThreads()
    {
        bool[] happened = [.. Enumerable.Range(0, 400).Select(i => i % 2 == 0)];
        double[] perfect = [.. happened.Select(one => one ? 1.0 : 0)];
        double[] chance = [.. Enumerable.Range(0, 400).Select(i => (double)(i / 2 % 7))];

        PairedDifference one = AucBootstrap.Compare(
            perfect, chance, happened, resamples: 200, threads: 1, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(.5, one.Mean, 2);
        Assert.InRange(one.Low, .4, .5);
        Assert.InRange(one.High, .5, .6);
        Assert.Equal(2 / 201.0, one.PValue, 12);
        Assert.Equal(
            one,
            AucBootstrap.Compare(
                perfect, chance, happened, resamples: 200, threads: 3, cancellationToken: TestContext.Current.CancellationToken));
    }
}
