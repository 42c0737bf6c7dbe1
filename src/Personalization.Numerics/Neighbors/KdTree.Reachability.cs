namespace Personalization.Numerics;

/// <content>Nearest neighbours, and mutual reachability (Campello, Moulavi and Sander 2013): the largest of two points' core distances and
/// their distance.</content>
internal sealed partial class KdTree
{
    /// <summary>
    /// The squared distance of each query to its nth nearest point; a point that is itself in the tree is its own first one.
    /// </summary>
    /// <param name="queries">A tree of the queries, of equally many features; may be this tree.</param>
    /// <param name="nth">Which neighbour, from 1 to <see cref="Rows"/>.</param>
    /// <param name="threads">Most threads to use, at least 1. Default: one for each processor.</param>
    /// <param name="cancellationToken">Stops between leaves.</param>
    /// <returns>One for each row of the queries.</returns>
    public float[] SquaredDistancesToNth(KdTree queries, int nth, int? threads = null, CancellationToken cancellationToken = default) =>
        SquaredDistancesToNth(queries, nth, LaneWidths.Widest, threads, cancellationToken);

    /// <summary>
    /// The minimum spanning tree of all points by mutual reachability. Edges are ordered by weight, then by rows, so that there is one such
    /// tree, whatever finds it. Borůvka's algorithm, each point looking for its first edge outwards through the tree (as March, Ram and
    /// Gray 2010, without their bounds on pairs of nodes).
    /// </summary>
    /// <param name="squaredCores">The squared core distance of each row; zeros for the spanning tree by distance alone.</param>
    /// <param name="progress">Told of the share of edges that are found.</param>
    /// <param name="threads">Most threads to use, at least 1. Default: one for each processor.</param>
    /// <param name="cancellationToken">Stops between leaves.</param>
    /// <returns>n − 1 edges in their order; none for no points.</returns>
    public ReachabilityEdge[] SpanningTree(
        ReadOnlySpan<float> squaredCores, Action<double>? progress = null, int? threads = null,
        CancellationToken cancellationToken = default) =>
        SpanningTree(squaredCores, progress, LaneWidths.Widest, threads, cancellationToken);

    /// <summary>For each query the point of least mutual reachability: of equals the nearest, of equally near ones the first row.</summary>
    /// <param name="queries">A tree of the queries, of equally many features; may be this tree.</param>
    /// <param name="squaredCores">The squared core distance of each row of this tree.</param>
    /// <param name="squaredCoresOfQueries">The squared core distance of each row of the queries.</param>
    /// <param name="threads">Most threads to use, at least 1. Default: one for each processor.</param>
    /// <param name="cancellationToken">Stops between leaves.</param>
    /// <returns>One for each row of the queries.</returns>
    public ReachablePoint[] MostReachable(
        KdTree queries,
        ReadOnlySpan<float> squaredCores,
        ReadOnlySpan<float> squaredCoresOfQueries,
        int? threads = null,
        CancellationToken cancellationToken = default) =>
        MostReachable(queries, squaredCores, squaredCoresOfQueries, LaneWidths.Widest, threads, cancellationToken);

    internal float[] SquaredDistancesToNth(KdTree queries, int nth, LaneWidth width, int? threads, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(queries);
        RequireSameColumns(queries);
        Guard.InRange(nth, 1, Math.Max(1, Rows), nameof(nth));
        float[] found = new float[queries.LeafCount * LeafSize];
        queries.ForLeaves(
            leaf =>
            {
                Span<float> own = found.AsSpan(leaf * LeafSize, LeafSize);
                switch (width)
                {
                    case LaneWidth.Vector512: NthVisitor<Lanes512>.Run(this, queries, leaf, nth, own); break;
                    case LaneWidth.Vector256: NthVisitor<Lanes256>.Run(this, queries, leaf, nth, own); break;
                    case LaneWidth.Vector128: NthVisitor<Lanes128>.Run(this, queries, leaf, nth, own); break;
                    default: NthVisitor<Lanes1>.Run(this, queries, leaf, nth, own); break;
                }
            },
            threads,
            cancellationToken);
        return queries.ToRowOrder<float>(found);
    }

    internal ReachabilityEdge[] SpanningTree(
        ReadOnlySpan<float> squaredCores, Action<double>? progress, LaneWidth width, int? threads, CancellationToken cancellationToken)
    {
        NodeFloors floors = new(this, squaredCores);
        ReachabilityForest forest = new(this);
        return forest.Grow(
            width switch
            {
                LaneWidth.Vector512 => leaf => OutwardVisitor<Lanes512>.Run(this, floors, forest, leaf),
                LaneWidth.Vector256 => leaf => OutwardVisitor<Lanes256>.Run(this, floors, forest, leaf),
                LaneWidth.Vector128 => leaf => OutwardVisitor<Lanes128>.Run(this, floors, forest, leaf),
                _ => leaf => OutwardVisitor<Lanes1>.Run(this, floors, forest, leaf),
            },
            progress,
            threads,
            cancellationToken);
    }

    internal ReachablePoint[] MostReachable(
        KdTree queries,
        ReadOnlySpan<float> squaredCores,
        ReadOnlySpan<float> squaredCoresOfQueries,
        LaneWidth width,
        int? threads,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(queries);
        RequireSameColumns(queries);
        NodeFloors floors = new(this, squaredCores);
        NodeFloors own = new(queries, squaredCoresOfQueries);
        ReachablePoint[] found = new ReachablePoint[queries.LeafCount * LeafSize];
        queries.ForLeaves(
            leaf =>
            {
                Span<ReachablePoint> points = found.AsSpan(leaf * LeafSize, LeafSize);
                switch (width)
                {
                    case LaneWidth.Vector512: ReachableVisitor<Lanes512>.Run(this, floors, queries, leaf, own.OfLeaf(leaf), points); break;
                    case LaneWidth.Vector256: ReachableVisitor<Lanes256>.Run(this, floors, queries, leaf, own.OfLeaf(leaf), points); break;
                    case LaneWidth.Vector128: ReachableVisitor<Lanes128>.Run(this, floors, queries, leaf, own.OfLeaf(leaf), points); break;
                    default: ReachableVisitor<Lanes1>.Run(this, floors, queries, leaf, own.OfLeaf(leaf), points); break;
                }
            },
            threads,
            cancellationToken);
        return queries.ToRowOrder<ReachablePoint>(found);
    }
}
