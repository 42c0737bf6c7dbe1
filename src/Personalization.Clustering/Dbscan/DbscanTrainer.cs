using System.Diagnostics;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// DBSCAN (Ester, Kriegel, Sander and Xu 1996): rows with at least <see cref="DbscanOptions.MinSamples"/> rows within a radius are cores;
/// cores within the radius of each other are of one cluster; a row that isn't a core but within the radius of one is at the border of its
/// cluster; all others are noise. Clusters are numbered by their first core, and a border row within reach of several clusters takes the
/// lowest number, which makes labels equal to scikit-learn's. Stateless and thread-safe. The same samples and options give the same model,
/// bit for bit, at any number of threads and any vector width.
/// </summary>
/// <remarks>
/// Whether a row is within the radius is decided in double precision. On a <see cref="KdTree"/>: about n log n time in a few features, at
/// most n² · d; a few numbers a row beside the tree, however many neighbours there are.
/// </remarks>
/// <param name="options">How to cluster; null: the defaults.</param>
public sealed class DbscanTrainer(DbscanOptions? options = null) : ClusterTrainer<DbscanModel>
{
    private const int SmallestRows = 2;

    /// <summary>How it clusters.</summary>
    public DbscanOptions Options { get; } = options ?? new DbscanOptions();

    private protected override DbscanModel Fit(ClusterFitInput input, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        long began = Stopwatch.GetTimestamp();
        MatrixView samples = input.Samples;
        progress?.Report(new FitProgress("DBSCAN, sorting into a tree", 0));
        KdTree tree = DensityInput.ToTree(samples, SmallestRows, "a density", Options.Threads, cancellationToken);
        progress?.Report(new FitProgress("DBSCAN, finding cores", .3));
        bool[] cores = tree.HaveWithin(Options.Radius, Options.MinSamples, Options.Threads, cancellationToken);
        progress?.Report(new FitProgress("DBSCAN, joining cores", .7));
        int[] labels = tree.ComponentsWithin(Options.Radius, cores, Options.Threads, cancellationToken);
        int clusters = Number(labels);
        progress?.Report(new FitProgress("DBSCAN, labelling the border", .9));
        tree.LowestLabelWithin(tree, Options.Radius, [.. labels], labels, Options.Threads, cancellationToken);
        FitReport report = FitReport.ClosedForm(Stopwatch.GetElapsedTime(began));
        progress?.Report(new FitProgress("DBSCAN, done", 1));
        return DbscanModel.Create(Options, input, labels, cores, clusters, report);
    }

    /// <summary>From first rows of components to 0, 1, … in the order of these rows.</summary>
    private static int Number(int[] components)
    {
        int clusters = 0;
        for (int row = 0; row < components.Length; row++)
        {
            // A component's first row comes before its others, so that row already holds the number when they ask for it.
            int first = components[row];
            if (first >= 0)
                components[row] = first == row ? clusters++ : components[first];
        }

        return clusters;
    }
}
