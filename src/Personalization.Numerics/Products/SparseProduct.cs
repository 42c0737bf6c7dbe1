using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Personalization.Numerics;

/// <summary>
/// Products of a sparse with a dense matrix in single precision. Each value of the result sums its terms in the order in which its row's
/// values lie, by fused multiply-add: same bits for any number of threads and any vector width.
/// </summary>
public static class SparseProduct
{
    private const int RowsAtOnce = 64;

    /// <summary>Writes left · right, (values of left) · n multiply-adds.</summary>
    /// <param name="left">
    /// m × k, sparse. Values that aren't stored count as absent: they don't meet NaN or infinities of the right operand.
    /// </param>
    /// <param name="right">k × n.</param>
    /// <param name="destination">m × n; must not overlap the right operand.</param>
    /// <param name="threads">Most threads to use, at least 1. Default: one for each processor.</param>
    /// <param name="cancellationToken">Stops between blocks of 64 rows.</param>
    /// <exception cref="ArgumentException">Shapes disagree, or the destination overlaps the right operand.</exception>
    public static void Multiply(
        SparseMatrixView left, MatrixView right, MutableMatrixView destination, int? threads = null,
        CancellationToken cancellationToken = default) =>
        Multiply(left, right, destination, threads, LaneWidths.Widest, cancellationToken);

    internal static void Multiply(
        SparseMatrixView left, MatrixView right, MutableMatrixView destination, int? threads, LaneWidth width,
        CancellationToken cancellationToken = default)
    {
        if (left.ColumnCount != right.Rows || destination.Rows != left.RowCount || destination.Columns != right.Columns)
        {
            throw new ArgumentException(
                $"{left.RowCount} × {left.ColumnCount} times {right.Rows} × {right.Columns} "
                + $"does not fit a destination of {destination.Rows} × {destination.Columns}.",
                nameof(destination));
        }

        if (destination.Memory.Span.Overlaps(right.Memory.Span))
            throw new ArgumentException("The destination shares memory with the right operand.", nameof(destination));

        ParallelChunks.Run(
            left.RowCount, RowsAtOnce, (_, start, end) =>
            {
                for (int row = start; row < end; row++)
                    MultiplyRow(left, right, row, destination.Row(row), width);
            },
            threads, cancellationToken);
    }

    private static void MultiplyRow(SparseMatrixView left, MatrixView right, int row, Span<float> destination, LaneWidth width)
    {
        int start = left.Offsets.Span[row], count = left.Offsets.Span[row + 1] - start;
        ReadOnlySpan<int> rows = left.Columns.Span.Slice(start, count);
        ReadOnlySpan<float> factors = left.Values.Span.Slice(start, count);
        switch (width)
        {
            case LaneWidth.Vector512: MultiplyRow<Lanes512>(rows, factors, right, destination); break;
            case LaneWidth.Vector256: MultiplyRow<Lanes256>(rows, factors, right, destination); break;
            case LaneWidth.Vector128: MultiplyRow<Lanes128>(rows, factors, right, destination); break;
            default: MultiplyRow<Lanes1>(rows, factors, right, destination); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyRow<TLanes>(ReadOnlySpan<int> rows, ReadOnlySpan<float> factors, MatrixView right, Span<float> destination)
        where TLanes : struct, ILanes<TLanes>
    {
        ref float values = ref MemoryMarshal.GetReference(right.Memory.Span);
        ref float to = ref MemoryMarshal.GetReference(destination);
        nuint stride = (nuint)right.Stride, length = (nuint)destination.Length, count = (nuint)TLanes.Count, column = 0;

        // Four vectors of sums stay in registers while the row's values go by.
        for (; column + (4 * count) <= length; column += 4 * count)
        {
            TLanes s0 = TLanes.Broadcast(0), s1 = s0, s2 = s0, s3 = s0;
            for (int i = 0; i < rows.Length; i++)
            {
                nuint place = ((nuint)rows[i] * stride) + column;
                TLanes factor = TLanes.Broadcast(factors[i]);
                s0 = TLanes.MultiplyAdd(factor, TLanes.Load(ref values, place), s0);
                s1 = TLanes.MultiplyAdd(factor, TLanes.Load(ref values, place + count), s1);
                s2 = TLanes.MultiplyAdd(factor, TLanes.Load(ref values, place + (2 * count)), s2);
                s3 = TLanes.MultiplyAdd(factor, TLanes.Load(ref values, place + (3 * count)), s3);
            }

            TLanes.Store(s0, ref to, column);
            TLanes.Store(s1, ref to, column + count);
            TLanes.Store(s2, ref to, column + (2 * count));
            TLanes.Store(s3, ref to, column + (3 * count));
        }

        for (; column + count <= length; column += count)
            One<TLanes>(rows, factors, ref values, stride, ref to, column);

        for (; column < length; column++)
            One<Lanes1>(rows, factors, ref values, stride, ref to, column);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void One<TLanes>(
        ReadOnlySpan<int> rows, ReadOnlySpan<float> factors, ref float values, nuint stride, ref float to, nuint column)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes sum = TLanes.Broadcast(0);
        for (int i = 0; i < rows.Length; i++)
            sum = TLanes.MultiplyAdd(TLanes.Broadcast(factors[i]), TLanes.Load(ref values, ((nuint)rows[i] * stride) + column), sum);

        TLanes.Store(sum, ref to, column);
    }
}
