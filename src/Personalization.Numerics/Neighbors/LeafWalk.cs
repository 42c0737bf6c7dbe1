using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Personalization.Numerics;

/// <summary>What a search does with the leaves that a walk comes to.</summary>
internal interface ILeafVisitor
{
    /// <summary>
    /// Leaves whose squared distance is beyond this are passed by. It may shrink while walking; below zero ends the walk.
    /// </summary>
    float Limit { get; }

    /// <summary>Whether a node can be left out for a reason besides its distance.</summary>
    /// <param name="node">The node.</param>
    /// <param name="endLeaf">One past its last leaf.</param>
    bool Skips(int node, int endLeaf);

    /// <summary>Looks at the points of a leaf.</summary>
    void Visit(int leaf, int node);
}

/// <summary>Walks a tree from near to far as seen from a box.</summary>
internal static class LeafWalk
{
    /// <summary>Depth of the largest tree, two children a level.</summary>
    private const int StackSize = 80;

    /// <summary>Comes to every leaf within the visitor's limit.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="box">The box of whoever asks: smallest values, then largest.</param>
    /// <param name="home">A leaf to begin at, then its neighbours in the tree and on outwards; −1 to come from the root.</param>
    /// <param name="visitor">What to do.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TVisitor>(KdTree tree, ReadOnlySpan<float> box, int home, ref TVisitor visitor)
        where TVisitor : struct, ILeafVisitor, allows ref struct
    {
        if (tree.LeafCount == 0)
            return;

        ref float asking = ref MemoryMarshal.GetReference(box);
        Span<Frame> stack = stackalloc Frame[StackSize];
        int columns = tree.Columns, depth = 0;
        Frame frame = new(0, 0, tree.LeafCount, 0);
        while (home >= 0 && frame.Leaves > 1)
        {
            Frame left = frame.Left, right = frame.Right;
            bool isLeft = home < right.FirstLeaf;
            Frame other = isLeft ? right : left;
            stack[depth++] = other with { Square = LeafKernel.BetweenBoxes(ref asking, ref BoxOf(tree, other.Node), columns) };
            frame = isLeft ? left : right;
        }

        stack[depth++] = frame;
        while (depth > 0)
        {
            frame = stack[--depth];
            if (frame.Square > visitor.Limit || visitor.Skips(frame.Node, frame.FirstLeaf + frame.Leaves))
                continue;

            if (frame.Leaves == 1)
            {
                visitor.Visit(frame.FirstLeaf, frame.Node);
                continue;
            }

            Frame near = frame.Left, far = frame.Right;
            near = near with { Square = LeafKernel.BetweenBoxes(ref asking, ref BoxOf(tree, near.Node), columns) };
            far = far with { Square = LeafKernel.BetweenBoxes(ref asking, ref BoxOf(tree, far.Node), columns) };
            if (far.Square < near.Square)
                (near, far) = (far, near);

            stack[depth++] = far;
            stack[depth++] = near;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref float BoxOf(KdTree tree, int node) => ref MemoryMarshal.GetReference(tree.Box(node));

    private readonly record struct Frame(int Node, int FirstLeaf, int Leaves, float Square)
    {
        public Frame Left => new(Node + 1, FirstLeaf, (Leaves + 1) / 2, 0);

        public Frame Right => new(Node + (2 * ((Leaves + 1) / 2)), FirstLeaf + ((Leaves + 1) / 2), Leaves / 2, 0);
    }
}
