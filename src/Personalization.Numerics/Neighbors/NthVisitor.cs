using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Personalization.Numerics;

/// <summary>Finds the squared distance of each point of a leaf of queries to its nth nearest point.</summary>
internal ref struct NthVisitor<TLanes> : ILeafVisitor
    where TLanes : struct, ILanes<TLanes>
{
    private readonly KdTree _tree;
    private readonly int _nth;
    private readonly ref float _tile;
    private readonly uint _open;

    /// <summary>For each query the n smallest so far, ascending.</summary>
    private readonly Span<float> _smallest;

    /// <summary>For each query the largest of these: nothing farther matters.</summary>
    private readonly Span<float> _limits;

    /// <summary>Zeros for what could raise a distance, then the distances.</summary>
    private readonly Span<float> _scratch;

    private NthVisitor(KdTree tree, KdTree queries, int leaf, int nth, Span<float> smallest, Span<float> limits, Span<float> scratch)
    {
        _tree = tree;
        _nth = nth;
        _tile = ref MemoryMarshal.GetReference(queries.Tile(leaf));
        _open = queries.Present(leaf);
        _smallest = smallest;
        _limits = limits;
        _scratch = scratch;
        smallest.Fill(float.PositiveInfinity);
        limits.Fill(float.PositiveInfinity);
        scratch.Clear();
        Limit = float.PositiveInfinity;
    }

    public float Limit { get; private set; }

    public readonly bool Skips(int node, int endLeaf) => false;

    /// <param name="tree">The points.</param>
    /// <param name="queries">The queries.</param>
    /// <param name="leaf">Which of their leaves.</param>
    /// <param name="nth">Which neighbour, from 1.</param>
    /// <param name="found">Receives LeafSize squared distances.</param>
    public static void Run(KdTree tree, KdTree queries, int leaf, int nth, Span<float> found)
    {
        Span<float> few = stackalloc float[KdTree.LeafSize * 16], scratch = stackalloc float[2 * KdTree.LeafSize];
        Span<float> smallest = nth <= 16 ? few[..(KdTree.LeafSize * nth)] : new float[KdTree.LeafSize * nth];
        NthVisitor<TLanes> visitor = new(tree, queries, leaf, nth, smallest, found, scratch);
        LeafWalk.Run(tree, queries.Box(queries.NodeOf(leaf)), ReferenceEquals(tree, queries) ? leaf : -1, ref visitor);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Visit(int leaf, int node)
    {
        int columns = _tree.Columns;
        ref float others = ref MemoryMarshal.GetReference(_tree.Tile(leaf));
        ref float box = ref MemoryMarshal.GetReference(_tree.Box(node));
        ref float limits = ref MemoryMarshal.GetReference(_limits);
        ref float zeros = ref MemoryMarshal.GetReference(_scratch);
        ref float squares = ref Unsafe.Add(ref zeros, KdTree.LeafSize);
        uint present = _tree.Present(leaf), near = _open & LeafKernel.NearBox<TLanes>(ref _tile, ref box, columns, 0, ref limits);
        if (near == 0)
            return;

        while (near != 0)
        {
            int query = BitOperations.TrailingZeroCount(near);
            near &= near - 1;
            uint within = present & LeafKernel.Raised<TLanes>(
                ref others, ref Unsafe.Add(ref _tile, query), columns, Unsafe.Add(ref limits, query), ref zeros, 0, ref squares);
            if (within == 0)
                continue;

            Span<float> smallest = _smallest.Slice(query * _nth, _nth);
            for (; within != 0; within &= within - 1)
                Insert(smallest, Unsafe.Add(ref squares, BitOperations.TrailingZeroCount(within)));

            Unsafe.Add(ref limits, query) = smallest[^1];
        }

        float largest = 0;
        for (uint rest = _open; rest != 0; rest &= rest - 1)
            largest = Math.Max(largest, Unsafe.Add(ref limits, BitOperations.TrailingZeroCount(rest)));

        Limit = largest;
    }

    private static void Insert(Span<float> ascending, float value)
    {
        int at = ascending.Length - 1;
        if (value >= ascending[at])
            return;

        for (; at > 0 && ascending[at - 1] > value; at--)
            ascending[at] = ascending[at - 1];

        ascending[at] = value;
    }
}
