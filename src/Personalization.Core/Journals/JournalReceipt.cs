namespace Personalization.Core;

/// <summary>A record in line to be written: wait for it before telling anybody that it is kept.</summary>
public readonly record struct JournalReceipt
{
    private readonly Journal? _journal;
    private readonly long _batch;

    internal JournalReceipt(Journal journal, long batch) => (_journal, _batch) = (journal, batch);

    /// <summary>Returns when the record is acknowledged; this thread may write it, with all that are in line.</summary>
    /// <exception cref="JournalException">It couldn't be written; it may be in the file all the same.</exception>
    public void Wait() => _journal?.Wait(_batch);

    /// <summary>Ends when the record is acknowledged. Cancelling ends the waiting alone.</summary>
    /// <exception cref="JournalException">It couldn't be written; it may be in the file all the same.</exception>
    public Task WaitAsync(CancellationToken cancellationToken = default)
    {
        Task task = _journal?.WaitAsync(_batch) ?? Task.CompletedTask;
        return cancellationToken.CanBeCanceled ? task.WaitAsync(cancellationToken) : task;
    }
}
