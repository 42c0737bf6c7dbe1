using System.Diagnostics;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// k-means: k centers such that the squared distances of the samples to their nearest center sum to little (Lloyd 1982), the best of
/// several starts. Stateless and thread-safe. The same samples, weights and options give the same model, bit for bit, at any number of
/// threads and any vector width. O(starts · iterations · n · k · d) time; about 4 · n · d bytes beside the samples (2 with screening
/// alone), and labels and distances for each start that runs.
/// </summary>
/// <param name="options">How to cluster; null: the defaults.</param>
public sealed class KMeansTrainer(KMeansOptions? options = null) : WeightedClusterTrainer<KMeansModel>
{
    /// <summary>How it clusters.</summary>
    public KMeansOptions Options { get; } = options ?? new KMeansOptions();

    private protected override KMeansModel Fit(ClusterFitInput input, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        long began = Stopwatch.GetTimestamp();
        input.CheckInitialCenters(Options.InitialCenters, Options.ClusterCount);
        bool screens = AlgorithmChoice.MayScreen(Options.Algorithm, Options.ClusterCount, input.Samples.Columns);
        using KMeansData data = new(input.Samples, input.Weights, Options.ClusterCount, Options.Threads, cancellationToken, screens);
        LloydRun best = Starts.Best(
            $"k-means, {Options.ClusterCount} clusters",
            Options.InitialCenters is null ? Options.Starts : 1,
            Options.MaxIterations,
            Starts.AreSmall(data.Rows, data.Columns, Options.ClusterCount) ? Options.Threads : 1,
            (start, report) =>
            {
                LloydRun run = new(data, Options, Begin(data, start, cancellationToken), cancellationToken);
                run.Run(report);
                return run;
            },
            progress,
            cancellationToken);
        return KMeansModel.Create(data, Options, input, best, began, cancellationToken);
    }

    private Matrix Begin(KMeansData data, int start, CancellationToken cancellationToken) =>
        Options.InitialCenters is { } centers
            ? centers.ToMatrix()
            : new KMeansSeeding(data, new RandomStream(Options.Seed, "k-means start", (ulong)start), cancellationToken)
                .Choose(Options.Initialization, Options.ClusterCount);
}
