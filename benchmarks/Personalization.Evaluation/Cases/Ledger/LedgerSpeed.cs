using System.Diagnostics;
using Personalization.Core;
using Personalization.Incentives;

namespace Personalization.Evaluation.Cases;

/// <summary>How many records and decisions a second, and what they allocate.</summary>
internal static class LedgerSpeed
{
    private const int RecordBytes = 64;

    public static void Measure(EvaluationContext context, string folder)
    {
        byte[] record = new byte[RecordBytes];
        using (Journal journal = Journal.Open(Path.Combine(folder, "waiting"), "speed-1"))
            Tell("each waits", 1, 200_000, _ => journal.Append(record));
        using (Journal journal = Journal.Open(Path.Combine(folder, "threads"), "speed-1"))
            Tell("each waits", 8, 50_000, _ => journal.Append(record));
        using (Journal journal = Journal.Open(Path.Combine(folder, "line"), "speed-1"))
        {
            Tell("a wait every 100", 1, 2_000_000, i =>
            {
                JournalReceipt receipt = journal.Begin(record);
                if (i % 100 == 99) receipt.Wait();
            });
        }

        foreach (int threads in (int[])[1, 8])
        {
            using BudgetLedger ledger = BudgetLedger.Open(Path.Combine(folder, $"ledger {threads}"));
            ledger.TopUp("total", long.MaxValue, "t");
            int each = 160_000 / threads;
            long seconds = Stopwatch.GetTimestamp();
            Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, thread =>
            {
                BudgetAmount[] amounts = [new("total", 100)];
                for (int i = 0; i < each; i++)
                {
                    DecisionId id = new(new UInt128((ulong)thread + 1, (ulong)i));
                    ledger.Reserve(id, amounts, DateTimeOffset.MaxValue);
                    ledger.Commit(id);
                }
            });
            double elapsed = Stopwatch.GetElapsedTime(seconds).TotalSeconds;
            context.Figure(
                "BudgetLedger", "decisions_per_second", threads * each / elapsed, elapsed, ("threads", threads),
                ("decision", "reserved and committed, each acknowledged"));
        }

        void Tell(string how, int threads, int each, Action<int> append)
        {
            long start = Stopwatch.GetTimestamp();
            long allocated = GC.GetTotalAllocatedBytes();
            if (threads == 1)
            {
                for (int i = 0; i < each; i++) append(i);
            }
            else
            {
                Thread[] all = [.. Enumerable.Range(0, threads).Select(_ => new Thread(() =>
                {
                    for (int i = 0; i < each; i++) append(i);
                }))];
                foreach (Thread one in all) one.Start();
                foreach (Thread one in all) one.Join();
            }

            double elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
            context.Figure(
                "Journal", "records_per_second", threads * (double)each / elapsed, elapsed, ("threads", threads), ("how", how),
                ("record_bytes", RecordBytes), ("allocated_kb", (GC.GetTotalAllocatedBytes() - allocated) / 1024));
        }
    }
}
