using Personalization.Core;
using Personalization.TestKit;

namespace Personalization.Incentives.Tests;

public sealed class BudgetedIncentivePolicyTests : IncentivePolicyConformance<BudgetedIncentivePolicy>
{
    private static readonly TimeProvider Clock = new FixedClock();

    [Fact]
    public void Decide_CustomerOfThePlan_GetsWhatWasPlanned()
    {
        OfferPlan plan = Given.Plan([Given.Customer("c")], [Given.Offer("a")], 10);

        Decision decision = new BudgetedIncentivePolicy(plan, Clock).Decide(Given.Customer("c"));

        Assert.Equal(("a", 2m, 4m, 2m), (decision.Action, decision.ExpectedCost, decision.ExpectedMargin, decision.ExpectedNet));
        Assert.Equal(plan.Decisions[0].Reasons, decision.Reasons);
    }

    [Fact]
    public void Decide_NewCustomers_SpendsWhatThePlanLeftAndNoMore()
    {
        BudgetedIncentivePolicy policy = new(Given.Plan([Given.Customer("c")], [Given.Offer("a")], 35), Clock);

        Assert.Equal(["a", "a", null, "a"], new[] { "n1", "n2", "n3", "n2" }.Select(id => policy.Decide(Given.Customer(id)).Action));
        Assert.Equal(5, policy.BudgetLeft);
        Assert.Contains("Nothing is offered", policy.Decide(Given.Customer("n3")).Reasons[0], StringComparison.Ordinal);
    }

    /// <summary>At the plan's price of budget (.2 a unit), an offer that brings less for its 10 isn't given.</summary>
    [Fact]
    public void Decide_NewCustomerWorthLessThanThePrice_GetsNothing()
    {
        OfferPlan plan = Given.Plan([Given.Customer("c1"), Given.Customer("c2")], [Given.Offer("a")], 19);
        BudgetedIncentivePolicy policy = new(plan, Clock);

        Assert.Equal(.2, plan.ShadowPrice, 6);
        Assert.Null(policy.Decide(Given.Customer("poor", order: 20, purchase: .5)).Action);
        Assert.Equal("a", policy.Decide(Given.Customer("rich", order: 90, purchase: .1)).Action);
    }

    [Fact]
    public void Decide_ManyThreads_NeverOverspends()
    {
        Offer scarce = Given.Offer("a") with { Caps = new() { Total = 300 } };
        BudgetedIncentivePolicy policy = new(Given.Plan([], [scarce, Given.Offer("b", uplift: .09)], 5_000), Clock);
        int[] given = new int[2];

        Parallel.For(0, 2_000, i =>
        {
            if (policy.Decide(Given.Customer("n" + (i % 1_000))).Action is { } offer && i < 1_000)
                Interlocked.Increment(ref given[offer[0] - 'a']);
        });

        Assert.Equal([300, 200], given);
        Assert.Equal(0, policy.BudgetLeft);
    }

    [Fact]
    public async Task DecideAsync_ChangedProfile_DecidesByWhatTheStoreKnowsNow()
    {
        CustomerTable table = Given.Table(Given.Customer("c", purchase: 1), Given.Customer("d", purchase: 1));
        MemoryProfileStore store = new(table);
        BudgetedIncentivePolicy policy = new(Given.Plan([], [Given.Offer("a")], 1_000), Clock);
        await store.ChangeAsync(
            new(new("c"), table.AsOf, new NumberColumn(ColumnNames.PurchaseProbability, [.2])), TestContext.Current.CancellationToken);

        Decision? changed = await policy.DecideAsync(store, new("c"), TestContext.Current.CancellationToken);
        Decision? sure = await policy.DecideAsync(store, new("d"), TestContext.Current.CancellationToken);

        Assert.Equal("a", changed?.Action);
        Assert.Null(Assert.IsType<Decision>(sure).Action);
        Assert.Null(await policy.DecideAsync(store, new("nobody"), TestContext.Current.CancellationToken));
    }

    protected override BudgetedIncentivePolicy Create() =>
        new BudgetedIncentivePolicy(Given.Plan([], [Given.Offer("a"), Given.Offer("b", uplift: .06)], 100), Clock);

    protected override CustomerProfile Someone(string id) => Given.Customer(id);

    private sealed class FixedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Given.Now;
    }
}
