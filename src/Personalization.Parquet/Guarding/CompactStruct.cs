namespace Personalization.Parquet;

/// <summary>
/// Walks a struct of Thrift's compact protocol, in which Parquet writes its footer and the headers of its pages, and finds it whole: every
/// length within the bytes, nesting bounded. The library that reads it afterwards doesn't look.
/// </summary>
internal ref struct CompactStruct(ReadOnlySpan<byte> bytes)
{
    private const int MaxDepth = 16;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;

    private enum Kind
    {
        True = 1,
        False = 2,
        Byte = 3,
        Int16 = 4,
        Int32 = 5,
        Int64 = 6,
        Double = 7,
        Binary = 8,
        List = 9,
        Set = 10,
        Struct = 12,
    }

    /// <summary>Walks the struct that begins the bytes.</summary>
    /// <param name="found">Receives whole numbers, truths as 0 and 1, and lengths of lists, by the ids of the fields.</param>
    /// <returns>Its length in bytes.</returns>
    /// <exception cref="InvalidDataException">The struct isn't whole.</exception>
    public int Walk(Action<int, int, long> found)
    {
        WalkStruct(found, 0, 0);
        return _at;
    }

    private void WalkStruct(Action<int, int, long>? found, int parent, int depth)
    {
        if (depth > MaxDepth) throw new InvalidDataException("A header is nested too deeply.");
        int id = 0;
        while (true)
        {
            byte head = Next();
            if (head == 0) return;
            id = head >> 4 == 0 ? (short)ZigZag() : id + (head >> 4);
            Kind kind = (Kind)(head & 15);
            if (kind is Kind.Int16 or Kind.Int32 or Kind.Int64)
            {
                long number = ZigZag();
                found?.Invoke(parent, id, number);
                continue;
            }

            if (kind is Kind.True or Kind.False)
            {
                found?.Invoke(parent, id, kind == Kind.True ? 1 : 0);
                continue;
            }

            if (kind == Kind.Struct) WalkStruct(depth == 0 ? found : null, id, depth + 1);
            else WalkValue(kind, depth, count => found?.Invoke(parent, id, count));
        }
    }

    private void WalkValue(Kind kind, int depth, Action<int>? ofList = null)
    {
        switch (kind)
        {
            case Kind.True or Kind.False or Kind.Byte:
                Skip(1);
                break;
            case Kind.Int16 or Kind.Int32 or Kind.Int64:
                Varint();
                break;
            case Kind.Double:
                Skip(8);
                break;
            case Kind.Binary:
                Skip(Varint());
                break;
            case Kind.Struct:
                WalkStruct(null, 0, depth + 1);
                break;
            case Kind.List or Kind.Set:
                if (depth > MaxDepth) throw new InvalidDataException("A header is nested too deeply.");
                byte head = Next();
                ulong count = head >> 4 == 15 ? Varint() : (ulong)(head >> 4);
                if (count > (ulong)(_bytes.Length - _at)) throw new InvalidDataException($"A header has a list of {count:N0} elements.");
                ofList?.Invoke((int)count);
                for (ulong i = 0; i < count; i++) WalkValue((Kind)(head & 15), depth + 1);
                break;
            default:
                throw new InvalidDataException($"A header has a field of type {(int)kind}.");
        }
    }

    private byte Next() => _at < _bytes.Length ? _bytes[_at++] : throw new InvalidDataException("It ends in the middle of a header.");

    private void Skip(ulong count)
    {
        if (count > (ulong)(_bytes.Length - _at)) throw new InvalidDataException("It ends in the middle of a header.");
        _at += (int)count;
    }

    private long ZigZag()
    {
        ulong value = Varint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte b = Next();
            value |= (ulong)(b & 127) << shift;
            if (b < 128) return value;
        }

        throw new InvalidDataException("A header has a number of more than 64 bits.");
    }
}
