using Personalization.Core;
using Personalization.Incentives;

namespace Personalization.Tests;

/// <summary>
/// The code of docs/models about offers, offer-allocation.md and business-value.md, with the figures that the pages work out by hand.
/// </summary>
[Collection("current directory")]
public sealed class ModelsOfferSnippets
{
    [Fact]
    public void OfferAllocation_ThreeCustomers_PlansWithinTheBudget()
    {
        OfferCatalogue catalogue = new(
        [
            new Offer
            {
                Id = "ten-off",
                Name = "10 % off your next order",
                Kind = OfferKind.Percent,
                Value = .10m,
                Response = new OfferResponse { Redemption = .6, Uplift = .05 },
            },
        ]);
        CustomerTable customers = new CustomerTable(
            IdIndex<CustomerId>.From([new("anna"), new("ben"), new("cleo")]), new DateTime(2026, 3, 2)).With(
            new MoneyColumn(ColumnNames.AverageOrder, [MoneyUnits.From(80m), MoneyUnits.From(120m), MoneyUnits.From(80m)]),
            new NumberColumn(ColumnNames.PurchaseProbability, [.05, .10, .60]));

        OfferPlan plan = new OfferAllocator(new() { Budget = 15m, GrossMargin = .40m })
            .Allocate(customers, catalogue, new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero));
        foreach (OfferDecision decision in plan.Decisions)
            Console.WriteLine($"{decision.Customer}: {decision.Offer?.Name ?? "nothing"}, because {string.Join(' ', decision.Reasons)}");
        Console.WriteLine($"{plan.BudgetUsed:N2} of {plan.Budget:N2} promised, {plan.Total.ExpectedNet:N2} net expected");

        Assert.Null(plan.Decisions[0].Offer);
        Assert.Equal(
            (2.40m, 1.32m, 12m), (plan.Decisions[1].ExpectedMargin, plan.Decisions[1].ExpectedCost, plan.Decisions[1].WorstCaseCost));
        Assert.Null(plan.Decisions[2].Offer);
        Assert.Equal(12m, plan.BudgetUsed);
        Assert.Equal(1, plan.ShareOfBound);

        BudgetedIncentivePolicy policy = new(plan);
        Decision late = policy.Decide(CustomerProfile.Create(
            new CustomerId("dora"), new DateTime(2026, 3, 2),
            new MoneyColumn(ColumnNames.AverageOrder, [MoneyUnits.From(25m)]),
            new NumberColumn(ColumnNames.PurchaseProbability, [.05])));

        Assert.InRange(policy.BudgetLeft, .5m, 3m);
        Assert.NotEmpty(late.Reasons);

        OfferPlan both = new OfferAllocator(new() { Budget = 100m, GrossMargin = .40m }).Allocate(customers, catalogue, plan.IssuedAt);
        Assert.Equal(
            (1.60m, .64m, 8m), (both.Decisions[0].ExpectedMargin, both.Decisions[0].ExpectedCost, both.Decisions[0].WorstCaseCost));
        Assert.Null(both.Decisions[2].Offer);
    }

    [Fact]
    public void BusinessValue_TwoSegments_ComesOutAsOnThePage()
    {
        BusinessValueReport report = BusinessValueCalculator.Calculate(new BusinessValuePlan
        {
            Segments =
            [
                new BusinessSegment { Name = "Regulars", Customers = 100, AverageSpend = 300m, IncentiveCost = 10m },
                new BusinessSegment { Name = "Others", Customers = 900, AverageSpend = 60m, IncentiveCost = 1m },
            ],
            TargetSegment = "Regulars",
        });
        foreach (BusinessValueLine line in report.Lines)
            Console.WriteLine($"{line.Name}: {line.Corrected} ({line.Formula})");
        decimal margin = report["break_even_margin"].Corrected;

        Assert.Equal(6_000m, report["target_uplift"].Corrected);
        Assert.Equal(5_400m, report["conversion_lift_of_others"].Corrected);
        Assert.Equal(11_400m, report["total"].Corrected);
        Assert.Equal(1_900m, report["cost"].Corrected);
        Assert.Equal(1_900m / 11_400m, margin);

        BusinessValueLine total = BookShopExample.Report["total"];
        Console.WriteLine($"published {total.Published}, corrected {total.Corrected}: {total.Explanation}");

        Assert.NotEqual(total.Published, total.Corrected);
    }
}
