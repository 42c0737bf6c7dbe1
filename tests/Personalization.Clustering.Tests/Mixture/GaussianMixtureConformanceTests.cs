using Personalization.Numerics;
using Personalization.TestKit;

namespace Personalization.Clustering.Tests;

public sealed class FullMixtureConformanceTests() : GaussianMixtureConformanceTests(CovarianceKind.Full);

public sealed class TiedMixtureConformanceTests() : GaussianMixtureConformanceTests(CovarianceKind.Tied);

public sealed class DiagonalMixtureConformanceTests() : GaussianMixtureConformanceTests(CovarianceKind.Diagonal);

public sealed class SphericalMixtureConformanceTests() : GaussianMixtureConformanceTests(CovarianceKind.Spherical);

public abstract class GaussianMixtureConformanceTests(CovarianceKind kind) : ClusterModelConformance<GaussianMixtureModel>
{
    protected override GaussianMixtureModel Fit(MatrixView samples, int? threads, CancellationToken cancellationToken) =>
        new GaussianMixtureTrainer(new() { ClusterCount = 3, Covariance = kind, Starts = 2, Seed = 7, Threads = threads }).Fit(
            samples, null, cancellationToken);
}
