using Personalization.Core;

namespace Personalization.Clustering;

/// <summary>One number of clusters that was tried.</summary>
/// <param name="Model">The clustering.</param>
/// <param name="Silhouette">Mean silhouette, with its error where it was sampled.</param>
/// <param name="DaviesBouldin">Davies–Bouldin index, lower is better.</param>
/// <param name="CalinskiHarabasz">Caliński–Harabasz index, higher is better.</param>
public sealed record ClusterCandidate(KMeansModel Model, ClusterSilhouetteEstimate Silhouette, double DaviesBouldin, double CalinskiHarabasz)
{
    /// <summary>Number of clusters.</summary>
    public int ClusterCount => Model.ClusterCount;

    /// <summary>Sum of squared distances to the centers.</summary>
    public double Inertia => Model.Inertia;

    /// <summary>Share of the rows in the smallest cluster, 0 to 1.</summary>
    public double SmallestShare => (double)Model.Sizes.Min() / Model.Sizes.Sum();
}

/// <summary>Clusterings of one table into different numbers of clusters, and which one to take. Immutable and thread-safe.</summary>
/// <param name="Candidates">What was tried, by number of clusters.</param>
/// <param name="ElbowClusterCount">Where the inertia curve bends (kneedle), null where it doesn't.</param>
/// <param name="RecommendedClusterCount">The number to take.</param>
/// <param name="Reason">Why, in a sentence or two for people.</param>
public sealed record ClusterSelection(
    IReadOnlyList<ClusterCandidate> Candidates, int? ElbowClusterCount, int RecommendedClusterCount, string Reason)
{
    /// <summary>The recommended candidate.</summary>
    public ClusterCandidate Recommended => Candidates.First(candidate => candidate.ClusterCount == RecommendedClusterCount);

    /// <summary>The recommended clustering.</summary>
    public KMeansModel Model => Recommended.Model;
}
