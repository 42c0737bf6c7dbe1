using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Personalization.Numerics;

/// <summary>Copies blocks of the operands into the layouts of the kernel. Only moves values: nothing here can change a bit.</summary>
/// <typeparam name="T">An element.</typeparam>
internal static unsafe class PanelPacking<T>
    where T : unmanaged
{
    /// <summary>
    /// Rows of the left operand, <see cref="ProductShape{T}.PackedRowStep"/> apart; rows beyond the last, up to a multiple of 4, become
    /// zeros.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void LeftRows(T* source, nint stride, int rows, int depth, T* panel)
    {
        int row = 0;
        for (; row < rows; row++)
            new ReadOnlySpan<T>(source + (row * stride), depth).CopyTo(new Span<T>(panel + (row * ProductShape<T>.PackedRowStep), depth));

        for (; row % 4 != 0; row++)
            new Span<T>(panel + (row * ProductShape<T>.PackedRowStep), depth).Clear();
    }

    /// <summary>
    /// Rows of a left operand that is taken transposed, panel after panel, the values of 12 rows at one depth side by side.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void LeftTransposed(T* source, nint stride, int rows, int depth, T* panels)
    {
        for (int start = 0; start < rows; start += ProductShape.PanelRows)
        {
            T* panel = panels + (start * (nint)ProductShape.DepthBlock);
            int count = Math.Min(ProductShape.PanelRows, rows - start);
            for (int k = 0; k < depth; k++, panel += ProductShape.PanelRows)
            {
                T* values = source + (k * stride) + start;
                if (count == ProductShape.PanelRows)
                {
                    Unsafe.CopyBlockUnaligned(panel, values, (uint)(ProductShape.PanelRows * sizeof(T)));
                    continue;
                }

                for (int row = 0; row < ProductShape.PanelRows; row++)
                    panel[row] = row < count ? values[row] : default;
            }
        }
    }

    /// <summary>
    /// Panels of the right operand side by side, each as wide as two vectors of 512 bits, <paramref name="panelSize"/> apart; columns
    /// beyond the last are zero.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Right(T* source, nint stride, int depth, int columns, T* panels, nint panelSize)
    {
        int whole = columns / ProductShape<T>.PanelColumns, rest = columns % ProductShape<T>.PanelColumns;
        for (int k = 0; k < depth; k++, panels += ProductShape<T>.PanelColumns, source += stride)
        {
            // Row after row, because a row's values lie in one page and its lines come one after the other.
            T* values = source, panel = panels;
            for (int index = 0; index < whole; index++, values += ProductShape<T>.PanelColumns, panel += panelSize)
            {
                Vector512.Load((byte*)values).Store((byte*)panel);
                Vector512.Load((byte*)values + Prefetch.CacheLine).Store((byte*)panel + Prefetch.CacheLine);
            }

            for (int column = 0; rest > 0 && column < ProductShape<T>.PanelColumns; column++)
                panel[column] = column < rest ? values[column] : default;
        }
    }

    /// <summary>A panel of a right operand that is taken transposed: its columns are rows in memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RightTransposed(T* source, nint stride, int depth, int columns, T* panel)
    {
        int column = 0;
        for (; typeof(T) == typeof(float) && column + 4 <= columns; column += 4)
            FourColumns((float*)(source + (column * stride)), stride, depth, (float*)(panel + column));

        for (; column < ProductShape<T>.PanelColumns; column++)
        {
            T* values = source + (column * stride);
            for (int k = 0; k < depth; k++)
                panel[(k * ProductShape<T>.PanelColumns) + column] = column < columns ? values[k] : default;
        }
    }

    /// <summary>Four rows in memory become four columns of a panel, in squares of 4 × 4 that are transposed in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourColumns(float* source, nint stride, int depth, float* panel)
    {
        int k = 0;
        for (; k + 4 <= depth; k += 4, panel += 4 * ProductShape<float>.PanelColumns)
        {
            Vector128<float> a = Vector128.Load(source + k), b = Vector128.Load(source + stride + k);
            Vector128<float> c = Vector128.Load(source + (2 * stride) + k), d = Vector128.Load(source + (3 * stride) + k);
            Vector128<double> abLow = Interleave(a, b, lower: true), abHigh = Interleave(a, b, lower: false);
            Vector128<double> cdLow = Interleave(c, d, lower: true), cdHigh = Interleave(c, d, lower: false);
            Vector128.Create(abLow.GetLower(), cdLow.GetLower()).AsSingle().Store(panel);
            Vector128.Create(abLow.GetUpper(), cdLow.GetUpper()).AsSingle().Store(panel + ProductShape<float>.PanelColumns);
            Vector128.Create(abHigh.GetLower(), cdHigh.GetLower()).AsSingle().Store(panel + (2 * ProductShape<float>.PanelColumns));
            Vector128.Create(abHigh.GetUpper(), cdHigh.GetUpper()).AsSingle().Store(panel + (3 * ProductShape<float>.PanelColumns));
        }

        for (; k < depth; k++, panel += ProductShape<float>.PanelColumns)
        {
            for (int column = 0; column < 4; column++)
                panel[column] = source[(column * stride) + k];
        }
    }

    /// <summary>a₀ b₀ a₁ b₁, or a₂ b₂ a₃ b₃.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> Interleave(Vector128<float> a, Vector128<float> b, bool lower)
    {
        if (System.Runtime.Intrinsics.X86.Sse.IsSupported)
        {
            return (lower
                ? System.Runtime.Intrinsics.X86.Sse.UnpackLow(a, b)
                : System.Runtime.Intrinsics.X86.Sse.UnpackHigh(a, b)).AsDouble();
        }

        return lower
            ? Vector128.Create(a[0], b[0], a[1], b[1]).AsDouble()
            : Vector128.Create(a[2], b[2], a[3], b[3]).AsDouble();
    }
}
