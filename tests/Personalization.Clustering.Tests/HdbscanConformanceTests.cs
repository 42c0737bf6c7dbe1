using Personalization.Numerics;
using Personalization.TestKit;

namespace Personalization.Clustering.Tests;

public sealed class HdbscanConformanceTests : ClusterModelConformance<HdbscanModel>
{
    protected override HdbscanModel Fit(MatrixView samples, int? threads, CancellationToken cancellationToken) =>
        new HdbscanTrainer(new() { MinClusterSize = 8, MinSamples = 4, Threads = threads }).Fit(samples, null, cancellationToken);

    protected override void Save(HdbscanModel model, Stream destination) => model.Save(destination);

    protected override HdbscanModel Load(Stream source) => HdbscanModel.Load(source);
}
