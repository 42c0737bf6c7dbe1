using Personalization.Clustering;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Evaluation.Cases;

/// <summary>HDBSCAN on points of a file, or on Gaussian clouds around random centers, whose clouds it is to find again.</summary>
internal sealed class HdbscanCase : IEvaluationCase
{
    public string Name => "hdbscan";

    public string Description => "HDBSCAN of --points FILE.f32 or of --rows 70000 in 10 clouds, --columns 15 --size 50 --samples 10";

    public void Run(EvaluationContext context)
    {
        int columns = context.Option("columns", 15), rows = context.Option("rows", 70_000);
        int[] clouds = new int[rows];
        Matrix points = context.Option("points", "") is { Length: > 0 } path ? RawMatrix.Read(path, columns) : Clouds(clouds, columns);
        HdbscanTrainer trainer = new(new() { MinClusterSize = context.Option("size", 50), MinSamples = context.Option("samples", 10) });
        HdbscanModel model = trainer.Fit(points);
        double first = model.Report.Duration.TotalSeconds, peak = EvaluationContext.PeakMegabytes();
        context.Figure("HdbscanModel", "first_fit_seconds", first, null, ("fit_peak_mb", peak));
        int runs = context.Option("runs", 3);
        double seconds = runs > 0 ? EvaluationContext.MedianSeconds(runs, () => model = trainer.Fit(points)) : first;
        context.Figure("HdbscanModel", "clusters", model.ClusterCount);
        context.Figure("HdbscanModel", "noise", model.NoiseCount);
        if (context.Option("points", "").Length == 0)
        {
            int[] inClusters = [.. Enumerable.Range(0, points.Rows).Where(row => model.TrainingLabels.Span[row] >= 0)];
            context.Figure(
                "HdbscanModel",
                "adjusted_rand_without_noise",
                ClusterMetrics.AdjustedRand(
                    [.. inClusters.Select(row => model.TrainingLabels.Span[row])], [.. inClusters.Select(row => clouds[row])]));
        }

        int[] predicted = new int[points.Rows];
        model.Predict(points, predicted);
        context.Figure("HdbscanModel", "predicts_training_labels", model.TrainingLabels.Span.SequenceEqual(predicted) ? 1 : 0);
        context.Figure("HdbscanModel", "seconds", seconds);
    }

    /// <summary>Ten clouds of deviation 1 around centers of deviation 6 ÷ √(d ÷ 3), as shapes.py makes them.</summary>
    private static Matrix Clouds(int[] clouds, int columns)
    {
        RandomStream random = new(42, "hdbscan case");
        Matrix centers = new(10, columns), points = new(clouds.Length, columns);
        foreach (ref float value in centers.Values) value = (float)random.NextGaussian(0, 6 / Math.Sqrt(Math.Max(columns / 3.0, 1)));
        for (int row = 0; row < points.Rows; row++)
        {
            clouds[row] = row % 10;
            for (int column = 0; column < columns; column++)
                points[row, column] = (float)random.NextGaussian(centers[clouds[row], column], 1);
        }

        return points;
    }
}
