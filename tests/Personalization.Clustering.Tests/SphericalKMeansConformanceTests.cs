using Personalization.Numerics;
using Personalization.TestKit;

namespace Personalization.Clustering.Tests;

public sealed class SphericalKMeansConformanceTests : ClusterModelConformance<SphericalKMeansModel>
{
    protected override SphericalKMeansModel Fit(MatrixView samples, int? threads, CancellationToken cancellationToken) =>
        new SphericalKMeansTrainer(new() { ClusterCount = 3, Starts = 3, Seed = 7, Threads = threads }).Fit(
            samples, null, cancellationToken);
}
