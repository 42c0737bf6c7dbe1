using System.Buffers.Binary;
using System.Text;

namespace Personalization.Core;

/// <summary>Writes one record of a journal, little-endian, into a buffer that is used again and again. For one thread.</summary>
internal sealed class RecordWriter
{
    private byte[] _bytes = new byte[256];
    private int _length;

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    public RecordWriter Start(byte entry, long ticks) => Clear().Byte(entry).Long(ticks);

    public RecordWriter Clear()
    {
        _length = 0;
        return this;
    }

    public RecordWriter Long(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(Room(8), value);
        return this;
    }

    public RecordWriter Int(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(Room(4), value);
        return this;
    }

    public RecordWriter Double(double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(Room(8), value);
        return this;
    }

    public RecordWriter Id(DecisionId id)
    {
        BinaryPrimitives.WriteUInt128LittleEndian(Room(16), id.Value);
        return this;
    }

    public RecordWriter Byte(byte value)
    {
        Room(1)[0] = value;
        return this;
    }

    public RecordWriter Count(int value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(Room(2), checked((ushort)value));
        return this;
    }

    public RecordWriter Text(string value)
    {
        int bytes = Encoding.UTF8.GetByteCount(value);
        Count(bytes);
        Encoding.UTF8.GetBytes(value, Room(bytes));
        return this;
    }

    public RecordWriter Raw(ReadOnlySpan<byte> value)
    {
        value.CopyTo(Room(value.Length));
        return this;
    }

    private Span<byte> Room(int count)
    {
        if (_length + count > _bytes.Length) Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, _length + count));
        _length += count;
        return _bytes.AsSpan(_length - count, count);
    }
}
