using Personalization.Core;

namespace Personalization.Clustering;

/// <summary>One number of clusters that was tried.</summary>
/// <param name="Model">The clustering.</param>
/// <param name="Measures">How good it is.</param>
public sealed record ClusterCandidate(KMeansModel Model, ClusterMeasures Measures)
{
    /// <summary>Number of clusters.</summary>
    public int ClusterCount => Model.ClusterCount;

    /// <summary>Sum of squared distances to the centers.</summary>
    public double Inertia => Model.Inertia;

    /// <summary>Mean silhouette, with its error where it was sampled.</summary>
    public ClusterSilhouetteEstimate Silhouette => Measures.Silhouette;

    /// <summary>Davies–Bouldin index, lower is better.</summary>
    public double DaviesBouldin => Measures.DaviesBouldin;

    /// <summary>Caliński–Harabasz index, higher is better.</summary>
    public double CalinskiHarabasz => Measures.CalinskiHarabasz;

    /// <summary>Share of the rows in the smallest cluster, 0 to 1.</summary>
    public double SmallestShare => Measures.SmallestShare;
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

/// <summary>The same for any algorithm that takes a number of clusters. Immutable and thread-safe.</summary>
/// <typeparam name="TModel">Kind of model.</typeparam>
/// <param name="Models">What was tried, by the number of clusters that was asked for.</param>
/// <param name="Measures">How good each is, in the same order.</param>
/// <param name="ElbowClusterCount">Where the inertia curve bends (kneedle), null where it doesn't.</param>
/// <param name="RecommendedClusterCount">The number to ask for.</param>
/// <param name="Reason">Why, in a sentence or two for people.</param>
public sealed record ClusterSelection<TModel>(
    IReadOnlyList<TModel> Models,
    IReadOnlyList<ClusterMeasures> Measures,
    int? ElbowClusterCount,
    int RecommendedClusterCount,
    string Reason)
    where TModel : class, IClusterModel
{
    /// <summary>The recommended clustering.</summary>
    public TModel Model => Models[RecommendedClusterCount - Measures[0].ClusterCount];
}
