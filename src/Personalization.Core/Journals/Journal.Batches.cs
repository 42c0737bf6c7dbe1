namespace Personalization.Core;

/// <content>Group commit: whoever waits first writes for all.</content>
public sealed partial class Journal
{
    internal void Wait(long batch)
    {
        lock (_gate)
        {
            while (_acknowledged < batch)
            {
                Check();
                if (_writing) Monitor.Wait(_gate);
                else WriteBatch();
            }
        }
    }

    internal Task WaitAsync(long batch)
    {
        lock (_gate)
        {
            if (_acknowledged >= batch) return Task.CompletedTask;
            if (_fault is not null || _disposed) return Task.FromException(Stopped());
            if (batch < _batch) return (_writingDone ??= NewSource()).Task;
            if (_pendingDone is null)
            {
                _pendingDone = NewSource();
                if (!_writing) ThreadPool.UnsafeQueueUserWorkItem(_writer, preferLocal: false);
            }

            return _pendingDone.Task;
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Writes what is in line, outside of the lock that this is called under. Nobody else writes then.</summary>
    private void WriteBatch()
    {
        (byte[] bytes, int count, int records, long batch) = (_pending, _pendingBytes, _pendingRecords, _batch++);
        (_pending, _written, _pendingBytes, _pendingRecords) = (_written, _pending, 0, 0);
        (_writingDone, _pendingDone) = (_pendingDone, null);
        _writing = true;
        Exception? fault = null;
        Monitor.Exit(_gate);
        try
        {
            RandomAccess.Write(_file, bytes.AsSpan(0, count), _length);
            if (_options.FlushToDisk) RandomAccess.FlushToDisk(_file);
        }
        catch (Exception e)
        {
            fault = e;
        }
        finally
        {
            Monitor.Enter(_gate);
        }

        _writing = false;
        TaskCompletionSource? done = _writingDone;
        _writingDone = null;
        if (fault is null)
        {
            (_length, _acknowledged) = (_length + count, batch);
            _count += records;
            done?.SetResult();
            if (_pendingDone is not null) ThreadPool.UnsafeQueueUserWorkItem(_writer, preferLocal: false);
        }
        else
        {
            _fault = fault;
            done?.SetException(Stopped());
            _pendingDone?.SetException(Stopped());
        }

        Monitor.PulseAll(_gate);
    }

    private void Check()
    {
        if (_fault is not null || _disposed) throw Stopped();
    }

    private Exception Stopped() => _disposed
        ? new ObjectDisposedException(nameof(Journal))
        : new JournalException(
            $"'{Path}' takes no more records since a write failed ({_fault!.Message}). Mend the cause and open it anew.", _length, _fault);

    /// <summary>Writes for those who await, on a thread of the pool; a thread that waits in its own may come first.</summary>
    private sealed class Writer(Journal journal) : IThreadPoolWorkItem
    {
        public void Execute()
        {
            lock (journal._gate)
            {
                while (!journal._writing && !journal._disposed && journal._fault is null && journal._pendingDone is not null)
                    journal.WriteBatch();
            }
        }
    }
}
