using Personalization.Numerics;
using Personalization.TestKit;

namespace Personalization.Clustering.Tests;

public sealed class HdbscanConformanceTests : ClusterModelConformance<HdbscanModel>
{
    protected override HdbscanModel Fit(MatrixView samples, int? threads, CancellationToken cancellationToken) =>
        new HdbscanTrainer(new() { MinClusterSize = 8, MinSamples = 4, Threads = threads }).Fit(samples, null, cancellationToken);
}
