using Personalization.Numerics;
using Personalization.TestKit;

namespace Personalization.Neural.Tests;

public sealed class OptimizerTests
{
    [Fact]
    public void Step_ClippedChunks_AsTheirSumScaledToTheNorm() => Properties.HoldForSeeds(40, seed =>
    {
        RandomStream random = new((ulong)seed, "clip");
        Parameter table = new("table", 8, 3, isSparse: true), dense = new("dense", 2, 5);
        double[] sums = new double[24], denseSums = new double[10];
        Gradients[] chunks = [.. Enumerable.Range(0, random.NextInt32(1, 4)).Select(_ => new Gradients([table, dense]))];
        foreach (Gradients chunk in chunks)
        {
            for (int i = 0; i < 6; i++)
            {
                int row = random.NextInt32(8);
                Matrix gradient = Numbers.Normal(random, 1, 3);
                gradient.Values.CopyTo(chunk.AddRow(table, row));
                for (int column = 0; column < 3; column++) sums[(row * 3) + column] += gradient[0, column];
            }

            Numbers.Normal(random, 2, 5).Values.CopyTo(chunk.Of(dense).Values);
            for (int i = 0; i < 10; i++) denseSums[i] += chunk.Of(dense).Values[i];
        }

        double norm = Math.Sqrt(sums.Concat(denseSums).Sum(value => value * value)), limit = norm * random.NextDouble() * 2;

        double length = new Sgd([table, dense]).Step(chunks, .5, limit);

        double factor = -.5 * Math.Min(1, limit / norm);
        Assert.Equal(norm, length, 1e-5);
        Numbers.Near([.. sums.Select(value => value * factor)], table.Values.Values, 1e-5);
        Numbers.Near([.. denseSums.Select(value => value * factor)], dense.Values.Values, 1e-5);
    });

    [Fact]
    public void New_TwoOfOneName_NamesIt() => Assert.Contains(
        "Two parameters are called 'a'",
        Assert.Throws<ArgumentException>(() => new Sgd([new Parameter("a", 1, 1), new Parameter("a", 2, 2)])).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void Step_NoLearningRate_Throws(double rate)
    {
        Parameter parameter = new("a", 1, 1);

        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd([parameter]).Step([new Gradients([parameter])], rate));
    }

    [Fact]
    public void At_WarmUpAndCosine_RisesThenFalls()
    {
        LearningRateSchedule schedule = new() { Rate = 2, WarmUp = .25, Decay = LearningRateDecay.Cosine };

        double[] rates = [.. Enumerable.Range(1, 8).Select(step => schedule.At(step, 8))];

        double Cosine(int done) => 1 + Math.Cos(Math.PI * done / 6);
        double[] expected = [1, 2, 2, Cosine(1), Cosine(2), Cosine(3), Cosine(4), Cosine(5)];
        Assert.All(rates.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-12));
        Assert.True(rates[^1] > 0);
    }

    [Fact]
    public void At_Linear_FallsEvenly() => Assert.Equal(
        [1, .75, .5, .25],
        Enumerable.Range(1, 4).Select(step => new LearningRateSchedule { Rate = 1, Decay = LearningRateDecay.Linear }.At(step, 4)));

    [Theory]
    [InlineData(LearningRateDecay.Constant)]
    [InlineData(LearningRateDecay.Cosine)]
    [InlineData(LearningRateDecay.Linear)]
    public void At_AnySettings_AboveZeroAndAtMostTheRate(LearningRateDecay decay) => Properties.HoldForSeeds(60, seed =>
    {
        RandomStream random = new((ulong)seed, "schedule");
        LearningRateSchedule schedule = new() { Rate = 3, WarmUp = random.NextInt32(3) / 2.0 * random.NextDouble(), Decay = decay };
        int steps = random.NextInt32(1, 50);

        for (int step = 1; step <= steps; step++)
        {
            double rate = schedule.At(step, steps);
            Assert.True(rate is > 0 and <= 3, $"Step {step} of {steps}: {rate} with {schedule}.");
        }
    });
}
