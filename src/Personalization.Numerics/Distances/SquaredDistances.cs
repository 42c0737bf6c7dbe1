using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Personalization.Numerics;

/// <summary>
/// Squared Euclidean distances from differences, in tiles, and sums of distances by group, so that n² of them are never held. Same bits at
/// any vector width: points stand across lanes, and each point's additions run over features and then over the other points in order.
/// </summary>
public static class SquaredDistances
{
    /// <summary>
    /// Up to here a plain loop is faster than folding lanes. The length alone decides, so the bits stay the same everywhere.
    /// </summary>
    private const int LargestPlainLength = 16;

    /// <summary>
    /// Squared distance of two points, summed in double precision. Whether a point is given in single or in double precision, the same
    /// values give the same bits.
    /// </summary>
    /// <param name="left">d values.</param>
    /// <param name="right">d values.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double Between(ReadOnlySpan<float> left, ReadOnlySpan<float> right) =>
        Between(new SingleTerms(left), new SingleTerms(right));

    /// <inheritdoc cref="Between(ReadOnlySpan{float}, ReadOnlySpan{float})"/>
    public static double Between(ReadOnlySpan<float> left, ReadOnlySpan<double> right) =>
        Between(new SingleTerms(left), new DoubleTerms(right));

    /// <inheritdoc cref="Between(ReadOnlySpan{float}, ReadOnlySpan{float})"/>
    public static double Between(ReadOnlySpan<double> left, ReadOnlySpan<double> right) =>
        Between(new DoubleTerms(left), new DoubleTerms(right));

    /// <summary>
    /// The step of k-means++: adds weight · min(squared distance to another point, closest so far) of each of a tile's points onto its own
    /// sum, and on demand keeps the smaller one.
    /// </summary>
    /// <param name="points">The tiles.</param>
    /// <param name="tile">Which tile.</param>
    /// <param name="other">d values.</param>
    /// <param name="closest">
    /// Squared distance of each of the tile's points to the closest so far, <see cref="PointTiles.TileSize"/> values.
    /// </param>
    /// <param name="weights">Their weights, as many; 0 for those beyond the last point.</param>
    /// <param name="sums">Their sums, as many.</param>
    /// <param name="keep">Whether to store the smaller distances into <paramref name="closest"/>.</param>
    /// <exception cref="ArgumentException">Lengths disagree.</exception>
    internal static void AddSmaller(
        PointTiles points, int tile, ReadOnlySpan<float> other, Span<float> closest, ReadOnlySpan<float> weights, Span<double> sums,
        bool keep)
    {
        ArgumentNullException.ThrowIfNull(points);
        if (other.Length != points.Columns || closest.Length != PointTiles.TileSize || weights.Length != closest.Length
            || sums.Length != closest.Length)
        {
            throw new ArgumentException(
                $"A point of {points.Columns} values and {PointTiles.TileSize} of all else are expected.", nameof(other));
        }

        ReadOnlySpan<float> values = points.Tile(tile);
        switch (LaneWidths.Widest)
        {
            case LaneWidth.Vector512: AddSmaller<Lanes512>(values, other, closest, weights, sums, keep); break;
            case LaneWidth.Vector256: AddSmaller<Lanes256>(values, other, closest, weights, sums, keep); break;
            case LaneWidth.Vector128: AddSmaller<Lanes128>(values, other, closest, weights, sums, keep); break;
            default: AddSmaller<Lanes1>(values, other, closest, weights, sums, keep); break;
        }
    }

    /// <summary>
    /// Adds, for each point of a tile, its distance (not squared) to every other point onto the sum of the group that this one is in, for
    /// several groupings of the same points at once: a distance is computed once for all of them.
    /// </summary>
    /// <param name="points">The tiles.</param>
    /// <param name="tile">Which tile.</param>
    /// <param name="others">m × d points.</param>
    /// <param name="groups">
    /// m × g, row-major: the group of each of the others in each grouping, numbered through, from 0 to sums.Length /
    /// <see cref="PointTiles.TileSize"/> − 1.
    /// </param>
    /// <param name="sums">The sums of group s and the tile's point p at s · <see cref="PointTiles.TileSize"/> + p.</param>
    /// <exception cref="ArgumentException">Widths or lengths disagree.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A group is outside the sums.</exception>
    internal static void AddDistancesByGroup(PointTiles points, int tile, MatrixView others, ReadOnlySpan<int> groups, Span<double> sums) =>
        AddDistancesByGroup(points, tile, others, groups, sums, LaneWidths.Widest);

    internal static void AddDistancesByGroup(
        PointTiles points, int tile, MatrixView others, ReadOnlySpan<int> groups, Span<double> sums, LaneWidth width)
    {
        ArgumentNullException.ThrowIfNull(points);
        if (others.Columns != points.Columns)
            throw new ArgumentException($"The others have {others.Columns} features; the tiles have {points.Columns}.", nameof(others));

        if (others.Rows == 0)
            return;

        if (groups.Length % others.Rows != 0)
            throw new ArgumentException($"{groups.Length} groups aren't a multiple of {others.Rows} points.", nameof(groups));

        int limit = sums.Length / PointTiles.TileSize;
        foreach (int group in groups)
        {
            if ((uint)group >= (uint)limit)
                throw new ArgumentOutOfRangeException(nameof(groups), group, $"Group {group} must be from 0 to {limit - 1}.");
        }

        ReadOnlySpan<float> values = points.Tile(tile);
        switch (width)
        {
            case LaneWidth.Vector512: AddByGroup<Lanes512>(values, others, groups, sums); break;
            case LaneWidth.Vector256: AddByGroup<Lanes256>(values, others, groups, sums); break;
            case LaneWidth.Vector128: AddByGroup<Lanes128>(values, others, groups, sums); break;
            default: AddByGroup<Lanes1>(values, others, groups, sums); break;
        }
    }

    private static double Between<TLeft, TRight>(TLeft left, TRight right)
        where TLeft : struct, ILaneTerms, allows ref struct
        where TRight : struct, ILaneTerms, allows ref struct
    {
        if (left.Length != right.Length)
        {
            throw new ArgumentException(
                $"The points have {left.Length} and {right.Length} values; they must have equally many.", nameof(right));
        }

        SquaredDifferenceTerms<TLeft, TRight> terms = new(left, right);
        if (terms.Length > LargestPlainLength)
            return StableSum.Fold(terms);

        double sum = 0;
        for (int column = 0; column < terms.Length; column++)
            sum += terms.One(column);

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void AddSmaller<TLanes>(
        ReadOnlySpan<float> tile, ReadOnlySpan<float> other, Span<float> closest, ReadOnlySpan<float> weights, Span<double> sums, bool keep)
        where TLanes : struct, ILanes<TLanes>
    {
        ref float first = ref MemoryMarshal.GetReference(tile);
        ref float point = ref MemoryMarshal.GetReference(other);
        ref float weight = ref MemoryMarshal.GetReference(weights);
        nuint width = (nuint)TLanes.Count;
        for (nuint lane = 0; lane < PointTiles.TileSize; lane += 2 * width)
        {
            (TLanes left, TLanes right) = Pair<TLanes>(ref Unsafe.Add(ref first, lane), ref point, other.Length);
            TLanes leftBefore = TLanes.Load(ref closest[0], lane), rightBefore = TLanes.Load(ref closest[0], lane + width);
            left = TLanes.WhereLess(left, leftBefore, left, leftBefore);
            right = TLanes.WhereLess(right, rightBefore, right, rightBefore);
            TLanes.AddTo(TLanes.MultiplyAdd(left, TLanes.Load(ref weight, lane), default), ref sums[0], lane);
            TLanes.AddTo(TLanes.MultiplyAdd(right, TLanes.Load(ref weight, lane + width), default), ref sums[0], lane + width);
            if (!keep)
                continue;

            TLanes.Store(left, ref closest[0], lane);
            TLanes.Store(right, ref closest[0], lane + width);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddByGroup<TLanes>(ReadOnlySpan<float> tile, MatrixView others, ReadOnlySpan<int> groups, Span<double> sums)
        where TLanes : struct, ILanes<TLanes>
    {
        ref float first = ref MemoryMarshal.GetReference(tile);
        ref float points = ref MemoryMarshal.GetReference(others.Memory.Span);
        ref double sum = ref MemoryMarshal.GetReference(sums);
        int groupings = groups.Length / others.Rows;
        nuint width = (nuint)TLanes.Count;
        for (int other = 0; other < others.Rows; other++)
        {
            ref float point = ref Unsafe.Add(ref points, (nint)other * others.Stride);
            ReadOnlySpan<int> own = groups.Slice(other * groupings, groupings);
            for (nuint lane = 0; lane < PointTiles.TileSize; lane += 2 * width)
            {
                (TLanes left, TLanes right) = Pair<TLanes>(ref Unsafe.Add(ref first, lane), ref point, others.Columns);
                left = TLanes.Sqrt(left);
                right = TLanes.Sqrt(right);
                foreach (int group in own)
                {
                    ref double destination = ref Unsafe.Add(ref sum, group * PointTiles.TileSize);
                    TLanes.AddTo(left, ref destination, lane);
                    TLanes.AddTo(right, ref destination, lane + width);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TLanes Left, TLanes Right) Pair<TLanes>(ref float points, ref float other, int columns)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes left = default, right = default;
        for (int column = 0; column < columns; column++)
        {
            TLanes value = TLanes.Broadcast(Unsafe.Add(ref other, column));
            left = DifferenceForm.Add(TLanes.Load(ref points, 0), value, left);
            right = DifferenceForm.Add(TLanes.Load(ref points, (nuint)TLanes.Count), value, right);
            points = ref Unsafe.Add(ref points, PointTiles.TileSize);
        }

        return (left, right);
    }
}
