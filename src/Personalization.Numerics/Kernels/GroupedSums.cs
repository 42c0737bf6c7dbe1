using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Personalization.Numerics;

/// <summary>
/// Weighted sums of rows by group, in double precision, rows in order. The product of two singles is exact in double precision, so neither the vector
/// width nor fusing changes a bit.
/// </summary>
public static partial class GroupedSums
{
    /// <summary>Adds weight · row onto the sum of the row's group, and the weight onto the group's weight.</summary>
    /// <param name="rows">n × d.</param>
    /// <param name="weights">n weights; empty: all 1.</param>
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
        CheckShape(rows.Rows, rows.Columns, weights, groups, sums, totals);
        ref float row = ref MemoryMarshal.GetReference(rows.Memory.Span);
        for (int i = 0; i < groups.Length; i++)
        {
            int group = groups[i];
            if ((uint)group >= (uint)totals.Length)
                throw new ArgumentOutOfRangeException(nameof(groups), group, $"Row {i} has group {group}; it must be from 0 to {totals.Length - 1}.");

            double weight = weights.IsEmpty ? 1 : weights[i];
            totals[group] += weight;
            AddRow(ref row, weight, sums.Slice(group * rows.Columns, rows.Columns), width);
            row = ref Unsafe.Add(ref row, rows.Stride);
        }
    }

    private static void CheckShape(
        int rows, int columns, ReadOnlySpan<float> weights, ReadOnlySpan<int> groups, ReadOnlySpan<double> sums, ReadOnlySpan<double> totals)
    {
        if ((!weights.IsEmpty && weights.Length != rows) || groups.Length != rows || sums.Length != totals.Length * columns)
        {
            throw new ArgumentException(
                $"{rows} × {columns} rows need as many weights and groups, and {totals.Length} groups need {totals.Length * columns} sums.", nameof(rows));
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
