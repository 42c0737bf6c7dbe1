using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// Clusters a table into several numbers of clusters, measures each and recommends one. Stateless and thread-safe. The time is that of the fits plus
/// one pass over all pairs of rows for the silhouettes of all of them together.
/// </summary>
public sealed class ClusterSelector
{
    /// <summary>Makes a selector.</summary>
    /// <param name="options">What to try; null: the defaults.</param>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    public ClusterSelector(ClusterSelectorOptions? options = null) =>
        Options = ClusterSelectorOptions.Validated(options ?? new ClusterSelectorOptions());

    /// <summary>What it tries.</summary>
    public ClusterSelectorOptions Options { get; }

    /// <summary>Clusters the rows of a table as they are scaled, into each number of clusters.</summary>
    /// <param name="table">n customers × d features, with at least <see cref="ClusterSelectorOptions.MinClusters"/> distinct rows.</param>
    /// <param name="progress">Told of each number of clusters.</param>
    /// <param name="cancellationToken">Stops within a fit.</param>
    /// <exception cref="ArgumentException">Too few distinct rows.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public ClusterSelection Fit(FeatureTable table, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        int most = Math.Max(Options.MinClusters, RowSet.CountDistinct(table.Values, Options.MaxClusters));
        var models = new KMeansModel[most - Options.MinClusters + 1];
        for (int i = 0; i < models.Length; i++)
        {
            KMeansOptions options = Options.KMeans with { ClusterCount = Options.MinClusters + i };
            progress?.Report(new FitProgress($"k-means, {options.ClusterCount} clusters", (double)i / (models.Length + 1)));
            models[i] = new KMeansTrainer(options).Fit(table, null, cancellationToken);
        }

        progress?.Report(new FitProgress("silhouettes", (double)models.Length / (models.Length + 1)));
        ClusterCandidate[] candidates = Measure(table.Values, models, cancellationToken);
        int? elbow = Elbow(candidates);
        (int recommended, string reason) = new ClusterChoice(Options, candidates, elbow).Decide();
        progress?.Report(new FitProgress("choice of clusters", 1));
        return new ClusterSelection(candidates, elbow, recommended, reason);
    }

    private ClusterCandidate[] Measure(MatrixView samples, KMeansModel[] models, CancellationToken cancellationToken)
    {
        int[][] labelings = Array.ConvertAll(models, model => model.TrainingLabels.ToArray());
        IReadOnlyList<ClusterSilhouetteEstimate> silhouettes = ClusterSilhouette.Estimate(
            samples, labelings, Options.SilhouetteSampleSize, Options.KMeans.Seed, Options.KMeans.Threads, cancellationToken);
        var candidates = new ClusterCandidate[models.Length];
        for (int i = 0; i < candidates.Length; i++)
        {
            candidates[i] = new ClusterCandidate(
                models[i],
                silhouettes[i],
                ClusterMetrics.DaviesBouldin(samples, labelings[i]),
                ClusterMetrics.CalinskiHarabasz(samples, labelings[i]));
        }

        return candidates;
    }

    private static int? Elbow(ClusterCandidate[] candidates)
    {
        double[] counts = Array.ConvertAll(candidates, candidate => (double)candidate.ClusterCount);
        double[] inertias = Array.ConvertAll(candidates, candidate => candidate.Inertia);
        int knee = Kneedle.FindKnee(counts, inertias, CurveShape.ConvexDecreasing);
        return knee < 0 ? null : candidates[knee].ClusterCount;
    }
}
