using Personalization.Clustering;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Evaluation.Cases;

/// <summary>Hierarchical clustering of a raw matrix, its labels at one cut held against given ones.</summary>
internal sealed class WardCase : IEvaluationCase
{
    public string Name => "ward";

    public string Description =>
        "hierarchical clustering, --points FILE --columns D --clusters K [--linkage Ward] [--labels FILE] [--runs 5] [--threads 2]";

    public void Run(EvaluationContext context)
    {
        Matrix points = RawMatrix.Read(context.Option("points", ""), context.Option("columns", 3));
        AgglomerativeTrainer trainer = new(new()
        {
            Linkage = Enum.Parse<Linkage>(context.Option("linkage", nameof(Linkage.Ward))),
            ClusterCount = context.Option("clusters", 8),
            Threads = context.Option("threads", Environment.ProcessorCount),
        });
        AgglomerativeModel? model = null;
        long before = GC.GetTotalAllocatedBytes();
        int fits = context.Option("runs", 5) + 1;
        double seconds = EvaluationContext.MedianSeconds(fits - 1, () => model = trainer.Fit(points));
        context.Figure("AgglomerativeModel", "seconds", seconds, null, ("rows", points.Rows));
        context.Figure("AgglomerativeModel", "allocated_mb_a_fit", (GC.GetTotalAllocatedBytes() - before) / 1e6 / fits);
        context.Figure("AgglomerativeModel", "largest_height", model!.Dendrogram.Merges[^1].Height);
        if (context.Option("labels", "") is not { Length: > 0 } file) return;

        int[] expected = [.. RawMatrix.Read(file, 1).Values.ToArray().Select(label => (int)label)];
        context.Figure("AgglomerativeModel", "adjusted_rand", ClusterMetrics.AdjustedRand(model.TrainingLabels.Span, expected));
    }
}
