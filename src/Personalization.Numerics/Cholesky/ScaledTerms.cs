using System.Numerics;
using System.Runtime.CompilerServices;

namespace Personalization.Numerics;

/// <summary>
/// target += Σ fᵢ · rowᵢ, each value taking its terms in the order of the rows by fused multiply-add, held in registers meanwhile: the
/// inner step of factorizations, same bits at any width.
/// </summary>
/// <typeparam name="T">An element.</typeparam>
/// <typeparam name="TLanes">Lanes of elements.</typeparam>
internal static unsafe class ScaledTerms<T, TLanes>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, IProductLanes<TLanes, T>
{
    /// <summary>Rows that go by at a time: few enough that the processor sees each as a stream of its own and reads ahead.</summary>
    private const int RowsAtOnce = 16;

    /// <param name="factors">One for each row.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="rows">The first row, above the target's first value.</param>
    /// <param name="stride">From a row to the next.</param>
    /// <param name="target">What is added to.</param>
    /// <param name="length">Its values.</param>
    public static void Add(T* factors, int count, T* rows, nint stride, T* target, int length)
    {
        for (int row = 0; row < count; row += RowsAtOnce)
            AddFew(factors + row, Math.Min(RowsAtOnce, count - row), rows + (row * stride), stride, target, length);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddFew(T* factors, int count, T* rows, nint stride, T* target, int length)
    {
        int column = 0;
        for (; column + (4 * TLanes.Count) <= length; column += 4 * TLanes.Count)
        {
            T* to = target + column, from = rows + column;
            nuint width = (nuint)TLanes.Count;
            TLanes a = TLanes.Load(ref *to, 0), b = TLanes.Load(ref *to, width), c = TLanes.Load(ref *to, 2 * width),
                d = TLanes.Load(ref *to, 3 * width);
            for (int row = 0; row < count; row++, from += stride)
            {
                TLanes factor = TLanes.Broadcast(factors[row]);
                a = TLanes.MultiplyAdd(factor, TLanes.Load(ref *from, 0), a);
                b = TLanes.MultiplyAdd(factor, TLanes.Load(ref *from, width), b);
                c = TLanes.MultiplyAdd(factor, TLanes.Load(ref *from, 2 * width), c);
                d = TLanes.MultiplyAdd(factor, TLanes.Load(ref *from, 3 * width), d);
            }

            TLanes.Store(a, ref *to, 0);
            TLanes.Store(b, ref *to, width);
            TLanes.Store(c, ref *to, 2 * width);
            TLanes.Store(d, ref *to, 3 * width);
        }

        for (; column + TLanes.Count <= length; column += TLanes.Count)
        {
            T* from = rows + column;
            TLanes sum = TLanes.Load(ref target[column], 0);
            for (int row = 0; row < count; row++, from += stride)
                sum = TLanes.MultiplyAdd(TLanes.Broadcast(factors[row]), TLanes.Load(ref *from, 0), sum);

            TLanes.Store(sum, ref target[column], 0);
        }

        for (; column < length; column++)
        {
            T sum = target[column];
            for (int row = 0; row < count; row++)
                sum = T.FusedMultiplyAdd(factors[row], rows[(row * stride) + column], sum);

            target[column] = sum;
        }
    }
}
