using System.Diagnostics;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// k-means with bounds on how many rows a cluster has (Bradley, Bennett and Demiriz 2000): each assignment is the cheapest of all within the bounds, and the model
/// keeps what it cost as a price for each cluster, by which it predicts new rows and finds every training row where it was put.
/// Stateless and thread-safe. The same samples and options give the same model, bit for bit, at any number of threads and any vector width.
/// O(starts · iterations · n · k · (d + log n)) time, and O(k² + k log n) for each row that has to move; 20 · n · k bytes for each start that runs.
/// </summary>
/// <param name="options">How to cluster; null: the defaults.</param>
public sealed class SizeConstrainedKMeansTrainer(SizeConstrainedKMeansOptions? options = null)
{
    /// <summary>How it clusters.</summary>
    public SizeConstrainedKMeansOptions Options { get; } = options ?? new SizeConstrainedKMeansOptions();

    /// <summary>Clusters the rows of a table as they are scaled.</summary>
    /// <param name="table">n customers × d features; at least as many distinct rows as clusters.</param>
    /// <param name="progress">Told of each iteration.</param>
    /// <param name="cancellationToken">Stops within an iteration.</param>
    /// <exception cref="ArgumentException">The sizes can't be met by n rows, there are too few distinct ones, or initial centers have another shape.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public SizeConstrainedKMeansModel Fit(FeatureTable table, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        return Fit(new CenterFitInput(table.Values, default, table.Names, table.Scaling), progress, cancellationToken);
    }

    /// <summary>Clusters samples; the features are called x0, x1, …</summary>
    /// <inheritdoc cref="Fit(FeatureTable, IProgress{FitProgress}?, CancellationToken)" path="/exception"/>
    /// <param name="samples">n × d, finite; at least as many distinct rows as clusters.</param>
    /// <param name="progress">Told of each iteration.</param>
    /// <param name="cancellationToken">Stops within an iteration.</param>
    public SizeConstrainedKMeansModel Fit(MatrixView samples, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Fit(new CenterFitInput(samples, default, ClusterInput.DefaultNames(samples.Columns), FeatureScaling.None), progress, cancellationToken);

    private SizeConstrainedKMeansModel Fit(CenterFitInput input, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        long began = Stopwatch.GetTimestamp();
        input.CheckInitialCenters(Options.InitialCenters, Options.ClusterCount);
        Options.RequireFeasible(input.Samples.Rows);
        if ((long)input.Samples.Rows * Options.ClusterCount > Array.MaxLength)
            throw ClusterInput.Invalid(input.Samples, $"and {Options.ClusterCount} clusters make more costs than one array can hold; cluster a sample and predict the rest.");

        var data = new KMeansData(input.Samples, default, Options.ClusterCount, Options.Threads, cancellationToken);
        SquaredCosts squares = SquaredCosts.For(data);
        SizeConstrainedRun best = CenterRuns.Best(
            $"size-constrained k-means, {Options.ClusterCount} clusters",
            Options.InitialCenters is null ? Options.Starts : 1,
            0,
            Options.Threads,
            (start, report) =>
            {
                var run = new SizeConstrainedRun(data, Options, squares, Begin(data, start, cancellationToken), cancellationToken);
                run.Run(Options.MaxIterations, Options.Tolerance * data.MeanVariance, report);
                return run;
            },
            progress,
            cancellationToken);
        return Finish(input, best, squares, began, cancellationToken);
    }

    private SizeConstrainedKMeansModel Finish(
        CenterFitInput input, SizeConstrainedRun run, SquaredCosts squares, long began, CancellationToken cancellationToken)
    {
        int clusterCount = Options.ClusterCount;
        int[] order = CanonicalOrder.Of(run.Centers), number = new int[clusterCount];
        for (int cluster = 0; cluster < clusterCount; cluster++)
            number[order[cluster]] = cluster;

        Matrix centers = CanonicalOrder.Sorted(run.Centers, order);
        int[] labels = Array.ConvertAll(run.Labels, label => number[label]);
        double[] prices = ClusterPrices.Centered(
            run.Costs, run.Labels, clusterCount, Options.MinSize, Options.MaxSize ?? labels.Length, squares.Quantum);
        prices = Array.ConvertAll(order, cluster => prices[cluster]);
        int[] byPrices = new PricedAssignment(centers, prices, squares, null).Assign(input.Samples, Options.Threads, cancellationToken);
        TiedRows tied = TiedRows.Settle(input.Samples, labels, byPrices, clusterCount);
        double inertia = CenterInertia.Of(input.Samples, default, centers, labels, Options.Threads, cancellationToken);
        var report = new FitReport(run.Objectives.Count, run.StopReason, run.Objectives, Stopwatch.GetElapsedTime(began));
        long[] sizes = CenterClusterParts.SizesOf(labels, clusterCount);
        var parts = new CenterClusterParts(centers, [.. input.FeatureNames], input.Scaling, sizes, labels, report);
        return new SizeConstrainedKMeansModel(parts, Options, inertia, prices, squares, tied);
    }

    private Matrix Begin(KMeansData data, int start, CancellationToken cancellationToken) =>
        Options.InitialCenters is { } centers
            ? centers.ToMatrix()
            : new KMeansSeeding(data, new RandomStream(Options.Seed, "size-constrained k-means start", (ulong)start), cancellationToken)
                .Choose(KMeansInitialization.KMeansPlusPlus, Options.ClusterCount);
}
