namespace Personalization.Rfm.Tests;

/// <summary>Every analytic gradient against differences of its log-likelihood, from plain customers to extreme ones.</summary>
public sealed class LifetimeGradientTests
{
    private static readonly LifetimeCell[] Cells =
    [
        new(0, 0, 39, 1), new(1, 3.5, 39, 1), new(2, 30.43, 38.86, 1), new(26, 30.86, 31, 1), new(7, 20, 20, 1), new(0, 0, 0, 1),
        new(1_000, 200, 10_000, 1), new(1_000, 9_990, 10_000, 1), new(3, 2, 10_000, 1),
    ];

    private static readonly double[][] Points = [[.5, 10, .6, 11], [.05, .3, 4, 90], [3, 200, .1, 2], [1, 1, 1, 1]];

    [Fact]
    public void BgNbd_Gradient_IsOfTheLikelihood() => Check(new BetaGeometricLikelihood(Cells, 0), Points);

    [Fact]
    public void MbgNbd_Gradient_IsOfTheLikelihood() => Check(new BetaGeometricLikelihood(Cells, 1), Points);

    [Fact]
    public void ParetoNbd_Gradient_IsOfTheLikelihood() => Check(new ParetoLikelihood(Cells), Points);

    [Fact]
    public void BgBb_Gradient_IsOfTheLikelihood() => Check(
        new BetaBernoulliLikelihood([new(0, 0, 6, 1), new(3, 5, 6, 1), new(6, 6, 6, 1), new(1, 1, 1, 1), new(40, 70, 1_000, 1)]),
        Points);

    [Fact]
    public void GammaGamma_Gradient_IsOfTheLikelihood() => Check(
        new GammaGammaLikelihood([(1, 12.5), (3, 40), (1_000, .02), (1_000, 9_000)]),
        [[6.25, 3.74, 15.44], [.2, 1.1, 100], [1, 1, 1]]);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(12)]
    public void Cnbd_Gradient_IsOfTheLikelihood(int k)
    {
        Check(new ErlangGeometricLikelihood(Cells, k, 0, 0), Points);
        Check(new ErlangGeometricLikelihood(Cells, k, 1, 0), Points);
    }

    [Fact]
    public void GompertzNbd_Gradient_IsOfTheLikelihood() => Check(
        new GompertzLikelihood(Cells),
        [[.5, 10, .02, .6, 11], [.05, .3, 1e-4, 4, 90], [3, 200, .5, .1, 2], [1, 1, 1, 1, 1], [.5, 10, .3, .5, 300]]);

    [Fact]
    public void Contracts_Gradient_IsOfTheLikelihood()
    {
        ContractSummary summary =
            ContractSummary.From([new(1, true, 1), new(5, true, 1), new(20, true, 1), new(0, false, 1), new(7, false, 1)]);
        Check(new ContractLikelihood(summary, false), [[.7, 1.2], [5, 40], [.01, .3]]);
        Check(new ContractLikelihood(summary, true), [[.7, 1.2, 1], [5, 40, 1.6], [.2, .3, .4]]);
    }

    private static void Check<TLikelihood>(TLikelihood likelihood, double[][] points)
        where TLikelihood : ILikelihood
    {
        int n = likelihood.ParameterCount;
        double[] gradient = new double[n], ignored = new double[n];
        foreach (double[] point in points)
        {
            for (int cell = 0; cell < likelihood.CellCount; cell++)
            {
                double value = likelihood.At(cell, point, gradient);
                Assert.True(double.IsFinite(value), $"Cell {cell} at {string.Join(", ", point)}: {value}");
                for (int i = 0; i < n; i++)
                {
                    double[] below = [.. point], above = [.. point];
                    double step = 1e-5 * point[i];
                    below[i] -= step;
                    above[i] += step;
                    double difference = (likelihood.At(cell, above, ignored) - likelihood.At(cell, below, ignored)) / (2 * step);

                    // By the logarithm of the parameter, with room for the rounding of the difference.
                    double error = Math.Abs(difference - gradient[i]) * point[i];
                    double room = (1e-7 * Math.Abs(gradient[i] * point[i])) + (1e-10 * Math.Abs(value)) + 3e-7;
                    string where = $"Cell {cell}, parameter {i} at {string.Join(", ", point)}";
                    Assert.True(error <= room, $"{where}: {gradient[i]}, not {difference}");
                }
            }
        }
    }
}
