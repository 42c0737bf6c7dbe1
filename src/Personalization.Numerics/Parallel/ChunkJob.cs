using System.Runtime.ExceptionServices;

namespace Personalization.Numerics;

/// <summary>One parallel loop: workers claim the next chunk from a shared counter until none is left.</summary>
internal sealed class ChunkJob(int count, int chunkSize, int chunks, ChunkBody body, CancellationToken cancellationToken) : IThreadPoolWorkItem
{
    private const int SpinsBeforeSleep = 40;

    /// <summary>Threads of the whole process that work on chunks, callers and reserved helpers alike.</summary>
    private static int s_working;

    [ThreadStatic]
    private static bool t_insideWorker;

    private readonly Lock _failureGate = new();
    private readonly object _gate = new();
    private int _claimed;
    private int _reserved;
    private int _entered;
    private int _active;
    private bool _closed;
    private volatile bool _stop;
    private bool _cancelled;
    private int _failedChunk = int.MaxValue;
    private ExceptionDispatchInfo? _failure;

    public static bool IsInsideWorker => t_insideWorker;

    /// <param name="workers">Most threads for this loop, the caller's included.</param>
    /// <param name="processWide">Threads at work in the whole process up to which helpers join in.</param>
    public void Run(int workers, int processWide)
    {
        Interlocked.Increment(ref s_working);
        try
        {
            for (int helper = 1; helper < workers && TryReserveHelper(processWide); helper++)
            {
                _reserved++;
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            }

            Work();
            CloseAndWait();
        }
        finally
        {
            Interlocked.Decrement(ref s_working);
        }

        _failure?.Throw();
        if (_cancelled)
            throw new OperationCanceledException(cancellationToken);
    }

    /// <summary>What a helper does. One that the pool starts late finds the job closed: the caller never waits for a busy pool.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        if (TryEnter())
        {
            Work();
            Leave();
        }
    }

    private static bool TryReserveHelper(int processWide)
    {
        if (Interlocked.Increment(ref s_working) <= processWide)
            return true;

        Interlocked.Decrement(ref s_working);
        return false;
    }

    private void Work()
    {
        t_insideWorker = true;
        while (!_stop)
        {
            // Chunks are claimed in order, so every chunk below a failing one also runs: the lowest failure is always the same one.
            int chunk = Interlocked.Increment(ref _claimed) - 1;
            if (chunk >= chunks)
                break;

            if (cancellationToken.IsCancellationRequested)
            {
                _cancelled = true;
                _stop = true;
                break;
            }

            try
            {
                (int start, int end) = ParallelChunks.Bounds(chunk, count, chunkSize);
                body(chunk, start, end);
            }
            catch (Exception exception)
            {
                Fail(chunk, exception);
            }
        }

        t_insideWorker = false;
    }

    private void Fail(int chunk, Exception exception)
    {
        lock (_failureGate)
        {
            if (chunk < _failedChunk)
                (_failedChunk, _failure) = (chunk, ExceptionDispatchInfo.Capture(exception));
        }

        _stop = true;
    }

    private bool TryEnter()
    {
        lock (_gate)
        {
            if (_closed)
                return false;

            _entered++;
            _active++;
            return true;
        }
    }

    private void Leave()
    {
        lock (_gate)
        {
            Interlocked.Decrement(ref s_working);
            _active--;
            Monitor.PulseAll(_gate);
        }
    }

    private void CloseAndWait()
    {
        // Helpers usually end within one small chunk of the caller: look a little before paying for a sleep and a wake-up.
        SpinWait spinner = default;
        while (Volatile.Read(ref _active) > 0 && spinner.Count < SpinsBeforeSleep)
            spinner.SpinOnce(sleep1Threshold: -1);

        lock (_gate)
        {
            // Helpers that the pool hasn't started yet have no part in this job any more; the next one may reserve them at once.
            _closed = true;
            Interlocked.Add(ref s_working, _entered - _reserved);
            while (_active > 0)
                Monitor.Wait(_gate);
        }
    }
}
