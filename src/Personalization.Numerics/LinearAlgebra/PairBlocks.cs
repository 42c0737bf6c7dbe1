using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Personalization.Numerics;

/// <summary>
/// Figures of every pair of a row of one matrix and a row of another, written out as an m × n block, on <see cref="MatrixProduct"/>: m · n · d
/// multiply-adds, same bits for any number of threads and any vector width. Where only the nearest are wanted, <see cref="NearestCenters"/> and the
/// searches never write the block at all.
/// </summary>
public static class PairBlocks
{
    private const int RowsAtOnce = 64;

    /// <summary>x · y.</summary>
    /// <param name="left">m × d.</param>
    /// <param name="right">n × d.</param>
    /// <param name="destination">Receives m × n values; must not overlap the operands.</param>
    /// <param name="maxThreads">Most threads to use, at least 1. Default: one for each processor.</param>
    /// <param name="cancellationToken">Stops between blocks.</param>
    /// <exception cref="ArgumentException">Shapes disagree, or the destination overlaps an operand.</exception>
    public static void Dot(
        MatrixView left, MatrixView right, MutableMatrixView destination, int? maxThreads = null, CancellationToken cancellationToken = default) =>
        MatrixProduct.Multiply(left, MatrixOperand.Transpose(right), destination, maxThreads: maxThreads, cancellationToken: cancellationToken);

    /// <summary>x · y / (‖x‖ ‖y‖), from −1 to 1 up to rounding; 0 where a row has no length.</summary>
    /// <inheritdoc cref="Dot"/>
    public static void Cosine(
        MatrixView left, MatrixView right, MutableMatrixView destination, int? maxThreads = null, CancellationToken cancellationToken = default) =>
        Cosine(left, right, destination, maxThreads, LaneWidths.Widest, cancellationToken);

    /// <summary>
    /// ‖x − y‖² = ‖x‖² + ‖y‖² − 2 x · y, never below 0. Digits cancel where rows are near each other and far from zero: the error is about
    /// 10⁻⁷ (‖x‖² + ‖y‖²), so subtract the mean first. <see cref="SquaredDistances"/> has the exact differences.
    /// </summary>
    /// <inheritdoc cref="Dot"/>
    public static void SquaredEuclidean(
        MatrixView left, MatrixView right, MutableMatrixView destination, int? maxThreads = null, CancellationToken cancellationToken = default) =>
        SquaredEuclidean(left, right, destination, maxThreads, LaneWidths.Widest, cancellationToken);

    internal static void Cosine(
        MatrixView left, MatrixView right, MutableMatrixView destination, int? maxThreads, LaneWidth width, CancellationToken cancellationToken = default)
    {
        MatrixProduct.Multiply(left, MatrixOperand.Transpose(right), destination, 1, false, maxThreads, width, cancellationToken);
        float[] leftInverse = Inverse(SquaredNorms(left, maxThreads, cancellationToken)), rightInverse = Inverse(SquaredNorms(right, maxThreads, cancellationToken));
        ForEachRow(destination, (row, values) => Finish<CosineForm>(leftInverse[row], rightInverse, values, width), maxThreads, cancellationToken);
    }

    internal static void SquaredEuclidean(
        MatrixView left, MatrixView right, MutableMatrixView destination, int? maxThreads, LaneWidth width, CancellationToken cancellationToken = default)
    {
        MatrixProduct.Multiply(left, MatrixOperand.Transpose(right), destination, -2, false, maxThreads, width, cancellationToken);
        float[] leftNorms = Single(SquaredNorms(left, maxThreads, cancellationToken)), rightNorms = Single(SquaredNorms(right, maxThreads, cancellationToken));
        ForEachRow(destination, (row, values) => Finish<EuclideanForm>(leftNorms[row], rightNorms, values, width), maxThreads, cancellationToken);
    }

    private static void ForEachRow(MutableMatrixView matrix, RowBody body, int? maxThreads, CancellationToken cancellationToken) => ParallelChunks.Run(
        matrix.Rows, RowsAtOnce, (_, start, end) =>
        {
            for (int row = start; row < end; row++)
                body(row, matrix.Row(row));
        },
        maxThreads, cancellationToken);

    private static double[] SquaredNorms(MatrixView rows, int? maxThreads, CancellationToken cancellationToken)
    {
        var norms = new double[rows.Rows];
        ParallelChunks.Run(
            rows.Rows, 1024, (_, start, end) =>
            {
                for (int row = start; row < end; row++)
                    norms[row] = StableSum.Dot(rows.Row(row), rows.Row(row));
            },
            maxThreads, cancellationToken);
        return norms;
    }

    private static float[] Single(double[] values) => Array.ConvertAll(values, value => (float)value);

    private static float[] Inverse(double[] squares) => Array.ConvertAll(squares, square => square == 0 ? 0 : (float)(1 / Math.Sqrt(square)));

    private static void Finish<TForm>(float left, ReadOnlySpan<float> right, Span<float> values, LaneWidth width)
        where TForm : struct, IPairForm
    {
        switch (width)
        {
            case LaneWidth.Vector512: Finish<TForm, Lanes512>(left, right, values); break;
            case LaneWidth.Vector256: Finish<TForm, Lanes256>(left, right, values); break;
            case LaneWidth.Vector128: Finish<TForm, Lanes128>(left, right, values); break;
            default: Finish<TForm, Lanes1>(left, right, values); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Finish<TForm, TLanes>(float left, ReadOnlySpan<float> right, Span<float> values)
        where TForm : struct, IPairForm
        where TLanes : struct, ILanes<TLanes>
    {
        ref float other = ref MemoryMarshal.GetReference(right[..values.Length]);
        ref float value = ref MemoryMarshal.GetReference(values);
        nuint length = (nuint)values.Length, count = (nuint)TLanes.Count, i = 0;
        for (; i + count <= length; i += count)
            TLanes.Store(TForm.Finish(TLanes.Load(ref value, i), TLanes.Broadcast(left), TLanes.Load(ref other, i)), ref value, i);

        for (; i < length; i++)
            Lanes1.Store(TForm.Finish(Lanes1.Load(ref value, i), Lanes1.Broadcast(left), Lanes1.Load(ref other, i)), ref value, i);
    }

    private delegate void RowBody(int row, Span<float> values);

    /// <summary>Makes the figure from the product and what is known of either row.</summary>
    private interface IPairForm
    {
        static abstract TLanes Finish<TLanes>(TLanes product, TLanes left, TLanes right)
            where TLanes : struct, ILanes<TLanes>;
    }

    private readonly struct CosineForm : IPairForm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLanes Finish<TLanes>(TLanes product, TLanes left, TLanes right)
            where TLanes : struct, ILanes<TLanes> => TLanes.Multiply(TLanes.Multiply(product, left), right);
    }

    private readonly struct EuclideanForm : IPairForm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLanes Finish<TLanes>(TLanes product, TLanes left, TLanes right)
            where TLanes : struct, ILanes<TLanes>
        {
            TLanes distance = TLanes.Add(product, TLanes.Add(left, right)), zero = TLanes.Broadcast(0);
            return TLanes.WhereLess(distance, zero, zero, distance);
        }
    }
}
