using System.Numerics;
using System.Runtime.CompilerServices;

namespace Personalization.Numerics;

/// <summary>
/// What vector lanes do with the points of a leaf. Lanes never meet: each point's squared distance is summed over the features in order
/// with fused multiply-add, which makes it the same bits at any width, and the same from either of the two points.
/// </summary>
internal static class LeafKernel
{
    /// <summary>Bits of the leaf's points whose squared distance to a point of another leaf is at most a limit.</summary>
    /// <param name="tile">The leaf's tile.</param>
    /// <param name="point">First feature of the other point in its own tile.</param>
    /// <param name="columns">Number of features.</param>
    /// <param name="limit">The limit, finite, so that the infinities behind the last point never pass.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Within<TLanes>(ref float tile, ref float point, int columns, float limit)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes limits = TLanes.Broadcast(limit);
        uint mask = 0;
        for (int lane = 0; lane < KdTree.LeafSize; lane += TLanes.Count)
            mask |= TLanes.AtLeast(limits, Square<TLanes>(ref tile, ref point, columns, lane)) << lane;

        return mask;
    }

    /// <summary>Of points that may be within a radius, those that are, as double precision sees it.</summary>
    /// <param name="tile">The leaf's tile.</param>
    /// <param name="point">First feature of the other point in its own tile.</param>
    /// <param name="columns">Number of features.</param>
    /// <param name="maybe">Bits of the points at most <see cref="SearchRadius.Maybe"/> away.</param>
    /// <param name="radius">The radius.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Sure<TLanes>(ref float tile, ref float point, int columns, uint maybe, in SearchRadius radius)
        where TLanes : struct, ILanes<TLanes>
    {
        uint sure = maybe & Within<TLanes>(ref tile, ref point, columns, radius.Sure);
        return sure == maybe ? sure : sure | Settle(ref tile, ref point, columns, maybe & ~sure, radius.Square);
    }

    /// <summary>Bits of the leaf's points whose squared distance, raised to floors, is at most a limit; and every such square.</summary>
    /// <param name="tile">The leaf's tile.</param>
    /// <param name="point">First feature of the other point in its own tile.</param>
    /// <param name="columns">Number of features.</param>
    /// <param name="limit">The limit.</param>
    /// <param name="floors">A smallest value for each point, which its squared distance is raised to.</param>
    /// <param name="floor">A smallest value for all of them.</param>
    /// <param name="squares">Receives the squared distances, raised.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Raised<TLanes>(
        ref float tile, ref float point, int columns, float limit, ref float floors, float floor, ref float squares)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes limits = TLanes.Broadcast(limit), lowest = TLanes.Broadcast(floor);
        uint mask = 0;
        for (int lane = 0; lane < KdTree.LeafSize; lane += TLanes.Count)
        {
            TLanes square = Larger(
                Square<TLanes>(ref tile, ref point, columns, lane), Larger(TLanes.Load(ref floors, (nuint)lane), lowest));
            TLanes.Store(square, ref squares, (nuint)lane);
            mask |= TLanes.AtLeast(limits, square) << lane;
        }

        return mask;
    }

    /// <summary>Bits of the leaf's points whose squared distance to a box, raised to a floor, is at most the point's own limit.</summary>
    /// <param name="tile">The leaf's tile.</param>
    /// <param name="box">Smallest values, then largest.</param>
    /// <param name="columns">Number of features.</param>
    /// <param name="floor">Nothing in the box can be nearer than this, for another reason than distance.</param>
    /// <param name="limits">A limit for each point.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint NearBox<TLanes>(ref float tile, ref float box, int columns, float floor, ref float limits)
        where TLanes : struct, ILanes<TLanes>
    {
        uint mask = 0;
        for (int lane = 0; lane < KdTree.LeafSize; lane += TLanes.Count)
        {
            TLanes square = default, zero = default;
            for (int feature = 0; feature < columns; feature++)
            {
                TLanes value = TLanes.Load(ref tile, (nuint)((feature * KdTree.LeafSize) + lane));
                TLanes below = TLanes.Subtract(TLanes.Broadcast(Unsafe.Add(ref box, feature)), value);
                TLanes above = TLanes.Subtract(value, TLanes.Broadcast(Unsafe.Add(ref box, feature + columns)));
                TLanes gap = Larger(Larger(below, above), zero);
                square = TLanes.MultiplyAdd(gap, gap, square);
            }

            mask |= TLanes.AtLeast(TLanes.Load(ref limits, (nuint)lane), Larger(square, TLanes.Broadcast(floor))) << lane;
        }

        return mask;
    }

    /// <summary>Squared distance of two boxes, no larger than that of any two points of theirs, rounding included.</summary>
    public static float BetweenBoxes(ref float left, ref float right, int columns)
    {
        float square = 0;
        for (int feature = 0; feature < columns; feature++)
        {
            float below = Unsafe.Add(ref left, feature) - Unsafe.Add(ref right, feature + columns);
            float above = Unsafe.Add(ref right, feature) - Unsafe.Add(ref left, feature + columns);
            float gap = below > above ? below : above;
            if (gap > 0)
                square = MathF.FusedMultiplyAdd(gap, gap, square);
        }

        return square;
    }

    /// <summary>Squared distance of two points of tiles, the same bits as the lanes'.</summary>
    public static float One(ref float left, ref float right, int columns)
    {
        float square = 0;
        for (int feature = 0; feature < columns; feature++)
        {
            float difference = Unsafe.Add(ref left, feature * KdTree.LeafSize) - Unsafe.Add(ref right, feature * KdTree.LeafSize);
            square = MathF.FusedMultiplyAdd(difference, difference, square);
        }

        return square;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static uint Settle(ref float tile, ref float point, int columns, uint open, double square)
    {
        uint within = 0;
        for (; open != 0; open &= open - 1)
        {
            int other = BitOperations.TrailingZeroCount(open);
            within |= Exact(ref Unsafe.Add(ref tile, other), ref point, columns) <= square ? 1u << other : 0;
        }

        return within;
    }

    /// <summary>Squared distance of two points of tiles in double precision.</summary>
    private static double Exact(ref float left, ref float right, int columns)
    {
        double square = 0;
        for (int feature = 0; feature < columns; feature++)
        {
            double difference = (double)Unsafe.Add(ref left, feature * KdTree.LeafSize) - Unsafe.Add(ref right, feature * KdTree.LeafSize);
            square += difference * difference;
        }

        return square;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Square<TLanes>(ref float tile, ref float point, int columns, int lane)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes square = default;
        for (int feature = 0; feature < columns; feature++)
        {
            int at = feature * KdTree.LeafSize;
            TLanes difference = TLanes.Subtract(TLanes.Load(ref tile, (nuint)(at + lane)), TLanes.Broadcast(Unsafe.Add(ref point, at)));
            square = TLanes.MultiplyAdd(difference, difference, square);
        }

        return square;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Larger<TLanes>(TLanes left, TLanes right)
        where TLanes : struct, ILanes<TLanes> => TLanes.WhereLess(left, right, right, left);
}
