using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Evaluation.Cases;

/// <summary>The exact mean silhouette of a raw matrix whose clusters are what lies nearest to given centers.</summary>
internal sealed class SilhouetteCase : IEvaluationCase
{
    public string Name => "silhouette";

    public string Description => "exact silhouette, --points FILE --centers FILE --columns D [--runs 5] [--threads 2]";

    public void Run(EvaluationContext context)
    {
        int columns = context.Option("columns", 3);
        Matrix points = RawMatrix.Read(context.Option("points", ""), columns),
            centers = RawMatrix.Read(context.Option("centers", ""), columns);
        int[] labels = new int[points.Rows];
        new NearestCenters(centers).Assign(points, labels);
        double silhouette = 0;
        int threads = context.Option("threads", Environment.ProcessorCount);
        double seconds = EvaluationContext.MedianSeconds(
            context.Option("runs", 5), () => silhouette = ClusterSilhouette.Mean(points, labels, threads));
        context.Figure("ClusterSilhouette", "seconds", seconds);
        context.Figure("ClusterSilhouette", "silhouette", silhouette);
    }
}
