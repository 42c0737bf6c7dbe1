using Personalization.Core;

namespace Personalization.Incentives.Tests;

public sealed class BudgetLedgerTests
{
    private readonly TurnableClock _clock = new();

    [Fact]
    public void Reserve_Commit_Release_MoveMoneyAsOnPaper()
    {
        using BudgetLedger ledger = new(_clock);
        Assert.True(ledger.TopUp("total", 100, "2026"));
        Assert.True(ledger.TopUp("offer:a", 30, "a 2026"));

        Assert.True(Reserve(ledger, 1, ("total", 20), ("offer:a", 20)).IsGranted);
        Assert.True(Reserve(ledger, 2, ("total", 50)).IsGranted);
        AssertBudgets(ledger, ("total", 100, 70, 0), ("offer:a", 30, 20, 0));

        BudgetReservation spent = ledger.Commit(Id(1), [new("total", 12), new("offer:a", 20)]);
        Assert.Equal(ReservationStatus.Committed, spent.Status);
        Assert.Equal([new("total", 12), new("offer:a", 20)], spent.Spent);
        AssertBudgets(ledger, ("total", 100, 50, 12), ("offer:a", 30, 0, 20));

        Assert.Equal(ReservationStatus.Released, ledger.Release(Id(2)).Status);
        AssertBudgets(ledger, ("total", 100, 0, 12), ("offer:a", 30, 0, 20));
        Assert.Equal(88, ledger.FindBudget("total")?.Available);
        Assert.Null(ledger.FindBudget("none"));
    }

    [Fact]
    public void Reserve_TooMuch_TakesNothingAndNamesEveryShortage()
    {
        using BudgetLedger ledger = new(_clock);
        ledger.TopUp("total", 100, "2026");
        ledger.TopUp("stock", 3, "stock");

        ReserveResult refused = Reserve(ledger, 1, ("total", 60), ("stock", 4), ("total", 50), ("unknown", 1));

        Assert.False(refused.IsGranted);
        Assert.Null(refused.Reservation);
        Assert.Equal([new("stock", 4, 3), new("total", 110, 100), new("unknown", 1, 0)], refused.Shortages);
        Assert.Equal(
            "budget 'stock' has 3 left of the 4 asked; 1 are lacking; budget 'total' has 100 left of the 110 asked; 10 are lacking; "
            + "budget 'unknown' has 0 left of the 1 asked; 1 are lacking",
            refused.Reason);
        AssertBudgets(ledger, ("total", 100, 0, 0), ("stock", 3, 0, 0));
        Assert.Null(ledger.Find(Id(1)));

        ledger.TopUp("unknown", 1, "u");
        Assert.True(Reserve(ledger, 1, ("total", 60), ("stock", 3), ("unknown", 1)).IsGranted);
    }

    [Fact]
    public void Reserve_SameDecisionAgain_AnswersAsThenAndTakesNothing()
    {
        using BudgetLedger ledger = new(_clock);
        ledger.TopUp("total", 100, "2026");
        ReserveResult first = Reserve(ledger, 1, ("total", 60));
        ReserveResult again = Reserve(ledger, 1, ("total", 90));

        Assert.Equal((false, true), (first.IsRepeat, again.IsRepeat));
        Assert.True(again.IsGranted);
        Assert.Equal(first.Reservation!.Reserved, again.Reservation!.Reserved);
        AssertBudgets(ledger, ("total", 100, 60, 0));

        ledger.Commit(Id(1), [new("total", 10)]);
        Assert.Equal(10, ledger.Commit(Id(1), [new("total", 50)]).Spent[0].Units);
        Assert.Equal(ReservationStatus.Committed, ledger.Release(Id(1)).Status);
        Assert.True(Reserve(ledger, 1, ("total", 60)).IsGranted);
        AssertBudgets(ledger, ("total", 100, 0, 10));

        Assert.False(ledger.TopUp("total", 100, "2026"));
        Assert.Equal(100, ledger.FindBudget("total")?.Limit);
    }

    [Fact]
    public void Reservation_TimeOver_IsGivenBackByItself()
    {
        using BudgetLedger ledger = new(_clock);
        ledger.TopUp("total", 100, "2026");
        Reserve(ledger, 1, ("total", 60));
        _clock.Now += TimeSpan.FromHours(1) - TimeSpan.FromTicks(1);
        Assert.False(Reserve(ledger, 2, ("total", 60)).IsGranted);
        _clock.Now += TimeSpan.FromTicks(1);

        Assert.True(Reserve(ledger, 2, ("total", 60)).IsGranted);
        Assert.Equal(ReservationStatus.Expired, ledger.Find(Id(1))?.Status);
        Assert.Equal(ReservationStatus.Expired, ledger.Commit(Id(1)).Status);
        ReserveResult late = Reserve(ledger, 1, ("total", 1));
        Assert.Equal((false, "the decision's reservation has expired"), (late.IsGranted, late.Reason));
        AssertBudgets(ledger, ("total", 100, 60, 0));
    }

    /// <summary>A clock set back doesn't bring an expired reservation to life, nor a record before its time.</summary>
    [Fact]
    public void Reservation_ClockSetBack_TimeStandsStill()
    {
        using BudgetLedger ledger = new(_clock);
        ledger.TopUp("total", 100, "2026");
        Reserve(ledger, 1, ("total", 60));
        _clock.Now += TimeSpan.FromHours(2);
        Assert.Equal(100, ledger.FindBudget("total")?.Available);
        _clock.Now -= TimeSpan.FromHours(2);

        Assert.True(Reserve(ledger, 2, ("total", 100)).IsGranted);
        Assert.Equal(ReservationStatus.Expired, ledger.Find(Id(1))?.Status);
        Assert.Equal(ReservationStatus.Expired, ledger.Find(Id(2))?.Status);
    }

    [Fact]
    public void Commit_WrongAmountOrDecision_SaysWhat()
    {
        using BudgetLedger ledger = new(_clock);
        ledger.TopUp("total", 100, "2026");
        ledger.TopUp("stock", 100, "stock");
        Reserve(ledger, 1, ("total", 60));

        Assert.Contains(
            "reserved 60 of budget 'total' and can't spend 61",
            Assert.Throws<ArgumentException>(() => ledger.Commit(Id(1), [new("total", 61)])).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "reserved 0 of budget 'stock' and can't spend 1",
            Assert.Throws<ArgumentException>(() => ledger.Commit(Id(1), [new("total", 60), new("stock", 1)])).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "reserve before committing", Assert.Throws<KeyNotFoundException>(() => ledger.Commit(Id(9))).Message, StringComparison.Ordinal);
        Assert.Throws<KeyNotFoundException>(() => ledger.Release(Id(9)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Reserve(ledger, 2, ("total", -1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => ledger.TopUp("total", 0, "zero"));
        Assert.Throws<ArgumentException>(() => ledger.Reserve(default, [], _clock.Now));
        Assert.Equal(60, ledger.Commit(Id(1)).Spent[0].Units);
    }

    [Fact]
    public void Money_Amount_IsRoundedUp() =>
        Assert.Equal([1, 1, 10_000, 0], new[] { .00001m, .0001m, 1m, 0m }.Select(amount => BudgetAmount.Money("m", amount).Units));

    [Fact]
    public void Reserve_ManyThreads_NeverOverspends()
    {
        using BudgetLedger ledger = new(_clock);
        ledger.TopUp("total", 1_000, "2026");
        int granted = 0;

        Parallel.For(1, 4_001, i =>
        {
            if (!Reserve(ledger, i % 2_000 + 1, ("total", 3)).IsGranted) return;
            Interlocked.Increment(ref granted);
            if (i % 2 == 0) ledger.Commit(Id(i % 2_000 + 1), [new("total", 3)]);
        });

        Assert.InRange(granted, 333, 666);
        BudgetState total = Assert.Single(ledger.Budgets);
        Assert.Equal((1, 999), (total.Available, total.Reserved + total.Spent));
    }

    private ReserveResult Reserve(BudgetLedger ledger, int id, params (string Budget, long Units)[] amounts) =>
        ledger.Reserve(Id(id), [.. amounts.Select(one => new BudgetAmount(one.Budget, one.Units))], _clock.Now.AddHours(1));

    private static DecisionId Id(int id) => new((UInt128)id);

    private static void AssertBudgets(BudgetLedger ledger, params (string Name, long Limit, long Reserved, long Spent)[] expected) =>
        Assert.Equal(expected, ledger.Budgets.Select(one => (one.Name, one.Limit, one.Reserved, one.Spent)));
}

/// <summary>A clock that a test turns.</summary>
internal sealed class TurnableClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = Given.Now;

    public override DateTimeOffset GetUtcNow() => Now;
}
