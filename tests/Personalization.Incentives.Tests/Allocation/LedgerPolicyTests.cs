using Personalization.Core;
using Personalization.TestKit;

namespace Personalization.Incentives.Tests;

/// <summary>The policy that reserves in a ledger decides like the one that doesn't, and goes on after a restart.</summary>
public sealed class LedgerPolicyTests : IncentivePolicyConformance<BudgetedIncentivePolicy>, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ledger-policy-");
    private readonly TurnableClock _clock = new();

    private string FilePath => Path.Combine(_folder.FullName, "budgets");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Decide_AfterARestart_GoesOnWhereItWas()
    {
        Offer scarce = Given.Offer("a") with { Caps = new() { Total = 2 } };
        OfferPlan plan = Given.Plan([Given.Customer("c")], [scarce, Given.Offer("b", uplift: .08)], 35);
        using (BudgetLedger ledger = BudgetLedger.Open(FilePath, _clock))
        {
            BudgetedIncentivePolicy policy = new(plan, _clock, ledger);
            Assert.Equal(["a", "b", null], new[] { "n1", "n2", "n3" }.Select(id => policy.Decide(Given.Customer(id)).Action));
            Assert.Equal(5, policy.BudgetLeft);
            Assert.Contains("Nothing is offered", policy.Decide(Given.Customer("n3")).Reasons[0], StringComparison.Ordinal);
        }

        _clock.Now += TimeSpan.FromDays(1);
        using (BudgetLedger ledger = BudgetLedger.Open(FilePath, _clock))
        {
            BudgetedIncentivePolicy again = new(plan, _clock, ledger);
            Assert.Equal(5, again.BudgetLeft);
            Assert.Equal(["a", "b", null], new[] { "n1", "n2", "n3" }.Select(id => again.Decide(Given.Customer(id)).Action));
            Assert.Equal(5, again.BudgetLeft);

            ledger.Commit(again.ReservationOf(new("n1")), [new(BudgetNames.Total, 1), new(BudgetNames.Offer("a"), 1)]);
            Assert.Equal(14.9999m, again.BudgetLeft);
            Assert.Equal("b", again.Decide(Given.Customer("n4")).Action);
        }
    }

    [Fact]
    public void Decide_ManyThreads_NeverOverspends()
    {
        using BudgetLedger ledger = new(_clock);
        Offer scarce = Given.Offer("a") with { Caps = new() { Total = 300 } };
        BudgetedIncentivePolicy policy = new(Given.Plan([], [scarce, Given.Offer("b", uplift: .09)], 5_000), _clock, ledger);
        int[] given = new int[2];

        Parallel.For(0, 2_000, i =>
        {
            if (policy.Decide(Given.Customer("n" + (i % 1_000))).Action is { } offer && i < 1_000)
                Interlocked.Increment(ref given[offer[0] - 'a']);
        });

        Assert.Equal([300, 200], given);
        Assert.Equal(0, policy.BudgetLeft);
    }

    /// <summary>A limit of the plan holds for those who come later as well: two offers to the segment, of which it gave one.</summary>
    [Fact]
    public void Decide_LimitOfThePlan_HoldsInTheLedgerToo()
    {
        using BudgetLedger ledger = new(_clock);
        AllocationOptions options = new()
        {
            Budget = 1_000,
            Limits = [new() { Name = "few", Column = ColumnNames.Segment, Level = "S", Most = 2 }],
        };
        OfferPlan plan = Given.Plan([Given.Customer("c"), Given.Customer("d", segment: "T")], new([Given.Offer("a")]), options);
        BudgetedIncentivePolicy policy = new(plan, _clock, ledger);

        Assert.Equal(["a", null], new[] { "n1", "n2" }.Select(id => policy.Decide(Given.Customer(id)).Action));
        Assert.Equal("a", policy.Decide(Given.Customer("n3", segment: "T")).Action);
        Assert.Equal(0, ledger.FindBudget(BudgetNames.Limit("few"))?.Available);
    }

    protected override BudgetedIncentivePolicy Create() => new(
        Given.Plan([], [Given.Offer("a"), Given.Offer("b", uplift: .06)], 100), _clock, new BudgetLedger(_clock));

    protected override CustomerProfile Someone(string id) => Given.Customer(id);
}
