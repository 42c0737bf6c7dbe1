namespace Personalization.Clustering;

/// <summary>
/// A cluster of a condensed tree: a group that keeps together from one density (λ = 1 / distance) to another, rows falling out meanwhile.
/// </summary>
/// <param name="Parent">The cluster it split off from, a lower index; −1 for the root, which all rows begin in.</param>
/// <param name="BirthLambda">λ at which it split off; 0 for the root.</param>
/// <param name="DeathLambda">λ at which it split into others or its last rows fell out.</param>
/// <param name="Size">Rows at its birth.</param>
/// <param name="Stability">Σ over its rows of (λ at which the row left it − λ of its birth): its excess of mass.</param>
/// <param name="Label">Its number in the flat clustering; −1 where it isn't selected.</param>
public sealed record CondensedCluster(int Parent, double BirthLambda, double DeathLambda, int Size, double Stability, int Label);

/// <summary>
/// The hierarchy of HDBSCAN*, with groups below the smallest cluster size taken as noise: which clusters there are at each density, and
/// where each row falls out. Parts that separate at the same distance do so together, into any number of clusters, so the tree doesn't
/// depend on the order of the rows. Immutable.
/// </summary>
public sealed class CondensedTree
{
    private readonly int[] _rowClusters;
    private readonly double[] _rowLambdas;

    internal CondensedTree(CondensedCluster[] clusters, int[] rowClusters, double[] rowLambdas, double shortestDistance)
    {
        Clusters = clusters;
        _rowClusters = rowClusters;
        _rowLambdas = rowLambdas;
        ShortestDistance = shortestDistance;
    }

    /// <summary>The clusters, each behind its parent; the first is the root.</summary>
    public IReadOnlyList<CondensedCluster> Clusters { get; }

    /// <summary>For each row the cluster that it falls out of.</summary>
    public ReadOnlyMemory<int> RowClusters => _rowClusters;

    /// <summary>For each row the λ at which it falls out.</summary>
    public ReadOnlyMemory<double> RowLambdas => _rowLambdas;

    /// <summary>
    /// The shortest positive distance of the spanning tree: shorter ones, of rows that coincide, count as this, so that λ stays finite. 1
    /// where there is none.
    /// </summary>
    public double ShortestDistance { get; }

    /// <summary>λ of a distance.</summary>
    internal double LambdaOf(double distance) => 1 / Math.Max(distance, ShortestDistance);
}
