using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Personalization.Numerics;

/// <summary>
/// Distances from one point to blocks of <see cref="BlockSize"/> points or boxes that stand feature-major, one to a lane. A score is
/// ‖difference‖² ÷ (u + v), with an inverse weight u of the point and v of the other: with 1 ÷ size of clusters, what Ward's criterion
/// grows by when the two merge; with u = 0 and v = 1, the squared distance. Double precision, because merges of clusters feed on merges:
/// near-ties that single precision would decide otherwise change the tree above them.
/// </summary>
/// <remarks>
/// A box's score is never above that of a point in it whose inverse weight is no larger, in rounded arithmetic too: both go through the
/// same operations in the same order, and each is monotone. So a search that passes over boxes finds exactly what a search of everything
/// finds. The same bits at any vector width. Coordinates may be infinite, so that an empty place is never near to anything, but not NaN.
/// </remarks>
internal static class BlockScores
{
    /// <summary>Points of a block: two vectors of 512 bits.</summary>
    public const int BlockSize = 16;

    /// <summary>Scores of a block's points; bit i of the result tells whether score i is at most the limit.</summary>
    /// <param name="points">d × 16 values: all first coordinates, then all second ones, …</param>
    /// <param name="inverses">16 inverse weights.</param>
    /// <param name="query">d values.</param>
    /// <param name="inverse">The query's inverse weight.</param>
    /// <param name="limit">What a score is held against.</param>
    /// <param name="scores">16 values.</param>
    /// <exception cref="ArgumentException">Lengths disagree.</exception>
    public static uint OfPoints(
        ReadOnlySpan<double> points, ReadOnlySpan<double> inverses, ReadOnlySpan<double> query, double inverse, double limit,
        Span<double> scores) =>
        OfPoints(points, inverses, query, inverse, limit, scores, LaneWidths.Widest);

    /// <summary>
    /// The least scores that anything in each of 16 boxes may have; bits as of
    /// <see cref="OfPoints(ReadOnlySpan{double}, ReadOnlySpan{double}, ReadOnlySpan{double}, double, double, Span{double})"/>.
    /// </summary>
    /// <param name="low">The boxes' lower corners, d × 16 values.</param>
    /// <param name="high">Their upper corners; below the lower ones for a box that holds nothing, whose score is infinite then.</param>
    /// <param name="inverses">The largest inverse weight in each box.</param>
    /// <param name="query">d values.</param>
    /// <param name="inverse">The query's inverse weight.</param>
    /// <param name="limit">What a score is held against.</param>
    /// <param name="scores">16 values.</param>
    /// <exception cref="ArgumentException">Lengths disagree.</exception>
    public static uint OfBoxes(
        ReadOnlySpan<double> low,
        ReadOnlySpan<double> high,
        ReadOnlySpan<double> inverses,
        ReadOnlySpan<double> query,
        double inverse,
        double limit,
        Span<double> scores) => OfBoxes(low, high, inverses, query, inverse, limit, scores, LaneWidths.Widest);

    /// <summary>Lowers the squared distance that each place has to the closest point so far, where the query is closer still.</summary>
    /// <param name="points">Whole blocks of d × 16 values.</param>
    /// <param name="query">d values.</param>
    /// <param name="closest">16 values a block.</param>
    /// <returns>The place whose distance is smallest then, of equal ones the first; it may lie anywhere where all are infinite.</returns>
    /// <exception cref="ArgumentException">Lengths disagree.</exception>
    public static int Relax(ReadOnlySpan<double> points, ReadOnlySpan<double> query, Span<double> closest) =>
        Relax(points, query, closest, LaneWidths.Widest);

    internal static uint OfPoints(
        ReadOnlySpan<double> points,
        ReadOnlySpan<double> inverses,
        ReadOnlySpan<double> query,
        double inverse,
        double limit,
        Span<double> scores,
        LaneWidth width)
    {
        CheckBlock(points, inverses, query, scores);
        return width switch
        {
            LaneWidth.Vector512 => OfPoints<DoubleLanes512>(points, inverses, query, inverse, limit, scores),
            LaneWidth.Vector256 => OfPoints<DoubleLanes256>(points, inverses, query, inverse, limit, scores),
            LaneWidth.Vector128 => OfPoints<DoubleLanes128>(points, inverses, query, inverse, limit, scores),
            _ => OfPoints<DoubleLanes1>(points, inverses, query, inverse, limit, scores),
        };
    }

    internal static uint OfBoxes(
        ReadOnlySpan<double> low,
        ReadOnlySpan<double> high,
        ReadOnlySpan<double> inverses,
        ReadOnlySpan<double> query,
        double inverse,
        double limit,
        Span<double> scores,
        LaneWidth width)
    {
        CheckBlock(low, inverses, query, scores);
        CheckBlock(high, inverses, query, scores);
        return width switch
        {
            LaneWidth.Vector512 => OfBoxes<DoubleLanes512>(low, high, inverses, query, inverse, limit, scores),
            LaneWidth.Vector256 => OfBoxes<DoubleLanes256>(low, high, inverses, query, inverse, limit, scores),
            LaneWidth.Vector128 => OfBoxes<DoubleLanes128>(low, high, inverses, query, inverse, limit, scores),
            _ => OfBoxes<DoubleLanes1>(low, high, inverses, query, inverse, limit, scores),
        };
    }

    internal static int Relax(ReadOnlySpan<double> points, ReadOnlySpan<double> query, Span<double> closest, LaneWidth width)
    {
        if (closest.Length % BlockSize != 0 || points.Length != (long)closest.Length * query.Length)
        {
            throw new ArgumentException(
                $"{points.Length} values of points and {closest.Length} distances "
                + $"don't make whole blocks of {BlockSize} points with {query.Length} values each.",
                nameof(points));
        }

        return width switch
        {
            LaneWidth.Vector512 => Relax<DoubleLanes512>(points, query, closest),
            LaneWidth.Vector256 => Relax<DoubleLanes256>(points, query, closest),
            LaneWidth.Vector128 => Relax<DoubleLanes128>(points, query, closest),
            _ => Relax<DoubleLanes1>(points, query, closest),
        };
    }

    private static void CheckBlock(
        ReadOnlySpan<double> points, ReadOnlySpan<double> inverses, ReadOnlySpan<double> query, Span<double> scores)
    {
        if (points.Length != BlockSize * query.Length || inverses.Length != BlockSize || scores.Length != BlockSize)
            ThrowNoBlock(points, query.Length);
    }

    // Apart from the check, which is inlined then.
    private static void ThrowNoBlock(ReadOnlySpan<double> points, int columns) => throw new ArgumentException(
        $"A block of {BlockSize} points with {columns} values each is expected, not {points.Length} values, and {BlockSize} of all else.",
        nameof(points));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static uint OfPoints<TLanes>(
        ReadOnlySpan<double> points, ReadOnlySpan<double> inverses, ReadOnlySpan<double> query, double inverse, double limit,
        Span<double> scores)
        where TLanes : struct, IDoubleLanes<TLanes>
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
                TLanes leftDifference = TLanes.Subtract(TLanes.Load(ref point, 0), at),
                    rightDifference = TLanes.Subtract(TLanes.Load(ref point, width), at);
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
    private static uint OfBoxes<TLanes>(
        ReadOnlySpan<double> low,
        ReadOnlySpan<double> high,
        ReadOnlySpan<double> inverses,
        ReadOnlySpan<double> query,
        double inverse,
        double limit,
        Span<double> scores)
        where TLanes : struct, IDoubleLanes<TLanes>
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
                TLanes outside = TLanes.Max(
                    TLanes.Subtract(TLanes.Load(ref from, lane), at), TLanes.Subtract(at, TLanes.Load(ref to, lane)));
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
    private static int Relax<TLanes>(ReadOnlySpan<double> points, ReadOnlySpan<double> query, Span<double> closest)
        where TLanes : struct, IDoubleLanes<TLanes>
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
