using System.Diagnostics;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// Agglomerative clustering: each row begins as a cluster of its own, and the two nearest clusters merge until one is left. Stateless and
/// thread-safe. Nothing is random, and the same samples and options give the same model, bit for bit, at any number of threads and any
/// vector width.
/// </summary>
/// <remarks>
/// Ward and single linkage keep O(n · d) numbers; average and complete linkage a matrix of 2 · n(n − 1) bytes. Ward takes O(n log n) time
/// where features are few, O(n² · d) where they are many, and so does single linkage; the others take O(n² · d) for distances and O(n²) for
/// merges.
/// </remarks>
/// <param name="options">How to cluster; null: the defaults.</param>
public sealed class AgglomerativeTrainer(AgglomerativeOptions? options = null) : ClusterTrainer<AgglomerativeModel>
{
    /// <summary>How it clusters.</summary>
    public AgglomerativeOptions Options { get; } = options ?? new AgglomerativeOptions();

    private protected override AgglomerativeModel Fit(
        ClusterFitInput input, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        long began = Stopwatch.GetTimestamp();
        MatrixView samples = input.Samples;
        Check(samples);
        AgglomerativeRun run = new(Options.Linkage, Options.Threads, progress, cancellationToken);
        run.CancellationToken.ThrowIfCancellationRequested();
        GowerDistance? gower = Options.Distance == SampleDistance.Gower
            ? GowerDistance.Of(samples, MixedColumns.Of(input.FeatureNames, input.Scaling, Options.Categories))
            : null;
        Dendrogram tree = Options.Linkage switch
        {
            Linkage.Ward => WardMerger.Merge(samples, run),
            Linkage.Single => SingleMerger.Merge(samples, run),
            Linkage.Average => ChainMerger.Merge(samples, run, average: true, gower),
            _ => ChainMerger.Merge(samples, run, average: false, gower),
        };
        int clusters = CountOf(tree, samples);
        FitReport report = FitReport.ClosedForm(Stopwatch.GetElapsedTime(began));
        return new AgglomerativeModel(Options, tree, clusters, samples.ToMatrix(), input.FeatureNames, input.Scaling, report, gower);
    }

    private void Check(MatrixView samples)
    {
        if (Options.Distance == SampleDistance.Gower && Options.Linkage is not (Linkage.Average or Linkage.Complete))
        {
            throw ClusterInput.Invalid(
                samples, $"can't be merged by {Options.Linkage} linkage of Gower's distances; take average or complete linkage.");
        }

        if (samples.Rows < 2)
            throw ClusterInput.Invalid(samples, "can't be merged; at least 2 rows are needed.");

        if (samples.Columns == 0)
            throw ClusterInput.Invalid(samples, "have no features to measure distances by.");

        if (Options.ClusterCount > samples.Rows)
            throw ClusterInput.Invalid(samples, $"can't make {Options.ClusterCount} clusters.");

        ClusterInput.RequireFinite(samples);
        if (Options.Linkage is Linkage.Average or Linkage.Complete)
        {
            long bytes = CondensedDistances.Length(samples.Rows) * sizeof(float),
                most = Math.Min(Options.MaximumMatrixBytes, (long)Array.MaxLength * sizeof(float));
            if (bytes > most)
            {
                throw ClusterInput.Invalid(
                    samples,
                    $"need a matrix of {bytes} bytes for {Options.Linkage} linkage; at most {most} are allowed (MaximumMatrixBytes). "
                    + "Ward and single linkage need no matrix; or cluster a sample, or the centers of k-means.");
            }
        }
    }

    private int CountOf(Dendrogram tree, MatrixView samples)
    {
        // Equal rows are merged at height 0 and can't be told apart when predicting.
        int distinct = tree.CountAt(0);
        if (Options.ClusterCount is { } count)
        {
            return count <= distinct
                ? count
                : throw ClusterInput.Invalid(samples, $"have {distinct} distinct rows; {count} clusters can't be made of them.");
        }

        return Options.CutHeight is { } height ? tree.CountAt(height) : tree.CountAtWidestGap();
    }
}
