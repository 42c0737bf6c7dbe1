using System.Buffers.Binary;
using System.IO.Compression;

namespace Personalization.Data;

/// <summary>
/// Unpacks gzip and holds it to its word. The framework's stream ends without a sound where a file was cut off; this one compares the
/// trailer (CRC-32 and length of the last member) with what came out. It also refuses content that grows beyond all measure.
/// </summary>
internal sealed class GunzipStream : ForwardStream
{
    private const long NeverRefusedBelow = 16L << 20;

    private readonly Stream _source;
    private readonly long _start;
    private readonly int _maxRatio;
    private readonly CountingStream _counted;
    private readonly GZipStream _gzip;
    private long _total;
    private bool _ended;

    /// <param name="source">The compressed stream; not owned.</param>
    /// <param name="counted">The same stream, counted from its first byte.</param>
    /// <param name="head">Bytes that were already read from it.</param>
    /// <param name="maxRatio">Most bytes out for each byte in.</param>
    public GunzipStream(Stream source, CountingStream counted, ReadOnlyMemory<byte> head, int maxRatio)
    {
        _source = source;
        _start = source.CanSeek ? source.Position - head.Length : 0;
        _maxRatio = maxRatio;
        _counted = counted;
        _gzip = new GZipStream(new PeekedStream(head, counted), CompressionMode.Decompress);
    }

    public override int Read(Span<byte> buffer)
    {
        if (_ended || buffer.IsEmpty) return 0;
        int read;
        try
        {
            read = _gzip.Read(buffer);
        }
        catch (InvalidDataException e)
        {
            throw new EventFileException($"The gzip data is damaged after {_total:N0} bytes of content: {e.Message}", e);
        }

        _total += read;
        if (read == 0)
        {
            _ended = true;
            VerifyEnd();
        }
        else if (_total > NeverRefusedBelow && _total / _maxRatio > _counted.Count)
        {
            throw new EventFileException(
                $"The gzip data grew from {_counted.Count:N0} to over {_total:N0} bytes, more than {_maxRatio} times: " +
                "it looks like a decompression bomb. Raise MaxExpansionRatio if it isn't.");
        }

        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _gzip.Dispose();
        base.Dispose(disposing);
    }

    private void VerifyEnd()
    {
        Span<byte> rest = stackalloc byte[1024];
        while (_counted.Read(rest) > 0)
        {
            // Only the last bytes matter, and the counting stream keeps them.
        }

        uint length = BinaryPrimitives.ReadUInt32LittleEndian(_counted.Tail[4..]);
        if (_counted.Count >= 18 && length == (uint)_total) return;
        if (_counted.Count >= 18 && length <= _total && _source.CanSeek && LastMemberMatches(length)) return;
        throw new EventFileException(
            $"The gzip data ends early or has foreign bytes after its end: {_counted.Count:N0} compressed bytes gave {_total:N0} bytes " +
            "of content, which isn't what its trailer says. The file was probably cut off; fetch or pack it again.");
    }

    /// <summary>
    /// Files packed one after the other are legal gzip, and the trailer then speaks of the last one alone. Rare, so a second pass may be
    /// slow.
    /// </summary>
    private bool LastMemberMatches(uint length)
    {
        uint expected = BinaryPrimitives.ReadUInt32LittleEndian(_counted.Tail);
        _source.Position = _start;
        using GZipStream again = new(_source, CompressionMode.Decompress, leaveOpen: true);
        byte[] buffer = new byte[1 << 16];
        long skip = _total - length;
        uint crc = 0;
        int read;
        while ((read = again.Read(buffer)) > 0)
        {
            int from = (int)Math.Min(skip, read);
            skip -= from;
            crc = Crc32.Append(crc, buffer.AsSpan(from..read));
        }

        return crc == expected;
    }
}
