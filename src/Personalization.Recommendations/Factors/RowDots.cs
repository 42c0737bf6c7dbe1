using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Personalization.Recommendations;

/// <summary>
/// Dot products over eight virtual lanes by fused multiply-add, folded in halves: the same bits on every machine.
/// </summary>
internal static unsafe class RowDots
{
    /// <summary>Products of one vector with rows that lie side by side.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="columns">Values of a row, a multiple of 8.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="vector">The vector.</param>
    /// <param name="dots">Receives a product for each row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(float* rows, int columns, int count, float* vector, float* dots)
    {
        int row = 0;
        for (; row + 4 <= count; row += 4, rows += 4 * (nint)columns)
        {
            float* second = rows + columns, third = second + columns, fourth = third + columns;
            Vector256<float> a = Vector256<float>.Zero, b = a, c = a, d = a;
            for (int i = 0; i < columns; i += Vector256<float>.Count)
            {
                Vector256<float> values = Vector256.Load(vector + i);
                a = Vector256.FusedMultiplyAdd(values, Vector256.Load(rows + i), a);
                b = Vector256.FusedMultiplyAdd(values, Vector256.Load(second + i), b);
                c = Vector256.FusedMultiplyAdd(values, Vector256.Load(third + i), c);
                d = Vector256.FusedMultiplyAdd(values, Vector256.Load(fourth + i), d);
            }

            dots[row] = Fold(a);
            dots[row + 1] = Fold(b);
            dots[row + 2] = Fold(c);
            dots[row + 3] = Fold(d);
        }

        for (; row < count; row++, rows += columns)
        {
            Vector256<float> a = Vector256<float>.Zero;
            for (int i = 0; i < columns; i += Vector256<float>.Count)
                a = Vector256.FusedMultiplyAdd(Vector256.Load(vector + i), Vector256.Load(rows + i), a);
            dots[row] = Fold(a);
        }
    }

    /// <summary>The product of two rows of any length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Of(ReadOnlySpan<float> row, ReadOnlySpan<float> other)
    {
        const int Lanes = 8;
        int count = Math.Min(row.Length, other.Length), i = 0;
        Vector256<float> a = Vector256<float>.Zero, b = a;
        fixed (float* left = row, right = other)
        {
            for (; i + (2 * Lanes) <= count; i += 2 * Lanes)
            {
                a = Vector256.FusedMultiplyAdd(Vector256.Load(left + i), Vector256.Load(right + i), a);
                b = Vector256.FusedMultiplyAdd(Vector256.Load(left + i + Lanes), Vector256.Load(right + i + Lanes), b);
            }

            float rest = 0;
            for (; i < count; i++) rest = MathF.FusedMultiplyAdd(left[i], right[i], rest);
            return Fold(a + b) + rest;
        }
    }

    /// <summary>The sum of eight lanes, folded in halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Fold(Vector256<float> lanes)
    {
        Vector128<float> four = lanes.GetLower() + lanes.GetUpper();
        Vector128<float> two = four + Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1));
        return two[0] + two[1];
    }
}
