using Personalization.Numerics;
using Personalization.TestKit;

namespace Personalization.Clustering.Tests;

public sealed class SizeConstrainedKMeansConformanceTests : ClusterModelConformance<SizeConstrainedKMeansModel>
{
    protected override SizeConstrainedKMeansModel Fit(MatrixView samples, int? threads, CancellationToken cancellationToken) =>
        new SizeConstrainedKMeansTrainer(
            new() { ClusterCount = 3, MinSize = samples.Rows * 2 / 7, MaxSize = samples.Rows * 5 / 14 + 1, Seed = 7, Threads = threads })
            .Fit(samples, null, cancellationToken);
}
