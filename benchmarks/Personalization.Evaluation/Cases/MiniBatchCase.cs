using Personalization.Clustering;
using Personalization.Numerics;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// Mini-batch k-means from given centers on a raw matrix: epochs of random batches, without early stop, and the labels of all rows.
/// </summary>
internal sealed class MiniBatchCase : IEvaluationCase
{
    public string Name => "minibatch";

    public string Description =>
        "mini-batch k-means, --points FILE --centers FILE --columns D [--batch 4096] [--epochs 10] [--runs 3] [--threads 2]";

    public void Run(EvaluationContext context)
    {
        int columns = context.Option("columns", 16);
        Matrix points = RawMatrix.Read(context.Option("points", ""), columns),
            centers = RawMatrix.Read(context.Option("centers", ""), columns);
        MiniBatchKMeansTrainer trainer = new(new()
        {
            ClusterCount = centers.Rows,
            InitialCenters = centers,
            BatchSize = context.Option("batch", 4096),
            MaxEpochs = context.Option("epochs", 10),
            MaxNoImprovement = null,
            Seed = (ulong)context.Option("seed", 1),
            Threads = context.Option("threads", Environment.ProcessorCount),
        });
        MiniBatchKMeansModel? model = null;
        double seconds = EvaluationContext.MedianSeconds(context.Option("runs", 3), () => model = trainer.Fit(points));
        context.Figure("MiniBatchKMeansModel", "seconds", seconds);
        context.Figure("MiniBatchKMeansModel", "inertia", model!.Inertia);
        context.Figure("MiniBatchKMeansModel", "batches", model.Batches);
    }
}
