using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Personalization.Numerics;

/// <summary>Joins the members of one leaf with those of later leaves within a radius.</summary>
internal ref struct JoinVisitor<TLanes> : ILeafVisitor
    where TLanes : struct, ILanes<TLanes>
{
    private readonly KdTree _tree;
    private readonly SearchRadius _radius;
    private readonly LeafComponents _components;
    private readonly int _leaf;
    private readonly int _node;
    private readonly ref float _tile;
    private readonly Span<float> _limits;

    private JoinVisitor(KdTree tree, int leaf, int node, SearchRadius radius, LeafComponents components, Span<float> limits)
    {
        _tree = tree;
        _radius = radius;
        _components = components;
        _leaf = leaf;
        _node = node;
        _tile = ref MemoryMarshal.GetReference(tree.Tile(leaf));
        _limits = limits;
        limits.Fill(radius.Maybe);
    }

    public readonly float Limit => _radius.Maybe;

    /// <summary>
    /// Joins the members of a leaf among themselves. Comes before <see cref="Run"/>, for all leaves, so that it knows which are of one
    /// component.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RunInside(KdTree tree, int leaf, SearchRadius radius, LeafComponents components)
    {
        ref float tile = ref MemoryMarshal.GetReference(tree.Tile(leaf));
        for (uint open = components.Members(leaf); open != 0;)
        {
            int point = BitOperations.TrailingZeroCount(open);
            open &= open - 1;
            JoinAll(
                ref tile, ref Unsafe.Add(ref tile, point), tree.Columns, open, radius, components, (leaf * KdTree.LeafSize) + point,
                leaf * KdTree.LeafSize);
        }

        components.Settle(leaf);
    }

    public static void Run(KdTree tree, int leaf, SearchRadius radius, LeafComponents components)
    {
        if (components.Members(leaf) == 0)
            return;

        int node = tree.NodeOf(leaf);
        JoinVisitor<TLanes> visitor = new(tree, leaf, node, radius, components, stackalloc float[KdTree.LeafSize]);
        LeafWalk.Run(tree, tree.Box(node), leaf, ref visitor);
        components.Settle(leaf);
    }

    public readonly bool Skips(int node, int endLeaf)
    {
        if (endLeaf <= _leaf || _components.IsEmpty(node))
            return true;

        int one = _components.One(node), own = _components.One(_node);
        return one >= 0 && own >= 0 && _components.Find(one) == _components.Find(own);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Visit(int leaf, int node)
    {
        if (leaf == _leaf)
            return;

        ref float others = ref MemoryMarshal.GetReference(_tree.Tile(leaf));
        ref float box = ref MemoryMarshal.GetReference(_tree.Box(node));
        uint members = _components.Members(leaf), near = _components.Members(_leaf);
        near &= LeafKernel.NearBox<TLanes>(ref _tile, ref box, _tree.Columns, 0, ref MemoryMarshal.GetReference(_limits));
        int one = _components.One(node);
        bool bothOne = one >= 0 && _components.One(_node) >= 0;
        while (near != 0)
        {
            int point = BitOperations.TrailingZeroCount(near), position = (_leaf * KdTree.LeafSize) + point;
            near &= near - 1;
            if (one >= 0 && _components.Find(one) == _components.Find(position))
                continue;

            bool joined = JoinAll(
                ref others, ref Unsafe.Add(ref _tile, point), _tree.Columns, members, _radius, _components, position,
                leaf * KdTree.LeafSize);
            if (joined && bothOne)
                return;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool JoinAll(
        ref float tile, ref float point, int columns, uint members, in SearchRadius radius, LeafComponents components, int position,
        int start)
    {
        uint within = members & LeafKernel.Within<TLanes>(ref tile, ref point, columns, radius.Maybe);
        if (within != 0)
            within = LeafKernel.Sure<TLanes>(ref tile, ref point, columns, within, radius);

        for (uint rest = within; rest != 0; rest &= rest - 1)
            components.Join(position, start + BitOperations.TrailingZeroCount(rest));

        return within != 0;
    }
}
