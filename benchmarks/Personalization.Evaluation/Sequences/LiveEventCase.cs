using System.Diagnostics;
using Personalization.Beha2Vec;
using Personalization.Core;

namespace Personalization.Evaluation.Cases;

/// <summary>What one more event costs of a customer who is followed live: the default options, a window that is full.</summary>
internal sealed class LiveEventCase : IEvaluationCase
{
    private const int WarmUp = 2_000;

    public string Name => "live-event";

    public string Description =>
        "Beha2Vec live, d 64 and two blocks: p50 and p99 of an event, and bytes allocated [--events 20000] [--customers 500]";

    public void Run(EvaluationContext context)
    {
        SequenceData data = SequenceData.Of(context, customers: 500);
        EventLog log = data.ToLog();
        Beha2VecModel model = new Beha2VecTrainer(new() { MaxEpochs = 1, ValidationCustomers = 0 }).Fit(EventSequences.From(log));
        ShopEvent[] events = [.. Enumerable.Range(0, WarmUp + context.Option("events", 20_000)).Select(i => Event(data, i))];
        BehaviorState state = model.Start();
        foreach (ShopEvent e in events.AsSpan(0, WarmUp)) model.Append(state, e);

        double[] microseconds = new double[events.Length - WarmUp];
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < microseconds.Length; i++)
        {
            long began = Stopwatch.GetTimestamp();
            model.Append(state, events[WarmUp + i]);
            microseconds[i] = Stopwatch.GetElapsedTime(began).TotalMicroseconds;
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Array.Sort(microseconds);
        context.Figure("Beha2Vec", "p50_us", microseconds[microseconds.Length / 2]);
        context.Figure("Beha2Vec", "p99_us", microseconds[microseconds.Length * 99 / 100]);
        context.Figure("Beha2Vec", "allocated_bytes", allocated, null, ("events", microseconds.Length));
    }

    /// <summary>One customer who has all the events, minutes apart.</summary>
    private static ShopEvent Event(SequenceData data, int number)
    {
        DateTime day = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);
        int item = data.Items[number % data.Items.Length];
        return new ShopEvent(new CustomerId("c00000"), day.AddMinutes(5 * number), EventType.Purchase)
        {
            Item = new ItemId($"i{item:00000}"),
        };
    }
}
