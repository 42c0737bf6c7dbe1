using System.Buffers;

namespace Personalization.Numerics;

/// <summary>
/// Products of single-precision matrices, C = scale · A · B (+ C), each operand as it is or transposed, views with gaps welcome.
/// <para>Same bits for any number of threads and any vector width: each value of C sums its terms by fused multiply-add in the order of depth, in
/// blocks of 256, and the blocks' sums, times the scale, are added to C in order. NaN and infinities propagate as these operations say.</para>
/// <para>O(m · n · k) time. Scratch memory: the right operand once more, at most 16 MiB of it at a time, and about 100 KiB a thread, rented from
/// the shared pool. The caller's thread works too; see <see cref="ParallelChunks"/>.</para>
/// </summary>
public static class MatrixProduct
{
    /// <summary>Multiply-adds of a batch that a thread does at a time.</summary>
    private const int BatchWork = 1 << 18;

    /// <summary>left · right as a new matrix.</summary>
    /// <param name="left">m × k.</param>
    /// <param name="right">k × n.</param>
    /// <param name="maxThreads">Most threads to use, at least 1. Default: one for each processor.</param>
    /// <param name="cancellationToken">Stops between blocks.</param>
    /// <exception cref="ArgumentException">The left operand's columns aren't as many as the right one's rows.</exception>
    public static Matrix Multiply(MatrixOperand left, MatrixOperand right, int? maxThreads = null, CancellationToken cancellationToken = default)
    {
        Matrix result = new(left.Rows, right.Columns);
        Multiply(left, right, result, maxThreads: maxThreads, cancellationToken: cancellationToken);
        return result;
    }

    /// <summary>Writes scale · left · right to a destination, or adds it there.</summary>
    /// <param name="left">m × k.</param>
    /// <param name="right">k × n.</param>
    /// <param name="destination">m × n; must not share memory with the operands. What lies between its rows stays untouched.</param>
    /// <param name="scale">Factor of the product. Default 1.</param>
    /// <param name="accumulate">Whether to add to what the destination holds; otherwise it is overwritten, NaN included.</param>
    /// <param name="maxThreads">Most threads to use, at least 1. Default: one for each processor.</param>
    /// <param name="cancellationToken">Stops between blocks; the destination then holds a part of the result.</param>
    /// <exception cref="ArgumentException">Shapes disagree, or the destination overlaps an operand.</exception>
    public static void Multiply(
        MatrixOperand left, MatrixOperand right, MutableMatrixView destination, float scale = 1, bool accumulate = false, int? maxThreads = null,
        CancellationToken cancellationToken = default) =>
        Multiply(left, right, destination, scale, accumulate, maxThreads, LaneWidths.Widest, cancellationToken);

    /// <summary>Many small products of one shape: destination[i] = left[i] · right[i]. Threads share the products, never one of them.</summary>
    /// <param name="left">count matrices of m × k, one after the other, row-major.</param>
    /// <param name="right">count matrices of k × n.</param>
    /// <param name="destination">Receives count matrices of m × n; must not overlap the operands.</param>
    /// <param name="count">Number of products, at least 0.</param>
    /// <param name="rows">m, at least 0.</param>
    /// <param name="depth">k, at least 0.</param>
    /// <param name="columns">n, at least 0.</param>
    /// <param name="maxThreads">Most threads to use, at least 1. Default: one for each processor.</param>
    /// <param name="cancellationToken">Stops between groups of products.</param>
    /// <exception cref="ArgumentException">A memory has another number of values, or the destination overlaps an operand.</exception>
    public static void MultiplyBatch(
        ReadOnlyMemory<float> left, ReadOnlyMemory<float> right, Memory<float> destination, int count, int rows, int depth, int columns,
        int? maxThreads = null, CancellationToken cancellationToken = default)
    {
        Guard.AtLeast(count, 0, nameof(count));
        if (left.Length != (long)count * rows * depth || right.Length != (long)count * depth * columns || destination.Length != (long)count * rows * columns)
        {
            throw new ArgumentException(
                $"{count} products of {rows} × {depth} and {depth} × {columns} don't fit {left.Length}, {right.Length} and {destination.Length} values.", nameof(count));
        }

        int atOnce = (int)Math.Max(1, BatchWork / Math.Max(1, (long)rows * columns * depth));
        ParallelChunks.Run(
            count, atOnce, (_, start, end) =>
            {
                for (int i = start; i < end; i++)
                {
                    MatrixView a = new(left.Slice(i * rows * depth, rows * depth), rows, depth), b = new(right.Slice(i * depth * columns, depth * columns), depth, columns);
                    Multiply(a, b, new MutableMatrixView(destination.Slice(i * rows * columns, rows * columns), rows, columns), maxThreads: 1);
                }
            },
            maxThreads, cancellationToken);
    }

    internal static unsafe void Multiply(
        MatrixOperand left, MatrixOperand right, MutableMatrixView destination, float scale, bool accumulate, int? maxThreads, LaneWidth width,
        CancellationToken cancellationToken = default)
    {
        Check(left, right, destination);
        if (destination.Rows == 0 || destination.Columns == 0)
            return;

        if (left.Columns == 0)
        {
            for (int row = 0; row < destination.Rows && !accumulate; row++)
                destination.Row(row).Clear();

            return;
        }

        using MemoryHandle a = left.View.Memory.Pin(), b = right.View.Memory.Pin(), c = destination.Memory.Pin();
        ProductTask<float> task = new()
        {
            Left = (float*)a.Pointer,
            LeftStride = left.View.Stride,
            LeftTransposed = left.IsTransposed,
            Right = (float*)b.Pointer,
            RightStride = right.View.Stride,
            RightTransposed = right.IsTransposed,
            Destination = (float*)c.Pointer,
            Stride = destination.Stride,
            Rows = destination.Rows,
            Columns = destination.Columns,
            Depth = left.Columns,
            Scale = scale,
            Accumulate = accumulate,
        };
        ProductTasks.Run(task, maxThreads, width, cancellationToken);
    }

    private static void Check(MatrixOperand left, MatrixOperand right, MutableMatrixView destination)
    {
        if (left.Columns != right.Rows)
        {
            throw new ArgumentException(
                $"{left.Rows} × {left.Columns} times {right.Rows} × {right.Columns}: the left operand's columns must be as many as the right one's rows.",
                nameof(right));
        }

        if (destination.Rows != left.Rows || destination.Columns != right.Columns)
        {
            throw new ArgumentException(
                $"The product is {left.Rows} × {right.Columns}; the destination is {destination.Rows} × {destination.Columns}.", nameof(destination));
        }

        if (destination.Memory.Span.Overlaps(left.View.Memory.Span) || destination.Memory.Span.Overlaps(right.View.Memory.Span))
            throw new ArgumentException("The destination shares memory with an operand, whose values would change while they are read.", nameof(destination));
    }
}
