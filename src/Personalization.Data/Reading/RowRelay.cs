using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Personalization.Data;

/// <summary>
/// Hands filled rows to a second thread that judges them, in order, so that parsing and judging run side by side. Rows travel in batches
/// that go round: memory stays bounded, and a slow judge makes the reader wait. What the judge throws comes out of <see cref="Pass"/> or
/// <see cref="Complete"/>.
/// </summary>
internal sealed class RowRelay : IDisposable
{
    private const int RowsPerBatch = 512;
    private const int Batches = 4;

    private readonly BlockingCollection<Batch> _free = new(Batches), _full = new(Batches);
    private readonly Task _judge;
    private volatile ExceptionDispatchInfo? _failure;
    private Batch _filling;

    public RowRelay(Action<EventRow> judge)
    {
        _filling = new Batch();
        for (int i = 1; i < Batches; i++) _free.Add(new Batch());
        _judge = Task.Factory.StartNew(() => Judge(judge), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>The row to fill next.</summary>
    public EventRow Current => _filling.Rows[_filling.Count];

    /// <summary>Passes the current row on.</summary>
    public void Pass()
    {
        if (++_filling.Count < RowsPerBatch) return;
        _full.Add(_filling);
        _filling = _free.Take();
        _failure?.Throw();
    }

    /// <summary>Waits until every row that was passed on is judged.</summary>
    public void Complete()
    {
        _full.Add(_filling);
        Stop();
        _failure?.Throw();
    }

    public void Dispose()
    {
        Stop();
        _full.Dispose();
        _free.Dispose();
    }

    private void Stop()
    {
        _full.CompleteAdding();
        _judge.Wait();
    }

    private void Judge(Action<EventRow> judge)
    {
        foreach (Batch batch in _full.GetConsumingEnumerable())
        {
            try
            {
                // After a failure batches still go round, so that the reader never waits for nobody.
                for (int i = 0; i < batch.Count && _failure is null; i++) judge(batch.Rows[i]);
            }
            catch (Exception e)
            {
                _failure = ExceptionDispatchInfo.Capture(e);
            }

            batch.Count = 0;
            _free.Add(batch);
        }
    }

    private sealed class Batch
    {
        public Batch()
        {
            Rows = new EventRow[RowsPerBatch];
            for (int i = 0; i < Rows.Length; i++) Rows[i] = new EventRow();
        }

        public EventRow[] Rows { get; }

        public int Count { get; set; }
    }
}
