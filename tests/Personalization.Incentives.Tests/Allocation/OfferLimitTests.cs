using Personalization.Core;

namespace Personalization.Incentives.Tests;

/// <summary>
/// Limits of a plan beside its budget. An offer "a" gains 2 net for 10 of worst-case cost with an order of 100, "b" .8 for 10.
/// </summary>
public sealed class OfferLimitTests
{
    private static readonly CustomerProfile[] Four =
    [
        Given.Customer("c1", 100, segment: "S"), Given.Customer("c2", 90, segment: "S"), Given.Customer("c3", 80, segment: "T"),
        Given.Customer("c4", 70, segment: "T"),
    ];

    private static readonly Offer[] Two = [Given.Offer("a"), Given.Offer("b", uplift: .06)];

    [Fact]
    public void Allocate_CapOfASegment_GoesToThoseWhoGainMost()
    {
        OfferPlan plan = Plan(new OfferLimit { Name = "cap of S", Column = ColumnNames.Segment, Level = "S", Most = 1 });

        Assert.Equal(["c1:a", "c3:a", "c4:a"], Gifts(plan));
        OfferPlanLimit told = plan.Limits[1];
        Assert.Equal(("cap of S", 1m, (decimal?)1m, 0m), (told.Name, told.Used, told.Most, told.Shortfall));
        Assert.InRange(told.Price, 1.79, 1.81);
        Assert.Contains(
            plan.Decisions[1].Reasons, reason => reason.Contains("\"cap of S\" leaves no room", StringComparison.Ordinal));
    }

    [Fact]
    public void Allocate_CapOfAnOfferInASegment_LetsTheNextOfferIn() =>
        Assert.Equal(
            ["c1:a", "c2:a", "c3:b", "c4:b"],
            Gifts(Plan(new OfferLimit { Name = "no a in T", OfferId = "a", Column = ColumnNames.Segment, Level = "T", Most = 0 })));

    /// <summary>The budget of 19 is for two: c1 and c2 by value, c1 and c3 or c2 and c3 where T must have one.</summary>
    [Fact]
    public void Allocate_MinimumOfASegment_MovesBudgetThere()
    {
        OfferLimit minimum = new() { Name = "share of T", Column = ColumnNames.Segment, Level = "T", LeastRate = .5 };

        Assert.Equal(["c1:a", "c2:a"], Gifts(Plan(19)));
        Assert.Equal(["c1:a", "c3:a"], Gifts(Plan(19, minimum)));
    }

    [Fact]
    public void Allocate_MinimumForEachKind_IsToldWhereItIsMissed()
    {
        OfferPlan plan = Plan(10, new OfferLimit { Name = "one each", Column = ColumnNames.Segment, Least = 1 });

        Assert.Equal(["budget", "one each (S)", "one each (T)"], plan.Limits.Select(limit => limit.Name));
        Assert.Equal(1, plan.Limits.Sum(limit => limit.Shortfall));
        Assert.True(plan.BudgetUsed <= 10);
    }

    [Fact]
    public void Allocate_BudgetOfASegment_IsHeldToTheCent()
    {
        OfferLimit budget = new()
        {
            Name = "money for S",
            Column = ColumnNames.Segment,
            Level = "S",
            Of = OfferQuantity.WorstCaseCost,
            Most = 9.5m,
        };

        Assert.Equal(["c2:a", "c3:a", "c4:a"], Gifts(Plan(budget)));
        Assert.Equal(["c1:a", "c2:a", "c3:a", "c4:a"], Gifts(Plan(budget with { Most = 19 })));
    }

    [Fact]
    public void Allocate_ContactPressure_CountsWhatOffersTake()
    {
        OfferResource pressure = new() { Name = "pressure", Most = 5, UseByOffer = new Dictionary<string, long> { ["a"] = 2 } };
        OfferPlan plan = Given.Plan(Four, new OfferCatalogue(Two), new() { Resources = [pressure] });

        Assert.Equal(["c1:a", "c2:a", "c3:b"], Gifts(plan));
        Assert.Equal(5, plan.Limits.Single(limit => limit.Name == "pressure").Used);
    }

    /// <summary>
    /// Revenue of c1 is .3 · 100 = 30, its margin 12 less 2 of cost 10: a third. Of b it is .26 · 100 = 26, 10.4 − 1.6 = 8.8: .338. A floor
    /// of .335 lets all have b, and a only with others who make up for it.
    /// </summary>
    [Fact]
    public void Allocate_MarginFloor_HoldsForAllTogether()
    {
        Assert.Empty(Gifts(Given.Plan(Four, new OfferCatalogue(Two), new() { MarginFloor = .34m })));
        OfferPlan plan = Given.Plan(Four, new OfferCatalogue(Two), new() { MarginFloor = .335m });

        Assert.Contains(Gifts(plan), gift => gift.EndsWith(":b", StringComparison.Ordinal));
        Assert.True(plan.Limits.Single(limit => limit.Name == "margin floor").Used >= 0);
    }

    [Fact]
    public void Allocate_TwoOffersACustomer_GivesWhatStacks()
    {
        StackingRule together = new() { Exclusive = false };
        Offer[] offers = [Two[0] with { Stacking = together }, Two[1] with { Stacking = together }, Given.Offer("c", uplift: .09)];

        OfferPlan plan = Given.Plan([Four[0]], new OfferCatalogue(offers), new() { OffersPerCustomer = 2 });

        OfferDecision decision = Assert.Single(plan.Decisions);
        Assert.Equal(("a", "b"), (decision.Offer?.Id, Assert.Single(decision.Beside).Offer?.Id));
        Assert.NotEqual(decision.Id, decision.Beside[0].Id);
        Assert.Equal((1, 2, 20m, 2.8m), (plan.Total.Customers, plan.Total.Offers, plan.BudgetUsed, plan.Total.ExpectedNet));
        Assert.Equal(2, plan.ToHistory().All.Count);
        Assert.DoesNotContain(decision.Reasons, reason => reason.StartsWith("Not 'B'", StringComparison.Ordinal));
        Assert.Equal("a", Given.Plan([Four[0]], new OfferCatalogue(offers), new()).Decisions[0].Offer?.Id);
    }

    [Fact]
    public void Decide_NewCustomersUnderALimit_GetNoMoreThanIsLeft()
    {
        OfferPlan plan = Given.Plan(
            Four[2..], new OfferCatalogue(Two), new()
            {
                Limits = [new() { Name = "T", Column = ColumnNames.Segment, Level = "T", Most = 3 }],
            });
        BudgetedIncentivePolicy policy = new(plan);

        Assert.Equal("a", policy.Decide(Given.Customer("n1", segment: "T")).Action);
        Assert.Null(policy.Decide(Given.Customer("n2", segment: "T")).Action);
        Assert.Equal("a", policy.Decide(Given.Customer("n3", segment: "S")).Action);
    }

    [Fact]
    public void Allocate_PricesOfBefore_GiveAPlanAsGood()
    {
        OfferPlan first = Instances.Realistic(5_000, seed: 3, 5_000);
        OfferPlan again = Given.Plan(
            Instances.Customers(5_000, seed: 3), Instances.TwelveOffers(), new() { Budget = 4_500, Prices = first.Prices });

        Assert.InRange(again.ShareOfBound, .9995, 1);
        Assert.True(again.ShadowPrice >= first.ShadowPrice);
    }

    [Fact]
    public void Allocate_FaultyLimits_SaysWhatIsWrong()
    {
        Assert.Contains("offer 'x'", Fault(new OfferLimit { Name = "l", OfferId = "x", Most = 1 }), StringComparison.Ordinal);
        Assert.Contains("column 'x'", Fault(new OfferLimit { Name = "l", Column = "x", Most = 1 }), StringComparison.Ordinal);
        Assert.Contains(
            "rate of offers", Fault(new OfferLimit { Name = "l", Of = OfferQuantity.ExpectedCost, MostRate = 1 }),
            StringComparison.Ordinal);
        Assert.Contains("neither a minimum", Fault(new OfferLimit { Name = "l" }), StringComparison.Ordinal);
        Assert.Contains("Two limits are called 'budget'", Fault(new OfferLimit { Name = "budget", Most = 1 }), StringComparison.Ordinal);

        static string Fault(OfferLimit limit) => Assert.Throws<ArgumentException>(() => Plan(limit)).Message;
    }

    private static OfferPlan Plan(params OfferLimit[] limits) => Plan(1_000, limits);

    private static OfferPlan Plan(decimal budget, params OfferLimit[] limits) =>
        Given.Plan(Four, new OfferCatalogue(Two), new() { Budget = budget, Limits = limits });

    private static IEnumerable<string> Gifts(OfferPlan plan) =>
        plan.Decisions.Where(decision => decision.Offer is not null).Select(decision => $"{decision.Customer}:{decision.Offer!.Id}");
}
