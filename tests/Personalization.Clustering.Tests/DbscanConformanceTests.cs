using Personalization.Numerics;
using Personalization.TestKit;

namespace Personalization.Clustering.Tests;

public sealed class DbscanConformanceTests : ClusterModelConformance<DbscanModel>
{
    protected override DbscanModel Fit(MatrixView samples, int? threads, CancellationToken cancellationToken) =>
        new DbscanTrainer(new() { Radius = 1.2 * Math.Sqrt(samples.Columns / 2.0), MinSamples = 4, Threads = threads }).Fit(
            samples, null, cancellationToken);
}
