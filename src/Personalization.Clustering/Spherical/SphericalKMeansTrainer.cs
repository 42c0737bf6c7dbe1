using System.Diagnostics;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// Spherical k-means: k directions such that the cosines of the samples to the nearest of them are large on average (Dhillon and Modha
/// 2001); the best of several starts, each from k-means++ on the sphere. The length of a sample doesn't matter.
/// Stateless and thread-safe. The same samples, weights and options give the same model, bit for bit, at any number of threads and any
/// vector width. O(starts · iterations · n · k · d) time; about 8 · n · d bytes beside the samples.
/// </summary>
/// <param name="options">How to cluster; null: the defaults.</param>
public sealed class SphericalKMeansTrainer(SphericalKMeansOptions? options = null) : WeightedClusterTrainer<SphericalKMeansModel>
{
    private const int RowsAtOnce = 4096;

    /// <summary>How it clusters.</summary>
    public SphericalKMeansOptions Options { get; } = options ?? new SphericalKMeansOptions();

    private protected override SphericalKMeansModel Fit(
        ClusterFitInput input, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        long began = Stopwatch.GetTimestamp();
        input.CheckInitialCenters(Options.InitialCenters, Options.ClusterCount);
        Matrix unit = UnitRows.Of(input.Samples, Options.Threads, cancellationToken);
        using KMeansData data = new(unit, input.Weights, Options.ClusterCount, Options.Threads, cancellationToken);
        SphericalRun best = Starts.Best(
            $"spherical k-means, {Options.ClusterCount} clusters",
            Options.InitialCenters is null ? Options.Starts : 1,
            Options.MaxIterations,
            Starts.AreSmall(data.Rows, data.Columns, Options.ClusterCount) ? Options.Threads : 1,
            (start, report) =>
            {
                SphericalRun run = new(data, Begin(data, start, cancellationToken), cancellationToken);
                run.Run(Options.MaxIterations, Options.Tolerance * data.MeanVariance, report);
                return run;
            },
            progress,
            cancellationToken);

        Matrix centers = CanonicalOrder.Sorted(best.Centers, CanonicalOrder.Of(best.Centers));
        int[] labels = new DirectionAssignment(centers).Assign(input.Samples, Options.Threads, cancellationToken);
        double cosines = ParallelChunks.Reduce(
            data.Rows,
            RowsAtOnce,
            (start, end) => Cosines(data, centers, labels, start, end),
            static (a, b) => a + b,
            Options.Threads,
            cancellationToken);
        return new SphericalKMeansModel(
            CenterClusterParts.Of(input, centers, labels, best.Report(began)), Options, cosines / data.TotalWeight);
    }

    private Matrix Begin(KMeansData data, int start, CancellationToken cancellationToken) =>
        Options.InitialCenters is { } centers
            ? UnitRows.Of(centers, 1, cancellationToken)
            : new KMeansSeeding(data, new RandomStream(Options.Seed, "spherical k-means start", (ulong)start), cancellationToken)
                .Choose(KMeansInitialization.KMeansPlusPlus, Options.ClusterCount);

    private static double Cosines(KMeansData data, Matrix centers, int[] labels, int start, int end)
    {
        double cosines = 0;
        for (int row = start; row < end; row++)
            cosines += data.Weights[row] * StableSum.Dot(data.Row(row), centers.Row(labels[row]));

        return cosines;
    }
}
