using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Personalization.Numerics;

/// <summary>
/// Weighted sums of rows by group, in double precision, rows in order. The product of two singles is exact in double precision, so neither
/// the vector width nor fusing changes a bit.
/// </summary>
internal static partial class GroupedSums
{
    /// <summary>Adds weight · row onto the sum of the row's group, and the weight onto the group's weight.</summary>
    /// <param name="rows">n × d.</param>
    /// <param name="weights">n weights; empty: all 1.</param>
    /// <param name="groups">n groups, from 0 to totals.Length − 1.</param>
    /// <param name="sums">Sums of the groups, totals.Length × d, row-major.</param>
    /// <param name="totals">Weights of the groups.</param>
    /// <exception cref="ArgumentException">Lengths disagree.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A group is outside; the rows before it are added by then.</exception>
    public static void Add(
        MatrixView rows, ReadOnlySpan<float> weights, ReadOnlySpan<int> groups, Span<double> sums, Span<double> totals) =>
        Add(rows, weights, groups, sums, totals, LaneWidths.Widest);

    internal static void Add(
        MatrixView rows, ReadOnlySpan<float> weights, ReadOnlySpan<int> groups, Span<double> sums, Span<double> totals, LaneWidth width)
    {
        CheckShape(rows.Rows, rows.Columns, weights, groups, sums, totals);
        switch (width)
        {
            case LaneWidth.Vector512: Add<DoubleLanes512>(rows, weights, groups, sums, totals); break;
            case LaneWidth.Vector256: Add<DoubleLanes256>(rows, weights, groups, sums, totals); break;
            case LaneWidth.Vector128: Add<DoubleLanes128>(rows, weights, groups, sums, totals); break;
            default: Add<DoubleLanes1>(rows, weights, groups, sums, totals); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add<TLanes>(
        MatrixView rows, ReadOnlySpan<float> weights, ReadOnlySpan<int> groups, Span<double> sums, Span<double> totals)
        where TLanes : struct, IDoubleLanes<TLanes>
    {
        ref float row = ref MemoryMarshal.GetReference(rows.Memory.Span);
        for (int i = 0; i < groups.Length; i++)
        {
            int group = groups[i];
            if ((uint)group >= (uint)totals.Length)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(groups), group, $"Row {i} has group {group}; it must be from 0 to {totals.Length - 1}.");
            }

            double weight = weights.IsEmpty ? 1 : weights[i];
            totals[group] += weight;
            AddRow<RowMajor, TLanes>(ref row, weight, sums.Slice(group * rows.Columns, rows.Columns));
            row = ref Unsafe.Add(ref row, rows.Stride);
        }
    }

    private static void CheckShape(
        int rows, int columns, ReadOnlySpan<float> weights, ReadOnlySpan<int> groups, ReadOnlySpan<double> sums,
        ReadOnlySpan<double> totals)
    {
        if ((!weights.IsEmpty && weights.Length != rows) || groups.Length != rows || sums.Length != totals.Length * columns)
        {
            throw new ArgumentException(
                $"{rows} × {columns} rows need as many weights and groups, and {totals.Length} groups need {totals.Length * columns} sums.",
                nameof(rows));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddRow<TLayout, TLanes>(ref float row, double weight, Span<double> destination)
        where TLayout : struct, ILayout
        where TLanes : struct, IDoubleLanes<TLanes>
    {
        ref double sum = ref MemoryMarshal.GetReference(destination);
        nuint length = (nuint)destination.Length, column = 0, count = (nuint)TLanes.Count;
        TLanes factor = TLanes.Broadcast(weight);
        for (; column + count <= length && TLayout.Step == 1; column += count)
            TLanes.Store(TLanes.Add(TLanes.Load(ref sum, column), TLanes.Multiply(TLanes.Widen(ref row, column), factor)), ref sum, column);

        for (; column < length; column++)
            Unsafe.Add(ref sum, column) += weight * Unsafe.Add(ref row, column * (nuint)TLayout.Step);
    }
}
