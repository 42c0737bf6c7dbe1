using Personalization.Clustering;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// Whole fits of k-means from given centers, to be held against the peers' on the same rows; benchmarks/peers/kmeans_variants.py makes
/// these.
/// </summary>
internal sealed class KMeansCase : IEvaluationCase
{
    public string Name => "kmeans";

    public string Description =>
        "k-means, whole fits of 20 iterations: "
        + "--rows FILE.f32 --centers FILE.f32 --columns D [--iterations 20] [--runs 3] [--algorithm Auto]";

    public void Run(EvaluationContext context)
    {
        int columns = context.Option("columns", 3);
        Matrix rows = RawMatrix.Read(context.Option("rows", ""), columns), centers = RawMatrix.Read(context.Option("centers", ""), columns);
        KMeansOptions options = new()
        {
            ClusterCount = centers.Rows,
            InitialCenters = centers,
            MaxIterations = context.Option("iterations", 20),
            Tolerance = 0,
            Algorithm = Enum.Parse<KMeansAlgorithm>(context.Option("algorithm", nameof(KMeansAlgorithm.Auto))),
        };
        KMeansModel model = new KMeansTrainer(options).Fit(rows);
        double seconds = EvaluationContext.MedianSeconds(context.Option("runs", 3), () => model = new KMeansTrainer(options).Fit(rows));
        KMeansModel plain = model;
        double plainSeconds = EvaluationContext.MedianSeconds(
            1, () => plain = new KMeansTrainer(options with { Algorithm = KMeansAlgorithm.Lloyd }).Fit(rows));
        bool same = model.TrainingLabels.Span.SequenceEqual(plain.TrainingLabels.Span)
            && model.Centers.Memory.Span.SequenceEqual(plain.Centers.Memory.Span);
        context.Figure("KMeansModel", "inertia", model.Inertia);
        context.Figure("KMeansModel", "iterations", model.Report.Iterations);
        context.Figure("KMeansModel", "same_labels_and_centers_as_plain", same ? 1 : 0);
        context.Figure("KMeansModel", "plain_seconds", plainSeconds);
        context.Figure("KMeansModel", "seconds", seconds);
    }
}
