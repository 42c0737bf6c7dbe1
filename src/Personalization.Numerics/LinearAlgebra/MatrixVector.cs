using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Personalization.Numerics;

/// <summary>
/// Products of a single-precision matrix, as it is or transposed, with a vector: at the speed at which the matrix comes from memory, same bits for any
/// number of threads and any vector width. NaN and infinities propagate.
/// </summary>
public static class MatrixVector
{
    private const int VirtualLanes = 64;
    private const int ValuesAtOnce = 1 << 16;

    /// <summary>A x, m · n multiply-adds: 64 partial sums a row, term j to sum j mod 64, folded in halves.</summary>
    /// <param name="matrix">m × n.</param>
    /// <param name="vector">n values.</param>
    /// <param name="destination">Receives m values; must not overlap the operands.</param>
    /// <param name="maxThreads">Most threads to use, at least 1. Default: one for each processor.</param>
    /// <param name="cancellationToken">Stops between blocks of rows.</param>
    /// <exception cref="ArgumentException">Lengths disagree.</exception>
    public static void Multiply(
        MatrixView matrix, ReadOnlyMemory<float> vector, Memory<float> destination, int? maxThreads = null, CancellationToken cancellationToken = default) =>
        Multiply(matrix, vector, destination, maxThreads, LaneWidths.Widest, cancellationToken);

    /// <summary>Aᵀ x, m · n multiply-adds: rows in order within blocks that depend on n alone, the blocks' sums in order.</summary>
    /// <param name="matrix">m × n.</param>
    /// <param name="vector">m values.</param>
    /// <param name="destination">Receives n values; must not overlap the operands.</param>
    /// <param name="maxThreads">Most threads to use, at least 1. Default: one for each processor.</param>
    /// <param name="cancellationToken">Stops between blocks of rows.</param>
    /// <exception cref="ArgumentException">Lengths disagree.</exception>
    public static void MultiplyTransposed(
        MatrixView matrix, ReadOnlyMemory<float> vector, Memory<float> destination, int? maxThreads = null, CancellationToken cancellationToken = default) =>
        MultiplyTransposed(matrix, vector, destination, maxThreads, LaneWidths.Widest, cancellationToken);

    internal static void Multiply(
        MatrixView matrix, ReadOnlyMemory<float> vector, Memory<float> destination, int? maxThreads, LaneWidth width, CancellationToken cancellationToken = default)
    {
        Check(matrix, vector.Length, matrix.Columns, destination.Length, matrix.Rows);
        ParallelChunks.Run(
            matrix.Rows, RowsAtOnce(matrix), (_, start, end) =>
            {
                for (int row = start; row < end; row++)
                    destination.Span[row] = Dot(matrix.Row(row), vector.Span, width);
            },
            ThreadsFor(matrix, maxThreads), cancellationToken);
    }

    internal static void MultiplyTransposed(
        MatrixView matrix, ReadOnlyMemory<float> vector, Memory<float> destination, int? maxThreads, LaneWidth width, CancellationToken cancellationToken = default)
    {
        Check(matrix, vector.Length, matrix.Rows, destination.Length, matrix.Columns);
        int columns = matrix.Columns;
        float[] sums = ParallelChunks.Reduce(
            matrix.Rows, RowsAtOnce(matrix),
            (start, end) =>
            {
                var part = new float[columns];
                for (int row = start; row < end; row++)
                    RowUpdates.Add(vector.Span[row], matrix.Row(row), part, width);

                return part;
            },
            (total, part) =>
            {
                RowUpdates.Add(1f, part, total, width);
                return total;
            },
            ThreadsFor(matrix, maxThreads), cancellationToken);
        sums.CopyTo(destination);
    }

    private static int RowsAtOnce(MatrixView matrix) => Math.Max(1, ValuesAtOnce / Math.Max(matrix.Columns, 1));

    private static int? ThreadsFor(MatrixView matrix, int? maxThreads) => (long)matrix.Rows * matrix.Columns < 2 * ValuesAtOnce ? 1 : maxThreads;

    private static float Dot(ReadOnlySpan<float> row, ReadOnlySpan<float> vector, LaneWidth width) => width switch
    {
        LaneWidth.Vector512 => Dot<Lanes512>(row, vector),
        LaneWidth.Vector256 => Dot<Lanes256>(row, vector),
        LaneWidth.Vector128 => Dot<Lanes128>(row, vector),
        _ => Dot<Lanes1>(row, vector),
    };

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private static float Dot<TLanes>(ReadOnlySpan<float> row, ReadOnlySpan<float> vector)
        where TLanes : struct, ILanes<TLanes>
    {
        Span<float> lanes = stackalloc float[VirtualLanes];
        ref float a = ref MemoryMarshal.GetReference(row);
        ref float b = ref MemoryMarshal.GetReference(vector);
        ref float sums = ref MemoryMarshal.GetReference(lanes);
        nuint count = (nuint)TLanes.Count, whole = (nuint)(row.Length - (row.Length % VirtualLanes));
        for (nuint lane = 0; lane < VirtualLanes; lane += 4 * count)
        {
            TLanes s0 = TLanes.Broadcast(0), s1 = s0, s2 = s0, s3 = s0;
            for (nuint i = lane; i < whole; i += VirtualLanes)
            {
                s0 = TLanes.MultiplyAdd(TLanes.Load(ref a, i), TLanes.Load(ref b, i), s0);
                s1 = TLanes.MultiplyAdd(TLanes.Load(ref a, i + count), TLanes.Load(ref b, i + count), s1);
                s2 = TLanes.MultiplyAdd(TLanes.Load(ref a, i + (2 * count)), TLanes.Load(ref b, i + (2 * count)), s2);
                s3 = TLanes.MultiplyAdd(TLanes.Load(ref a, i + (3 * count)), TLanes.Load(ref b, i + (3 * count)), s3);
            }

            TLanes.Store(s0, ref sums, lane);
            TLanes.Store(s1, ref sums, lane + count);
            TLanes.Store(s2, ref sums, lane + (2 * count));
            TLanes.Store(s3, ref sums, lane + (3 * count));
        }

        for (int i = (int)whole; i < row.Length; i++)
            lanes[i % VirtualLanes] = MathF.FusedMultiplyAdd(row[i], vector[i], lanes[i % VirtualLanes]);

        for (int half = VirtualLanes / 2; half > 0; half /= 2)
        {
            for (int lane = 0; lane < half; lane++)
                lanes[lane] += lanes[lane + half];
        }

        return lanes[0];
    }

    private static void Check(MatrixView matrix, int vector, int expectedVector, int destination, int expectedDestination)
    {
        if (vector != expectedVector || destination != expectedDestination)
        {
            throw new ArgumentException(
                $"The matrix is {matrix.Rows} × {matrix.Columns}: the vector must have {expectedVector} values and has {vector}, the destination {expectedDestination} and has {destination}.",
                nameof(vector));
        }
    }
}
