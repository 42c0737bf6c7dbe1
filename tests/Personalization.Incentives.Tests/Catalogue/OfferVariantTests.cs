using Personalization.Core;

namespace Personalization.Incentives.Tests;

public sealed class OfferVariantTests
{
    private static readonly Offer Tried = Given.Offer("a", uplift: .2) with
    {
        Variants = [new() { Id = "plain" }, new() { Id = "rich", Weight = 3, Value = .2m, Name = "RICH", Duration = TimeSpan.FromDays(2) }],
    };

    /// <summary>Shares of 1 and 3 in 4 over 20,000 customers: within four standard deviations, √(20,000 · ¼ · ¾) = 61.</summary>
    [Fact]
    public void VariantOf_ManyCustomers_FollowsTheWeights()
    {
        int plain = Enumerable.Range(0, 20_000).Count(i => Tried.VariantOf(new($"customer {i}"))!.Id == "plain");

        Assert.InRange(plain, 5_000 - 245, 5_000 + 245);
    }

    /// <summary>Held as the bytes of SHA-256 say today: a change would deal all running experiments anew.</summary>
    [Fact]
    public void VariantOf_SameCustomer_NeverChanges()
    {
        Assert.Equal(
            Enumerable.Range(0, 50).Select(i => Tried.VariantOf(new($"{i}"))!.Id),
            Enumerable.Range(0, 50).Select(i => (Tried with { Name = "another", Value = .3m }).VariantOf(new($"{i}"))!.Id));
        int moved = Enumerable.Range(0, 2_000).Count(
            i => Tried.VariantOf(new($"{i}"))!.Id != (Tried with { VariantSeed = 1 }).VariantOf(new($"{i}"))!.Id);
        Assert.InRange(moved, 650, 850); // 2 · ¼ · ¾ of 2,000 are 750
        Assert.Null(Given.Offer("a").VariantOf(new("c")));
    }

    [Fact]
    public void Plan_VariantOfACustomer_CostsAndLastsAsItSaysAndIsRecorded()
    {
        string plain = First("plain"), rich = First("rich");
        OfferPlan plan = Given.Plan([Given.Customer(plain), Given.Customer(rich)], [Tried], 1_000);
        OfferDecision one = plan.Find(new(plain))!, two = plan.Find(new(rich))!;

        Assert.Equal(("plain", 10m, null), (one.Variant, one.WorstCaseCost, one.Expires));
        Assert.Equal(("rich", 20m, Given.Now.AddDays(2)), (two.Variant, two.WorstCaseCost, two.Expires));
        Assert.Equal(("A", "RICH"), (one.Terms!.Name, two.Terms!.Name));
        Assert.Equal("rich", two.ToDecision().Variant);
        Assert.Equal(["plain", "rich"], plan.ToHistory().All.Select(issued => issued.Variant).Order());

        static string First(string variant) =>
            Enumerable.Range(0, 1_000).Select(i => $"c{i}").First(id => Tried.VariantOf(new(id))!.Id == variant);
    }

    /// <summary>A fifth off leaves 20 % of a margin of 40 %: below a floor of 25 %. A tenth off leaves 30 %.</summary>
    [Fact]
    public void Evaluate_VariantBelowTheFloor_IsNotEligible()
    {
        Offer floor = Tried with { MarginFloor = .25m };
        EligibilityContext context = Given.Context(floor);

        Assert.All(Enumerable.Range(0, 40), i => Assert.Equal(
            floor.VariantOf(new($"{i}"))!.Id == "plain", OfferEligibility.Evaluate(floor, Given.Customer($"{i}"), context).IsEligible));
    }

    /// <summary>Two at 10 and one at 15 are 35; at 25 the shop forgoes 10 of a margin of 14: 4 ÷ 35 = 11.4 % are left.</summary>
    [Fact]
    public void Bundle_MarginFloor_IsJudgedOnItsItems()
    {
        Offer bundle = Given.Offer("set") with
        {
            Kind = OfferKind.Bundle,
            Value = 0,
            Bundle = new()
            {
                Price = 25,
                Items = [new() { Item = new("x"), Price = 10, Quantity = 2 }, new() { Item = new("y"), Price = 15 }],
            },
        };

        Assert.Equal(10, bundle.RedemptionCost(1_000));
        Assert.True(Evaluate(bundle with { MarginFloor = .11m }).IsEligible);
        Assert.Equal(
            "it would leave 11.4 % margin of its items at 35.00, below its floor of 12 %",
            Assert.Single(Evaluate(bundle with { MarginFloor = .12m }).Reasons));
        Assert.Throws<ArgumentException>(() => new OfferBundle { Price = 1, Items = [] });

        // Uplift .1 of a margin of 14, less (.2 · .5 + .1) redemptions of 10.
        OfferDecision decision = Given.Plan([Given.Customer("c", order: 1)], [bundle with { Response = new() { Uplift = 1 } }], 100)
            .Decisions[0];
        Assert.Equal((.8m * 14, .8m * 10), (decision.ExpectedMargin, decision.ExpectedCost));

        static EligibilityResult Evaluate(Offer offer) =>
            OfferEligibility.Evaluate(offer, Given.Customer("c", order: 1_000), Given.Context(offer));
    }
}
