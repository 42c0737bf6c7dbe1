using Personalization.Core;

namespace Personalization.Incentives.Tests;

/// <summary>Customers who seem lost, by what they would bring if they came back.</summary>
public sealed class WinBackTests
{
    /// <summary>u .1, order 100, margin .4, a quarter of 200 later: gains .1 × .4 × (100 + 50) = 6, of which 2 later; costs 2.</summary>
    [Fact]
    public void Allocate_KnownWinBackValue_CountsItsShareAsByHand()
    {
        OfferDecision decision = Decide(200, new() { Budget = 10 });

        Assert.Equal(6, decision.ExpectedMargin);
        Assert.Equal(2, decision.ExpectedLaterMargin);
        Assert.Equal(4, decision.ExpectedNet);
        Assert.Contains(
            decision.Reasons,
            reason => reason == "Of the margin 2.00 would come later: won back for good the customer would bring 200.00 more, of which "
                + "25 % counts.");
    }

    [Fact]
    public void Allocate_ShareOfZero_JudgesByTheOneOrder()
    {
        OfferDecision decision = Decide(200, new() { Budget = 10, WinBackShare = 0 });

        Assert.Equal((4, 0), (decision.ExpectedMargin, decision.ExpectedLaterMargin));
        Assert.DoesNotContain(decision.Reasons, reason => reason.Contains("won back", StringComparison.Ordinal));
    }

    /// <summary>Below 0 is no value, and nobody is charged for it.</summary>
    [Fact]
    public void Allocate_NegativeWinBackValue_CountsNothing() => Assert.Equal(4, Decide(-200, new() { Budget = 10 }).ExpectedMargin);

    /// <summary>The one budget of 10 goes where a return is worth more, though the order is the same.</summary>
    [Fact]
    public void Allocate_OneOfTwo_WinsBackTheOneWorthIt()
    {
        OfferPlan plan = Given.Plan(Table(("a", 0), ("b", 300)), new([Given.Offer("x")]), new() { Budget = 10 });

        Assert.Equal("b", Assert.Single(plan.Decisions, decision => decision.Offer is not null).Customer.Value);
        Assert.Equal(.1m * .4m * .25m * 300, plan.Total.ExpectedLaterMargin);
    }

    /// <summary>A forecast beyond all measure counts as 100 million, so that the plan stays within what whole units hold.</summary>
    [Fact]
    public void Allocate_ImmenseWinBackValue_CountsAtMostAHundredMillion() =>
        Assert.Equal(.1m * .4m * .25m * 100_000_000, Decide(2_000_000_000_000, new() { Budget = 10 }).ExpectedLaterMargin);

    private static OfferDecision Decide(decimal winBack, AllocationOptions options) =>
        Assert.Single(Given.Plan(Table(("c", winBack)), new([Given.Offer("a")]), options).Decisions);

    private static CustomerTable Table(params IReadOnlyList<(string Id, decimal WinBack)> customers) =>
        Given.Table([.. customers.Select(customer => Given.Customer(customer.Id))])
            .With(new MoneyColumn(ColumnNames.WinBackValue, [.. customers.Select(customer => MoneyUnits.From(customer.WinBack))]));
}
