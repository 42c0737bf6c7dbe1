using System.IO.Compression;

namespace Personalization.Data;

/// <summary>
/// Unpacks a file of an archive and holds the archive to its word: no more bytes than it said, and those that were packed.
/// </summary>
internal sealed class ArchiveEntryStream : ForwardStream
{
    private readonly ZipArchiveEntry _entry;
    private readonly Stream _content;
    private long _total;
    private uint _crc;

    public ArchiveEntryStream(ZipArchiveEntry entry)
    {
        _entry = entry;
        _content = entry.Open();
    }

    /// <summary>Part of the file that was unpacked; may be read from another thread.</summary>
    public double Share => _entry.Length == 0 ? 1 : Math.Min(1, Interlocked.Read(ref _total) / (double)_entry.Length);

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty) return 0;
        int read;
        try
        {
            read = _content.Read(buffer);
        }
        catch (InvalidDataException e)
        {
            throw new EventFileException(
                $"'{_entry.FullName}' is damaged after {_total:N0} bytes of content: {e.Message} Pack it again.", e);
        }

        Interlocked.Add(ref _total, read);
        _crc = Crc32.Append(_crc, buffer[..read]);
        if (_total > _entry.Length || (read == 0 && (_total < _entry.Length || _crc != _entry.Crc32)))
        {
            throw new EventFileException(
                $"'{_entry.FullName}' isn't what the archive says of it ({_entry.Length:N0} bytes): it is damaged. "
                + "Fetch or pack it again.");
        }

        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _content.Dispose();
        base.Dispose(disposing);
    }
}
