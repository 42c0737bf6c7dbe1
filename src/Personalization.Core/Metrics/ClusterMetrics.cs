using Personalization.Numerics;

namespace Personalization.Core;

/// <summary>
/// How good a clustering is, by scikit-learn's definitions, in double precision. Labels are from 0 on; negative ones mean noise and are
/// left out, where scikit-learn would take them for one more cluster; labels that no row has don't count. Stateless.
/// </summary>
public static class ClusterMetrics
{
    /// <summary>
    /// Davies–Bouldin index (1979): the mean, over clusters, of the largest (sᵢ + sⱼ) / ‖cᵢ − cⱼ‖, where s is the mean distance of a
    /// cluster's rows to its mean c. At least 0, lower is better. 0 where every cluster is a single point. O(n · d + k² · d).
    /// </summary>
    /// <param name="samples">n × d.</param>
    /// <param name="labels">n labels of at least two clusters.</param>
    /// <param name="threads">Most threads to use; null: one for each processor.</param>
    /// <param name="cancellationToken">Stops before the next rows.</param>
    /// <exception cref="ArgumentException">Lengths disagree, or there are fewer than two clusters.</exception>
    public static double DaviesBouldin(
        MatrixView samples, ReadOnlySpan<int> labels, int? threads = null, CancellationToken cancellationToken = default) =>
        DaviesBouldin(Scatter(samples, labels, threads, cancellationToken));

    /// <summary>
    /// Caliński–Harabasz index (1974): (between / (k − 1)) / (within / (n − k)), where <c>between</c> is Σ nₖ‖cₖ − mean‖² and <c>within</c>
    /// is Σ‖x − c‖². At least 0, higher is better. 1 where <c>within</c> is 0. O(n · d).
    /// </summary>
    /// <param name="samples">n × d.</param>
    /// <param name="labels">n labels of at least two clusters.</param>
    /// <param name="threads">Most threads to use; null: one for each processor.</param>
    /// <param name="cancellationToken">Stops before the next rows.</param>
    /// <exception cref="ArgumentException">Lengths disagree, or there are fewer than two clusters.</exception>
    public static double CalinskiHarabasz(
        MatrixView samples, ReadOnlySpan<int> labels, int? threads = null, CancellationToken cancellationToken = default) =>
        CalinskiHarabasz(Scatter(samples, labels, threads, cancellationToken));

    /// <summary>
    /// Sum of squared distances of the rows to the means of their clusters; noise left out. What k-means calls inertia. O(n · d).
    /// </summary>
    /// <inheritdoc cref="CalinskiHarabasz(MatrixView, ReadOnlySpan{int}, int?, CancellationToken)" path="/param"/>
    /// <exception cref="ArgumentException">Lengths disagree, or there are fewer than two clusters.</exception>
    public static double WithinSquares(
        MatrixView samples, ReadOnlySpan<int> labels, int? threads = null, CancellationToken cancellationToken = default) =>
        Scatter(samples, labels, threads, cancellationToken).Within;

    /// <summary>
    /// Adjusted Rand index (Hubert and Arabie 1985): how far two clusterings of the same rows agree on which pairs belong together, 1 for
    /// the same partition whatever its numbers, about 0 for chance, at least −.5. Every label is a cluster here, negative ones too. O(n).
    /// </summary>
    /// <param name="first">n labels.</param>
    /// <param name="second">n labels.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double AdjustedRand(ReadOnlySpan<int> first, ReadOnlySpan<int> second) =>
        ClusterAgreement.Between(first, second).AdjustedRand;

    private static ClusterScatter Scatter(
        MatrixView samples, ReadOnlySpan<int> labels, int? threads, CancellationToken cancellationToken) =>
        new(samples, labels, new ClusterSizes(labels, samples.Rows), threads, cancellationToken);

    private static double DaviesBouldin(ClusterScatter scatter)
    {
        ClusterSizes sizes = scatter.Sizes;
        double sum = 0;
        for (int cluster = 0; cluster < sizes.Count; cluster++)
        {
            double worst = 0;
            for (int other = 0; other < sizes.Count && sizes[cluster] > 0; other++)
            {
                double distance = Math.Sqrt(ClusterScatter.SquaredDistance(scatter.Mean(cluster), scatter.Mean(other)));
                if (other != cluster && sizes[other] > 0 && distance > 0)
                    worst = Math.Max(
                        worst, ((scatter.Distances[cluster] / sizes[cluster]) + (scatter.Distances[other] / sizes[other])) / distance);
            }

            sum += worst;
        }

        return sum / sizes.NonEmpty;
    }

    private static double CalinskiHarabasz(ClusterScatter scatter)
    {
        ClusterSizes sizes = scatter.Sizes;
        double[] middle = new double[scatter.Columns];
        for (int cluster = 0; cluster < sizes.Count; cluster++)
        {
            for (int column = 0; column < middle.Length; column++)
                middle[column] += scatter.Mean(cluster)[column] * sizes[cluster] / sizes.Rows;
        }

        double between = 0;
        for (int cluster = 0; cluster < sizes.Count; cluster++)
            between += sizes[cluster] * ClusterScatter.SquaredDistance(scatter.Mean(cluster), middle);

        return scatter.Within == 0 ? 1 : between * (sizes.Rows - sizes.NonEmpty) / (scatter.Within * (sizes.NonEmpty - 1));
    }
}
