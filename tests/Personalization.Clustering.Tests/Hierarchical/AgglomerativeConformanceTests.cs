using Personalization.Numerics;
using Personalization.TestKit;

namespace Personalization.Clustering.Tests;

public sealed class AgglomerativeConformanceTests : ClusterModelConformance<AgglomerativeModel>
{
    protected override AgglomerativeModel Fit(MatrixView samples, int? threads, CancellationToken cancellationToken) =>
        new AgglomerativeTrainer(new() { ClusterCount = 3, Threads = threads }).Fit(samples, null, cancellationToken);
}
