using System.Runtime.ExceptionServices;

namespace Personalization.Numerics;

/// <summary>
/// One parallel loop: the caller claims chunks from the first on, helpers from the last back, until they meet. So a thread that runs one
/// loop after the other over the same data mostly gets what its own caches still hold, and lines that it wrote aren't fetched from another
/// core.
/// </summary>
internal sealed class ChunkJob(int count, int chunkSize, int chunks, ChunkBody body, CancellationToken cancellationToken)
    : IThreadPoolWorkItem
{
    private const int SpinsBeforeSleep = 40;

    /// <summary>Threads of the whole process that work on chunks, callers and reserved helpers alike.</summary>
    private static int s_working;

    [ThreadStatic]
    private static bool t_insideWorker;

    private readonly Lock _failureGate = new();
    private readonly object _gate = new();
    private long _unclaimed = chunks;
    private int _reserved;
    private int _entered;
    private int _active;
    private bool _closed;
    private volatile bool _stop;

    // Chunks from here on need not run any more.
    private int _limit = chunks;
    private bool _cancelled;
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

            Work(fromFirst: true);
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
            Work(fromFirst: false);
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

    private void Work(bool fromFirst)
    {
        t_insideWorker = true;
        while (!_stop && TryClaim(fromFirst, out int chunk))
        {
            // All chunks below a failing one still run, so the lowest failure is always the same one.
            if (chunk >= Volatile.Read(ref _limit))
                continue;

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

    /// <summary>
    /// Takes the first or the last of the chunks that nobody has; the number of the first stands in the upper half of the counter, the end
    /// in the lower.
    /// </summary>
    private bool TryClaim(bool fromFirst, out int chunk)
    {
        while (true)
        {
            long unclaimed = Volatile.Read(ref _unclaimed);
            int first = (int)(unclaimed >> 32), end = (int)unclaimed;
            chunk = fromFirst ? first : end - 1;
            if (first == end)
                return false;

            long rest = fromFirst ? unclaimed + (1L << 32) : unclaimed - 1;
            if (Interlocked.CompareExchange(ref _unclaimed, rest, unclaimed) == unclaimed)
                return true;
        }
    }

    private void Fail(int chunk, Exception exception)
    {
        lock (_failureGate)
        {
            if (chunk < _limit)
            {
                _failure = ExceptionDispatchInfo.Capture(exception);
                Volatile.Write(ref _limit, chunk);
            }
        }
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
