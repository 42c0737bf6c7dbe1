using Personalization.Numerics;
using Personalization.TestKit;

namespace Personalization.Clustering.Tests;

public sealed class KMeansConformanceTests : ClusterModelConformance<KMeansModel>
{
    protected override KMeansModel Fit(MatrixView samples, int? threads, CancellationToken cancellationToken) =>
        new KMeansTrainer(new() { ClusterCount = 3, Starts = 3, Seed = 7, Threads = threads }).Fit(samples, null, cancellationToken);
}
