using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// Clusters a table into several numbers of clusters, measures each and recommends one. Stateless and thread-safe. The time is that of the
/// fits plus one pass over all pairs of rows for the silhouettes of all of them together; the gap statistic and stability each multiply the
/// fits.
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

    /// <summary>Clusters the rows of a table as they are scaled, by k-means, into each number of clusters.</summary>
    /// <param name="table">
    /// n customers × d features. With fewer distinct rows than <see cref="ClusterSelectorOptions.MinClusters"/> there are no more clusters
    /// than these: one, and the reason says so, where all rows are equal.
    /// </param>
    /// <param name="progress">Told of each fit and measure; its fraction rises to 1.</param>
    /// <param name="cancellationToken">Stops within a fit.</param>
    /// <exception cref="ArgumentException">The table has no rows.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public ClusterSelection Fit(FeatureTable table, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        KMeansTrainer Trainer(int count) => new(Options.KMeans with { ClusterCount = count });
        ClusterSelection<KMeansModel> selection = Fit(
            table.Values,
            (count, part) => Trainer(count).Fit(table, part, cancellationToken),
            (samples, count) => Trainer(count).Fit(samples, null, cancellationToken),
            progress,
            cancellationToken);
        ClusterCandidate[] candidates =
            [.. selection.Models.Zip(selection.Measures, (model, measures) => new ClusterCandidate(model, measures))];
        return new ClusterSelection(candidates, selection.ElbowClusterCount, selection.RecommendedClusterCount, selection.Reason);
    }

    /// <summary>
    /// Clusters samples into each number of clusters by any algorithm. The best model can be fitted again to a table, so that it knows
    /// names and scaling.
    /// </summary>
    /// <typeparam name="TModel">Kind of model.</typeparam>
    /// <param name="samples">
    /// n × d, finite. With fewer distinct rows than <see cref="ClusterSelectorOptions.MinClusters"/> there are no more clusters than these.
    /// </param>
    /// <param name="fit">Clusters samples into a number of clusters; the same arguments must give the same model.</param>
    /// <param name="progress">Told of each fit and measure; its fraction rises to 1.</param>
    /// <param name="cancellationToken">Stops between fits.</param>
    /// <exception cref="ArgumentException">There are no rows, or the criterion needs what the models don't have.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public ClusterSelection<TModel> Fit<TModel>(
        MatrixView samples,
        Func<MatrixView, int, TModel> fit,
        IProgress<FitProgress>? progress = null,
        CancellationToken cancellationToken = default)
        where TModel : class, IClusterModel
    {
        ArgumentNullException.ThrowIfNull(fit);
        return Fit(samples, (count, _) => fit(samples, count), fit, progress, cancellationToken);
    }

    private ClusterSelection<TModel> Fit<TModel>(
        MatrixView samples,
        Func<int, IProgress<FitProgress>?, TModel> fit,
        Func<MatrixView, int, TModel> refit,
        IProgress<FitProgress>? progress,
        CancellationToken cancellationToken)
        where TModel : class, IClusterModel
    {
        int most = Math.Max(1, RowSet.CountDistinct(samples, Options.MaxClusters));
        int fewest = Math.Min(Options.MinClusters, most);
        TModel[] models = new TModel[most - fewest + 1];
        int[][] labelings = new int[models.Length][];
        RisingProgress? rising = RisingProgress.For(progress);

        // A step for each fit, one for the silhouettes, one for the other measures of each model.
        int done = 0, steps = 1 + (models.Length * (2 + Options.References + Options.Resamples));
        for (int i = 0; i < models.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Tell(fewest + i == 1 ? "1 cluster" : $"{fewest + i} clusters");
            models[i] = fit(fewest + i, RisingProgress.Part(rising, (double)done / steps, (done + 1.0) / steps));
            done++;
            if (Options.Criterion == ClusterCriterion.Bayesian && models[i] is not GaussianMixtureModel)
                throw new ArgumentException(
                    "The Bayesian criterion needs models with a likelihood: cluster by Gaussian mixtures, or choose another criterion.",
                    nameof(fit));

            labelings[i] = new int[samples.Rows];
            models[i].Predict(samples, labelings[i]);
        }

        Tell("silhouettes");
        ClusterMeasuring measuring = new(Options, samples, fewest);
        ClusterMeasures[] measures = measuring.Measure(models, labelings, Refit, Advance, cancellationToken);
        int? elbow = Elbow(measures);
        (int recommended, string reason) = new ClusterChoice(Options, measures, elbow).Decide();
        rising?.Finish();
        return new ClusterSelection<TModel>(models, measures, elbow, recommended, reason);

        void Tell(string stage) => rising?.Report(new FitProgress(stage, (double)done / steps));

        void Advance()
        {
            done++;
            Tell("measures");
        }

        TModel Refit(MatrixView rows, int count)
        {
            cancellationToken.ThrowIfCancellationRequested();
            TModel model = refit(rows, count);
            Advance();
            return model;
        }
    }

    private static int? Elbow(ClusterMeasures[] candidates)
    {
        double[] counts = Array.ConvertAll(candidates, candidate => (double)candidate.ClusterCount);
        double[] inertias = Array.ConvertAll(candidates, candidate => candidate.Inertia);
        int knee = Kneedle.FindKnee(counts, inertias, CurveShape.ConvexDecreasing);
        return knee < 0 ? null : candidates[knee].ClusterCount;
    }
}
