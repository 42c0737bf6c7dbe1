using System.Runtime.Intrinsics.X86;

namespace Personalization.Numerics;

/// <summary>
/// A stream of random numbers that depends on (seed, purpose, index) alone: give each customer, row or chunk its own index and the draws
/// are the same in whatever order, on however many threads, the streams are used. Philox4x32-10 keyed by seed and purpose; the index is the
/// upper half of the counter, so that two indexes never overlap. Each stream holds 2⁶⁶ draws of 32 bits.
/// <para>Not thread-safe: one thread, one stream. A class rather than a struct, because a copied struct silently repeats its draws;
/// creating one costs an allocation of about 80 bytes. Draws that take a logarithm or a power follow the platform's mathematical library,
/// and may differ in the last bit between operating systems or processors.</para>
/// </summary>
public sealed partial class RandomStream
{
    private readonly uint _key0;
    private readonly uint _key1;
    private ulong _index;
    private ulong _block;
    private int _used = 4;
    private uint _word0;
    private uint _word1;
    private uint _word2;
    private uint _word3;

    /// <summary>Begins the stream of a seed, a purpose and an index.</summary>
    /// <param name="seed">The user's seed.</param>
    /// <param name="purpose">What the draws are for, such as <c>"k-means++"</c>; other purposes draw independently.</param>
    /// <param name="index">Which of the parallel streams, such as a row or chunk number. Default 0.</param>
    public RandomStream(ulong seed, string purpose, ulong index = 0)
    {
        ArgumentNullException.ThrowIfNull(purpose);
        ulong key = StableHash.Mix(seed + 0x9e3779b97f4a7c15) ^ StableHash.Mix(StableHash.Fnv1a(purpose));
        _key0 = (uint)key;
        _key1 = (uint)(key >> 32);
        _index = index;
    }

    /// <summary>Begins another of the parallel streams of the seed and purpose, without allocating.</summary>
    /// <param name="index">Which of them; the draws are those of a new stream with this index.</param>
    public void Restart(ulong index) => (_index, _block, _used, _hasSpareGaussian) = (index, 0, 4, false);

    /// <summary>
    /// Writes uniform draws of one of the parallel streams, many at a time and in another order than that of <see cref="NextUInt32"/>,
    /// without moving this one.
    /// </summary>
    /// <param name="index">Which of them.</param>
    /// <param name="draws">Receives a multiple of 32 draws.</param>
    internal void Fill(ulong index, Span<uint> draws) => Philox.Fill(index, _key0, _key1, draws, Avx2.IsSupported);

    /// <summary>32 uniform bits.</summary>
    public uint NextUInt32()
    {
        if (_used == 4)
            Refill();

        return _used++ switch { 0 => _word0, 1 => _word1, 2 => _word2, _ => _word3 };
    }

    /// <summary>Writes the next draws, those that <see cref="NextUInt32"/> would give one by one.</summary>
    /// <param name="draws">As many as wanted.</param>
    internal void NextUInt32s(Span<uint> draws)
    {
        for (; draws.Length > 0 && _used < 4; draws = draws[1..]) draws[0] = NextUInt32();
        for (; draws.Length >= Philox.Batch; draws = draws[Philox.Batch..], _block += Philox.Batch / 4)
            Philox.EightBlocks(_block, _index, _key0, _key1, draws, Avx2.IsSupported);
        foreach (ref uint draw in draws) draw = NextUInt32();
    }

    /// <summary>64 uniform bits: two draws of 32, the low half first.</summary>
    public ulong NextUInt64()
    {
        uint low = NextUInt32();
        return low | ((ulong)NextUInt32() << 32);
    }

    /// <summary>Uniform in [0, 1): a multiple of 2⁻⁵³.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [0, 1): a multiple of 2⁻²⁴.</summary>
    public float NextSingle() => (NextUInt32() >> 8) * (1.0f / (1 << 24));

    /// <summary>Uniform and unbiased in [0, <paramref name="maxExclusive"/>) (Lemire 2019).</summary>
    /// <param name="maxExclusive">At least 1.</param>
    public int NextInt32(int maxExclusive)
    {
        Guard.AtLeast(maxExclusive, 1);
        return (int)NextBelow((uint)maxExclusive);
    }

    /// <summary>Uniform and unbiased in [<paramref name="minInclusive"/>, <paramref name="maxExclusive"/>).</summary>
    /// <param name="minInclusive">Any value.</param>
    /// <param name="maxExclusive">Above <paramref name="minInclusive"/>.</param>
    public int NextInt32(int minInclusive, int maxExclusive)
    {
        if (maxExclusive <= minInclusive)
            throw new ArgumentOutOfRangeException(nameof(maxExclusive), maxExclusive, $"{maxExclusive} must be above {minInclusive}.");

        return (int)(minInclusive + NextBelow((uint)((long)maxExclusive - minInclusive)));
    }

    private long NextBelow(uint bound)
    {
        ulong product = (ulong)NextUInt32() * bound;
        if ((uint)product < bound)
        {
            uint threshold = (0 - bound) % bound;
            while ((uint)product < threshold)
                product = (ulong)NextUInt32() * bound;
        }

        return (long)(product >> 32);
    }

    private void Refill()
    {
        (_word0, _word1, _word2, _word3) = Philox.Block(
            (uint)_block, (uint)(_block >> 32), (uint)_index, (uint)(_index >> 32), _key0, _key1);
        _block++;
        _used = 0;
    }
}
