using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Personalization.Numerics;

/// <summary>
/// Weighted sums of every column, and of its squared deviations, in double precision: each column's additions run over the rows in order,
/// so the vector width can't change a bit.
/// </summary>
internal static class ColumnSums
{
    /// <summary>Adds Σ weight · value of each column onto its sum.</summary>
    /// <param name="rows">n × d.</param>
    /// <param name="weights">n weights.</param>
    /// <param name="sums">d sums.</param>
    /// <exception cref="ArgumentException">Lengths disagree.</exception>
    public static void Add(MatrixView rows, ReadOnlySpan<float> weights, Span<double> sums) =>
        Run<PlainTerm>(rows, weights, default, sums, LaneWidths.Widest);

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

    internal static void AddSquares(
        MatrixView rows, ReadOnlySpan<float> weights, ReadOnlySpan<double> means, Span<double> sums, LaneWidth width) =>
        Run<SquareTerm>(rows, weights, means, sums, width);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TTerm>(
        MatrixView rows, ReadOnlySpan<float> weights, ReadOnlySpan<double> means, Span<double> sums, LaneWidth width)
        where TTerm : struct, IColumnTerm
    {
        if (weights.Length != rows.Rows || sums.Length != rows.Columns || (!means.IsEmpty && means.Length != rows.Columns))
        {
            throw new ArgumentException(
                $"{rows.Rows} × {rows.Columns} rows need as many weights, and as many sums and means as columns.", nameof(rows));
        }

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
    private static void Eight<TTerm>(
        MatrixView rows, ReadOnlySpan<float> weights, int column, ReadOnlySpan<double> means, Span<double> sums)
        where TTerm : struct, IColumnTerm
    {
        ref float value = ref MemoryMarshal.GetReference(rows.Memory.Span);
        Vector256<double> lowerMean = means.IsEmpty ? default : Vector256.Create(means);
        Vector256<double> upperMean = means.IsEmpty ? default : Vector256.Create(means[4..]);
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

    /// <summary>
    /// Up to four columns at once. Where the row ends earlier, the lanes beyond hold whatever follows in memory, and are left out at the
    /// end; the last row, which nothing need follow, is taken value by value.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four<TTerm>(MatrixView rows, ReadOnlySpan<float> weights, int column, ReadOnlySpan<double> means, Span<double> sums)
        where TTerm : struct, IColumnTerm
    {
        Span<double> four = stackalloc double[8];
        four.Clear();
        int count = Math.Min(4, sums.Length - column);
        sums.Slice(column, count).CopyTo(four);
        if (!means.IsEmpty)
            means.Slice(column, count).CopyTo(four[4..]);

        ReadOnlySpan<float> values = rows.Memory.Span;
        ref float value = ref MemoryMarshal.GetReference(values);
        Vector256<double> sum = Vector256.Create<double>(four), mean = Vector256.Create<double>(four[4..]);
        nuint at = (nuint)column, stride = (nuint)rows.Stride;
        int row = 0;
        for (; row < weights.Length && at + 4 <= (nuint)values.Length; row++, at += stride)
        {
            (Vector128<double> lower, Vector128<double> upper) = Vector128.Widen(Vector128.LoadUnsafe(ref value, at));
            sum += Vector256.Create((double)weights[row]) * TTerm.Of(Vector256.Create(lower, upper), mean);
        }

        sum.CopyTo(four);
        for (; row < weights.Length; row++, at += stride)
        {
            for (int i = 0; i < count; i++)
                four[i] += weights[row] * TTerm.Of(Unsafe.Add(ref value, at + (nuint)i), four[4 + i]);
        }

        four[..count].CopyTo(sums[column..]);
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
