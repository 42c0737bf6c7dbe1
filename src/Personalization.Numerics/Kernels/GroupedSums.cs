using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Personalization.Numerics;

/// <summary>
/// Weighted sums of rows by group, in double precision, rows in order. The product of two singles is exact in double precision, so neither the vector
/// width nor fusing changes a bit.
/// </summary>
public static class GroupedSums
{
    /// <summary>Rows that change lie apart: they are asked for so many rows before they are needed, or each would be waited for.</summary>
    private const int RowsAhead = 8;

    private const int RowsAtOnce = 256;

    /// <summary>Adds weight · row onto the sum of the row's group, and the weight onto the group's weight.</summary>
    /// <param name="rows">n × d.</param>
    /// <param name="weights">n weights.</param>
    /// <param name="groups">n groups, from 0 to totals.Length − 1.</param>
    /// <param name="sums">Sums of the groups, totals.Length × d, row-major.</param>
    /// <param name="totals">Weights of the groups.</param>
    /// <exception cref="ArgumentException">Lengths disagree.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A group is outside; the rows before it are added by then.</exception>
    public static void Add(MatrixView rows, ReadOnlySpan<float> weights, ReadOnlySpan<int> groups, Span<double> sums, Span<double> totals) =>
        Add(rows, weights, groups, sums, totals, LaneWidths.Widest);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Add(
        MatrixView rows, ReadOnlySpan<float> weights, ReadOnlySpan<int> groups, Span<double> sums, Span<double> totals, LaneWidth width)
    {
        CheckShape(rows, weights, groups, sums, totals);
        ref float row = ref MemoryMarshal.GetReference(rows.Memory.Span);
        for (int i = 0; i < groups.Length; i++)
        {
            int group = groups[i];
            if ((uint)group >= (uint)totals.Length)
                throw new ArgumentOutOfRangeException(nameof(groups), group, $"Row {i} has group {group}; it must be from 0 to {totals.Length - 1}.");

            totals[group] += weights[i];
            AddRow(ref row, weights[i], sums.Slice(group * rows.Columns, rows.Columns), width);
            row = ref Unsafe.Add(ref row, rows.Stride);
        }
    }

    /// <summary>
    /// Brings sums up to date after some rows changed their group: takes each off its former group's sum and adds it to its new one's. Rows that stay
    /// cost next to nothing.
    /// </summary>
    /// <param name="rows">n × d.</param>
    /// <param name="weights">n weights.</param>
    /// <param name="before">n former groups; −1 for a row that was in none.</param>
    /// <param name="groups">n groups, from 0 to totals.Length − 1.</param>
    /// <param name="sums">Sums of the groups, totals.Length × d, row-major.</param>
    /// <param name="totals">Weights of the groups.</param>
    /// <param name="touched">Set for each group that a row left or joined; the others stay as they are. Empty where nobody asks.</param>
    /// <returns>How many rows changed.</returns>
    /// <exception cref="ArgumentException">Lengths disagree.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A group is outside; the rows before it are moved by then.</exception>
    public static int Move(
        MatrixView rows,
        ReadOnlySpan<float> weights,
        ReadOnlySpan<int> before,
        ReadOnlySpan<int> groups,
        Span<double> sums,
        Span<double> totals,
        Span<bool> touched = default) =>
        Move(rows, weights, before, groups, sums, totals, touched, LaneWidths.Widest);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static int Move(
        MatrixView rows,
        ReadOnlySpan<float> weights,
        ReadOnlySpan<int> before,
        ReadOnlySpan<int> groups,
        Span<double> sums,
        Span<double> totals,
        Span<bool> touched,
        LaneWidth width)
    {
        CheckShape(rows, weights, groups, sums, totals);
        if (before.Length != groups.Length)
            throw new ArgumentException($"There are {before.Length} former groups for {groups.Length} rows.", nameof(before));

        if (!touched.IsEmpty && touched.Length != totals.Length)
            throw new ArgumentException($"There are {touched.Length} marks for {totals.Length} groups.", nameof(touched));

        int changed = 0;
        Span<int> differing = stackalloc int[RowsAtOnce];
        for (int start = 0; start < groups.Length; start += RowsAtOnce)
        {
            int count = Math.Min(RowsAtOnce, groups.Length - start), found = FindDiffering(before.Slice(start, count), groups.Slice(start, count), differing);
            ref float first = ref Unsafe.Add(ref MemoryMarshal.GetReference(rows.Memory.Span), (nint)start * rows.Stride);
            for (int at = 0; at < Math.Min(RowsAhead, found); at++)
                Prefetch.Row(ref Unsafe.Add(ref first, (nint)differing[at] * rows.Stride), rows.Columns);

            for (int at = 0; at < found; at++)
            {
                if (at + RowsAhead < found)
                    Prefetch.Row(ref Unsafe.Add(ref first, (nint)differing[at + RowsAhead] * rows.Stride), rows.Columns);

                int i = start + differing[at], from = before[i], to = groups[i];
                if ((uint)to >= (uint)totals.Length || from >= totals.Length)
                    throw new ArgumentOutOfRangeException(nameof(groups), to, $"Row {i} goes from group {from} to {to}; groups are from 0 to {totals.Length - 1}.");

                ref float row = ref Unsafe.Add(ref first, (nint)differing[at] * rows.Stride);
                totals[to] += weights[i];
                if (!touched.IsEmpty)
                    touched[to] = true;

                if (!touched.IsEmpty && from >= 0)
                    touched[from] = true;

                if (from < 0)
                {
                    AddRow(ref row, weights[i], sums.Slice(to * rows.Columns, rows.Columns), width);
                    continue;
                }

                totals[from] -= weights[i];
                MoveRow(ref row, weights[i], sums.Slice(from * rows.Columns, rows.Columns), sums.Slice(to * rows.Columns, rows.Columns), width);
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
            uint same = (uint)Vector512.Equals(Vector512.Create(before[start..]), Vector512.Create(groups[start..])).ExtractMostSignificantBits();
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
    private static void MoveRow(ref float row, double weight, Span<double> source, Span<double> destination, LaneWidth width)
    {
        ref double from = ref MemoryMarshal.GetReference(source);
        ref double to = ref MemoryMarshal.GetReference(destination);
        nuint length = (nuint)destination.Length, column = 0;
        if (width >= LaneWidth.Vector256)
        {
            Vector256<double> factor = Vector256.Create(weight);
            for (; column + 8 <= length; column += 8)
            {
                (Vector256<double> lower, Vector256<double> upper) = Vector256.Widen(Vector256.LoadUnsafe(ref row, column));
                (lower, upper) = (lower * factor, upper * factor);
                (Vector256.LoadUnsafe(ref from, column) - lower).StoreUnsafe(ref from, column);
                (Vector256.LoadUnsafe(ref from, column + 4) - upper).StoreUnsafe(ref from, column + 4);
                (Vector256.LoadUnsafe(ref to, column) + lower).StoreUnsafe(ref to, column);
                (Vector256.LoadUnsafe(ref to, column + 4) + upper).StoreUnsafe(ref to, column + 4);
            }
        }

        for (; column < length; column++)
        {
            double value = weight * Unsafe.Add(ref row, column);
            Unsafe.Add(ref from, column) -= value;
            Unsafe.Add(ref to, column) += value;
        }
    }

    private static void CheckShape(MatrixView rows, ReadOnlySpan<float> weights, ReadOnlySpan<int> groups, Span<double> sums, Span<double> totals)
    {
        if (weights.Length != rows.Rows || groups.Length != rows.Rows || sums.Length != totals.Length * rows.Columns)
        {
            throw new ArgumentException(
                $"{rows.Rows} × {rows.Columns} rows need as many weights and groups, and {totals.Length} groups need {totals.Length * rows.Columns} sums.", nameof(rows));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddRow(ref float row, double weight, Span<double> destination, LaneWidth width)
    {
        ref double sum = ref MemoryMarshal.GetReference(destination);
        nuint length = (nuint)destination.Length, column = 0;
        if (width == LaneWidth.Vector512)
        {
            Vector512<double> factor = Vector512.Create(weight);
            for (; column + 16 <= length; column += 16)
            {
                (Vector512<double> lower, Vector512<double> upper) = Vector512.Widen(Vector512.LoadUnsafe(ref row, column));
                (Vector512.LoadUnsafe(ref sum, column) + (lower * factor)).StoreUnsafe(ref sum, column);
                (Vector512.LoadUnsafe(ref sum, column + 8) + (upper * factor)).StoreUnsafe(ref sum, column + 8);
            }
        }
        else if (width == LaneWidth.Vector256)
        {
            Vector256<double> factor = Vector256.Create(weight);
            for (; column + 8 <= length; column += 8)
            {
                (Vector256<double> lower, Vector256<double> upper) = Vector256.Widen(Vector256.LoadUnsafe(ref row, column));
                (Vector256.LoadUnsafe(ref sum, column) + (lower * factor)).StoreUnsafe(ref sum, column);
                (Vector256.LoadUnsafe(ref sum, column + 4) + (upper * factor)).StoreUnsafe(ref sum, column + 4);
            }
        }

        for (; column < length; column++)
            Unsafe.Add(ref sum, column) += weight * Unsafe.Add(ref row, column);
    }
}
