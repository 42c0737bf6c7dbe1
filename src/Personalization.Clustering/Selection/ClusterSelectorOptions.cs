using Personalization.Core;

namespace Personalization.Clustering;

/// <summary>What decides how many clusters there should be.</summary>
public enum ClusterCriterion
{
    /// <summary>
    /// The elbow among the numbers that separate well, for people who will act on the clusters:
    /// numbers whose smallest cluster holds less than <see cref="ClusterSelectorOptions.SmallestShare"/> of the rows are set aside, and so
    /// is 2 unless its silhouette leads all others by .15; of the rest, those within .05 of their best silhouette stay, and the one nearest
    /// to the elbow of the inertia curve is taken, of two the smaller; without an elbow, the one of best silhouette.
    /// </summary>
    Balanced,

    /// <summary>The elbow of the inertia curve (kneedle); without one, the best silhouette.</summary>
    Elbow,

    /// <summary>Highest mean silhouette; on customer data this is very often 2.</summary>
    Silhouette,

    /// <summary>Lowest Davies–Bouldin index.</summary>
    DaviesBouldin,

    /// <summary>Highest Caliński–Harabasz index.</summary>
    CalinskiHarabasz,

    /// <summary>
    /// Gap statistic: the smallest number whose gap is within an error of the next one's; needs
    /// <see cref="ClusterSelectorOptions.References"/>.
    /// </summary>
    Gap,

    /// <summary>
    /// The largest number all of whose clusters have a Jaccard similarity of at least .75 over resamples, else the one whose least stable
    /// cluster is best; needs <see cref="ClusterSelectorOptions.Resamples"/>.
    /// </summary>
    Stability,

    /// <summary>Lowest Bayesian information criterion; for Gaussian mixtures only.</summary>
    Bayesian,
}

/// <summary>What <see cref="ClusterSelector"/> tries. Immutable; every default is valid.</summary>
public sealed record ClusterSelectorOptions
{
    /// <summary>Fewest clusters to try, at least 2. Default 2. Never more than there are distinct rows.</summary>
    public int MinClusters { get; init => field = Guard.AtLeast(value, 2); } = 2;

    /// <summary>Most clusters to try, at least <see cref="MinClusters"/>. Default 10. Never more than there are distinct rows.</summary>
    public int MaxClusters { get; init => field = Guard.AtLeast(value, 2); } = 10;

    /// <summary>
    /// How to cluster where no other algorithm is given; its number of clusters is ignored, its initial centers must be null. Seed and
    /// threads serve the measures too.
    /// </summary>
    public KMeansOptions KMeans { get; init; } = new();

    /// <summary>What decides. Default <see cref="ClusterCriterion.Balanced"/>.</summary>
    public ClusterCriterion Criterion { get; init; }

    /// <summary>Least share of the rows for the smallest cluster, 0 to 1, where the criterion looks at it. Default .01.</summary>
    public double SmallestShare { get; init => field = Guard.InRange(value, 0, 1); } = .01;

    /// <summary>Rows up to which silhouettes are exact; of more, so many are drawn. At least 2. Default 10,000.</summary>
    public int SilhouetteSampleSize { get; init => field = Guard.AtLeast(value, 2); } = ClusterSilhouette.DefaultSampleSize;

    /// <summary>
    /// Reference sets of the gap statistic, at least 0; each is clustered once for every number. Default 0: no gap statistic.
    /// </summary>
    public int References { get; init => field = Guard.AtLeast(value, 0); }

    /// <summary>Resamples for stability, at least 0; each is clustered once for every number. Default 0: no stability.</summary>
    public int Resamples { get; init => field = Guard.AtLeast(value, 0); }

    internal static ClusterSelectorOptions Validated(ClusterSelectorOptions options)
    {
        if (options.MaxClusters < options.MinClusters)
            throw new ArgumentException(
                $"MaxClusters is {options.MaxClusters}; it must be at least MinClusters, {options.MinClusters}.", nameof(options));

        if ((options.Criterion == ClusterCriterion.Gap && options.References == 0)
            || (options.Criterion == ClusterCriterion.Stability && options.Resamples == 0))
            throw new ArgumentException(
                $"The criterion {options.Criterion} needs References or Resamples; 20 are a good number.", nameof(options));

        return options.KMeans.InitialCenters is null
            ? options
            : throw new ArgumentException(
                "Initial centers fit one number of clusters only; leave them null to try several.", nameof(options));
    }
}
