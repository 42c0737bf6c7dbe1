using Personalization.Numerics;
using Personalization.TestKit;

namespace Personalization.Clustering.Tests;

public sealed class MiniBatchKMeansConformanceTests : ClusterModelConformance<MiniBatchKMeansModel>
{
    // Large batches, so that one is cut into several chunks and threads share it.
    protected override MiniBatchKMeansModel Fit(MatrixView samples, int? threads, CancellationToken cancellationToken) =>
        new MiniBatchKMeansTrainer(new() { ClusterCount = 3, BatchSize = 30_000, MaxEpochs = 5, Seed = 7, Threads = threads })
            .Fit(samples, null, cancellationToken);
}
