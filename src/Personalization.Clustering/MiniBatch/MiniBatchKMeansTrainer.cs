using System.Diagnostics;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// Mini-batch k-means (Sculley 2010): centers that learn from small random batches, each the mean of the rows that it was given. Close to
/// k-means in a fraction of its passes, and able to learn from rows that don't fit into memory or haven't arrived yet.
/// Stateless and thread-safe. The same samples, weights and options give the same model, bit for bit, at any number of threads and any
/// vector width. O(epochs · n · k · d) time, and n · k · d once for the labels; 4 · n · d bytes for a shuffled copy of the samples. For
/// streams see
/// <see cref="FitAsync(IAsyncEnumerable{MatrixView}, int, IProgress{FitProgress}?, CancellationToken)"/>.
/// </summary>
/// <param name="options">How to cluster; null: the defaults.</param>
public sealed partial class MiniBatchKMeansTrainer(MiniBatchKMeansOptions? options = null) : WeightedClusterTrainer<MiniBatchKMeansModel>
{
    /// <summary>How it clusters.</summary>
    public MiniBatchKMeansOptions Options { get; } = options ?? new MiniBatchKMeansOptions();

    private protected override MiniBatchKMeansModel Fit(
        ClusterFitInput input, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        long began = Stopwatch.GetTimestamp();
        input.CheckInitialCenters(Options.InitialCenters, Options.ClusterCount);
        MiniBatchTable table = new(input, Options, cancellationToken);
        MiniBatchLearner learner = table.Learn(progress is null ? null : (epoch, objective) => progress.Report(
            new FitProgress($"mini-batch k-means, {Options.ClusterCount} clusters", epoch / (Options.MaxEpochs + 1.0))
            {
                Count = epoch,
                Unit = "epochs",
                Objective = objective,
            }));

        int[] order = CanonicalOrder.Of(learner.Centers);
        Matrix centers = CanonicalOrder.Sorted(learner.Centers, order);
        int[] labels = new NearestAssignment(centers).Assign(input.Samples, Options.Threads, cancellationToken);
        double inertia = CenterInertia.Of(input.Samples, input.Weights, centers, labels, Options.Threads, cancellationToken);
        StopReason reason = table.StoppedImproving ? StopReason.NoImprovement : StopReason.IterationLimit;
        FitReport report = new(table.Objectives.Count, reason, table.Objectives, Stopwatch.GetElapsedTime(began));
        double[] weights = Array.ConvertAll(order, cluster => learner.Weights[cluster]);
        return new MiniBatchKMeansModel(CenterClusterParts.Of(input, centers, labels, report), Options, inertia, weights, learner.Batches);
    }
}
