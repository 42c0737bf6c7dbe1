using System.Buffers.Binary;
using System.Text;
using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>What a record of the ledger says.</summary>
internal enum LedgerEntry : byte
{
    TopUp = 1,
    Reserve = 2,
    Commit = 3,
    Release = 4,
    Expire = 5,

    /// <summary>A snapshot's budget.</summary>
    Budget = 6,

    /// <summary>A snapshot's reservation.</summary>
    Reservation = 7,

    /// <summary>A snapshot's reference of a top-up.</summary>
    Reference = 8,

    /// <summary>A snapshot's time.</summary>
    Clock = 9,
}

/// <summary>Writes one record, little-endian, into a buffer that is used again and again. For one thread.</summary>
internal sealed class LedgerRecord
{
    private byte[] _bytes = new byte[256];
    private int _length;

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    public LedgerRecord Start(LedgerEntry entry, long ticks) => Clear().Byte((byte)entry).Long(ticks);

    public LedgerRecord Clear()
    {
        _length = 0;
        return this;
    }

    public LedgerRecord Long(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(Room(8), value);
        return this;
    }

    public LedgerRecord Id(DecisionId id)
    {
        BinaryPrimitives.WriteUInt128LittleEndian(Room(16), id.Value);
        return this;
    }

    public LedgerRecord Byte(byte value)
    {
        Room(1)[0] = value;
        return this;
    }

    public LedgerRecord Count(int value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(Room(2), checked((ushort)value));
        return this;
    }

    public LedgerRecord Text(string value)
    {
        int bytes = Encoding.UTF8.GetByteCount(value);
        Count(bytes);
        Encoding.UTF8.GetBytes(value, Room(bytes));
        return this;
    }

    private Span<byte> Room(int count)
    {
        if (_length + count > _bytes.Length) Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, _length + count));
        _length += count;
        return _bytes.AsSpan(_length - count, count);
    }
}

/// <summary>Reads a record, checking that it is long enough for what it says.</summary>
internal ref struct LedgerRecordReader(ReadOnlySpan<byte> record)
{
    private ReadOnlySpan<byte> _rest = record;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public byte Byte() => Take(1)[0];

    public long Long() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    public DecisionId Id() => new(BinaryPrimitives.ReadUInt128LittleEndian(Take(16)));

    public int Count() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public string Text() => Encoding.UTF8.GetString(Take(Count()));

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length) throw new InvalidDataException($"a record ends {count - _rest.Length} bytes too early");
        ReadOnlySpan<byte> taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
