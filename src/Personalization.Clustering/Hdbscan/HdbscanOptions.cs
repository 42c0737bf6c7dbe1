namespace Personalization.Clustering;

/// <summary>Which clusters of the condensed tree become the flat clustering.</summary>
public enum HdbscanSelection
{
    /// <summary>
    /// Those whose stabilities (excess of mass) sum to most, no two of them nested (Campello, Moulavi and Sander 2013, section 4).
    /// </summary>
    ExcessOfMass,

    /// <summary>The leaves of the tree: the finest clusters, of more even size.</summary>
    Leaf,
}

/// <summary>How <see cref="HdbscanTrainer"/> clusters. Immutable; every default is valid.</summary>
public sealed record HdbscanOptions
{
    /// <summary>
    /// Fewest rows of a cluster, at least 2: a smaller group that splits off is rows falling out of the cluster. Default 5.
    /// </summary>
    public int MinClusterSize { get; init => field = Guard.AtLeast(value, 2); } = 5;

    /// <summary>
    /// A row's core distance is that to its so-manieth nearest row, the row itself included; at least 1; larger calls more rows noise.
    /// Null: as <see cref="MinClusterSize"/>. Default null. As in the paper and scikit-learn; the package hdbscan doesn't count the row
    /// itself, so its m is m + 1 here.
    /// </summary>
    public int? MinSamples { get; init => field = Guard.AtLeast(value, 1); }

    /// <summary>Which clusters are taken. Default excess of mass.</summary>
    public HdbscanSelection Selection { get; init; }

    /// <summary>
    /// Clusters that split off at a distance below this stay together, called <c>cluster_selection_epsilon</c> elsewhere (Malzer and Baum
    /// 2020); finite, at least 0. Default 0: none do.
    /// </summary>
    public double SelectionRadius { get; init => field = Guard.InRange(value, 0, double.MaxValue); }

    /// <summary>
    /// Whether all rows together may be the one cluster. Default false: then there are two clusters at least, or only noise.
    /// </summary>
    public bool AllowSingleCluster { get; init; }

    /// <summary>Most threads to use, at least 1; null: one for each processor. Changes the time, never the result. Default null.</summary>
    public int? Threads { get; init => field = Guard.AtLeast(value, 1); }

    /// <summary>The neighbours of a core distance that hold where nothing else is asked for.</summary>
    internal int Neighbors => MinSamples ?? MinClusterSize;
}
