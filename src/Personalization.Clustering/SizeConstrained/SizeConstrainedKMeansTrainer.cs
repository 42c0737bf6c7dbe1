using System.Diagnostics;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// k-means with bounds on how many rows a cluster has (Bradley, Bennett and Demiriz 2000): each assignment is the cheapest of all within
/// the bounds, and the model keeps what it cost as a price for each cluster, by which it predicts new rows and finds every training row
/// where it was put. Stateless and thread-safe. The same samples and options give the same model, bit for bit, at any number of threads and
/// any vector width. O(starts · iterations · n · k · (d + log n)) time, and O(k² + k log n) for each row that has to move; 20 · n · k bytes
/// for each start that runs. The sizes must be met by the rows that there are: an <see cref="ArgumentException"/> says where they can't be.
/// </summary>
/// <param name="options">How to cluster; null: the defaults.</param>
public sealed class SizeConstrainedKMeansTrainer(SizeConstrainedKMeansOptions? options = null) : ClusterTrainer<SizeConstrainedKMeansModel>
{
    /// <summary>How it clusters.</summary>
    public SizeConstrainedKMeansOptions Options { get; } = options ?? new SizeConstrainedKMeansOptions();

    private protected override SizeConstrainedKMeansModel Fit(
        ClusterFitInput input, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        long began = Stopwatch.GetTimestamp();
        input.CheckInitialCenters(Options.InitialCenters, Options.ClusterCount);
        Options.RequireFeasible(input.Samples.Rows);
        if ((long)input.Samples.Rows * Options.ClusterCount > Array.MaxLength)
            throw ClusterInput.Invalid(
                input.Samples,
                $"and {Options.ClusterCount} clusters make more costs than one array can hold; cluster a sample and predict the rest.");

        using KMeansData data = new(input.Samples, default, Options.ClusterCount, Options.Threads, cancellationToken);
        SquaredCosts squares = SquaredCosts.For(data);
        SizeConstrainedRun best = Starts.Best(
            $"size-constrained k-means, {Options.ClusterCount} clusters",
            Options.InitialCenters is null ? Options.Starts : 1,
            Options.MaxIterations,
            Options.Threads,
            (start, report) =>
            {
                SizeConstrainedRun run = new(data, Options, squares, Begin(data, start, cancellationToken), cancellationToken);
                run.Run(Options.MaxIterations, Options.Tolerance * data.MeanVariance, report);
                return run;
            },
            progress,
            cancellationToken);
        return Finish(input, best, squares, began, cancellationToken);
    }

    private SizeConstrainedKMeansModel Finish(
        ClusterFitInput input, SizeConstrainedRun run, SquaredCosts squares, long began, CancellationToken cancellationToken)
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
        return new SizeConstrainedKMeansModel(
            CenterClusterParts.Of(input, centers, labels, run.Report(began)), Options, inertia, prices, squares, tied);
    }

    private Matrix Begin(KMeansData data, int start, CancellationToken cancellationToken) =>
        Options.InitialCenters is { } centers
            ? centers.ToMatrix()
            : new KMeansSeeding(data, new RandomStream(Options.Seed, "size-constrained k-means start", (ulong)start), cancellationToken)
                .Choose(KMeansInitialization.KMeansPlusPlus, Options.ClusterCount);
}
