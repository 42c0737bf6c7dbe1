using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Personalization.Numerics;

/// <summary>
/// A symmetric matrix of which only the upper triangle is there, times a vector. Each value is read once and used twice, for its row and for its column,
/// because from some hundred rows on the time goes into reading. Sums along a row run over 8 virtual lanes: same bits at any width.
/// </summary>
/// <typeparam name="TLanes">Lanes of doubles.</typeparam>
internal static unsafe class SymmetricRows<TLanes>
    where TLanes : struct, IDoubleLanes<TLanes>
{
    /// <summary>Columns of a block on the diagonal; row numbers and lengths are multiples.</summary>
    public const int BlockColumns = 8;

    private const int RowsAtOnce = 4;

    /// <summary>
    /// Which share of a block on the diagonal each row counts: nothing before the diagonal, where anything finite may stand, and half on it, because row
    /// and column take it once each.
    /// </summary>
    private static ReadOnlySpan<double> Shares =>
    [
        .5, 1, 1, 1, 1, 1, 1, 1,
        0, .5, 1, 1, 1, 1, 1, 1,
        0, 0, .5, 1, 1, 1, 1, 1,
        0, 0, 0, .5, 1, 1, 1, 1,
        0, 0, 0, 0, .5, 1, 1, 1,
        0, 0, 0, 0, 0, .5, 1, 1,
        0, 0, 0, 0, 0, 0, .5, 1,
        0, 0, 0, 0, 0, 0, 0, .5,
    ];

    /// <summary>Adds what some rows, and the columns that mirror them, contribute.</summary>
    /// <param name="matrix">Its value in row 0, column 0.</param>
    /// <param name="stride">From a row to the next.</param>
    /// <param name="start">First row, a multiple of 8.</param>
    /// <param name="end">One past the last row, a multiple of 8.</param>
    /// <param name="columns">Values of a row, of the vector and of the product, a multiple of 8.</param>
    /// <param name="vector">What is multiplied.</param>
    /// <param name="product">What is added to.</param>
    public static void Add(double* matrix, nint stride, int start, int end, int columns, double* vector, double* product)
    {
        for (int row = start; row < end; row += RowsAtOnce)
            AddFour(matrix + (row * stride), stride, row, columns, vector, product);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private static void AddFour(double* row0, nint stride, int row, int columns, double* vector, double* product)
    {
        double* row1 = row0 + stride, row2 = row1 + stride, row3 = row2 + stride, sums = stackalloc double[RowsAtOnce * BlockColumns];
        ref double shares = ref MemoryMarshal.GetReference(Shares[(row % BlockColumns * BlockColumns)..]);
        int corner = row - (row % BlockColumns);
        TLanes x0 = TLanes.Broadcast(vector[row]), x1 = TLanes.Broadcast(vector[row + 1]);
        TLanes x2 = TLanes.Broadcast(vector[row + 2]), x3 = TLanes.Broadcast(vector[row + 3]);
        for (int lane = 0; lane < BlockColumns; lane += TLanes.Count)
        {
            int column = corner + lane;
            TLanes a0 = TLanes.Multiply(TLanes.Load(ref shares, (nuint)lane), TLanes.Load(ref row0[column], 0));
            TLanes a1 = TLanes.Multiply(TLanes.Load(ref shares, (nuint)(lane + 8)), TLanes.Load(ref row1[column], 0));
            TLanes a2 = TLanes.Multiply(TLanes.Load(ref shares, (nuint)(lane + 16)), TLanes.Load(ref row2[column], 0));
            TLanes a3 = TLanes.Multiply(TLanes.Load(ref shares, (nuint)(lane + 24)), TLanes.Load(ref row3[column], 0));
            TLanes s0 = TLanes.Broadcast(0), s1 = s0, s2 = s0, s3 = s0;
            while (true)
            {
                TLanes x = TLanes.Load(ref vector[column], 0), y = TLanes.Load(ref product[column], 0);
                s0 = TLanes.MultiplyAdd(a0, x, s0);
                y = TLanes.MultiplyAdd(a0, x0, y);
                s1 = TLanes.MultiplyAdd(a1, x, s1);
                y = TLanes.MultiplyAdd(a1, x1, y);
                s2 = TLanes.MultiplyAdd(a2, x, s2);
                y = TLanes.MultiplyAdd(a2, x2, y);
                s3 = TLanes.MultiplyAdd(a3, x, s3);
                y = TLanes.MultiplyAdd(a3, x3, y);
                TLanes.Store(y, ref product[column], 0);
                column += BlockColumns;
                if (column >= columns)
                    break;

                a0 = TLanes.Load(ref row0[column], 0);
                a1 = TLanes.Load(ref row1[column], 0);
                a2 = TLanes.Load(ref row2[column], 0);
                a3 = TLanes.Load(ref row3[column], 0);
            }

            TLanes.Store(s0, ref sums[lane], 0);
            TLanes.Store(s1, ref sums[lane + 8], 0);
            TLanes.Store(s2, ref sums[lane + 16], 0);
            TLanes.Store(s3, ref sums[lane + 24], 0);
        }

        for (int i = 0; i < RowsAtOnce; i++)
            product[row + i] += VirtualLanes.Fold(sums + (i * BlockColumns));
    }
}
