using System.Security.Cryptography;
using Personalization.Core;
using Xunit;

namespace Personalization.Recommendations.Tests;

public sealed class AlsBytesTests
{
    [Theory]
    [InlineData(AlsSolver.ConjugateGradient, 1, "f2023941e6aef579")]
    [InlineData(AlsSolver.ConjugateGradient, 3, "f2023941e6aef579")]
    [InlineData(AlsSolver.Cholesky, 2, "27a1ba202639f9e8")]
    public void Fit_AnyThreads_SameBytesOnEveryMachine(AlsSolver solver, int threads, string expected)
    {
        InteractionMatrix matrix = InteractionMatrix.From(
            Shops.Random(200, 90, 6_000, seed: 3), new InteractionOptions { Value = InteractionValue.Count });
        AlsOptions options = new() { Factors = 20, Iterations = 3, Solver = solver, Threads = threads, RegularizationExponent = .5 };
        AlsModel model = new AlsTrainer(options)
            .Fit(matrix, cancellationToken: TestContext.Current.CancellationToken);
        using MemoryStream stream = new();
        model.Save(stream);

        Assert.Equal(expected, Convert.ToHexStringLower(SHA256.HashData(stream.ToArray()))[..16]);
    }
}
