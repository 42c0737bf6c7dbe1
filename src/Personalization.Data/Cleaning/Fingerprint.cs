using System.Buffers.Binary;
using System.Numerics;

namespace Personalization.Data;

/// <summary>
/// 128-bit fingerprint of a row's fields, in order, as bytes. Two multiply-and-fold lanes; not for adversaries, but two of a billion different rows
/// share one with probability below 10⁻²⁰.
/// </summary>
internal struct Fingerprint
{
    private const ulong K1 = 0x9E3779B97F4A7C15, K2 = 0xC2B2AE3D27D4EB4F, K3 = 0xD6E8FEB86659FD93;

    private ulong _a, _b;

    public Fingerprint()
    {
        _a = K1;
        _b = K2;
    }

    public readonly UInt128 Value => new(Mix(_a ^ K3, K2) ^ _b, Mix(_b ^ K1, K3) ^ _a);

    /// <summary>Adds a field; the length goes in too, so that "ab", "c" isn't "a", "bc".</summary>
    public void Add(ReadOnlySpan<byte> field)
    {
        Step((ulong)field.Length);
        while (field.Length >= 8)
        {
            Step(BinaryPrimitives.ReadUInt64LittleEndian(field));
            field = field[8..];
        }

        if (field.IsEmpty) return;
        ulong last = 0;
        for (int i = 0; i < field.Length; i++) last |= (ulong)field[i] << (8 * i);
        Step(last);
    }

    private static ulong Mix(ulong x, ulong k)
    {
        ulong high = Math.BigMul(x, k, out ulong low);
        return high ^ low;
    }

    private void Step(ulong word)
    {
        _a = Mix(_a ^ word, K1) + K2;
        _b = Mix(_b ^ BitOperations.RotateLeft(word, 29), K3) + K1;
    }
}

/// <summary>Counts rows whose fingerprint was seen before, in bounded memory.</summary>
internal sealed class DuplicateCounter(long maxBytes)
{
    private UInt128[] _slots = new UInt128[1 << 12];
    private int _used;

    /// <summary>False once the memory was full and new rows were no longer remembered.</summary>
    public bool Complete { get; private set; } = true;

    /// <summary>True where the fingerprint was seen before.</summary>
    public bool Seen(UInt128 fingerprint)
    {
        if (fingerprint == 0) fingerprint = 1; // 0 marks a free slot
        if (_used * 10L >= _slots.Length * 7L && Complete) Grow();
        int mask = _slots.Length - 1, i = (int)((ulong)fingerprint & (uint)mask);
        while (true)
        {
            UInt128 there = _slots[i];
            if (there == fingerprint) return true;
            if (there == 0) break;
            i = (i + 1) & mask;
        }

        if (!Complete) return false;
        _slots[i] = fingerprint;
        _used++;
        return false;
    }

    private void Grow()
    {
        // While it grows, the old and the new table stand side by side.
        if (_slots.Length * 48L > maxBytes)
        {
            Complete = false;
            return;
        }

        UInt128[] old = _slots;
        _slots = new UInt128[old.Length * 2];
        int mask = _slots.Length - 1;
        foreach (UInt128 value in old)
        {
            if (value == 0) continue;
            int i = (int)((ulong)value & (uint)mask);
            while (_slots[i] != 0) i = (i + 1) & mask;
            _slots[i] = value;
        }
    }
}
