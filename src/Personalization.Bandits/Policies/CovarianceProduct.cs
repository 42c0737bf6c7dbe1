using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Personalization.Numerics;

namespace Personalization.Bandits;

/// <summary>
/// A square matrix times a vector, and that vector times others. Each element of the product is one chain of fused multiply-adds, row by
/// row, and each dot product four chains, whatever the width: the same bits everywhere.
/// </summary>
internal static class CovarianceProduct
{
    /// <summary>Columns of the matrix as they stand in its rows, weighted by x: for a symmetric matrix its product with x.</summary>
    /// <param name="matrix">Rows of <paramref name="stride"/> values.</param>
    /// <param name="stride">At least the length of <paramref name="x"/>.</param>
    /// <param name="x">A multiple of 8 values.</param>
    /// <param name="product">Room for as many.</param>
    /// <param name="width">Which lanes; null: the widest.</param>
    public static void Multiply(
        ReadOnlySpan<double> matrix, int stride, ReadOnlySpan<double> x, Span<double> product, LaneWidth? width = null)
    {
        int size = x.Length;
        if (size % RoundFeatures.Padding != 0) throw new ArgumentException($"{size} values aren't a multiple of 8.", nameof(x));
        // Checked here once, and not in the loops: what is read of the matrix ends with row and column size − 1.
        ref double from = ref MemoryMarshal.GetReference(matrix[..(((size - 1) * stride) + size)]);
        ref double to = ref MemoryMarshal.GetReference(product[..size]);
        switch (width ?? LaneWidths.Widest)
        {
            case LaneWidth.Vector512:
                Multiply<DoubleLanes512>(ref from, stride, x, ref to);
                break;
            case LaneWidth.Vector256:
                Multiply<DoubleLanes256>(ref from, stride, x, ref to);
                break;
            case LaneWidth.Vector128:
                Multiply<DoubleLanes128>(ref from, stride, x, ref to);
                break;
            default:
                Multiply<DoubleLanes1>(ref from, stride, x, ref to);
                break;
        }
    }

    /// <summary>x times each of three vectors at least as long; the length of x is a multiple of 8.</summary>
    public static (double A, double B, double C) Dots(
        ReadOnlySpan<double> x, ReadOnlySpan<double> a, ReadOnlySpan<double> b, ReadOnlySpan<double> c)
    {
        a = a[..x.Length];
        b = b[..x.Length];
        c = c[..x.Length];
        Vector256<double> ofA = default, ofB = default, ofC = default;
        for (int i = 0; i + 3 < x.Length; i += 4)
        {
            Vector256<double> own = Vector256.Create(x[i..]);
            ofA = Vector256.FusedMultiplyAdd(own, Vector256.Create(a[i..]), ofA);
            ofB = Vector256.FusedMultiplyAdd(own, Vector256.Create(b[i..]), ofB);
            ofC = Vector256.FusedMultiplyAdd(own, Vector256.Create(c[i..]), ofC);
        }

        return (Sum(ofA), Sum(ofB), Sum(ofC));
    }

    private static double Sum(Vector256<double> own) => own[0] + own[1] + (own[2] + own[3]);

    /// <summary>Six vectors of columns at a time, so that their chains overlap and a row of 48 is read once; then what is left.</summary>
    private static void Multiply<TLanes>(ref double matrix, int stride, ReadOnlySpan<double> x, ref double product)
        where TLanes : struct, IDoubleLanes<TLanes>
    {
        int width = TLanes.Count, i = 0;
        for (; i + (6 * width) <= x.Length; i += 6 * width)
            Six<TLanes>(ref Unsafe.Add(ref matrix, i), stride, x, ref Unsafe.Add(ref product, i));
        for (; i + (2 * width) <= x.Length; i += 2 * width)
            Two<TLanes>(ref Unsafe.Add(ref matrix, i), stride, x, ref Unsafe.Add(ref product, i));
        for (; i < x.Length; i += width) One<TLanes>(ref Unsafe.Add(ref matrix, i), stride, x, ref Unsafe.Add(ref product, i));
    }

    private static void Six<TLanes>(ref double row, int stride, ReadOnlySpan<double> x, ref double product)
        where TLanes : struct, IDoubleLanes<TLanes>
    {
        nuint width = (nuint)TLanes.Count;
        TLanes a = default, b = default, c = default, d = default, e = default, f = default;
        foreach (double own in x)
        {
            // Most features are absent in most rounds.
            if (own != 0)
            {
                TLanes all = TLanes.Broadcast(own);
                a = TLanes.MultiplyAdd(TLanes.Load(ref row, 0), all, a);
                b = TLanes.MultiplyAdd(TLanes.Load(ref row, width), all, b);
                c = TLanes.MultiplyAdd(TLanes.Load(ref row, 2 * width), all, c);
                d = TLanes.MultiplyAdd(TLanes.Load(ref row, 3 * width), all, d);
                e = TLanes.MultiplyAdd(TLanes.Load(ref row, 4 * width), all, e);
                f = TLanes.MultiplyAdd(TLanes.Load(ref row, 5 * width), all, f);
            }

            row = ref Unsafe.Add(ref row, stride);
        }

        TLanes.Store(a, ref product, 0);
        TLanes.Store(b, ref product, width);
        TLanes.Store(c, ref product, 2 * width);
        TLanes.Store(d, ref product, 3 * width);
        TLanes.Store(e, ref product, 4 * width);
        TLanes.Store(f, ref product, 5 * width);
    }

    private static void Two<TLanes>(ref double row, int stride, ReadOnlySpan<double> x, ref double product)
        where TLanes : struct, IDoubleLanes<TLanes>
    {
        nuint width = (nuint)TLanes.Count;
        TLanes a = default, b = default;
        foreach (double own in x)
        {
            if (own != 0)
            {
                TLanes all = TLanes.Broadcast(own);
                a = TLanes.MultiplyAdd(TLanes.Load(ref row, 0), all, a);
                b = TLanes.MultiplyAdd(TLanes.Load(ref row, width), all, b);
            }

            row = ref Unsafe.Add(ref row, stride);
        }

        TLanes.Store(a, ref product, 0);
        TLanes.Store(b, ref product, width);
    }

    private static void One<TLanes>(ref double row, int stride, ReadOnlySpan<double> x, ref double product)
        where TLanes : struct, IDoubleLanes<TLanes>
    {
        TLanes a = default;
        foreach (double own in x)
        {
            if (own != 0) a = TLanes.MultiplyAdd(TLanes.Load(ref row, 0), TLanes.Broadcast(own), a);
            row = ref Unsafe.Add(ref row, stride);
        }

        TLanes.Store(a, ref product, 0);
    }
}
