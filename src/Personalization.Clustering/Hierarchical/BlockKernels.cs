using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Personalization.Clustering;

/// <summary>
/// Distances from one point to blocks of <see cref="BlockSize"/> points or boxes that stand feature-major, one to a lane. A score is
/// ‖difference‖² ÷ (u + v), with an inverse weight u of the point and v of the other: with 1 ÷ size of clusters, what Ward's criterion grows by when
/// the two merge; with u = 0 and v = 1, the squared distance.
/// </summary>
/// <remarks>
/// A box's score is never above that of a point in it whose inverse weight is no larger, in rounded arithmetic too: both go through the same
/// operations in the same order, and each is monotone. So a search that passes over boxes finds exactly what a search of everything finds.
/// </remarks>
internal abstract class BlockKernels
{
    /// <summary>Points of a block, children of a node: two vectors of 512 bits.</summary>
    public const int BlockSize = 16;

    /// <summary>On the widest lanes that the processor runs in hardware.</summary>
    public static BlockKernels Widest { get; } = For(
        Vector512.IsHardwareAccelerated ? 8 : Vector256.IsHardwareAccelerated ? 4 : Vector128.IsHardwareAccelerated ? 2 : 1);

    public static BlockKernels For(int lanes) => lanes switch
    {
        8 => new BlockKernels<DoubleLanes8>(),
        4 => new BlockKernels<DoubleLanes4>(),
        2 => new BlockKernels<DoubleLanes2>(),
        _ => new BlockKernels<DoubleLanes1>(),
    };

    /// <summary>Scores of a block's points; bit i of the result tells whether score i is at most the limit.</summary>
    /// <param name="points">d × 16 values.</param>
    /// <param name="inverses">16 inverse weights.</param>
    /// <param name="query">d values.</param>
    /// <param name="inverse">The query's inverse weight.</param>
    /// <param name="limit">The best score so far.</param>
    /// <param name="scores">16 values.</param>
    public abstract uint Scores(
        ReadOnlySpan<double> points, ReadOnlySpan<double> inverses, ReadOnlySpan<double> query, double inverse, double limit, Span<double> scores);

    /// <summary>The least scores that anything in each of 16 boxes may have; bits as of <see cref="Scores"/>.</summary>
    public abstract uint Bounds(
        ReadOnlySpan<double> low,
        ReadOnlySpan<double> high,
        ReadOnlySpan<double> inverses,
        ReadOnlySpan<double> query,
        double inverse,
        double limit,
        Span<double> scores);

    /// <summary>Lowers the squared distance that each place has to the closest point so far, where the query is closer still.</summary>
    /// <param name="points">Whole blocks of d × 16 values.</param>
    /// <param name="query">d values.</param>
    /// <param name="closest">16 values a block.</param>
    /// <returns>The place whose distance is smallest then, of equal ones the first; it may lie anywhere where all are infinite.</returns>
    public abstract int Relax(ReadOnlySpan<double> points, ReadOnlySpan<double> query, Span<double> closest);
}

internal sealed class BlockKernels<TLanes> : BlockKernels
    where TLanes : struct, IDoubleLanes<TLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override uint Scores(
        ReadOnlySpan<double> points, ReadOnlySpan<double> inverses, ReadOnlySpan<double> query, double inverse, double limit, Span<double> scores)
    {
        ref double score = ref MemoryMarshal.GetReference(scores);
        TLanes own = TLanes.Broadcast(inverse), most = TLanes.Broadcast(limit);
        uint atMost = 0;
        ref double inverseOf = ref MemoryMarshal.GetReference(inverses);
        nuint width = (nuint)TLanes.Count;

        // Two vectors at a time, so that one's additions needn't wait for each other.
        for (nuint lane = 0; lane < BlockSize; lane += 2 * width)
        {
            ref double point = ref Unsafe.Add(ref MemoryMarshal.GetReference(points), lane);
            TLanes left = default, right = default;
            foreach (double value in query)
            {
                TLanes at = TLanes.Broadcast(value);
                TLanes leftDifference = TLanes.Subtract(TLanes.Load(ref point, 0), at), rightDifference = TLanes.Subtract(TLanes.Load(ref point, width), at);
                left = TLanes.MultiplyAdd(leftDifference, leftDifference, left);
                right = TLanes.MultiplyAdd(rightDifference, rightDifference, right);
                point = ref Unsafe.Add(ref point, BlockSize);
            }

            left = TLanes.Divide(left, TLanes.Add(own, TLanes.Load(ref inverseOf, lane)));
            right = TLanes.Divide(right, TLanes.Add(own, TLanes.Load(ref inverseOf, lane + width)));
            TLanes.Store(left, ref score, lane);
            TLanes.Store(right, ref score, lane + width);
            atMost |= (TLanes.AtMost(left, most) | (TLanes.AtMost(right, most) << (int)width)) << (int)lane;
        }

        return atMost;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override uint Bounds(
        ReadOnlySpan<double> low,
        ReadOnlySpan<double> high,
        ReadOnlySpan<double> inverses,
        ReadOnlySpan<double> query,
        double inverse,
        double limit,
        Span<double> scores)
    {
        ref double score = ref MemoryMarshal.GetReference(scores);
        TLanes own = TLanes.Broadcast(inverse), most = TLanes.Broadcast(limit);
        uint atMost = 0;
        for (nuint lane = 0; lane < BlockSize; lane += (nuint)TLanes.Count)
        {
            ref double from = ref MemoryMarshal.GetReference(low);
            ref double to = ref MemoryMarshal.GetReference(high);
            TLanes sum = default;
            foreach (double value in query)
            {
                TLanes at = TLanes.Broadcast(value);
                TLanes outside = TLanes.Max(TLanes.Subtract(TLanes.Load(ref from, lane), at), TLanes.Subtract(at, TLanes.Load(ref to, lane)));
                outside = TLanes.Max(outside, default);
                sum = TLanes.MultiplyAdd(outside, outside, sum);
                from = ref Unsafe.Add(ref from, BlockSize);
                to = ref Unsafe.Add(ref to, BlockSize);
            }

            sum = TLanes.Divide(sum, TLanes.Add(own, TLanes.Load(ref MemoryMarshal.GetReference(inverses), lane)));
            TLanes.Store(sum, ref score, lane);
            atMost |= TLanes.AtMost(sum, most) << (int)lane;
        }

        return atMost;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override int Relax(ReadOnlySpan<double> points, ReadOnlySpan<double> query, Span<double> closest)
    {
        Span<double> smallest = stackalloc double[BlockSize], blocks = stackalloc double[BlockSize];
        for (nuint lane = 0; lane < BlockSize; lane += (nuint)TLanes.Count)
        {
            ref double point = ref Unsafe.Add(ref MemoryMarshal.GetReference(points), lane);
            ref double before = ref Unsafe.Add(ref MemoryMarshal.GetReference(closest), lane);
            TLanes least = TLanes.Broadcast(double.PositiveInfinity), where = default;
            for (int block = 0; block < closest.Length / BlockSize; block++)
            {
                TLanes sum = default;
                foreach (double value in query)
                {
                    TLanes difference = TLanes.Subtract(TLanes.Load(ref point, 0), TLanes.Broadcast(value));
                    sum = TLanes.MultiplyAdd(difference, difference, sum);
                    point = ref Unsafe.Add(ref point, BlockSize);
                }

                TLanes old = TLanes.Load(ref before, 0);
                sum = TLanes.WhereLess(sum, old, sum, old);
                TLanes.Store(sum, ref before, 0);

                // Block numbers are exact as doubles, which spares lanes of integers.
                where = TLanes.WhereLess(sum, least, TLanes.Broadcast(block), where);
                least = TLanes.WhereLess(sum, least, sum, least);
                before = ref Unsafe.Add(ref before, BlockSize);
            }

            TLanes.Store(least, ref smallest[0], lane);
            TLanes.Store(where, ref blocks[0], lane);
        }

        int best = 0;
        for (int lane = 1; lane < BlockSize; lane++)
        {
            if (smallest[lane] < smallest[best] || (smallest[lane] == smallest[best] && blocks[lane] < blocks[best]))
                best = lane;
        }

        return ((int)blocks[best] * BlockSize) + best;
    }
}
