using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Personalization.Numerics;

/// <summary>Counts the points within a radius of each point of one leaf, until each has enough.</summary>
internal ref struct CountVisitor<TLanes> : ILeafVisitor
    where TLanes : struct, ILanes<TLanes>
{
    private readonly KdTree _tree;
    private readonly SearchRadius _radius;
    private readonly int _enough;
    private readonly ref float _tile;
    private readonly Span<int> _counts;
    private readonly Span<float> _limits;
    private uint _open;

    private CountVisitor(KdTree tree, int leaf, SearchRadius radius, int enough, Span<int> counts, Span<float> limits)
    {
        _tree = tree;
        _radius = radius;
        _enough = enough;
        _tile = ref MemoryMarshal.GetReference(tree.Tile(leaf));
        _counts = counts;
        _limits = limits;
        _open = tree.Present(leaf);
        counts.Clear();
        limits.Fill(radius.Maybe);
    }

    public readonly float Limit => _open == 0 ? -1 : _radius.Maybe;

    public readonly bool Skips(int node, int endLeaf) => false;

    /// <summary>The leaf's points that have enough, as bits.</summary>
    public static uint Run(KdTree tree, int leaf, SearchRadius radius, int enough)
    {
        CountVisitor<TLanes> visitor = new(tree, leaf, radius, enough, stackalloc int[KdTree.LeafSize], stackalloc float[KdTree.LeafSize]);
        LeafWalk.Run(tree, tree.Box(tree.NodeOf(leaf)), leaf, ref visitor);
        return tree.Present(leaf) & ~visitor._open;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Visit(int leaf, int node)
    {
        int columns = _tree.Columns;
        ref float others = ref MemoryMarshal.GetReference(_tree.Tile(leaf));
        ref float box = ref MemoryMarshal.GetReference(_tree.Box(node));
        uint near = _open & LeafKernel.NearBox<TLanes>(ref _tile, ref box, columns, 0, ref MemoryMarshal.GetReference(_limits));
        while (near != 0)
        {
            int point = BitOperations.TrailingZeroCount(near);
            near &= near - 1;
            ref float values = ref Unsafe.Add(ref _tile, point);
            uint maybe = LeafKernel.Within<TLanes>(ref others, ref values, columns, _radius.Maybe);
            uint sure = maybe == 0 ? 0 : LeafKernel.Sure<TLanes>(ref others, ref values, columns, maybe, _radius);
            _counts[point] += BitOperations.PopCount(sure);
            if (_counts[point] >= _enough)
                _open &= ~(1u << point);
        }
    }
}
