using System.Globalization;
using Personalization.Clustering;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Evaluation.Cases;

/// <summary>DBSCAN on points of a file, its labels held against those of another program.</summary>
internal sealed class DbscanCase : IEvaluationCase
{
    public string Name => "dbscan";

    public string Description => "DBSCAN of --points FILE.f32 --columns 3 --radius .25 --samples 10, against --labels FILE.f32";

    public void Run(EvaluationContext context)
    {
        Matrix points = RawMatrix.Read(context.Option("points", ""), context.Option("columns", 3));
        DbscanTrainer trainer = new(new()
        {
            Radius = double.Parse(context.Option("radius", ".25"), CultureInfo.InvariantCulture),
            MinSamples = context.Option("samples", 10),
        });
        DbscanModel model = trainer.Fit(points);
        double seconds = EvaluationContext.MedianSeconds(context.Option("runs", 7), () => model = trainer.Fit(points));
        context.Figure("DbscanModel", "clusters", model.ClusterCount);
        context.Figure("DbscanModel", "noise", model.NoiseCount);
        context.Figure("DbscanModel", "cores", model.CoreSamples.Rows);
        if (context.Option("labels", "") is { Length: > 0 } path)
        {
            int[] expected = [.. RawMatrix.Read(path, 1).Values.ToArray().Select(label => (int)label)];
            context.Figure("DbscanModel", "adjusted_rand", ClusterMetrics.AdjustedRand(model.TrainingLabels.Span, expected));
            context.Figure("DbscanModel", "equal_labels", model.TrainingLabels.Span.SequenceEqual(expected) ? 1 : 0);
        }

        int[] predicted = new int[points.Rows];
        model.Predict(points, predicted);
        context.Figure("DbscanModel", "predicts_training_labels", model.TrainingLabels.Span.SequenceEqual(predicted) ? 1 : 0);
        context.Figure("DbscanModel", "seconds", seconds);
    }
}
