namespace Personalization.Numerics;

/// <summary>Which rows may come out: bit r mod 64 of word ⌊r / 64⌋. No words at all: every row.</summary>
internal readonly ref struct AllowedRows(ReadOnlySpan<ulong> words)
{
    private readonly ReadOnlySpan<ulong> _words = words;

    public bool Everything => _words.IsEmpty;

    /// <summary>Bits of the 64 rows from one on; those of rows beyond the last word are 0.</summary>
    public ulong From(int row)
    {
        int word = row >> 6, shift = row & 63;
        ulong bits = _words[word] >> shift;
        return shift == 0 || word + 1 == _words.Length ? bits : bits | (_words[word + 1] << (64 - shift));
    }

    /// <summary>Bits of at most 32 rows from one on.</summary>
    public uint From(int row, int count)
    {
        uint valid = count == 32 ? uint.MaxValue : (1u << count) - 1;
        return Everything ? valid : (uint)From(row) & valid;
    }
}
