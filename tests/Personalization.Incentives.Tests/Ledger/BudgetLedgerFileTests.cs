using Personalization.Core;

namespace Personalization.Incentives.Tests;

/// <summary>The ledger's file: what was acknowledged is there again, byte for byte, whatever happens to the process.</summary>
public sealed class BudgetLedgerFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ledger-");
    private readonly TurnableClock _clock = new();

    private string FilePath => Path.Combine(_folder.FullName, "budgets");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Open_AfterEverything_HasTheSameBytesOnAnyClock()
    {
        byte[] before;
        using (BudgetLedger ledger = BudgetLedger.Open(FilePath, _clock))
        {
            Everything(ledger);
            before = Saved(ledger);
        }

        _clock.Now = Given.Now.AddYears(-5);
        using (BudgetLedger again = BudgetLedger.Open(FilePath, _clock)) Assert.Equal(before, Saved(again));

        using BudgetLedger memory = new(_clock);
        _clock.Now = Given.Now;
        Everything(memory);
        Assert.Equal(before, Saved(memory));
    }

    /// <summary>Cut off at any byte, the file gives exactly what was acknowledged up to there, and trying again gives the rest.</summary>
    [Fact]
    public void CrashAtEveryByte_RecoversTheAcknowledgedPrefix()
    {
        List<(long End, byte[] State)> acknowledged = [];
        using (BudgetLedger ledger = BudgetLedger.Open(FilePath, _clock))
        {
            acknowledged.Add((new FileInfo(FilePath).Length, Saved(ledger)));
            Everything(ledger, () => acknowledged.Add((new FileInfo(FilePath).Length, Saved(ledger))));
        }

        byte[] whole = File.ReadAllBytes(FilePath);
        byte[] empty = Saved(new BudgetLedger(_clock));
        for (int cut = 0; cut <= whole.Length; cut++)
        {
            File.WriteAllBytes(FilePath, whole.AsSpan(0, cut));
            using BudgetLedger ledger = BudgetLedger.Open(FilePath, _clock);
            // A call may write several records, expirations before what it asks: between them nothing was acknowledged.
            byte[] state = Saved(ledger);
            int last = acknowledged.FindLastIndex(one => one.End <= cut);
            if (last < 0) Assert.Equal(empty, state);
            else if (acknowledged[last].End == cut) Assert.Equal(acknowledged[last].State, state);
            _clock.Now = Given.Now;
            Everything(ledger);
            Assert.Equal(acknowledged[^1].State, Saved(ledger));
        }
    }

    [Fact]
    public void Compact_AnyTime_KeepsTheStateAndForgetsOnlyWhatWasSettledBefore()
    {
        using (BudgetLedger ledger = BudgetLedger.Open(FilePath, _clock))
        {
            Everything(ledger);
            byte[] before = Saved(ledger);
            ledger.Compact();
            Assert.Equal(before, Saved(ledger));
        }

        long large = new FileInfo(FilePath).Length;
        using BudgetLedger again = BudgetLedger.Open(FilePath, _clock);
        IReadOnlyList<BudgetState> budgets = again.Budgets;
        again.Compact(_clock.Now.AddSeconds(1));
        Assert.Equal(budgets, again.Budgets);
        Assert.True(new FileInfo(FilePath).Length < large);
        Assert.Null(again.Find(Id(1)));
        Assert.Equal(ReservationStatus.Reserved, again.Find(Id(5))?.Status);
        Assert.False(again.TopUp("total", 500, "t1"));
        Assert.True(again.Reserve(Id(1), [new("total", 5)], _clock.Now.AddHours(1)) is { IsGranted: true, IsRepeat: false });
    }

    [Fact]
    public async Task Async_SameVerbs_GiveTheSameBytes()
    {
        byte[] before;
        using (BudgetLedger ledger = BudgetLedger.Open(FilePath, _clock))
        {
            CancellationToken token = TestContext.Current.CancellationToken;
            await ledger.TopUpAsync("total", 100, "t", token);
            await Task.WhenAll(Enumerable.Range(1, 200).Select(
                i => ledger.ReserveAsync(Id(i), [new("total", 1)], _clock.Now.AddHours(1), token).AsTask()));
            Assert.Equal(0, ledger.FindBudget("total")?.Available);
            int[] granted = [.. Enumerable.Range(1, 200).Where(i => ledger.Find(Id(i)) is not null)];
            Assert.Equal(100, granted.Length);
            await ledger.CommitAsync(Id(granted[0]), cancellationToken: token);
            await ledger.ReleaseAsync(Id(granted[1]), token);
            before = Saved(ledger);
        }

        using BudgetLedger again = BudgetLedger.Open(FilePath, _clock);
        Assert.Equal(before, Saved(again));
    }

    [Fact]
    public void Open_RecordsThatContradict_SaysWhich()
    {
        using (BudgetLedger ledger = BudgetLedger.Open(FilePath, _clock)) ledger.TopUp("total", 10, "t");
        RecordWriter record = new();
        using (Journal journal = Journal.Open(FilePath, BudgetLedger.JournalKind))
        {
            record.Start((byte)LedgerEntry.Reserve, _clock.Now.UtcTicks).Id(Id(1)).Long(0).Count(1).Count(0).Long(11);
            journal.Append(record.Bytes);
        }

        Assert.Contains(
            "Record 2 of the ledger",
            Assert.Throws<InvalidDataException>(() => BudgetLedger.Open(FilePath, _clock)).Message,
            StringComparison.Ordinal);
        using Journal free = Journal.Open(FilePath, BudgetLedger.JournalKind);
    }

    /// <summary>One of each verb, and two that expire.</summary>
    private void Everything(BudgetLedger ledger, Action? acknowledged = null)
    {
        Step(() => ledger.TopUp("total", 500, "t1"));
        Step(() => ledger.TopUp("offer:a", 40, "a"));
        Step(() => Reserve(1, 60, 10));
        Step(() => Reserve(2, 50, 10));
        Step(() => Reserve(3, 40, 10));
        Step(() => Reserve(4, 30, 10));
        Step(() => ledger.Commit(Id(1), [new("total", 55)]));
        Step(() => ledger.Release(Id(2)));
        Step(() => ledger.TopUp("total", 7, "t2"));
        _clock.Now = Given.Now.AddHours(2);
        Step(() => Reserve(5, 20, 0));

        void Reserve(int id, long total, long offer) =>
            ledger.Reserve(Id(id), [new("total", total), new("offer:a", offer)], _clock.Now.AddHours(1));

        void Step(Action action)
        {
            action();
            acknowledged?.Invoke();
        }
    }

    private static DecisionId Id(int id) => new((UInt128)id);

    private static byte[] Saved(BudgetLedger ledger)
    {
        using MemoryStream stream = new();
        ledger.Save(stream);
        return stream.ToArray();
    }
}
