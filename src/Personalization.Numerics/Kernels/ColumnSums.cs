using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Personalization.Numerics;

/// <summary>
/// Weighted sums of every column, and of its squared deviations, in double precision: each column's additions run over the rows in order, so the vector
/// width can't change a bit.
/// </summary>
public static class ColumnSums
{
    /// <summary>Adds Σ weight · value of each column onto its sum.</summary>
    /// <param name="rows">n × d.</param>
    /// <param name="weights">n weights.</param>
    /// <param name="sums">d sums.</param>
    /// <exception cref="ArgumentException">Lengths disagree.</exception>
    public static void Add(MatrixView rows, ReadOnlySpan<float> weights, Span<double> sums) => Run<PlainTerm>(rows, weights, default, sums, LaneWidths.Widest);

    /// <summary>Adds Σ weight · (value − mean)² of each column onto its sum.</summary>
    /// <param name="rows">n × d.</param>
    /// <param name="weights">n weights.</param>
    /// <param name="means">d means.</param>
    /// <param name="sums">d sums.</param>
    /// <exception cref="ArgumentException">Lengths disagree.</exception>
    public static void AddSquares(MatrixView rows, ReadOnlySpan<float> weights, ReadOnlySpan<double> means, Span<double> sums) =>
        Run<SquareTerm>(rows, weights, means, sums, LaneWidths.Widest);

    internal static void Add(MatrixView rows, ReadOnlySpan<float> weights, Span<double> sums, LaneWidth width) =>
        Run<PlainTerm>(rows, weights, default, sums, width);

    internal static void AddSquares(MatrixView rows, ReadOnlySpan<float> weights, ReadOnlySpan<double> means, Span<double> sums, LaneWidth width) =>
        Run<SquareTerm>(rows, weights, means, sums, width);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TTerm>(MatrixView rows, ReadOnlySpan<float> weights, ReadOnlySpan<double> means, Span<double> sums, LaneWidth width)
        where TTerm : struct, IColumnTerm
    {
        if (weights.Length != rows.Rows || sums.Length != rows.Columns || (!means.IsEmpty && means.Length != rows.Columns))
            throw new ArgumentException($"{rows.Rows} × {rows.Columns} rows need as many weights, and as many sums and means as columns.", nameof(rows));

        int column = 0;
        if (width >= LaneWidth.Vector256)
        {
            for (; column + 8 <= sums.Length; column += 8)
                Eight<TTerm>(rows, weights, column, means.IsEmpty ? default : means.Slice(column, 8), sums.Slice(column, 8));
        }

        for (; column < sums.Length; column += 4)
            Four<TTerm>(rows, weights, column, means, sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Eight<TTerm>(MatrixView rows, ReadOnlySpan<float> weights, int column, ReadOnlySpan<double> means, Span<double> sums)
        where TTerm : struct, IColumnTerm
    {
        ref float value = ref MemoryMarshal.GetReference(rows.Memory.Span);
        Vector256<double> lowerMean = means.IsEmpty ? default : Vector256.Create(means), upperMean = means.IsEmpty ? default : Vector256.Create(means[4..]);
        Vector256<double> lowerSum = Vector256.Create<double>(sums), upperSum = Vector256.Create<double>(sums[4..]);
        nuint at = (nuint)column, stride = (nuint)rows.Stride;
        for (int row = 0; row < weights.Length; row++, at += stride)
        {
            (Vector256<double> lower, Vector256<double> upper) = Vector256.Widen(Vector256.LoadUnsafe(ref value, at));
            Vector256<double> weight = Vector256.Create((double)weights[row]);
            lowerSum += weight * TTerm.Of(lower, lowerMean);
            upperSum += weight * TTerm.Of(upper, upperMean);
        }

        lowerSum.CopyTo(sums);
        upperSum.CopyTo(sums[4..]);
    }

    /// <summary>Up to four columns at once, so that their additions overlap. Where there are fewer, the last is computed again and left alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four<TTerm>(MatrixView rows, ReadOnlySpan<float> weights, int column, ReadOnlySpan<double> means, Span<double> sums)
        where TTerm : struct, IColumnTerm
    {
        ref float value = ref MemoryMarshal.GetReference(rows.Memory.Span);
        int last = sums.Length - 1, c1 = Math.Min(column + 1, last), c2 = Math.Min(column + 2, last), c3 = Math.Min(column + 3, last);
        double m0 = 0, m1 = 0, m2 = 0, m3 = 0;
        if (!means.IsEmpty)
            (m0, m1, m2, m3) = (means[column], means[c1], means[c2], means[c3]);

        double s0 = sums[column], s1 = sums[c1], s2 = sums[c2], s3 = sums[c3];
        for (int row = 0; row < weights.Length; row++)
        {
            double weight = weights[row];
            s0 += weight * TTerm.Of(Unsafe.Add(ref value, column), m0);
            s1 += weight * TTerm.Of(Unsafe.Add(ref value, c1), m1);
            s2 += weight * TTerm.Of(Unsafe.Add(ref value, c2), m2);
            s3 += weight * TTerm.Of(Unsafe.Add(ref value, c3), m3);
            value = ref Unsafe.Add(ref value, rows.Stride);
        }

        (sums[column], sums[c1], sums[c2], sums[c3]) = (s0, s1, s2, s3);
    }

    private interface IColumnTerm
    {
        static abstract double Of(double value, double mean);

        static abstract Vector256<double> Of(Vector256<double> value, Vector256<double> mean);
    }

    private readonly struct PlainTerm : IColumnTerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static double Of(double value, double mean) => value;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Of(Vector256<double> value, Vector256<double> mean) => value;
    }

    private readonly struct SquareTerm : IColumnTerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static double Of(double value, double mean) => (value - mean) * (value - mean);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Of(Vector256<double> value, Vector256<double> mean) => (value - mean) * (value - mean);
    }
}
