namespace Personalization.Core.Tests;

public sealed class ScoreCalibrationTests
{
    [Theory]
    [InlineData(0, .5)]
    [InlineData(1.0986122886681098, .75)]
    [InlineData(-1000, 0)]
    [InlineData(1000, 1)]
    public void None_Score_IsItsLogistic(double score, double probability) =>
        Assert.Equal(probability, ScoreCalibration.None.Apply(score), 15);

    /// <summary>Ayer et al.: 1, 0 | 0, 1 | 1: the first two fall, so they pool; then the rest rises.</summary>
    [Fact]
    public void Isotonic_Violators_ArePooled()
    {
        ScoreCalibration fitted = ScoreCalibration.Fit(CalibrationKind.Isotonic, [1, 2, 3, 4, 5], [false, true, false, true, true]);

        Assert.Equal([0, .5, .5, 1, 1], new double[] { 1, 2, 3, 4, 5 }.Select(fitted.Apply));
        Assert.Equal((0, .25, 1), (fitted.Apply(-9), fitted.Apply(1.5), fitted.Apply(9)));
        Assert.Equal(double.NaN, fitted.Apply(double.NaN));
    }

    [Fact]
    public void Isotonic_EqualScores_AreOnePoint()
    {
        ScoreCalibration fitted = ScoreCalibration.Fit(CalibrationKind.Isotonic, [1, 1, 1, 2], [true, false, false, true]);

        Assert.Equal(1.0 / 3, fitted.Apply(1));
    }

    /// <summary>Scores of 0 and 1: the fit reproduces Platt's targets of both groups' means, as two points determine a line.</summary>
    [Fact]
    public void Platt_TwoScores_MeetsTheSmoothedShares()
    {
        double[] scores = [.. Enumerable.Repeat(0.0, 10), .. Enumerable.Repeat(1.0, 10)];
        bool[] happened = [.. Enumerable.Range(0, 20).Select(i => i is 0 or 1 or (>= 10 and < 18))];

        ScoreCalibration fitted = ScoreCalibration.Fit(CalibrationKind.Platt, scores, happened);

        double high = 11.0 / 12, low = 1.0 / 12;
        Assert.Equal(((2 * high) + (8 * low)) / 10, fitted.Apply(0), 8);
        Assert.Equal(((8 * high) + (2 * low)) / 10, fitted.Apply(1), 8);
    }

    [Fact]
    public void Platt_ScoresThatMislead_BecomeLevel()
    {
        ScoreCalibration fitted = ScoreCalibration.Fit(CalibrationKind.Platt, [0, 0, 1, 1, 1], [true, true, false, false, true]);

        Assert.Equal(4.0 / 7, fitted.Apply(-3), 12);
        Assert.Equal(fitted.Apply(-3), fitted.Apply(3));
    }

    [Fact]
    public void Platt_SeparatedOutcomes_StaysFinite()
    {
        ScoreCalibration fitted = ScoreCalibration.Fit(CalibrationKind.Platt, [-2, -1, 1, 2], [false, false, true, true]);

        Assert.InRange(fitted.Apply(2), .6, .999);
    }

    [Fact]
    public void Data_Slices_CountAndOrder()
    {
        ProbabilityData data = new("leaves", ["x"], Slice(1, true, false), Slice(2, true));

        Assert.Equal((3, 2), (data.Count, data.Happened));
        Assert.Equal([true, false, true], data.Outcomes());
        Assert.Equal(1, data.Take(1, 1).Count);
        Assert.Equal("y", data.WithColumns("y").Columns[0].Name);
    }

    [Fact]
    public void Data_WrongInput_ErrorsNameIt()
    {
        Assert.Contains(
            "1 outcomes for 2 customers",
            Assert.Throws<ArgumentException>(() => new ProbabilitySlice(Slice(1, true, false).Customers, [true])).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "Slice 1 is of 2026-01-01, before",
            Assert.Throws<ArgumentException>(() => new ProbabilityData("o", ["x"], Slice(2, true), Slice(1, true))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "hold no customers",
            Assert.Throws<ArgumentException>(() => new ProbabilityData("o", ["x"], Slice(1))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Reasons_InWords_WeightiestAndNothingOfNought()
    {
        ProbabilityReasons reasons = new(.7, .9, .1, [new("days", "210", 1.321), new("city", null, -.5), new("age", "30", .004)]);

        Assert.Equal(
            ["days 210 makes it more probable (+1.32)", "city unknown makes it less probable (-0.50)"], reasons.InWords());
        Assert.Single(reasons.InWords(1));
    }

    private static ProbabilitySlice Slice(int day, params IReadOnlyList<bool> happened)
    {
        IdIndex<CustomerId> ids = IdIndex<CustomerId>.From(happened.Select((_, i) => new CustomerId("c" + i)));
        return new ProbabilitySlice(
            new CustomerTable(ids, new DateTime(2026, 1, day)).With(new NumberColumn("x", new double[happened.Count])), happened);
    }
}
