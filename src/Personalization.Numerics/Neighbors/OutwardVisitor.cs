using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Personalization.Numerics;

/// <summary>
/// Finds, for the points of one leaf, the first edge to a point of another component, as far as it may be the first of their own component.
/// </summary>
internal ref struct OutwardVisitor<TLanes> : ILeafVisitor
    where TLanes : struct, ILanes<TLanes>
{
    private readonly KdTree _tree;
    private readonly NodeFloors _floors;
    private readonly ReachabilityForest _forest;
    private readonly int _leaf;
    private readonly ref float _tile;
    private readonly uint _open;

    /// <summary>The component of all open points; −1 where there are several.</summary>
    private readonly int _one;
    private readonly ReadOnlySpan<int> _components;
    private readonly Span<float> _own;
    private readonly Span<ReachabilityEdge> _edges;
    private readonly Span<int> _others;
    private readonly Span<float> _limits;
    private readonly Span<float> _squares;

    private OutwardVisitor(
        KdTree tree, NodeFloors floors, ReachabilityForest forest, int leaf, uint open, Span<ReachabilityEdge> edges, Span<int> others,
        Span<float> scratch)
    {
        _tree = tree;
        _floors = floors;
        _forest = forest;
        _leaf = leaf;
        _tile = ref MemoryMarshal.GetReference(tree.Tile(leaf));
        _open = open;
        _components = forest.ComponentsOf(leaf);
        _own = floors.OfLeaf(leaf);
        _edges = edges;
        _others = others;
        _limits = scratch[..KdTree.LeafSize];
        _squares = scratch[KdTree.LeafSize..];
        edges.Fill(new ReachabilityEdge(int.MaxValue, int.MaxValue, float.PositiveInfinity));
        others.Fill(-1);
        _one = _components[BitOperations.TrailingZeroCount(open)];
        for (uint rest = open; rest != 0; rest &= rest - 1)
        {
            if (_components[BitOperations.TrailingZeroCount(rest)] != _one)
                _one = -1;
        }

        RefreshLimits();
    }

    public float Limit { get; private set; }

    public readonly bool Skips(int node, int endLeaf) => _floors.OfNode(node) > Limit || (_one >= 0 && _forest.ComponentOf(node) == _one);

    public static void Run(KdTree tree, NodeFloors floors, ReachabilityForest forest, int leaf)
    {
        uint open = 0;
        for (uint rest = tree.Present(leaf); rest != 0; rest &= rest - 1)
        {
            int point = BitOperations.TrailingZeroCount(rest);
            open |= forest.MustSearch((leaf * KdTree.LeafSize) + point) ? 1u << point : 0;
        }

        if (open == 0)
            return;

        OutwardVisitor<TLanes> visitor = new(
            tree,
            floors,
            forest,
            leaf,
            open,
            stackalloc ReachabilityEdge[KdTree.LeafSize],
            stackalloc int[KdTree.LeafSize],
            stackalloc float[2 * KdTree.LeafSize]);
        LeafWalk.Run(tree, tree.Box(tree.NodeOf(leaf)), leaf, ref visitor);
        visitor.Note();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Visit(int leaf, int node)
    {
        int columns = _tree.Columns, component = _forest.ComponentOf(node);
        ref float others = ref MemoryMarshal.GetReference(_tree.Tile(leaf));
        ref float box = ref MemoryMarshal.GetReference(_tree.Box(node));
        ref float limits = ref MemoryMarshal.GetReference(_limits);
        ref float floors = ref MemoryMarshal.GetReference(_floors.OfLeaf(leaf));
        ref float squares = ref MemoryMarshal.GetReference(_squares);
        uint present = _tree.Present(leaf),
            near = _open & LeafKernel.NearBox<TLanes>(ref _tile, ref box, columns, _floors.OfNode(node), ref limits);
        if (near == 0)
            return;

        for (; near != 0; near &= near - 1)
        {
            int point = BitOperations.TrailingZeroCount(near);
            if (component >= 0 && component == _components[point])
                continue;

            uint within = present & LeafKernel.Raised<TLanes>(
                ref others, ref Unsafe.Add(ref _tile, point), columns, _limits[point], ref floors, _own[point], ref squares);
            if (within != 0)
                Take(leaf, point, within, ref squares);
        }

        RefreshLimits();
    }

    private readonly void Take(int leaf, int point, uint within, ref float squares)
    {
        ReadOnlySpan<int> components = _forest.ComponentsOf(leaf);
        ReadOnlySpan<int> rows = _tree.RowsByPosition;
        int own = _components[point], row = rows[(_leaf * KdTree.LeafSize) + point];
        for (; within != 0; within &= within - 1)
        {
            int other = BitOperations.TrailingZeroCount(within), position = (leaf * KdTree.LeafSize) + other;
            if (components[other] == own)
                continue;

            ReachabilityEdge edge = ReachabilityEdge.Between(row, rows[position], Unsafe.Add(ref squares, other));
            if (!(edge < _edges[point]))
                continue;

            _edges[point] = edge;
            _others[point] = position;
            _limits[point] = Math.Min(_limits[point], edge.Square);
            _forest.Lower(own, edge.Square);
        }
    }

    /// <summary>A point has nothing to find beyond its own best, or its component's.</summary>
    private void RefreshLimits()
    {
        float largest = -1;
        for (uint rest = _open; rest != 0; rest &= rest - 1)
        {
            int point = BitOperations.TrailingZeroCount(rest);
            float limit = Math.Min(_edges[point].Square, _forest.Bound(_components[point]));
            _limits[point] = limit;
            largest = Math.Max(largest, limit);
        }

        Limit = largest;
    }

    /// <summary>An edge up to the limit is a point's first one, because all up to there was seen; beyond it nothing is known.</summary>
    private readonly void Note()
    {
        for (uint rest = _open; rest != 0; rest &= rest - 1)
        {
            int point = BitOperations.TrailingZeroCount(rest), position = (_leaf * KdTree.LeafSize) + point;
            float limit = _limits[point];
            if (_edges[point].Square <= limit)
                _forest.Note(position, _others[point], _edges[point], limit);
            else
                _forest.Note(position, -1, default, limit);
        }
    }
}
