using Personalization.Numerics;

namespace Personalization.Bandits.Tests.Policies;

public sealed class LinearArmTests
{
    /// <summary>Reward by reward as all at once: (I ÷ v + Σxxᵀ)⁻¹ and that times Σxr, solved as a matrix.</summary>
    [Theory]
    [InlineData(8, 1)]
    [InlineData(24, .25)]
    [InlineData(40, 4)]
    public void Learn_RewardByReward_IsTheRidgeRegression(int size, double variance)
    {
        RandomStream random = new(1, "linear arm tests", (ulong)size);
        LinearArm arm = new(variance, new());
        double[] full = new double[size * size], right = new double[size];
        for (int i = 0; i < size; i++) full[(i * size) + i] = 1 / variance;
        for (int n = 0; n < 200; n++)
        {
            double[] x = [.. Enumerable.Range(0, size).Select(_ => random.NextInt32(3) == 0 ? 0 : random.NextGaussian())];
            double reward = x[0] - (.5 * x[1]) + random.NextGaussian();
            arm.Learn(x, reward);
            for (int i = 0; i < size; i++)
            {
                right[i] += x[i] * reward;
                for (int j = 0; j < size; j++) full[(i * size) + j] += x[i] * x[j];
            }
        }

        double[] probe = [.. Enumerable.Range(0, size).Select(_ => random.NextGaussian())];
        Cholesky factor = Cholesky.Factor(full, size);
        double[] coefficients = [.. right], spread = [.. probe];
        factor.Solve(coefficients);
        factor.Solve(spread);
        (double mean, double uncertainty) = arm.Predict(probe, 0, 1, 0);
        Assert.Equal(probe.Zip(coefficients, (a, b) => a * b).Sum(), mean, 9);
        Assert.Equal(probe.Zip(spread, (a, b) => a * b).Sum(), uncertainty, 9);
    }

    /// <summary>
    /// After a half-life half of a coefficient is kept, a quarter of its certainty; what never was learned stays at the prior.
    /// </summary>
    [Fact]
    public void Predict_AfterAHalfLife_HasFadedByHalf()
    {
        LinearArm arm = new(1, new());
        double[] x = [1, 0, 0, 0, 0, 0, 0, 0];
        for (int i = 0; i < 50; i++) arm.Learn(x, 2);
        (double mean, double variance) = arm.Predict(x, 0, 1, 0);
        double keep = Math.Pow(.5, 1 / 100.0);

        (double later, double unsure) = arm.Predict(x, 100, keep, 0);
        arm.Fade(100, keep);
        (double faded, double same) = arm.Predict(x, 100, keep, 0);

        Assert.Equal(50 * 2 / 51.0, mean, 12);
        Assert.Equal(1 / 51.0, variance, 12);
        Assert.Equal(mean / 2, later, 12);
        Assert.Equal((variance / 4) + .75, unsure, 12);
        Assert.Equal((later, unsure), (faded, same));
    }

    [Fact]
    public void Predict_FeaturesMetLater_AreAsUnsureAsInTheBeginning()
    {
        LinearArm arm = new(2, new());
        arm.Learn([1, 0, 0, 0, 0, 0, 0, 0], 1);

        (double mean, double variance) = arm.Predict([.. new double[9], 3, .. new double[6]], 0, 1, 0);

        Assert.Equal((0, 18), (mean, variance));
    }

    /// <summary>
    /// A prior mean m of the constant is as learning the rewards less m and adding it again, also where it is chosen afterwards and where
    /// what was learned has faded.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(.99)]
    public void Predict_PriorMean_IsAsLearningRewardsLessIt(double keep)
    {
        RandomStream random = new(2, "linear arm tests");
        LinearArm arm = new(.5, new()), less = new(.5, new());
        for (int n = 0; n < 30; n++)
        {
            double[] x = [1, .. Enumerable.Range(0, 7).Select(_ => random.NextGaussian())];
            double reward = random.NextGaussian() + 3;
            arm.Fade(n * 2, keep);
            less.Fade(n * 2, keep);
            Assert.Equal(less.Learn(x, reward - 2.5), arm.Learn(x, reward, 2.5), 9);
        }

        double[] probe = [1, .. Enumerable.Range(0, 7).Select(_ => random.NextGaussian())];
        Assert.Equal(less.Predict(probe, 70, keep, 0).Mean + 2.5, arm.Predict(probe, 70, keep, 2.5).Mean, 9);
        Assert.Equal((2.5, 4), new LinearArm(.5, new()).Predict([1, 2, 1, 1, 1, 0, 0, 0], 0, 1, 2.5));
    }

    /// <summary>An element is one chain of fused multiply-adds and a dot product four, whatever the lanes and the zeros left out.</summary>
    [Theory]
    [InlineData(8, 8)]
    [InlineData(24, 24)]
    [InlineData(40, 56)]
    [InlineData(96, 96)]
    [InlineData(120, 128)]
    public void Multiply_AnyWidth_IsThePlainLoopToTheBit(int size, int stride)
    {
        RandomStream random = new(3, "covariance product", (ulong)size);
        double[] matrix = [.. Enumerable.Range(0, size * stride).Select(_ => random.NextGaussian())];
        double[] x = [.. Enumerable.Range(0, size).Select(_ => random.NextInt32(3) == 0 ? 0 : random.NextGaussian())];
        double[] expected = new double[size], chains = new double[4];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++) expected[i] = Math.FusedMultiplyAdd(matrix[(j * stride) + i], x[j], expected[i]);
            chains[i % 4] = Math.FusedMultiplyAdd(x[i], expected[i], chains[i % 4]);
        }

        foreach (LaneWidth width in Enum.GetValues<LaneWidth>().Where(own => own <= LaneWidths.Widest))
        {
            double[] product = new double[size];
            CovarianceProduct.Multiply(matrix, stride, x, product, width);
            Assert.Equal(expected, product);
        }

        (double a, double b, double c) = CovarianceProduct.Dots(x, expected, expected, matrix);
        Assert.Equal(chains[0] + chains[1] + (chains[2] + chains[3]), a);
        Assert.Equal(a, b);
        Assert.Equal(x.Zip(matrix, (one, other) => one * other).Sum(), c, 9);
    }
}
