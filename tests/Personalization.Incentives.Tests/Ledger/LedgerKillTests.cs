using System.Diagnostics;
using System.Globalization;
using Personalization.Core;

namespace Personalization.Incentives.Tests;

/// <summary>
/// A process that decides on several threads is killed at random moments: what it acknowledged is there afterwards. The evaluation's case
/// <c>ledger</c> does so two hundred times.
/// </summary>
public sealed class LedgerKillTests : IDisposable
{
    private const string ChildFolder = "PERSONALIZATION_LEDGER_CHILD";
    private const int Kills = 6;
    private const int Threads = 4;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ledger-kill-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Kill_UnderConcurrentDecisions_LosesNothingAcknowledged()
    {
        string file = Path.Combine(_folder.FullName, "budgets"), told = Path.Combine(_folder.FullName, "told");
        for (int kill = 0; kill < Kills; kill++)
        {
            long before = File.Exists(told) ? new FileInfo(told).Length : 0;
            using (Process child = Start())
            {
                Stopwatch watch = Stopwatch.StartNew();
                while ((!File.Exists(told) || new FileInfo(told).Length < before + (40 * (50 + (kill * 137)))) && !child.HasExited)
                {
                    Assert.True(watch.Elapsed < TimeSpan.FromMinutes(2), "The child decides nothing.");
                    await Task.Delay(2, TestContext.Current.CancellationToken);
                }

                Assert.False(child.HasExited, "The child ended by itself.");
                child.Kill(entireProcessTree: true);
                await child.WaitForExitAsync(TestContext.Current.CancellationToken);
            }

            AssertKept(file, told);
        }
    }

    /// <summary>What the child does; in a process that nobody kills it ends after a hundred decisions a thread.</summary>
    [Fact]
    public void Child_UntilItIsKilled_Decides()
    {
        string? folder = Environment.GetEnvironmentVariable(ChildFolder);
        Decide(folder ?? _folder.FullName, folder is null ? 100UL : ulong.MaxValue);
        AssertKept(Path.Combine(_folder.FullName, "budgets"), Path.Combine(_folder.FullName, "told"));
    }

    private static void Decide(string folder, ulong count)
    {
        using BudgetLedger ledger = BudgetLedger.Open(Path.Combine(folder, "budgets"));
        using FileStream told = new(Path.Combine(folder, "told"), FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        ledger.TopUp("total", 1_000_000_000, "start");
        ulong run = (ulong)Environment.ProcessId;
        Parallel.For(0, Threads, new ParallelOptions { MaxDegreeOfParallelism = Threads }, thread =>
        {
            for (ulong i = 0; i < count; i++)
            {
                DecisionId id = new(new UInt128(run, ((ulong)thread << 48) | (i + 1)));
                ledger.Reserve(id, [new("total", 10)], DateTimeOffset.MaxValue);
                if (i % 3 == 1) ledger.Commit(id, [new("total", 7)]);
                if (i % 3 == 2) ledger.Release(id);
                byte[] line = System.Text.Encoding.ASCII.GetBytes($"{id} {i % 3}\n");
                lock (told) told.Write(line);
            }
        });
    }

    private Process Start()
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (string argument in (string[])[
            "exec", typeof(LedgerKillTests).Assembly.Location, "-noColor", "-method",
            $"{typeof(LedgerKillTests).FullName}.{nameof(Child_UntilItIsKilled_Decides)}"])
            start.ArgumentList.Add(argument);
        start.Environment[ChildFolder] = _folder.FullName;
        return Process.Start(start)!;
    }

    private static void AssertKept(string file, string told)
    {
        using BudgetLedger ledger = BudgetLedger.Open(file);
        string text = File.ReadAllText(told);
        string[] lines = text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        foreach (string line in lines)
        {
            DecisionId id = new(UInt128.Parse(line[..32], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            BudgetReservation? kept = ledger.Find(id);
            Assert.True(kept is not null, $"{id} was acknowledged and is lost.");
            Assert.Equal((ReservationStatus)(line[33] - '0'), kept.Status);
        }

        BudgetState total = Assert.Single(ledger.Budgets);
        Assert.InRange(total.Available, 0, total.Limit);
        // A few calls were under way: at most one a thread and process has another status than what was told, or wasn't told at all.
        long spent = 7L * lines.Count(line => line[33] == '1'), reserved = 10L * lines.Count(line => line[33] == '0');
        Assert.InRange(total.Spent, spent, spent + (7 * Threads * Kills));
        Assert.InRange(total.Reserved, reserved, reserved + (10 * Threads * Kills));
        byte[] state = Saved(ledger);
        ledger.Dispose();
        using BudgetLedger again = BudgetLedger.Open(file);
        Assert.Equal(state, Saved(again));
    }

    private static byte[] Saved(BudgetLedger ledger)
    {
        using MemoryStream stream = new();
        ledger.Save(stream);
        return stream.ToArray();
    }
}
