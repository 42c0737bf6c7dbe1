using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Personalization.VectorIndex;

/// <summary>
/// Dot products of 8-bit codes, from −127 to 127, with one vector of the same codes widened to 16 bits. Sums are whole numbers, hence the
/// same in any order; they fit 32 bits up to 133,000 codes.
/// </summary>
internal static unsafe class CodeDots
{
    /// <summary>Rows are as long as a multiple of this, padded with zeros.</summary>
    public const int Padding = 32;

    /// <summary>Dot products with four rows that lie anywhere.</summary>
    /// <param name="query">Codes of the vector, widened.</param>
    /// <param name="first">A row; the other three may be the same one.</param>
    /// <param name="second">A row.</param>
    /// <param name="third">A row.</param>
    /// <param name="fourth">A row.</param>
    /// <param name="length">Codes of each, a multiple of <see cref="Padding"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Four(short* query, sbyte* first, sbyte* second, sbyte* third, sbyte* fourth, int length)
    {
        if (Avx512BW.IsSupported) return Four512(query, first, second, third, fourth, length);
        if (Avx2.IsSupported)
            return Vector128.Create(
                One256(query, first, length), One256(query, second, length), One256(query, third, length), One256(query, fourth, length));
        return Vector128.Create(
            One128(query, first, length), One128(query, second, length), One128(query, third, length), One128(query, fourth, length));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<int> Four512(short* query, sbyte* first, sbyte* second, sbyte* third, sbyte* fourth, int length)
    {
        Vector512<int> a = Vector512<int>.Zero, b = a, c = a, d = a;
        for (int i = 0; i < length; i += Padding)
        {
            Vector512<short> values = Vector512.Load(query + i);
            a += Avx512BW.MultiplyAddAdjacent(values, Avx512BW.ConvertToVector512Int16(Vector256.Load(first + i)));
            b += Avx512BW.MultiplyAddAdjacent(values, Avx512BW.ConvertToVector512Int16(Vector256.Load(second + i)));
            c += Avx512BW.MultiplyAddAdjacent(values, Avx512BW.ConvertToVector512Int16(Vector256.Load(third + i)));
            d += Avx512BW.MultiplyAddAdjacent(values, Avx512BW.ConvertToVector512Int16(Vector256.Load(fourth + i)));
        }

        Vector512<int> two = Avx512F.Shuffle4x128(a, b, 0x44) + Avx512F.Shuffle4x128(a, b, 0xEE);
        Vector512<int> others = Avx512F.Shuffle4x128(c, d, 0x44) + Avx512F.Shuffle4x128(c, d, 0xEE);
        Vector512<int> four = Avx512F.Shuffle4x128(two, others, 0x88) + Avx512F.Shuffle4x128(two, others, 0xDD);
        four += Avx512F.Shuffle(four, 0b01_00_11_10);
        four += Avx512F.Shuffle(four, 0b10_11_00_01);
        return Avx512F.PermuteVar16x32(four, Vector512.Create(0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12)).GetLower().GetLower();
    }

    internal static int One256(short* query, sbyte* row, int length)
    {
        Vector256<int> sum = Vector256<int>.Zero;
        for (int i = 0; i < length; i += 16)
            sum += Avx2.MultiplyAddAdjacent(Vector256.Load(query + i), Avx2.ConvertToVector256Int16(row + i));

        return Vector256.Sum(sum);
    }

    internal static int One128(short* query, sbyte* row, int length)
    {
        Vector128<int> sum = Vector128<int>.Zero;
        for (int i = 0; i < length; i += 16)
        {
            // 127 · 127 fits 16 bits; only the sum needs more.
            (Vector128<short> lower, Vector128<short> upper) = Vector128.Widen(Vector128.Load(row + i));
            (Vector128<int> first, Vector128<int> second) = Vector128.Widen(lower * Vector128.Load(query + i));
            (Vector128<int> third, Vector128<int> fourth) = Vector128.Widen(upper * Vector128.Load(query + i + 8));
            sum += first + second + (third + fourth);
        }

        return Vector128.Sum(sum);
    }
}
