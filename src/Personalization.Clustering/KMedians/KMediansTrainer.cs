using System.Diagnostics;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// k-medians: k centers such that the city-block distances Σ |x − c| of the samples to their nearest center sum to little, the best of
/// several starts. A center is the median of its rows in each feature, of an even number the lower one: outliers don't move it, and it has
/// a value that a row has. Stateless and thread-safe. The same samples, weights and options give the same model, bit for bit, at any number
/// of threads and any vector width. O(starts · iterations · n · k · d) time; about 8 · n · d bytes beside the samples.
/// </summary>
/// <param name="options">How to cluster; null: the defaults.</param>
public sealed class KMediansTrainer(KMediansOptions? options = null) : WeightedClusterTrainer<KMediansModel>
{
    /// <summary>How it clusters.</summary>
    public KMediansOptions Options { get; } = options ?? new KMediansOptions();

    private protected override KMediansModel Fit(
        ClusterFitInput input, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        long began = Stopwatch.GetTimestamp();
        input.CheckInitialCenters(Options.InitialCenters, Options.ClusterCount);
        using KMeansData data = new(input.Samples, input.Weights, Options.ClusterCount, Options.Threads, cancellationToken);
        using PointTiles? ownTiles = data.Origin.IsEmpty
            ? null
            : new PointTiles(input.Samples, default, Options.Threads, cancellationToken);
        KMediansRun best = Starts.Best(
            $"k-medians, {Options.ClusterCount} clusters",
            Options.InitialCenters is null ? Options.Starts : 1,
            Options.MaxIterations,
            Starts.AreSmall(data.Rows, data.Columns, Options.ClusterCount) ? Options.Threads : 1,
            (start, report) =>
            {
                KMediansRun run = new(data, ownTiles ?? data.Tiles, Begin(data, start, cancellationToken), cancellationToken);
                run.Run(Options.MaxIterations, Options.Tolerance * data.MeanVariance, report);
                return run;
            },
            progress,
            cancellationToken);

        Matrix centers = CanonicalOrder.Sorted(best.Centers, CanonicalOrder.Of(best.Centers));
        int[] labels = new ManhattanAssignment(centers).Assign(input.Samples, Options.Threads, cancellationToken);
        return new KMediansModel(CenterClusterParts.Of(input, centers, labels, best.Report(began)), Options);
    }

    private Matrix Begin(KMeansData data, int start, CancellationToken cancellationToken) =>
        Options.InitialCenters is { } centers
            ? centers.ToMatrix()
            : new KMeansSeeding(data, new RandomStream(Options.Seed, "k-medians start", (ulong)start), cancellationToken)
                .Choose(KMeansInitialization.KMeansPlusPlus, Options.ClusterCount);
}
