using Personalization.Core;

namespace Personalization.Clustering;

/// <summary>How good one clustering of a table is, by every measure that was asked for. Immutable and thread-safe.</summary>
public sealed record ClusterMeasures
{
    /// <summary>Number of clusters.</summary>
    public required int ClusterCount { get; init; }

    /// <summary>Sum of squared distances of the rows to the means of their clusters; for k-means its inertia.</summary>
    public required double Inertia { get; init; }

    /// <summary>Share of the rows in the smallest cluster, 0 to 1.</summary>
    public required double SmallestShare { get; init; }

    /// <summary>Mean silhouette, with its error where it was sampled; −1 where all rows are in one cluster.</summary>
    public required ClusterSilhouetteEstimate Silhouette { get; init; }

    /// <summary>Davies–Bouldin index, lower is better; infinite where all rows are in one cluster.</summary>
    public required double DaviesBouldin { get; init; }

    /// <summary>Caliński–Harabasz index, higher is better; 0 where all rows are in one cluster.</summary>
    public required double CalinskiHarabasz { get; init; }

    /// <summary>Gap statistic; null where it wasn't asked for, or all rows are equal.</summary>
    public ClusterGap? Gap { get; init; }

    /// <summary>
    /// What becomes of the clusters on other samples of the same customers; null where it wasn't asked for, or all are equal.
    /// </summary>
    public ClusterStability? Stability { get; init; }

    /// <summary>Bayesian information criterion of a <see cref="GaussianMixtureModel"/>, lower is better; null for other models.</summary>
    public double? BayesianCriterion { get; init; }
}

/// <summary>The gap of one clustering.</summary>
/// <param name="Value">Mean of ln(inertia) of reference sets without clusters − ln(inertia) of the data.</param>
/// <param name="Error">Standard deviation over the reference sets · √(1 + 1/B).</param>
public sealed record ClusterGap(double Value, double Error);

/// <summary>How a clustering stands resampling.</summary>
/// <param name="Jaccard">
/// For each cluster the mean similarity to what is most like it among the clusters of a resample, 0 to 1; above .75 counts as stable.
/// </param>
/// <param name="AdjustedRand">Mean adjusted Rand index between the clustering and that of a resample, on the rows of the resample.</param>
public sealed record ClusterStability(IReadOnlyList<double> Jaccard, double AdjustedRand)
{
    /// <summary>The similarity of the least stable cluster.</summary>
    public double Lowest => Jaccard.Min();
}
