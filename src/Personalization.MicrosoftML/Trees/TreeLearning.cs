using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using Personalization.Core;
using Personalization.Numerics;
using Personalization.Prediction;

namespace Personalization.MicrosoftML;

/// <summary>
/// What both learners of trees share: features out of columns, how many trees are kept, calibration by customers who weren't learned from.
/// </summary>
/// <param name="name">Name of the learner.</param>
/// <param name="grow">Grows trees of the columns <c>Label</c> and <c>Features</c>.</param>
internal sealed class TreeLearning(string name, Func<MLContext, IDataView, GrownTrees> grow)
{
    public BoostedTreesModel Fit(
        ProbabilityData data, bool earlyStopping, CalibrationKind calibration, ulong seed, IProgress<FitProgress>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        ProbabilityData.RequireBoth(data);
        Stopwatch watch = Stopwatch.StartNew();
        List<double[][]> stages = [];
        (double[] Scores, bool[] Happened)? heldOut = !earlyStopping && calibration == CalibrationKind.None
            ? null
            : HeldOutScores.Of(data, part =>
            {
                (FeatureEncoding encoding, TreeEnsemble trees) = Grow(part, seed, cancellationToken);
                return table =>
                {
                    stages.Add(Stages(trees, encoding.Apply(table).Values));
                    progress?.Report(new FitProgress("trees on a part", null) { Count = stages.Count, Unit = "fits" });
                    return [.. stages[^1].Select(row => row[^1])];
                };
            });
        double[] losses = [];
        int keep = int.MaxValue;
        if (heldOut is { } known && earlyStopping) (keep, losses) = Best([.. stages.SelectMany(rows => rows)], known.Happened);
        (FeatureEncoding fitted, TreeEnsemble all) = Grow(data, seed, cancellationToken);
        if (all.Count > keep) all = all.Take(keep);
        ScoreCalibration calibrated = heldOut is { } scored && calibration != CalibrationKind.None
            ? ScoreCalibration.Fit(
                calibration, [.. stages.SelectMany(rows => rows).Select(row => row[Math.Min(keep, row.Length) - 1])], scored.Happened)
            : ScoreCalibration.None;
        progress?.Report(new FitProgress("trees", 1) { Count = all.Count, Unit = "trees" });
        StopReason reason = keep < losses.Length ? StopReason.NoImprovement : StopReason.IterationLimit;
        return new BoostedTreesModel(
            data.Outcome, name, fitted, all, calibrated,
            new FitReport(all.Count, reason, losses, watch.Elapsed));
    }

    /// <summary>The number of trees with the least log loss; of equals the fewest.</summary>
    private static (int Trees, double[] Losses) Best(double[][] stages, bool[] happened)
    {
        // Parts may have grown fewer trees than were allowed: what they lack adds nothing.
        double[] losses = new double[stages.Max(row => row.Length)], probabilities = new double[stages.Length];
        int best = 0;
        for (int tree = 0; tree < losses.Length; tree++)
        {
            for (int row = 0; row < stages.Length; row++)
                probabilities[row] = ScoreCalibration.None.Apply(stages[row][Math.Min(tree, stages[row].Length - 1)]);
            losses[tree] = BinaryMetrics.LogLoss(probabilities, happened);
            if (losses[tree] < losses[best]) best = tree;
        }

        return (best + 1, losses);
    }

    private static double[][] Stages(TreeEnsemble trees, MatrixView features)
    {
        double[][] stages = new double[features.Rows][];
        for (int row = 0; row < stages.Length; row++)
        {
            stages[row] = new double[trees.Count];
            trees.Stages(features.Row(row), stages[row]);
        }

        return stages;
    }

    private (FeatureEncoding Encoding, TreeEnsemble Trees) Grow(ProbabilityData data, ulong seed, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        FeatureEncoding encoding = FeatureTable.From(data.Slices[^1].Customers, data.Columns).Encoding;
        MatrixView[] features = [.. data.Slices.Select(slice => encoding.Apply(slice.Customers).Values)];
        bool[] outcomes = data.Outcomes();
        MLContext context = new(SmallSeed(seed));
        GrownTrees grown = grow(context, View(features, outcomes, encoding));
        cancellationToken.ThrowIfCancellationRequested();
        return (encoding, grown.ToEnsemble(features));
    }

    /// <summary>A seed as ML.NET takes it.</summary>
    internal static int SmallSeed(ulong seed) => (int)(StableHash.Mix(seed) & int.MaxValue);

    private static ColumnarView View(MatrixView[] features, bool[] outcomes, FeatureEncoding encoding) => new(
        outcomes.Length,
        new ViewColumn<bool>("Label", BooleanDataViewType.Instance, (int row, ref bool value) => value = outcomes[row]),
        Cells.Vectors("Features", features, encoding.FeatureNames));
}
