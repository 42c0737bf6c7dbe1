namespace Personalization.Clustering;

/// <summary>
/// Walks a hierarchy from the root: where two parts or more are large enough they are new clusters, else the large one goes on as the same
/// cluster.
/// </summary>
internal sealed class TreeCondenser
{
    private readonly ReachabilityHierarchy _hierarchy;
    private readonly int _minClusterSize;
    private readonly double _shortest;
    private readonly List<CondensedCluster> _clusters = [];
    private readonly int[] _rowClusters;
    private readonly double[] _rowLambdas;

    private TreeCondenser(ReachabilityHierarchy hierarchy, int minClusterSize, double shortest)
    {
        _hierarchy = hierarchy;
        _minClusterSize = minClusterSize;
        _shortest = shortest;
        _rowClusters = new int[hierarchy.Rows];
        _rowLambdas = new double[hierarchy.Rows];
    }

    /// <param name="hierarchy">What to condense.</param>
    /// <param name="minClusterSize">Fewest rows of a cluster.</param>
    /// <param name="shortest">Distances below this count as this; positive.</param>
    public static CondensedTree Condense(ReachabilityHierarchy hierarchy, int minClusterSize, double shortest)
    {
        TreeCondenser condenser = new(hierarchy, minClusterSize, shortest);
        condenser.Run();
        return new CondensedTree([.. condenser._clusters], condenser._rowClusters, condenser._rowLambdas, shortest);
    }

    private void Run()
    {
        // First in, first out: a cluster comes behind its parent, and those of one split in the order of their nodes.
        Queue<(int Node, int Cluster)> open = new();
        _clusters.Add(new CondensedCluster(-1, 0, 0, _hierarchy.Rows, 0, -1));
        open.Enqueue((_hierarchy.Root, 0));
        while (open.TryDequeue(out (int Node, int Cluster) next))
            Follow(next.Node, next.Cluster, open);
    }

    /// <summary>Follows one cluster until it splits or ends.</summary>
    private void Follow(int node, int cluster, Queue<(int Node, int Cluster)> open)
    {
        double birth = _clusters[cluster].BirthLambda, stability = 0;
        while (true)
        {
            ReadOnlySpan<int> parts = _hierarchy.Children(node);
            double lambda = 1 / Math.Max(_hierarchy.Distance(node), _shortest);
            int large = 0, last = -1;
            foreach (int part in parts)
            {
                if (_hierarchy.Size(part) >= _minClusterSize)
                    (large, last) = (large + 1, part);
            }

            foreach (int part in parts)
            {
                bool isLarge = _hierarchy.Size(part) >= _minClusterSize;
                if (isLarge && large == 1)
                    continue;

                stability += _hierarchy.Size(part) * (lambda - birth);
                if (isLarge)
                {
                    open.Enqueue((part, _clusters.Count));
                    _clusters.Add(new CondensedCluster(cluster, lambda, lambda, _hierarchy.Size(part), 0, -1));
                }
                else
                {
                    DropRows(part, cluster, lambda);
                }
            }

            if (large != 1)
            {
                _clusters[cluster] = _clusters[cluster] with { DeathLambda = lambda, Stability = stability };
                return;
            }

            node = last;
        }
    }

    private void DropRows(int node, int cluster, double lambda)
    {
        Stack<int> open = new([node]);
        while (open.TryPop(out int next))
        {
            if (next < _hierarchy.Rows)
            {
                _rowClusters[next] = cluster;
                _rowLambdas[next] = lambda;
            }

            foreach (int part in _hierarchy.Children(next))
                open.Push(part);
        }
    }
}
