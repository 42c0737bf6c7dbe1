using System.Buffers;

namespace Personalization.Numerics;

/// <summary>
/// Products of single-precision matrices, C = scale · A · B (+ C), each operand as it is or transposed, views with gaps welcome.
/// <para>Same bits for any number of threads and any vector width: each value of C sums its terms by fused multiply-add in the order of
/// depth, in blocks of 256, and the blocks' sums, times the scale, are added to C in order. NaN and infinities propagate as these
/// operations say.</para>
/// <para>O(m · n · k) time. Scratch memory: the right operand once more, at most 16 MiB of it at a time, and about 100 KiB a thread, rented
/// from the shared pool. The caller's thread works too; see <see cref="ParallelChunks"/>.</para>
/// </summary>
public static class MatrixProduct
{
    /// <summary>left · right as a new matrix.</summary>
    /// <param name="left">m × k.</param>
    /// <param name="right">k × n.</param>
    /// <param name="threads">Most threads to use, at least 1. Default: one for each processor.</param>
    /// <param name="cancellationToken">Stops between blocks.</param>
    /// <exception cref="ArgumentException">The left operand's columns aren't as many as the right one's rows.</exception>
    public static Matrix Multiply(
        MatrixOperand left, MatrixOperand right, int? threads = null, CancellationToken cancellationToken = default)
    {
        Matrix result = new(left.Rows, right.Columns);
        Multiply(left, right, result, threads: threads, cancellationToken: cancellationToken);
        return result;
    }

    /// <summary>Writes scale · left · right to a destination, or adds it there.</summary>
    /// <param name="left">m × k.</param>
    /// <param name="right">k × n.</param>
    /// <param name="destination">m × n; must not share memory with the operands. What lies between its rows stays untouched.</param>
    /// <param name="scale">Factor of the product. Default 1.</param>
    /// <param name="accumulate">Whether to add to what the destination holds; otherwise it is overwritten, NaN included.</param>
    /// <param name="threads">Most threads to use, at least 1. Default: one for each processor.</param>
    /// <param name="cancellationToken">Stops between blocks; the destination then holds a part of the result.</param>
    /// <exception cref="ArgumentException">Shapes disagree, or the destination overlaps an operand.</exception>
    public static void Multiply(
        MatrixOperand left, MatrixOperand right, MutableMatrixView destination, float scale = 1, bool accumulate = false,
        int? threads = null,
        CancellationToken cancellationToken = default) =>
        Multiply(left, right, destination, scale, accumulate, threads, LaneWidths.Widest, cancellationToken);

    internal static unsafe void Multiply(
        MatrixOperand left, MatrixOperand right, MutableMatrixView destination, float scale, bool accumulate, int? threads, LaneWidth width,
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
        ProductTasks.Run(task, threads, width, cancellationToken);
    }

    private static void Check(MatrixOperand left, MatrixOperand right, MutableMatrixView destination)
    {
        if (left.Columns != right.Rows)
        {
            throw new ArgumentException(
                $"{left.Rows} × {left.Columns} times {right.Rows} × {right.Columns}: "
                + "the left operand's columns must be as many as the right one's rows.",
                nameof(right));
        }

        if (destination.Rows != left.Rows || destination.Columns != right.Columns)
        {
            throw new ArgumentException(
                $"The product is {left.Rows} × {right.Columns}; the destination is {destination.Rows} × {destination.Columns}.",
                nameof(destination));
        }

        if (destination.Memory.Span.Overlaps(left.View.Memory.Span) || destination.Memory.Span.Overlaps(right.View.Memory.Span))
        {
            throw new ArgumentException(
                "The destination shares memory with an operand, whose values would change while they are read.", nameof(destination));
        }
    }
}
