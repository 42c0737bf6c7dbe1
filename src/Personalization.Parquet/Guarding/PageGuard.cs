using System.Buffers.Binary;
using Parquet.Meta;

namespace Personalization.Parquet;

/// <summary>
/// Looks at the headers of a column's pages before the library does: what they declare is what it allocates. Sizes must fit the file, and
/// what a page unpacks to must be what its header says.
/// </summary>
internal sealed class PageGuard(Stream stream, long maxUnpacked)
{
    private const int MaxHeader = 1 << 16;
    private const int MaxPage = 1 << 29;
    private const int DictionaryPage = 2, DataPage = 0, DataPageV2 = 3;

    private long _unpacked;

    private enum In
    {
        Header = 0,
        DataPage = 5,
        Dictionary = 7,
        DataPageV2 = 8,
    }

    /// <summary>Finds a chunk whole.</summary>
    /// <returns>Bytes of its pages with their headers.</returns>
    /// <exception cref="InvalidDataException">It declares more than it may, or than is there.</exception>
    public long Check(ColumnMetaData chunk)
    {
        long start = StartOf(chunk), at = start, values = 0;
        while (values < chunk.NumValues)
        {
            Page page = HeaderAt(at);
            long end = at + page.HeaderLength + page.Packed;
            if (page.Packed < 0 || page.Unpacked is < 0 or > MaxPage || end > stream.Length)
            {
                throw new InvalidDataException(
                    $"A page at byte {at:N0} of {stream.Length:N0} declares {page.Packed:N0} bytes, unpacked {page.Unpacked:N0}.");
            }

            if (page.Type is not (DictionaryPage or DataPage or DataPageV2))
                throw new InvalidDataException($"A page at byte {at:N0} is of type {page.Type}, which isn't read.");
            bool isDictionary = page.Type == DictionaryPage;
            if (page.Values < 0 || page.Values > (isDictionary ? page.Unpacked : chunk.NumValues - values))
                throw new InvalidDataException($"A page at byte {at:N0} declares {page.Values:N0} values.");
            if (UnpackedAsPacked(chunk.Codec, at + page.HeaderLength + page.Levels, page) is { } really && really > page.Unpacked)
            {
                throw new InvalidDataException(
                    $"A page at byte {at:N0} declares {page.Unpacked:N0} bytes and unpacks to {really:N0}.");
            }

            _unpacked += page.Unpacked;
            if (_unpacked > maxUnpacked) throw new InvalidDataException(
                $"Its pages unpack to over {maxUnpacked:N0} bytes from {stream.Length:N0}: it looks like a decompression bomb. " +
                "Raise MaxExpansionRatio if it isn't.");
            if (!isDictionary) values += page.Values;
            at = end;
        }

        return at - start;
    }

    /// <summary>Where the library begins to read: at the first of the offsets.</summary>
    private static long StartOf(ColumnMetaData chunk)
    {
        long start = long.MaxValue;
        foreach (long? offset in (ReadOnlySpan<long?>)[chunk.DictionaryPageOffset, chunk.DataPageOffset, chunk.IndexPageOffset])
        {
            if (offset is { } some and not 0) start = Math.Min(start, some);
        }

        return start is >= 4 and < long.MaxValue ? start : throw new InvalidDataException($"A column begins at byte {start}.");
    }

    private Page HeaderAt(long at)
    {
        byte[] bytes = new byte[(int)Math.Clamp(stream.Length - at, 0, 512)];
        while (true)
        {
            ReadAt(at, bytes);
            try
            {
                Page page = new();
                page.HeaderLength = new CompactStruct(bytes).Walk((parent, id, value) => page.Take((In)parent, id, value));
                return page;
            }
            catch (InvalidDataException) when (bytes.Length < MaxHeader && bytes.Length < stream.Length - at)
            {
                // Statistics can be long.
                bytes = new byte[(int)Math.Min(stream.Length - at, Math.Min(MaxHeader, bytes.Length * 8))];
            }
        }
    }

    private void ReadAt(long at, Span<byte> bytes)
    {
        stream.Position = at;
        stream.ReadExactly(bytes);
    }

    /// <summary>What a packed page says of its own length, where the library believes that instead of the header; null elsewhere.</summary>
    private long? UnpackedAsPacked(CompressionCodec codec, long at, Page page)
    {
        int packed = page.Packed - page.Levels;
        if (page.Levels < 0 || packed < 0) throw new InvalidDataException($"A page has levels of {page.Levels:N0} bytes.");
        if (!page.IsCompressed || packed == 0 || codec is not (CompressionCodec.SNAPPY or CompressionCodec.ZSTD)) return null;
        byte[] bytes = new byte[codec == CompressionCodec.ZSTD ? packed : Math.Min(packed, 5)];
        ReadAt(at, bytes);
        return codec == CompressionCodec.ZSTD ? ZstandardFrame.UnpackedLength(bytes) : SnappyLength(bytes);
    }

    private static long SnappyLength(ReadOnlySpan<byte> bytes)
    {
        long length = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            length |= (long)(bytes[i] & 127) << (7 * i);
            if (bytes[i] < 128) return length;
        }

        throw new InvalidDataException("A page isn't packed as Snappy does.");
    }

    private sealed class Page
    {
        public int HeaderLength { get; set; }

        public int Type { get; private set; } = -1;

        public int Unpacked { get; private set; } = -1;

        public int Packed { get; private set; } = -1;

        public int Values { get; private set; } = -1;

        /// <summary>Bytes before the packed part of a page of version 2.</summary>
        public int Levels { get; private set; }

        public bool IsCompressed { get; private set; } = true;

        /// <summary>Ids as parquet.thrift gives them to PageHeader and the headers within it.</summary>
        public void Take(In parent, int id, long value)
        {
            int number = (int)value;
            switch (parent, id)
            {
                case (In.Header, 1):
                    Type = number;
                    break;
                case (In.Header, 2):
                    Unpacked = number;
                    break;
                case (In.Header, 3):
                    Packed = number;
                    break;
                case (In.DataPage or In.Dictionary or In.DataPageV2, 1):
                    Values = number;
                    break;
                case (In.DataPageV2, 5 or 6):
                    Levels += number;
                    break;
                case (In.DataPageV2, 7):
                    IsCompressed = number != 0;
                    break;
                default:
                    break;
            }
        }
    }
}

/// <summary>The frame of Zstandard (RFC 8878): how long is what it unpacks to.</summary>
internal static class ZstandardFrame
{
    private const uint Magic = 0xFD2FB528;
    private const int MaxBlock = 1 << 17;
    private const long Slack = 64L << 20;

    /// <summary>
    /// The length that the one frame declares; where it declares none, the most that its blocks can hold, of which a little is forgiven
    /// since few are full.
    /// </summary>
    /// <exception cref="InvalidDataException">There isn't one whole frame.</exception>
    public static long UnpackedLength(ReadOnlySpan<byte> frame)
    {
        if (frame.Length < 6 || BinaryPrimitives.ReadUInt32LittleEndian(frame) != Magic) throw NotWhole();
        byte descriptor = frame[4];
        bool single = (descriptor & 32) != 0;
        int at = 5 + (single ? 0 : 1) + ((descriptor & 3) switch { 3 => 4, int bytes => bytes });
        int size = (descriptor >> 6) switch { 0 => single ? 1 : 0, 1 => 2, 2 => 4, _ => 8 };
        if (frame.Length < at + size) throw NotWhole();
        ulong declared = 0;
        for (int i = size - 1; i >= 0; i--) declared = (declared << 8) | frame[at + i];
        if (size == 2) declared += 256;
        at += size;
        long blocks = 0;
        bool last = false;
        while (!last)
        {
            if (frame.Length < at + 3) throw NotWhole();
            int head = frame[at] | (frame[at + 1] << 8) | (frame[at + 2] << 16);
            last = (head & 1) != 0;
            at += 3 + (((head >> 1) & 3) == 1 ? 1 : head >> 3);
            blocks++;
        }

        if (at + ((descriptor & 4) != 0 ? 4 : 0) != frame.Length) throw NotWhole();
        return size > 0 ? (long)Math.Min(declared, long.MaxValue) : Math.Max(0, (blocks * MaxBlock) - Slack);
    }

    private static InvalidDataException NotWhole() => new("A page isn't one whole frame of Zstandard.");
}
