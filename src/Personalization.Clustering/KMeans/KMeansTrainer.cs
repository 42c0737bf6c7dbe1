using System.Diagnostics;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// k-means: k centers such that the squared distances of the samples to their nearest center sum to little (Lloyd 1982), the best of several starts.
/// Stateless and thread-safe. The same samples, weights and options give the same model, bit for bit, at any number of threads and any vector width.
/// O(starts · iterations · n · k · d) time; about 4 · n · d bytes beside the samples (2 with screening alone), and labels and distances for each start that runs.
/// </summary>
/// <param name="options">How to cluster; null: the defaults.</param>
public sealed class KMeansTrainer(KMeansOptions? options = null)
{
    /// <summary>Multiply-adds of an iteration below which starts run side by side, each on one thread.</summary>
    private const long SmallIteration = 1 << 21;

    /// <summary>How it clusters.</summary>
    public KMeansOptions Options { get; } = options ?? new KMeansOptions();

    /// <summary>Clusters the rows of a table as they are scaled.</summary>
    /// <param name="table">n customers × d features; n distinct rows at least as many as clusters.</param>
    /// <param name="progress">Told of each iteration.</param>
    /// <param name="cancellationToken">Stops within an iteration.</param>
    /// <exception cref="ArgumentException">Fewer distinct rows than clusters, or initial centers of another shape.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public KMeansModel Fit(FeatureTable table, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Fit(table, default, progress, cancellationToken);

    /// <summary>Clusters the rows of a table as they are scaled, each as if it stood there as often as its weight says.</summary>
    /// <inheritdoc cref="Fit(FeatureTable, IProgress{FitProgress}?, CancellationToken)"/>
    /// <param name="table">n customers × d features.</param>
    /// <param name="weights">n weights, finite and at least 0; empty: all 1.</param>
    /// <param name="progress">Told of each iteration.</param>
    /// <param name="cancellationToken">Stops within an iteration.</param>
    public KMeansModel Fit(
        FeatureTable table, ReadOnlyMemory<float> weights, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        return Fit(table.Values, weights, table.Names, table.Scaling, progress, cancellationToken);
    }

    /// <summary>Clusters samples; the features are called x0, x1, …</summary>
    /// <inheritdoc cref="Fit(FeatureTable, IProgress{FitProgress}?, CancellationToken)" path="/exception"/>
    /// <param name="samples">n × d, finite; n distinct rows at least as many as clusters.</param>
    /// <param name="progress">Told of each iteration.</param>
    /// <param name="cancellationToken">Stops within an iteration.</param>
    public KMeansModel Fit(MatrixView samples, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Fit(samples, default, progress, cancellationToken);

    /// <summary>Clusters samples, each as if it stood there as often as its weight says.</summary>
    /// <inheritdoc cref="Fit(FeatureTable, IProgress{FitProgress}?, CancellationToken)" path="/exception"/>
    /// <param name="samples">n × d, finite.</param>
    /// <param name="weights">n weights, finite and at least 0; empty: all 1.</param>
    /// <param name="progress">Told of each iteration.</param>
    /// <param name="cancellationToken">Stops within an iteration.</param>
    public KMeansModel Fit(
        MatrixView samples, ReadOnlyMemory<float> weights, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Fit(samples, weights, ClusterInput.DefaultNames(samples.Columns), FeatureScaling.None, progress, cancellationToken);

    private KMeansModel Fit(
        MatrixView samples,
        ReadOnlyMemory<float> weights,
        IReadOnlyList<string> names,
        FeatureScaling scaling,
        IProgress<FitProgress>? progress,
        CancellationToken cancellationToken)
    {
        long began = Stopwatch.GetTimestamp();
        CheckInitialCenters(Options, samples.Columns);
        bool screens = AlgorithmChoice.MayScreen(Options.Algorithm, Options.ClusterCount, samples.Columns);
        using var data = new KMeansData(samples, weights, Options.ClusterCount, Options.Threads, cancellationToken, screens);
        int starts = Options.InitialCenters is null ? Options.Starts : 1;
        var runs = new LloydRun[starts];
        int done = 0;
        ParallelChunks.Run(
            starts,
            1,
            (start, _, _) =>
            {
                LloydRun run = new(data, Options, Begin(data, start, cancellationToken), cancellationToken);
                run.Run(progress is null ? null : (iteration, objective) => progress.Report(Progress(start, starts, done, iteration, objective)));
                Interlocked.Increment(ref done);
                runs[start] = run;
            },
            IterationIsSmall(data) ? Options.Threads : 1,
            cancellationToken);

        LloydRun best = runs[0];
        foreach (LloydRun run in runs)
        {
            if (run.Objective < best.Objective)
                best = run;
        }

        return KMeansModel.Create(data, Options, names, scaling, best, began, cancellationToken);
    }

    private bool IterationIsSmall(KMeansData data) => (long)data.Rows * data.Columns * Options.ClusterCount < SmallIteration;

    private FitProgress Progress(int start, int starts, int done, int iteration, double objective) =>
        new($"k-means, {Options.ClusterCount} clusters, start {start + 1} of {starts}", (double)done / starts)
        {
            Count = iteration,
            Unit = "iterations",
            Objective = objective,
        };

    private Matrix Begin(KMeansData data, int start, CancellationToken cancellationToken) =>
        Options.InitialCenters is { } centers
            ? centers.ToMatrix()
            : new KMeansSeeding(data, new RandomStream(Options.Seed, "k-means start", (ulong)start), cancellationToken)
                .Choose(Options.Initialization, Options.ClusterCount);

    private static void CheckInitialCenters(KMeansOptions options, int columns)
    {
        if (options.InitialCenters is not { } centers)
            return;

        if (centers.Rows != options.ClusterCount || centers.Columns != columns)
        {
            throw new ArgumentException(
                $"The initial centers are {centers.Rows} × {centers.Columns}; {options.ClusterCount} clusters of {columns} features need {options.ClusterCount} × {columns}.", nameof(options));
        }

        ClusterInput.RequireFinite(centers);
    }
}
