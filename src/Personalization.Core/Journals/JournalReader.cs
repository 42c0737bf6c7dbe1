using Microsoft.Win32.SafeHandles;

namespace Personalization.Core;

/// <summary>
/// Reads a journal from its first record on, also while a <see cref="Journal"/> writes it, in this process or another. For one thread.
/// </summary>
/// <remarks>
/// At the end of what was written so far it says so, and reads on when it is asked again. A journal that is compacted meanwhile is read to
/// the end of the file as it was; open a new reader for the new one.
/// </remarks>
public sealed class JournalReader : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly string _path;
    private readonly string _kind;
    private readonly int _maximumRecordBytes;
    private byte[] _buffer = new byte[64 << 10];
    private int _start;
    private int _end;

    private JournalReader(SafeFileHandle file, string path, string kind, int maximumRecordBytes) =>
        (_file, _path, _kind, _maximumRecordBytes) = (file, path, kind, maximumRecordBytes);

    /// <summary>Byte of the file at which the record read last begins; 0 before the first.</summary>
    public long RecordOffset { get; private set; }

    /// <summary>Byte of the file up to which everything was read and is whole; 0 where not even the header is.</summary>
    public long Position { get; private set; }

    /// <summary>Records read.</summary>
    public long Count { get; private set; }

    /// <summary>Opens a journal to read it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="kind">The kind it must have.</param>
    /// <param name="options">Bounds the size of records; null: the defaults.</param>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static JournalReader Open(string path, string kind, JournalOptions? options = null)
    {
        Guard.NotBlank(path);
        Guard.NotBlank(kind);
        SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return new(file, path, kind, (options ?? new()).MaximumRecordBytes);
    }

    /// <summary>Reads the next record.</summary>
    /// <param name="record">The record; valid until the next call.</param>
    /// <returns>False at the end of the file, or where the last record isn't whole yet.</returns>
    /// <exception cref="JournalException">The file isn't such a journal, or was altered.</exception>
    public bool TryRead(out ReadOnlySpan<byte> record)
    {
        record = default;
        if (Position == 0 && !ReadHeader()) return false;
        if (!Fill(JournalFormat.FrameBytes)) return false;
        ReadOnlySpan<byte> frame = _buffer.AsSpan(_start, JournalFormat.FrameBytes);
        if (!JournalFormat.TryReadFrame(frame, Position, out uint length, out uint check))
        {
            if (IsZeroToTheEnd()) return false;
            throw Damaged("the frame of a record has a wrong check sum");
        }

        if (length > _maximumRecordBytes)
        {
            throw new JournalException(
                $"'{_path}' has a record of {length} bytes at byte {Position}; {_maximumRecordBytes} are allowed. "
                + $"Open it with a larger {nameof(JournalOptions.MaximumRecordBytes)}.",
                Position);
        }

        int whole = JournalFormat.FrameBytes + (int)length;
        if (!Fill(whole)) return false;
        record = _buffer.AsSpan(_start + JournalFormat.FrameBytes, (int)length);
        if (Crc32C.Of(record) != check) throw Damaged("the check sum of a record's payload is wrong");
        RecordOffset = Position;
        Position += whole;
        _start += whole;
        Count++;
        return true;
    }

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();

    private bool ReadHeader()
    {
        byte[] wanted = JournalFormat.Header(_kind);
        bool isWhole = Fill(wanted.Length);
        ReadOnlySpan<byte> found = _buffer.AsSpan(_start, Math.Min(_end - _start, 20 + JournalFormat.MaximumKindBytes));
        if (!found.StartsWith(wanted) && !wanted.AsSpan().StartsWith(found)) throw JournalFormat.WrongHeader(_path, _kind, found);
        if (!isWhole) return false;
        _start += wanted.Length;
        Position = wanted.Length;
        return true;
    }

    /// <summary>Has this many bytes from the position on in the buffer; false where the file has fewer.</summary>
    private bool Fill(int count)
    {
        if (_end - _start >= count) return true;
        // Nothing is allocated for a record that the file is too short for, whatever its frame says.
        if (RandomAccess.GetLength(_file) - Position < count && count > _buffer.Length) return false;
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (count > _buffer.Length) Array.Resize(ref _buffer, (int)Math.Min(Math.Max(count, 2L * _buffer.Length), Array.MaxLength));
        while (_end < count)
        {
            int read = RandomAccess.Read(_file, _buffer.AsSpan(_end), Position + _end);
            if (read == 0) return false;
            _end += read;
        }

        return true;
    }

    /// <summary>A loss of power may leave a file longer than what reached it: that tail is nothing but zeros.</summary>
    private bool IsZeroToTheEnd()
    {
        byte[] bytes = new byte[64 << 10];
        long offset = Position;
        for (int read; (read = RandomAccess.Read(_file, bytes, offset)) > 0; offset += read)
        {
            if (bytes.AsSpan(0, read).ContainsAnyExcept((byte)0)) return false;
        }

        return true;
    }

    private JournalException Damaged(string what) => new(
        $"'{_path}' was altered: at byte {Position}, after {Count} whole records, {what}. Restore the file from a copy, or keep what "
        + $"stands before that byte with {nameof(Journal)}.{nameof(Journal.Cut)}, which loses the records behind it.",
        Position);
}
