using System.Diagnostics;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// A mixture of k Gaussian distributions under which the samples are likely, found by expectation-maximization from a k-means clustering, as in
/// scikit-learn. Stateless and thread-safe. The same samples, weights and options give the same model, bit for bit, at any number of threads and any vector
/// width. O(starts · iterations · n · k · d²) time, O(k · d) a sample for diagonal and spherical covariances; O(k · d²) memory for each of up to 64 chunks.
/// </summary>
/// <param name="options">How to cluster; null: the defaults.</param>
public sealed class GaussianMixtureTrainer(GaussianMixtureOptions? options = null)
{
    /// <summary>Rows below which starts run side by side, each on one thread.</summary>
    private const int FewRows = 8192;

    /// <summary>How it clusters.</summary>
    public GaussianMixtureOptions Options { get; } = options ?? new GaussianMixtureOptions();

    /// <summary>Fits a mixture to the rows of a table as they are scaled.</summary>
    /// <param name="table">n customers × d features; at least as many distinct rows as components.</param>
    /// <param name="progress">Told of each iteration.</param>
    /// <param name="cancellationToken">Stops within an iteration.</param>
    /// <exception cref="ArgumentException">Too few distinct rows, or initial means of another shape.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public GaussianMixtureModel Fit(FeatureTable table, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Fit(table, default, progress, cancellationToken);

    /// <summary>Fits a mixture to the rows of a table as they are scaled, each as if it stood there as often as its weight says.</summary>
    /// <inheritdoc cref="Fit(FeatureTable, IProgress{FitProgress}?, CancellationToken)"/>
    /// <param name="table">n customers × d features.</param>
    /// <param name="weights">n weights, finite and at least 0; empty: all 1.</param>
    /// <param name="progress">Told of each iteration.</param>
    /// <param name="cancellationToken">Stops within an iteration.</param>
    public GaussianMixtureModel Fit(
        FeatureTable table, ReadOnlyMemory<float> weights, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        return Fit(table.Values, weights, table.Names, table.Scaling, progress, cancellationToken);
    }

    /// <summary>Fits a mixture to samples; the features are called x0, x1, …</summary>
    /// <inheritdoc cref="Fit(FeatureTable, IProgress{FitProgress}?, CancellationToken)" path="/exception"/>
    /// <param name="samples">n × d, finite; at least as many distinct rows as components.</param>
    /// <param name="progress">Told of each iteration.</param>
    /// <param name="cancellationToken">Stops within an iteration.</param>
    public GaussianMixtureModel Fit(MatrixView samples, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Fit(samples, default, progress, cancellationToken);

    /// <summary>Fits a mixture to samples, each as if it stood there as often as its weight says.</summary>
    /// <inheritdoc cref="Fit(FeatureTable, IProgress{FitProgress}?, CancellationToken)" path="/exception"/>
    /// <param name="samples">n × d, finite.</param>
    /// <param name="weights">n weights, finite and at least 0; empty: all 1.</param>
    /// <param name="progress">Told of each iteration.</param>
    /// <param name="cancellationToken">Stops within an iteration.</param>
    public GaussianMixtureModel Fit(
        MatrixView samples, ReadOnlyMemory<float> weights, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Fit(samples, weights, ClusterInput.DefaultNames(samples.Columns), FeatureScaling.None, progress, cancellationToken);

    private GaussianMixtureModel Fit(
        MatrixView samples,
        ReadOnlyMemory<float> weights,
        IReadOnlyList<string> names,
        FeatureScaling scaling,
        IProgress<FitProgress>? progress,
        CancellationToken cancellationToken)
    {
        long began = Stopwatch.GetTimestamp();
        CheckInitialMeans(Options, samples.Columns);
        var data = new MixtureData(samples, weights, Options, cancellationToken);
        int starts = Options.InitialMeans is null ? Options.Starts : 1;
        var runs = new MixtureRun[starts];
        int done = 0;
        ParallelChunks.Run(
            starts,
            1,
            (start, _, _) =>
            {
                (MatrixView means, int[] labels) = Begin(data, start);
                MixtureRun run = new(data, Options);
                run.Run(means, labels, progress is null ? null : (iteration, objective) => progress.Report(Progress(start, starts, done, iteration, objective)));
                Interlocked.Increment(ref done);
                runs[start] = run;
            },
            samples.Rows < FewRows ? Options.Threads : 1,
            cancellationToken);

        MixtureRun best = runs[0];
        foreach (MixtureRun run in runs)
        {
            if (run.Objectives[^1] < best.Objectives[^1])
                best = run;
        }

        return GaussianMixtureModel.Create(data, Options, names, scaling, best, began);
    }

    private FitProgress Progress(int start, int starts, int done, int iteration, double objective) =>
        new($"Gaussian mixture, {Options.ClusterCount} components, start {start + 1} of {starts}", (double)done / starts)
        {
            Count = iteration,
            Unit = "iterations",
            Objective = objective,
        };

    private (MatrixView Means, int[] Labels) Begin(MixtureData data, int start)
    {
        if (Options.InitialMeans is { } means)
        {
            var labels = new int[data.Samples.Rows];
            var nearest = new NearestCenters(means);
            ParallelChunks.Run(
                labels.Length,
                data.ChunkSize,
                (_, first, end) => nearest.Assign(data.Samples.Slice(first, end - first), labels.AsSpan(first, end - first)),
                data.Threads,
                data.CancellationToken);
            return (means, labels);
        }

        var kmeans = new KMeansOptions
        {
            ClusterCount = Options.ClusterCount,
            Starts = 1,
            Threads = Options.Threads,
            Seed = new RandomStream(Options.Seed, "Gaussian mixture start", (ulong)start).NextUInt64(),
        };
        KMeansModel model = new KMeansTrainer(kmeans).Fit(data.Samples, data.Weights, null, data.CancellationToken);
        return (model.Centers, model.TrainingLabels.ToArray());
    }

    private static void CheckInitialMeans(GaussianMixtureOptions options, int columns)
    {
        if (options.InitialMeans is not { } means)
            return;

        if (means.Rows != options.ClusterCount || means.Columns != columns)
        {
            throw new ArgumentException(
                $"The initial means are {means.Rows} × {means.Columns}; {options.ClusterCount} components of {columns} features need {options.ClusterCount} × {columns}.", nameof(options));
        }

        ClusterInput.RequireFinite(means);
    }
}
