using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Personalization.Data;

/// <summary>
/// 128-bit fingerprint of a row's fields, in order, as bytes. Two multiply-and-fold lanes, sixteen bytes a step; not for adversaries, but
/// two of a billion different rows share one with probability below 10⁻²⁰.
/// </summary>
internal struct Fingerprint
{
    private const ulong K1 = 0x9E3779B97F4A7C15, K2 = 0xC2B2AE3D27D4EB4F, K3 = 0xD6E8FEB86659FD93, K4 = 0xA0761D6478BD642F;

    private ulong _a, _b;

    public Fingerprint()
    {
        _a = K1;
        _b = K2;
    }

    public readonly UInt128 Value => new(Fold(_a ^ K3, _b ^ K2), Fold(_b ^ K1, _a ^ K4));

    /// <summary>Adds a field; the length goes in too, so that "ab", "c" isn't "a", "bc".</summary>
    [MethodImpl(Hot.Loop)]
    public void Add(ReadOnlySpan<byte> field)
    {
        ulong length = (ulong)field.Length;
        while (field.Length >= 16)
        {
            Step(BinaryPrimitives.ReadUInt64LittleEndian(field), BinaryPrimitives.ReadUInt64LittleEndian(field[8..]));
            field = field[16..];
        }

        ulong first = 0, second = length;
        if (field.Length >= 8)
        {
            first = BinaryPrimitives.ReadUInt64LittleEndian(field);
            field = field[8..];
            second += K3;
        }

        ulong last = 0;
        for (int i = field.Length - 1; i >= 0; i--) last = (last << 8) | field[i];
        Step(first ^ BitOperations.RotateLeft(second, 17), last + (second * K4));
    }

    private static ulong Fold(ulong x, ulong y)
    {
        ulong high = Math.BigMul(x, y, out ulong low);
        return high ^ low;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Step(ulong first, ulong second)
    {
        _a = Fold(first ^ _a ^ K1, second ^ K2) + BitOperations.RotateLeft(_a, 23);
        _b = Fold(second ^ _b ^ K3, first ^ K4) + BitOperations.RotateLeft(_b, 41);
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
    [MethodImpl(Hot.Loop)]
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

    [MethodImpl(Hot.Loop)]
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
