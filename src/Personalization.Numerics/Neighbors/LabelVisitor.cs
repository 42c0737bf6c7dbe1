using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Personalization.Numerics;

/// <summary>Finds the lowest label within a radius of each point of a leaf of queries.</summary>
internal ref struct LabelVisitor<TLanes> : ILeafVisitor
    where TLanes : struct, ILanes<TLanes>
{
    private readonly KdTree _tree;
    private readonly SearchRadius _radius;
    private readonly ref float _tile;
    private readonly uint _open;
    private readonly ReadOnlySpan<int> _labels;
    private readonly Span<int> _found;
    private readonly Span<float> _limits;

    private LabelVisitor(
        KdTree tree, KdTree queries, int leaf, uint open, SearchRadius radius, ReadOnlySpan<int> labels, Span<int> found,
        Span<float> limits)
    {
        _tree = tree;
        _radius = radius;
        _tile = ref MemoryMarshal.GetReference(queries.Tile(leaf));
        _open = open;
        _labels = labels;
        _found = found;
        _limits = limits;
        limits.Fill(radius.Maybe);
    }

    public readonly float Limit => _radius.Maybe;

    public readonly bool Skips(int node, int endLeaf) => false;

    public static void Run(KdTree tree, KdTree queries, int leaf, SearchRadius radius, ReadOnlySpan<int> labels, int[] labelsOfQueries)
    {
        Span<int> found = labelsOfQueries.AsSpan(leaf * KdTree.LeafSize, KdTree.LeafSize);
        uint open = queries.Present(leaf);
        for (int point = 0; point < found.Length; point++)
        {
            if (found[point] >= 0)
                open &= ~(1u << point);
        }

        if (open == 0)
            return;

        LabelVisitor<TLanes> visitor = new(tree, queries, leaf, open, radius, labels, found, stackalloc float[KdTree.LeafSize]);
        LeafWalk.Run(tree, queries.Box(queries.NodeOf(leaf)), ReferenceEquals(tree, queries) ? leaf : -1, ref visitor);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Visit(int leaf, int node)
    {
        int columns = _tree.Columns;
        ReadOnlySpan<int> labels = _labels.Slice(leaf * KdTree.LeafSize, KdTree.LeafSize);
        uint labelled = 0;
        for (int point = 0; point < labels.Length; point++)
            labelled |= labels[point] >= 0 ? 1u << point : 0;

        if (labelled == 0)
            return;

        ref float others = ref MemoryMarshal.GetReference(_tree.Tile(leaf));
        ref float box = ref MemoryMarshal.GetReference(_tree.Box(node));
        uint near = _open & LeafKernel.NearBox<TLanes>(ref _tile, ref box, columns, 0, ref MemoryMarshal.GetReference(_limits));
        while (near != 0)
        {
            int point = BitOperations.TrailingZeroCount(near);
            near &= near - 1;
            ref float values = ref Unsafe.Add(ref _tile, point);
            uint within = labelled & LeafKernel.Within<TLanes>(ref others, ref values, columns, _radius.Maybe);
            if (within != 0)
                within = LeafKernel.Sure<TLanes>(ref others, ref values, columns, within, _radius);

            while (within != 0)
            {
                int label = labels[BitOperations.TrailingZeroCount(within)];
                within &= within - 1;
                if ((uint)label < (uint)_found[point])
                    _found[point] = label;
            }
        }
    }
}
