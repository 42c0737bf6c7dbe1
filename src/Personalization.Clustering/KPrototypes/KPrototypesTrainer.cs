using System.Diagnostics;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// k-prototypes (Huang 1997, 1998): clusters of numbers and categories together. A cluster's prototype has the means of its numbers and the
/// most frequent levels of its categories; a row belongs to the prototype of least Σ ((x − c) ÷ s)² + γ · the categories that differ, where
/// s
/// is the standard deviation of a number over all rows. The best of several starts. Stateless and thread-safe. The same samples and options
/// give the same model, bit for bit, at any number of threads and any vector width. O(starts · iterations · n · k · d) time.
/// </summary>
/// <remarks>
/// <see cref="MixedFeatures.From"/> makes the samples. A missing number is what the table's encoding puts there, its median; a missing
/// level
/// is equally far from all clusters and doesn't count among the most frequent.
/// </remarks>
/// <param name="options">How to cluster; null: the defaults.</param>
public sealed class KPrototypesTrainer(KPrototypesOptions? options = null) : ClusterTrainer<KPrototypesModel>
{
    /// <summary>How it clusters.</summary>
    public KPrototypesOptions Options { get; } = options ?? new KPrototypesOptions();

    private protected override KPrototypesModel Fit(
        ClusterFitInput input, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        long began = Stopwatch.GetTimestamp();
        MatrixView samples = input.Samples;
        if (samples.Columns == 0) throw ClusterInput.Invalid(samples, "have no features.");
        ClusterInput.RequireFinite(samples);
        MixedColumns columns = MixedColumns.Of(input.FeatureNames, input.Scaling, Options.Categories);
        int distinct = RowSet.CountDistinct(samples, Math.Max(2, Options.ClusterCount));
        if (samples.Rows < 2 || distinct < Options.ClusterCount)
        {
            throw ClusterInput.Invalid(
                samples,
                $"have {distinct} distinct rows; {Options.ClusterCount} clusters need at least {Math.Max(2, Options.ClusterCount)}.");
        }

        MixedDistance distance = MixedDistance.Of(samples, columns, Options.Gamma);
        LevelCodes levels = LevelCodes.Of(samples, columns);
        bool small = Starts.AreSmall(samples.Rows, samples.Columns, Options.ClusterCount);
        KPrototypesRun best = Starts.Best(
            $"k-prototypes, {Options.ClusterCount} clusters",
            Options.Starts,
            Options.MaxIterations,
            small ? Options.Threads : 1,
            (start, report) =>
            {
                RandomStream random = new(Options.Seed, "k-prototypes start", (ulong)start);
                KPrototypesRun run = new(
                    samples, distance, levels, KPrototypesRun.Begin(samples, distance, Options.ClusterCount, random), Options.Threads,
                    cancellationToken);
                run.Run(Options.MaxIterations, 0, report);
                return run;
            },
            progress,
            cancellationToken);

        Matrix prototypes = CanonicalOrder.Sorted(best.Centers, CanonicalOrder.Of(best.Centers));
        int[] labels = new PrototypeAssignment(distance, prototypes).Assign(samples, Options.Threads, cancellationToken);
        CenterClusterParts parts = CenterClusterParts.Of(input, prototypes, labels, best.Report(began));
        return new KPrototypesModel(parts, distance, Options);
    }
}
