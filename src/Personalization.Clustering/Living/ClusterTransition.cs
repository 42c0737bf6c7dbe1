namespace Personalization.Clustering;

/// <summary>What became of a cluster in a retrain, or where one came from (the terms of MONIC, Spiliopoulou et al. 2006).</summary>
public enum ClusterChange
{
    /// <summary>It goes on: the old and the new cluster are the same segment.</summary>
    Survived,

    /// <summary>A new cluster, most of whose members were in one old cluster that survived elsewhere.</summary>
    Split,

    /// <summary>An old cluster, most of whose members are in one new cluster that continues another.</summary>
    Merged,

    /// <summary>A new cluster that continues nothing.</summary>
    Born,

    /// <summary>An old cluster whose members went different ways.</summary>
    Died,
}

/// <summary>A cluster on one side of a retrain and its counterpart on the other.</summary>
/// <param name="Cluster">Number of the cluster on its side.</param>
/// <param name="Change">What happened.</param>
/// <param name="Counterpart">
/// The cluster of the other side that it survived as, split from or merged into; −1 for births and deaths.
/// </param>
/// <param name="Members">Rows of the cluster among those compared.</param>
/// <param name="Shared">Of these, those in the counterpart; 0 without one.</param>
public sealed record ClusterTransition(int Cluster, ClusterChange Change, int Counterpart, int Members, int Shared);
