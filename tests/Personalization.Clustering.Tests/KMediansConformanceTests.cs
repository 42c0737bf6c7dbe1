using Personalization.Numerics;
using Personalization.TestKit;

namespace Personalization.Clustering.Tests;

public sealed class KMediansConformanceTests : ClusterModelConformance<KMediansModel>
{
    protected override KMediansModel Fit(MatrixView samples, int? threads, CancellationToken cancellationToken) =>
        new KMediansTrainer(new() { ClusterCount = 3, Starts = 3, Seed = 7, Threads = threads }).Fit(samples, null, cancellationToken);
}
