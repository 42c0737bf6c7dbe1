namespace Personalization.Numerics;

/// <summary>A 64-bit hash of text that is the same in every process, on every machine, for ever. Not cryptographic.</summary>
public static class StableHash
{
    /// <summary>FNV-1a (Fowler, Noll, Vo) over the UTF-16 code units, low byte first.</summary>
    /// <param name="text">The text; an empty one hashes to the offset basis.</param>
    public static ulong Fnv1a(ReadOnlySpan<char> text)
    {
        const ulong Prime = 0x100000001b3;
        ulong hash = 0xcbf29ce484222325;
        foreach (char unit in text)
        {
            // A high byte of 0 changes nothing before it is multiplied: both products are one.
            if (unit <= byte.MaxValue) hash = (hash ^ unit) * unchecked(Prime * Prime);
            else hash = (((hash ^ (byte)unit) * Prime) ^ (byte)(unit >> 8)) * Prime;
        }

        return hash;
    }

    /// <summary>The finalizer of SplitMix64 (Steele, Lea, Flood 2014): a bijection that spreads each bit over all 64.</summary>
    /// <param name="value">Any value.</param>
    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
        value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
        return value ^ (value >> 31);
    }
}
