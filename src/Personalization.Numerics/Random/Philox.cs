using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Personalization.Numerics;

/// <summary>
/// Philox4x32-10: a keyed bijection of 128-bit counters (Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as 1, 2, 3", SC
/// 2011).
/// </summary>
internal static class Philox
{
    /// <summary>Words that <see cref="Fill"/> writes at a time: those of eight blocks.</summary>
    public const int Batch = 32;

    private const int Rounds = 10;

    /// <summary>Rounds of <see cref="Fill"/>: the fewest that pass all tests of the paper (table 2).</summary>
    private const int FewestRounds = 7;

    private const uint Multiplier0 = 0xD2511F53, Multiplier1 = 0xCD9E8D57, Weyl0 = 0x9E3779B9, Weyl1 = 0xBB67AE85;

    public static (uint X0, uint X1, uint X2, uint X3) Block(
        uint x0, uint x1, uint x2, uint x3, uint key0, uint key1, int rounds = Rounds)
    {
        for (int round = 0; round < rounds; round++)
        {
            ulong product0 = (ulong)Multiplier0 * x0;
            ulong product1 = (ulong)Multiplier1 * x2;
            x0 = (uint)(product1 >> 32) ^ x1 ^ key0;
            x2 = (uint)(product0 >> 32) ^ x3 ^ key1;
            x1 = (uint)product1;
            x3 = (uint)product0;
            key0 += Weyl0;
            key1 += Weyl1;
        }

        return (x0, x1, x2, x3);
    }

    /// <summary>
    /// Writes the blocks of an index from block 0 on, of seven rounds, eight at a time: the eight first words, then the eight second ones,
    /// and so on.
    /// </summary>
    /// <param name="index">Upper half of the counter.</param>
    /// <param name="key0">Lower half of the key.</param>
    /// <param name="key1">Upper half of the key.</param>
    /// <param name="words">A multiple of <see cref="Batch"/>.</param>
    /// <param name="isVectorized">Whether to work on vectors, which give the same bits; only where AVX2 is.</param>
    public static void Fill(ulong index, uint key0, uint key1, Span<uint> words, bool isVectorized)
    {
        for (int start = 0; start < words.Length; start += Batch)
        {
            Span<uint> batch = words.Slice(start, Batch);
            if (isVectorized) FillOnVectors((uint)(start / 4), index, key0, key1, batch);
            else FillOneByOne((uint)(start / 4), index, key0, key1, batch);
        }
    }

    /// <summary>Writes eight blocks one behind the other, as <see cref="Block"/> makes them.</summary>
    /// <param name="block">Lower half of the first one's counter.</param>
    /// <param name="index">Upper half of the counters.</param>
    /// <param name="key0">Lower half of the key.</param>
    /// <param name="key1">Upper half of the key.</param>
    /// <param name="words">As many as <see cref="Batch"/>.</param>
    /// <param name="isVectorized">Whether to work on vectors, which give the same bits; only where AVX2 is.</param>
    public static void EightBlocks(ulong block, ulong index, uint key0, uint key1, Span<uint> words, bool isVectorized)
    {
        if (isVectorized && (uint)block <= uint.MaxValue - 7)
        {
            (Vector256<uint> x0, Vector256<uint> x1, Vector256<uint> x2, Vector256<uint> x3) =
                OnVectors(block, index, key0, key1, Rounds);
            Transpose(x0, x1, x2, x3, words);
            return;
        }

        for (int i = 0; i < 8; i++, block++)
        {
            (words[4 * i], words[(4 * i) + 1], words[(4 * i) + 2], words[(4 * i) + 3]) =
                Block((uint)block, (uint)(block >> 32), (uint)index, (uint)(index >> 32), key0, key1);
        }
    }

    /// <summary>Four vectors of one word of each block as blocks of four words.</summary>
    private static void Transpose(Vector256<uint> x0, Vector256<uint> x1, Vector256<uint> x2, Vector256<uint> x3, Span<uint> words)
    {
        Vector256<ulong> low01 = Avx2.UnpackLow(x0, x1).AsUInt64(), high01 = Avx2.UnpackHigh(x0, x1).AsUInt64();
        Vector256<ulong> low23 = Avx2.UnpackLow(x2, x3).AsUInt64(), high23 = Avx2.UnpackHigh(x2, x3).AsUInt64();
        // Each has one block of the lower four and one of the upper four.
        Vector256<ulong> a = Avx2.UnpackLow(low01, low23), b = Avx2.UnpackHigh(low01, low23);
        Vector256<ulong> c = Avx2.UnpackLow(high01, high23), d = Avx2.UnpackHigh(high01, high23);
        const byte Lower = 0x20, Upper = 0x31;
        Avx2.Permute2x128(a, b, Lower).AsUInt32().CopyTo(words);
        Avx2.Permute2x128(c, d, Lower).AsUInt32().CopyTo(words[8..]);
        Avx2.Permute2x128(a, b, Upper).AsUInt32().CopyTo(words[16..]);
        Avx2.Permute2x128(c, d, Upper).AsUInt32().CopyTo(words[24..]);
    }

    private static void FillOneByOne(uint block, ulong index, uint key0, uint key1, Span<uint> batch)
    {
        for (int i = 0; i < 8; i++)
        {
            (batch[i], batch[8 + i], batch[16 + i], batch[24 + i]) =
                Block(block + (uint)i, 0, (uint)index, (uint)(index >> 32), key0, key1, FewestRounds);
        }
    }

    private static void FillOnVectors(uint block, ulong index, uint key0, uint key1, Span<uint> batch)
    {
        (Vector256<uint> x0, Vector256<uint> x1, Vector256<uint> x2, Vector256<uint> x3) =
            OnVectors(block, index, key0, key1, FewestRounds);
        x0.CopyTo(batch);
        x1.CopyTo(batch[8..]);
        x2.CopyTo(batch[16..]);
        x3.CopyTo(batch[24..]);
    }

    /// <summary>Eight blocks from one on, whose lower words must not overflow: their first words, their second ones, and so on.</summary>
    private static (Vector256<uint> X0, Vector256<uint> X1, Vector256<uint> X2, Vector256<uint> X3) OnVectors(
        ulong block, ulong index, uint key0, uint key1, int rounds)
    {
        Vector256<uint> x0 = Vector256.Create((uint)block) + Vector256.Create(0u, 1, 2, 3, 4, 5, 6, 7);
        Vector256<uint> x1 = Vector256.Create((uint)(block >> 32));
        Vector256<uint> x2 = Vector256.Create((uint)index), x3 = Vector256.Create((uint)(index >> 32));
        Vector256<uint> multiplier0 = Vector256.Create(Multiplier0), multiplier1 = Vector256.Create(Multiplier1);
        for (int round = 0; round < rounds; round++)
        {
            (Vector256<uint> high0, Vector256<uint> low0) = Product(x0, multiplier0);
            (Vector256<uint> high1, Vector256<uint> low1) = Product(x2, multiplier1);
            x0 = high1 ^ x1 ^ Vector256.Create(key0);
            x2 = high0 ^ x3 ^ Vector256.Create(key1);
            (x1, x3) = (low1, low0);
            key0 += Weyl0;
            key1 += Weyl1;
        }

        return (x0, x1, x2, x3);
    }

    /// <summary>Upper and lower halves of products of 32 bits each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<uint> High, Vector256<uint> Low) Product(Vector256<uint> left, Vector256<uint> right)
    {
        const byte OddLanes = 0b10101010;
        Vector256<ulong> even = Avx2.Multiply(left, right), odd = Avx2.Multiply((left.AsUInt64() >>> 32).AsUInt32(), right);
        Vector256<uint> high = Avx2.Blend((even >>> 32).AsUInt32(), odd.AsUInt32(), OddLanes);
        return (high, Avx2.Blend(even.AsUInt32(), (odd << 32).AsUInt32(), OddLanes));
    }
}
