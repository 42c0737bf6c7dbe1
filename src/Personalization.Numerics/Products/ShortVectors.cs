using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Personalization.Numerics;

/// <summary>
/// Work on vectors so short that calls would cost more than sums: eight virtual lanes in single precision, by fused multiply-add, the same
/// bits on every machine.
/// </summary>
internal static class ShortVectors
{
    /// <summary>Dot product of two vectors of one length.</summary>
    public static float Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        ref float a = ref MemoryMarshal.GetReference(left), b = ref MemoryMarshal.GetReference(right[..left.Length]);
        nuint length = (nuint)left.Length, i = 0;
        Vector256<float> lanes = Vector256<float>.Zero;
        for (; i + (nuint)Vector256<float>.Count <= length; i += (nuint)Vector256<float>.Count)
            lanes = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref a, i), Vector256.LoadUnsafe(ref b, i), lanes);
        Vector128<float> four = lanes.GetLower() + lanes.GetUpper();
        float sum = four[0] + four[2] + (four[1] + four[3]);
        for (; i < length; i++) sum = MathF.FusedMultiplyAdd(left[(int)i], right[(int)i], sum);
        return sum;
    }

    /// <summary>product ← scale · factor, and sum ← sum + scale · term, of vectors of one length.</summary>
    public static void Scale(float scale, ReadOnlySpan<float> factor, Span<float> product, ReadOnlySpan<float> term, Span<float> sum)
    {
        int length = factor.Length;
        ref float f = ref MemoryMarshal.GetReference(factor), p = ref MemoryMarshal.GetReference(product[..length]);
        ref float t = ref MemoryMarshal.GetReference(term[..length]), s = ref MemoryMarshal.GetReference(sum[..length]);
        Vector256<float> lanes = Vector256.Create(scale);
        nuint i = 0;
        for (; i + (nuint)Vector256<float>.Count <= (nuint)length; i += (nuint)Vector256<float>.Count)
        {
            (Vector256.LoadUnsafe(ref f, i) * lanes).StoreUnsafe(ref p, i);
            Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref t, i), lanes, Vector256.LoadUnsafe(ref s, i)).StoreUnsafe(ref s, i);
        }

        for (; i < (nuint)length; i++)
        {
            product[(int)i] = factor[(int)i] * scale;
            sum[(int)i] = MathF.FusedMultiplyAdd(term[(int)i], scale, sum[(int)i]);
        }
    }
}
