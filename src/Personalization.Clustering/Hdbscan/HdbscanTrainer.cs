using System.Diagnostics;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// HDBSCAN* (Campello, Moulavi and Sander 2013): DBSCAN at every radius at once. Two rows are as far apart as the largest of their distance
/// and the distances to their own nearest neighbours; what hangs together up to each distance is a hierarchy; groups of fewer than
/// <see cref="HdbscanOptions.MinClusterSize"/> rows are noise that falls out of it; and the clusters that last longest are taken. Stateless
/// and thread-safe. The same samples and options give the same model, bit for bit, at any number of threads and any vector width.
/// </summary>
/// <remarks>
/// On a <see cref="KdTree"/>: about n log n time in a few features, n² · d at most in each of a few rounds; about 100 bytes a row beside
/// the samples.
/// </remarks>
/// <param name="options">How to cluster; null: the defaults.</param>
public sealed class HdbscanTrainer(HdbscanOptions? options = null) : ClusterTrainer<HdbscanModel>
{
    private const int SmallestRows = 2;

    /// <summary>How it clusters.</summary>
    public HdbscanOptions Options { get; } = options ?? new HdbscanOptions();

    private protected override HdbscanModel Fit(
        ClusterFitInput input, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        long began = Stopwatch.GetTimestamp();
        MatrixView samples = input.Samples;
        progress?.Report(new FitProgress("HDBSCAN, sorting into a tree", 0));
        int neighbors = Options.Neighbors;
        KdTree tree = DensityInput.ToTree(
            samples, Math.Max(SmallestRows, neighbors), $"a core distance to the {neighbors}th row", Options.Threads, cancellationToken);
        progress?.Report(new FitProgress("HDBSCAN, core distances", .05));
        float[] cores = tree.SquaredDistancesToNth(tree, neighbors, Options.Threads, cancellationToken);
        Action<double>? told = progress is null ? null : share =>
            progress.Report(new FitProgress("HDBSCAN, spanning tree", .3 + (.65 * share)));
        ReachabilityEdge[] edges = tree.SpanningTree(cores, told, Options.Threads, cancellationToken);
        progress?.Report(new FitProgress("HDBSCAN, clusters", .95));
        ReachabilityHierarchy hierarchy = new(samples.Rows, edges);
        CondensedTree condensed = FlatClusters.Select(
            TreeCondenser.Condense(hierarchy, Options.MinClusterSize, ShortestOf(edges)), Options);
        FitReport report = FitReport.ClosedForm(Stopwatch.GetElapsedTime(began));
        progress?.Report(new FitProgress("HDBSCAN, done", 1));
        return new HdbscanModel(Options, samples.ToMatrix(), tree, cores, condensed, input.FeatureNames, input.Scaling, report);
    }

    private static double ShortestOf(ReachabilityEdge[] edges)
    {
        foreach (ReachabilityEdge edge in edges)
        {
            if (edge.Square > 0)
                return Math.Sqrt(edge.Square);
        }

        return 1;
    }
}
