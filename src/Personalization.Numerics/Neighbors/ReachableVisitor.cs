using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Personalization.Numerics;

/// <summary>A point by its mutual reachability: the largest of both core distances and the distance, each squared.</summary>
/// <param name="Row">The point; −1 where there is none.</param>
/// <param name="Square">The mutual reachability distance, squared.</param>
internal readonly record struct ReachablePoint(int Row, float Square);

/// <summary>
/// Finds, for each point of a leaf of queries, the point of least mutual reachability: of equals the nearest, of equally near ones the
/// first row.
/// </summary>
internal ref struct ReachableVisitor<TLanes> : ILeafVisitor
    where TLanes : struct, ILanes<TLanes>
{
    private readonly KdTree _tree;
    private readonly NodeFloors _floors;
    private readonly ref float _tile;
    private readonly ReadOnlySpan<float> _own;
    private readonly uint _open;
    private readonly Span<ReachablePoint> _found;
    private readonly Span<float> _limits;
    private readonly Span<float> _distances;
    private readonly Span<float> _scratch;

    private ReachableVisitor(
        KdTree tree, NodeFloors floors, KdTree queries, int leaf, ReadOnlySpan<float> own, Span<ReachablePoint> found, Span<float> limits,
        Span<float> distances, Span<float> scratch)
    {
        _tree = tree;
        _floors = floors;
        _tile = ref MemoryMarshal.GetReference(queries.Tile(leaf));
        _own = own;
        _open = queries.Present(leaf);
        _found = found;
        _limits = limits;
        _distances = distances;
        _scratch = scratch;
        found.Fill(new ReachablePoint(-1, float.PositiveInfinity));
        limits.Fill(float.PositiveInfinity);
        distances.Fill(float.PositiveInfinity);
        Limit = float.PositiveInfinity;
    }

    public float Limit { get; private set; }

    public readonly bool Skips(int node, int endLeaf) => _floors.OfNode(node) > Limit;

    /// <param name="tree">The points.</param>
    /// <param name="floors">Their squared core distances.</param>
    /// <param name="queries">The queries.</param>
    /// <param name="leaf">Which of their leaves.</param>
    /// <param name="own">The squared core distances of its queries.</param>
    /// <param name="found">Receives LeafSize points.</param>
    public static void Run(KdTree tree, NodeFloors floors, KdTree queries, int leaf, ReadOnlySpan<float> own, Span<ReachablePoint> found)
    {
        ReachableVisitor<TLanes> visitor = new(
            tree, floors, queries, leaf, own, found, stackalloc float[KdTree.LeafSize], stackalloc float[KdTree.LeafSize],
            stackalloc float[KdTree.LeafSize]);
        LeafWalk.Run(tree, queries.Box(queries.NodeOf(leaf)), ReferenceEquals(tree, queries) ? leaf : -1, ref visitor);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Visit(int leaf, int node)
    {
        int columns = _tree.Columns;
        ReadOnlySpan<int> rows = _tree.RowsByPosition;
        ref float others = ref MemoryMarshal.GetReference(_tree.Tile(leaf));
        ref float box = ref MemoryMarshal.GetReference(_tree.Box(node));
        ref float limits = ref MemoryMarshal.GetReference(_limits);
        ref float floors = ref MemoryMarshal.GetReference(_floors.OfLeaf(leaf));
        ref float squares = ref MemoryMarshal.GetReference(_scratch);
        uint present = _tree.Present(leaf),
            near = _open & LeafKernel.NearBox<TLanes>(ref _tile, ref box, columns, _floors.OfNode(node), ref limits);
        for (; near != 0; near &= near - 1)
        {
            int query = BitOperations.TrailingZeroCount(near);
            ref float values = ref Unsafe.Add(ref _tile, query);
            uint within = present & LeafKernel.Raised<TLanes>(
                ref others, ref values, columns, Unsafe.Add(ref limits, query), ref floors, _own[query], ref squares);
            for (; within != 0; within &= within - 1)
            {
                int other = BitOperations.TrailingZeroCount(within), row = rows[(leaf * KdTree.LeafSize) + other];
                ReachablePoint best = _found[query];
                float square = Unsafe.Add(ref squares, other),
                    distance = LeafKernel.One(ref Unsafe.Add(ref others, other), ref values, columns);
                if (square < best.Square
                    || (square == best.Square && (distance < _distances[query] || (distance == _distances[query] && row < best.Row))))
                {
                    _found[query] = new ReachablePoint(row, square);
                    _distances[query] = distance;
                    _limits[query] = square;
                }
            }
        }

        float largest = 0;
        for (uint rest = _open; rest != 0; rest &= rest - 1)
            largest = Math.Max(largest, _limits[BitOperations.TrailingZeroCount(rest)]);

        Limit = largest;
    }
}
