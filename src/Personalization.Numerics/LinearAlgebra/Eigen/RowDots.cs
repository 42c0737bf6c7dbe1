using System.Runtime.CompilerServices;

namespace Personalization.Numerics;

/// <summary>Rows times a vector: sums of products, by fused multiply-add over 8 virtual lanes, same bits at any width.</summary>
/// <typeparam name="TLanes">Lanes of doubles.</typeparam>
internal static unsafe class RowDots<TLanes>
    where TLanes : struct, IDoubleLanes<TLanes>
{
    private const int RowsAtOnce = 4;

    /// <param name="rows">The first row.</param>
    /// <param name="stride">From a row to the next.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="vector">What each is multiplied by.</param>
    /// <param name="length">Its values, a multiple of 8.</param>
    /// <param name="products">Receives a sum for each row.</param>
    public static void Multiply(double* rows, nint stride, int count, double* vector, int length, double* products)
    {
        for (int row = 0; row < count; row += RowsAtOnce)
        {
            // Of a last group that isn't whole, rows that are there stand in for those that aren't: a sum must not depend on its neighbours.
            nint last = Math.Min(RowsAtOnce, count - row) - 1;
            double* first = rows + (row * stride);
            Four(first, first + (Math.Min(1, last) * stride), first + (Math.Min(2, last) * stride), first + (last * stride), vector, length, products + row, (int)last);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private static void Four(double* row0, double* row1, double* row2, double* row3, double* vector, int length, double* products, int last)
    {
        double* sums = stackalloc double[RowsAtOnce * VirtualLanes.Count];
        for (int lane = 0; lane < VirtualLanes.Count; lane += TLanes.Count)
        {
            TLanes s0 = TLanes.Broadcast(0), s1 = s0, s2 = s0, s3 = s0;
            for (int i = lane; i < length; i += VirtualLanes.Count)
            {
                TLanes x = TLanes.Load(ref vector[i], 0);
                s0 = TLanes.MultiplyAdd(TLanes.Load(ref row0[i], 0), x, s0);
                s1 = TLanes.MultiplyAdd(TLanes.Load(ref row1[i], 0), x, s1);
                s2 = TLanes.MultiplyAdd(TLanes.Load(ref row2[i], 0), x, s2);
                s3 = TLanes.MultiplyAdd(TLanes.Load(ref row3[i], 0), x, s3);
            }

            TLanes.Store(s0, ref sums[lane], 0);
            TLanes.Store(s1, ref sums[lane + 8], 0);
            TLanes.Store(s2, ref sums[lane + 16], 0);
            TLanes.Store(s3, ref sums[lane + 24], 0);
        }

        for (int i = 0; i <= last; i++)
            products[i] = VirtualLanes.Fold(sums + ((i == last ? 3 : i) * VirtualLanes.Count));
    }
}
