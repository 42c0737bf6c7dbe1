using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Personalization.Numerics;

/// <content>Rows that change their group.</content>
internal static partial class GroupedSums
{
    /// <summary>Rows that change lie apart: they are asked for so many rows before they are needed, or each would be waited for.</summary>
    private const int RowsAhead = 8;

    private const int RowsAtOnce = 256;

    /// <summary>Where a point's values stand.</summary>
    private interface ILayout
    {
        /// <summary>From one value of a point to its next.</summary>
        static abstract int Step { get; }

        /// <summary>Of a point's first value.</summary>
        /// <param name="point">Which point.</param>
        /// <param name="stride">From one row to the next; in tiles, the number of features.</param>
        static abstract nint Offset(int point, int stride);
    }

    /// <summary>
    /// Brings sums up to date when rows change their group: takes each off its former group's sum and adds it to its new one's. Rows that
    /// stay cost next to nothing.
    /// </summary>
    /// <param name="rows">n × d.</param>
    /// <param name="weights">n weights; empty: all 1.</param>
    /// <param name="groups">n groups, brought up to date as well; −1 for a row that is in none.</param>
    /// <param name="newGroups">n groups, from 0 to totals.Length − 1.</param>
    /// <param name="sums">Sums of the groups, totals.Length × d, row-major.</param>
    /// <param name="totals">Weights of the groups.</param>
    /// <param name="touched">Set for each group that a row left or joined; the others stay as they are. Empty where nobody asks.</param>
    /// <returns>How many rows changed.</returns>
    /// <exception cref="ArgumentException">Lengths disagree.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A group is outside; the rows before it are moved by then.</exception>
    public static int Move(
        MatrixView rows,
        ReadOnlySpan<float> weights,
        Span<int> groups,
        ReadOnlySpan<int> newGroups,
        Span<double> sums,
        Span<double> totals,
        Span<bool> touched = default) =>
        Move(rows, weights, groups, newGroups, sums, totals, touched, LaneWidths.Widest);

    /// <summary>The same bits for points of whole tiles, which are quicker to reach just after they were looked at.</summary>
    /// <inheritdoc cref="Move(MatrixView, ReadOnlySpan{float}, Span{int}, ReadOnlySpan{int}, Span{double}, Span{double}, Span{bool})"/>
    /// <param name="points">The tiles, made without an origin.</param>
    /// <param name="tileStart">Tile of the first point.</param>
    /// <param name="weights">n weights; empty: all 1.</param>
    /// <param name="groups">n groups, brought up to date as well; −1 for a point that is in none.</param>
    /// <param name="newGroups">n groups, from 0 to totals.Length − 1.</param>
    /// <param name="sums">Sums of the groups, totals.Length × d, row-major.</param>
    /// <param name="totals">Weights of the groups.</param>
    /// <param name="touched">Set for each group that a point left or joined; the others stay as they are. Empty where nobody asks.</param>
    public static int Move(
        PointTiles points,
        int tileStart,
        ReadOnlySpan<float> weights,
        Span<int> groups,
        ReadOnlySpan<int> newGroups,
        Span<double> sums,
        Span<double> totals,
        Span<bool> touched = default)
    {
        ArgumentNullException.ThrowIfNull(points);
        if (!points.Origin.IsEmpty)
            throw new ArgumentException("The points were moved by an origin; their sums would be those of other points.", nameof(points));

        if (newGroups.Length > points.Rows - ((long)tileStart * PointTiles.TileSize))
        {
            throw new ArgumentException(
                $"There are {newGroups.Length} new groups from tile {tileStart} on; the tiles hold {points.Rows} points.",
                nameof(newGroups));
        }

        ReadOnlySpan<float> tiles = points.Tiles(tileStart, PointTiles.CountOf(newGroups.Length));
        return Move<Tiled, DoubleLanes1>(
            ref MemoryMarshal.GetReference(tiles), points.Columns, points.Columns, weights, groups, newGroups, sums, totals, touched);
    }

    internal static int Move(
        MatrixView rows,
        ReadOnlySpan<float> weights,
        Span<int> groups,
        ReadOnlySpan<int> newGroups,
        Span<double> sums,
        Span<double> totals,
        Span<bool> touched,
        LaneWidth width)
    {
        if (rows.Rows != newGroups.Length)
            throw new ArgumentException($"There are {newGroups.Length} new groups for {rows.Rows} rows.", nameof(newGroups));

        ref float first = ref MemoryMarshal.GetReference(rows.Memory.Span);
        return width switch
        {
            LaneWidth.Vector512 =>
                Move<RowMajor, DoubleLanes512>(ref first, rows.Stride, rows.Columns, weights, groups, newGroups, sums, totals, touched),
            LaneWidth.Vector256 =>
                Move<RowMajor, DoubleLanes256>(ref first, rows.Stride, rows.Columns, weights, groups, newGroups, sums, totals, touched),
            LaneWidth.Vector128 =>
                Move<RowMajor, DoubleLanes128>(ref first, rows.Stride, rows.Columns, weights, groups, newGroups, sums, totals, touched),
            _ => Move<RowMajor, DoubleLanes1>(ref first, rows.Stride, rows.Columns, weights, groups, newGroups, sums, totals, touched),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Move<TLayout, TLanes>(
        ref float first,
        int stride,
        int columns,
        ReadOnlySpan<float> weights,
        Span<int> groups,
        ReadOnlySpan<int> newGroups,
        Span<double> sums,
        Span<double> totals,
        Span<bool> touched)
        where TLayout : struct, ILayout
        where TLanes : struct, IDoubleLanes<TLanes>
    {
        CheckShape(newGroups.Length, columns, weights, groups, sums, totals);
        if (!touched.IsEmpty && touched.Length != totals.Length)
            throw new ArgumentException($"There are {touched.Length} marks for {totals.Length} groups.", nameof(touched));

        int changed = 0;
        Span<int> differing = stackalloc int[RowsAtOnce];
        for (int start = 0; start < groups.Length; start += RowsAtOnce)
        {
            int count = Math.Min(RowsAtOnce, groups.Length - start),
                found = FindDiffering(groups.Slice(start, count), newGroups.Slice(start, count), differing);
            for (int at = 0; at < Math.Min(RowsAhead, found) && TLayout.Step == 1; at++)
                Prefetch.Row(ref Unsafe.Add(ref first, TLayout.Offset(start + differing[at], stride)), columns);

            for (int at = 0; at < found; at++)
            {
                if (at + RowsAhead < found && TLayout.Step == 1)
                    Prefetch.Row(ref Unsafe.Add(ref first, TLayout.Offset(start + differing[at + RowsAhead], stride)), columns);

                int i = start + differing[at], from = groups[i], to = newGroups[i];
                if ((uint)to >= (uint)totals.Length || from >= totals.Length)
                {
                    throw new ArgumentOutOfRangeException(
                        nameof(newGroups), to, $"Row {i} goes from group {from} to {to}; groups are from 0 to {totals.Length - 1}.");
                }

                ref float row = ref Unsafe.Add(ref first, TLayout.Offset(i, stride));
                double weight = weights.IsEmpty ? 1 : weights[i];
                groups[i] = to;
                totals[to] += weight;
                if (!touched.IsEmpty)
                    touched[to] = true;

                if (from < 0)
                {
                    AddRow<TLayout, TLanes>(ref row, weight, sums.Slice(to * columns, columns));
                    continue;
                }

                totals[from] -= weight;
                if (!touched.IsEmpty)
                    touched[from] = true;

                MoveRow<TLayout, TLanes>(ref row, weight, sums.Slice(from * columns, columns), sums.Slice(to * columns, columns));
            }

            changed += found;
        }

        return changed;
    }

    /// <summary>Where two lists differ, in order; returns how often.</summary>
    private static int FindDiffering(ReadOnlySpan<int> before, ReadOnlySpan<int> groups, Span<int> differing)
    {
        int found = 0, start = 0;
        for (; start + Vector512<int>.Count <= groups.Length && Vector256.IsHardwareAccelerated; start += Vector512<int>.Count)
        {
            // Most rows stay where they are: sixteen are compared at once.
            uint same =
                (uint)Vector512.Equals(Vector512.Create(before[start..]), Vector512.Create(groups[start..])).ExtractMostSignificantBits();
            for (uint differ = ~same & 0xFFFF; differ != 0; differ &= differ - 1)
                differing[found++] = start + BitOperations.TrailingZeroCount(differ);
        }

        for (; start < groups.Length; start++)
        {
            if (before[start] != groups[start])
                differing[found++] = start;
        }

        return found;
    }

    /// <summary>The product is exact, so taking it off gives the bits that adding its negative does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MoveRow<TLayout, TLanes>(ref float row, double weight, Span<double> source, Span<double> destination)
        where TLayout : struct, ILayout
        where TLanes : struct, IDoubleLanes<TLanes>
    {
        ref double from = ref MemoryMarshal.GetReference(source);
        ref double to = ref MemoryMarshal.GetReference(destination);
        nuint length = (nuint)destination.Length, column = 0, count = (nuint)TLanes.Count;
        TLanes factor = TLanes.Broadcast(weight);
        for (; column + count <= length && TLayout.Step == 1; column += count)
        {
            TLanes values = TLanes.Multiply(TLanes.Widen(ref row, column), factor);
            TLanes.Store(TLanes.Subtract(TLanes.Load(ref from, column), values), ref from, column);
            TLanes.Store(TLanes.Add(TLanes.Load(ref to, column), values), ref to, column);
        }

        for (; column < length; column++)
        {
            double value = weight * Unsafe.Add(ref row, column * (nuint)TLayout.Step);
            Unsafe.Add(ref from, column) -= value;
            Unsafe.Add(ref to, column) += value;
        }
    }

    private readonly struct RowMajor : ILayout
    {
        public static int Step => 1;

        public static nint Offset(int point, int stride) => (nint)point * stride;
    }

    private readonly struct Tiled : ILayout
    {
        public static int Step => PointTiles.TileSize;

        public static nint Offset(int point, int stride) =>
            (((nint)point / PointTiles.TileSize) * PointTiles.TileSize * stride) + (point % PointTiles.TileSize);
    }
}
