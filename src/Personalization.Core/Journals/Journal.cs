using Microsoft.Win32.SafeHandles;

namespace Personalization.Core;

/// <summary>
/// A file that records are appended to, and that loses none it acknowledged: what a process must remember across its own end. Each record
/// has a check sum; opening cuts off a record that a kill left half written. Thread-safe.
/// </summary>
/// <remarks>
/// <para>
/// Acknowledged means that the operating system has it: a process may be killed at any instruction.
/// <see cref="JournalOptions.FlushToDisk"/> adds losses of power.
/// </para>
/// <para>
/// Group commit: records that come while a write is under way go out together in the next one, so that many threads share its cost. The
/// order of records is the order of the calls. What is held in memory is two buffers, however much is appended.
/// </para>
/// <para>
/// One writer at a time: the file <c>PATH.lock</c> beside it is locked while it is open, and stays. On file systems without locks nobody is
/// kept out.
/// </para>
/// </remarks>
public sealed partial class Journal : IDisposable
{
    private readonly object _gate = new();
    private readonly Writer _writer;
    private readonly JournalOptions _options;
    private readonly SafeFileHandle _lock;
    private readonly byte[] _header;
    private SafeFileHandle _file;
    private byte[] _pending;
    private byte[] _written;
    private int _pendingBytes;
    private int _pendingRecords;
    private long _batch = 1;
    private long _acknowledged;
    private long _length;
    private long _end;
    private long _count;
    private bool _writing;
    private bool _compacting;
    private bool _disposed;
    private Exception? _fault;
    private TaskCompletionSource? _pendingDone;
    private TaskCompletionSource? _writingDone;

    private Journal(string path, string kind, JournalOptions options, SafeFileHandle held)
    {
        (Path, Kind, _options, _lock, _header) = (path, kind, options, held, JournalFormat.Header(kind));
        (_pending, _written) = (new byte[options.BufferBytes], new byte[options.BufferBytes]);
        _writer = new(this);
        _file = OpenFile(path);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>What its records are, as whoever made it said.</summary>
    public string Kind { get; }

    /// <summary>Bytes of the file that are acknowledged.</summary>
    public long Length
    {
        get { lock (_gate) return _length; }
    }

    /// <summary>Records that are acknowledged.</summary>
    public long Count
    {
        get { lock (_gate) return _count; }
    }

    /// <summary>Bytes of a half written record that opening cut off; 0 after an orderly end.</summary>
    public long CutBytes { get; private set; }

    /// <summary>Opens a journal, or makes it where there is none, and reads it through.</summary>
    /// <param name="path">The file.</param>
    /// <param name="kind">
    /// What its records are, with a version of them, such as <c>budget-ledger-1</c>; at most 64 bytes. A journal of another kind is
    /// refused.
    /// </param>
    /// <param name="replay">Told each record in order; the bytes are valid during the call. Null: nobody asks.</param>
    /// <param name="options">How it writes; null: the defaults.</param>
    /// <exception cref="JournalException">It is open elsewhere, of another kind, or was altered in its middle.</exception>
    /// <exception cref="IOException">The file can't be read or written.</exception>
    public static Journal Open(string path, string kind, Action<ReadOnlySpan<byte>>? replay = null, JournalOptions? options = null)
    {
        path = System.IO.Path.GetFullPath(Guard.NotBlank(path));
        JournalFormat.Header(kind);
        SafeFileHandle held = Hold(path);
        Journal? journal = null;
        try
        {
            File.Delete(path + ".new");
            journal = new(path, kind, options ?? new(), held);
            journal.Recover(replay);
            return journal;
        }
        catch
        {
            journal?._file.Dispose();
            held.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Cuts an altered journal off at a byte, which an error named: the records before it stay, those behind are lost. The file as it was
    /// is kept as <c>PATH.damaged</c>.
    /// </summary>
    /// <exception cref="JournalException">It is open elsewhere, or no record begins or ends at this byte.</exception>
    public static void Cut(string path, string kind, long offset)
    {
        path = System.IO.Path.GetFullPath(Guard.NotBlank(path));
        using SafeFileHandle held = Hold(path);
        using (JournalReader reader = JournalReader.Open(path, kind, new() { MaximumRecordBytes = 64 << 20 }))
        {
            while (reader.Position < offset && reader.TryRead(out _))
            {
            }

            if (reader.Position != offset)
            {
                throw new JournalException(
                    $"No record of '{path}' begins at byte {offset}; the one there begins at {reader.RecordOffset}.", offset);
            }
        }

        File.Copy(path, path + ".damaged", overwrite: true);
        using SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        RandomAccess.SetLength(file, offset);
    }

    /// <summary>Appends a record and returns when it is acknowledged.</summary>
    /// <exception cref="ArgumentException">The record is larger than <see cref="JournalOptions.MaximumRecordBytes"/>.</exception>
    /// <exception cref="JournalException">A write failed, now or before: nothing more is taken until it is opened anew.</exception>
    public void Append(ReadOnlySpan<byte> record) => Begin(record).Wait();

    /// <summary>
    /// Appends a record; the task ends when it is acknowledged. In line before this returns. Cancelling ends the waiting alone.
    /// </summary>
    /// <inheritdoc cref="Append" path="/exception"/>
    public Task AppendAsync(ReadOnlyMemory<byte> record, CancellationToken cancellationToken = default) =>
        Begin(record.Span).WaitAsync(cancellationToken);

    /// <summary>
    /// Puts a record in line, for who must fix its place under a lock of their own and wait outside. A record that nobody waits for is
    /// written with the next one that somebody waits for, when the buffer is full, or by <see cref="Flush"/> or <see cref="Dispose"/>.
    /// </summary>
    /// <inheritdoc cref="Append" path="/exception"/>
    public JournalReceipt Begin(ReadOnlySpan<byte> record)
    {
        if (record.Length > _options.MaximumRecordBytes)
        {
            throw new ArgumentException(
                $"The record has {record.Length} bytes; at most {_options.MaximumRecordBytes} are allowed. Split it, or raise "
                + $"{nameof(JournalOptions.MaximumRecordBytes)}.",
                nameof(record));
        }

        int size = JournalFormat.FrameBytes + record.Length;
        lock (_gate)
        {
            while (_compacting || (_pendingBytes > 0 && size > _pending.Length - _pendingBytes))
            {
                Check();
                if (_writing || _compacting) Monitor.Wait(_gate);
                else WriteBatch();
            }

            Check();
            if (size > _pending.Length) _pending = new byte[size];
            JournalFormat.WriteRecord(record, _end, _pending.AsSpan(_pendingBytes));
            _pendingBytes += size;
            _pendingRecords++;
            _end += size;
            return new(this, _batch);
        }
    }

    /// <summary>Returns when all that is in line is acknowledged.</summary>
    /// <inheritdoc cref="Append" path="/exception[2]"/>
    public void Flush()
    {
        long batch;
        lock (_gate) batch = _pendingBytes > 0 ? _batch : _batch - 1;
        Wait(batch);
    }

    /// <summary>
    /// Replaces all records by these, which say the same in fewer: written beside, flushed to the disk, then moved in place, so that a kill
    /// leaves one whole file or the other. Records that others append meanwhile come after them; what was in line before must be in them.
    /// </summary>
    /// <param name="snapshot">The records, each read once.</param>
    /// <inheritdoc cref="Append" path="/exception"/>
    public void Compact(IEnumerable<ReadOnlyMemory<byte>> snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        lock (_gate)
        {
            while (_compacting) Monitor.Wait(_gate);
            _compacting = true;
            try
            {
                // A record's check sum holds its place in the file, so none may be in line when the file becomes another.
                while (_writing || _pendingBytes > 0)
                {
                    Check();
                    if (_writing) Monitor.Wait(_gate);
                    else WriteBatch();
                }

                Check();
                Replace(JournalSize.OfNew(Path + ".new", _header, snapshot, _options.MaximumRecordBytes));
            }
            finally
            {
                _compacting = false;
                Monitor.PulseAll(_gate);
            }
        }
    }

    /// <summary>Writes what is in line, and closes the file.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            while (_writing || _compacting) Monitor.Wait(_gate);
            if (_disposed) return;
            if (_pendingBytes > 0 && _fault is null) WriteBatch();
            _disposed = true;
            _file.Dispose();
            _lock.Dispose();
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Moves the new file in place. Closed meanwhile, since not every system replaces a file that is open.</summary>
    private void Replace(JournalSize made)
    {
        _file.Dispose();
        try
        {
            File.Move(Path + ".new", Path, overwrite: true);
            (_length, _end, _count) = (made.Length, made.Length, made.Count);
        }
        finally
        {
            _file = OpenFile(Path);
        }
    }

    private static SafeFileHandle OpenFile(string path) =>
        File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);

    private static SafeFileHandle Hold(string path)
    {
        try
        {
            return File.OpenHandle(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException fault) when (File.Exists(path + ".lock"))
        {
            throw new JournalException($"'{path}' is open elsewhere: one writer at a time. Close the other one.", inner: fault);
        }
    }

    private void Recover(Action<ReadOnlySpan<byte>>? replay)
    {
        long length = RandomAccess.GetLength(_file);
        using (JournalReader reader = JournalReader.Open(Path, Kind, _options))
        {
            while (reader.TryRead(out ReadOnlySpan<byte> record)) replay?.Invoke(record);
            (_length, _count) = (reader.Position, reader.Count);
        }

        CutBytes = length - _length;
        if (CutBytes > 0) RandomAccess.SetLength(_file, _length);
        if (_length == 0)
        {
            RandomAccess.Write(_file, _header, 0);
            _length = _header.Length;
        }

        _end = _length;
    }
}
