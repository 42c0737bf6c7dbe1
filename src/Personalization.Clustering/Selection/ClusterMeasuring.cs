using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// Measures clusterings of the same samples into ascending numbers of clusters, from <paramref name="fewest"/> up. One alone, of samples
/// that are all equal, has neither a gap nor stability: there is nothing to compare it with.
/// </summary>
internal sealed class ClusterMeasuring(ClusterSelectorOptions options, MatrixView samples, int fewest)
{
    public ClusterMeasures[] Measure<TModel>(
        TModel[] models, int[][] labelings, Func<MatrixView, int, TModel> refit, Action advance, CancellationToken cancellationToken)
        where TModel : class, IClusterModel
    {
        int[][] separable = Array.FindAll(labelings, IsSeparable);
        IReadOnlyList<ClusterSilhouetteEstimate> silhouettes = separable.Length == 0
            ? []
            : ClusterSilhouette.Estimate(
                samples, separable, options.SilhouetteSampleSize, options.KMeans.Seed, options.KMeans.Threads, cancellationToken);
        GapReferences? gaps = options.References > 0 ? new GapReferences(samples, options.References, options.KMeans.Seed) : null;
        ClusterMeasures[] measures = new ClusterMeasures[models.Length];
        int next = 0;
        for (int i = 0; i < measures.Length; i++)
        {
            advance();
            int count = fewest + i;
            ClusterMeasures own = IsSeparable(labelings[i])
                ? Plain(models[i], labelings[i], count, silhouettes[next++], cancellationToken)
                : OneCluster(models[i], count);
            measures[i] = count == 1 ? own : own with
            {
                Gap = gaps?.Measure(own.Inertia, reference => refit(reference, count), options.KMeans.Threads, cancellationToken),
                Stability = options.Resamples > 0
                    ? ClusterBootstrap.Measure(
                        samples, labelings[i], drawn => refit(drawn, count), options.Resamples, options.KMeans.Seed, cancellationToken)
                    : null,
            };
        }

        return measures;
    }

    private ClusterMeasures Plain(
        IClusterModel model, int[] labels, int count, ClusterSilhouetteEstimate silhouette, CancellationToken cancellationToken) => new()
        {
            ClusterCount = count,
            Inertia = model is KMeansModel kmeans
                ? kmeans.Inertia
                : ClusterMetrics.WithinSquares(samples, labels, options.KMeans.Threads, cancellationToken),
            SmallestShare = SmallestShare(labels, model.ClusterCount),
            Silhouette = silhouette,
            DaviesBouldin = ClusterMetrics.DaviesBouldin(samples, labels, options.KMeans.Threads, cancellationToken),
            CalinskiHarabasz = ClusterMetrics.CalinskiHarabasz(samples, labels, options.KMeans.Threads, cancellationToken),
            BayesianCriterion = (model as GaussianMixtureModel)?.BayesianCriterion,
        };

    /// <summary>All rows in one cluster: worst by every measure that compares clusters, and the inertia of the whole.</summary>
    private ClusterMeasures OneCluster(IClusterModel model, int count) => new()
    {
        ClusterCount = count,
        Inertia = TotalSquares(),
        SmallestShare = count == 1 ? 1 : 0,
        Silhouette = new ClusterSilhouetteEstimate(-1, 0, samples.Rows),
        DaviesBouldin = double.PositiveInfinity,
        CalinskiHarabasz = 0,
        BayesianCriterion = (model as GaussianMixtureModel)?.BayesianCriterion,
    };

    private double TotalSquares()
    {
        double total = 0;
        float[] column = new float[samples.Rows];
        for (int feature = 0; feature < samples.Columns; feature++)
        {
            for (int row = 0; row < column.Length; row++)
                column[row] = samples[row, feature];

            total += StableSum.Variance(column) * column.Length;
        }

        return total;
    }

    private static bool IsSeparable(int[] labels)
    {
        int first = Array.Find(labels, label => label >= 0);
        return Array.Exists(labels, label => label >= 0 && label != first);
    }

    private static double SmallestShare(int[] labels, int clusters)
    {
        int[] sizes = new int[clusters];
        int rows = 0;
        foreach (int label in labels)
        {
            if (label < 0)
                continue;

            sizes[label]++;
            rows++;
        }

        return (double)sizes.Min() / rows;
    }
}
