using Personalization.Core;

namespace Personalization.Incentives.Tests;

/// <summary>The code of docs/models/offer-allocation.md about limits, and of docs/how-to/fair-offers.md.</summary>
public sealed class OfferLimitSnippets
{
    private static readonly OfferCatalogue Gifts = new(
    [
        Given.Offer("ten-off") with { Stacking = new() { Exclusive = false } },
        Given.Offer("gift") with
        {
            Kind = OfferKind.Gift, Cost = new() { Redemption = new() { Fixed = 4 } }, Stacking = new() { Exclusive = false },
        },
    ]);

    private static readonly CustomerTable Shop = Given.Table(
    [
        .. Enumerable.Range(0, 200).Select(i => Given.Customer(
            $"c{i:D3}", 40 + (i % 50) + (i % 2 == 0 ? 30 : 0), segment: i % 2 == 0 ? "Regulars" : "New")),
    ]);

    [Fact]
    public void OfferAllocation_Limits_AreKept()
    {
        (CustomerTable customers, OfferCatalogue catalogue, DateTimeOffset at) = (Shop, Gifts, Given.Now);
        AllocationOptions options = new()
        {
            Budget = 900m,
            OffersPerCustomer = 2,
            MarginFloor = .25m,
            Resources =
                [new OfferResource { Name = "letters", Most = 150, UseByOffer = new Dictionary<string, long> { ["gift"] = 2 } }],
            Limits =
            [
                new OfferLimit
                {
                    Name = "gifts to new customers", OfferId = "gift", Column = ColumnNames.Segment, Level = "New", Most = 20,
                },
                new OfferLimit { Name = "every segment", Column = ColumnNames.Segment, LeastRate = .10 },
            ],
        };
        OfferPlan plan = new OfferAllocator(options).Allocate(customers, catalogue, at);
        foreach (OfferPlanLimit limit in plan.Limits)
            Console.WriteLine($"{limit.Name}: {limit.Used} used, from {limit.Least} to {limit.Most}; one more brings {limit.Price:N2}");

        Assert.True(plan.BudgetUsed <= 900m);
        Assert.All(plan.Limits, limit => Assert.True(limit.Used <= (limit.Most ?? decimal.MaxValue) && limit.Shortfall == 0));
        Assert.Contains(plan.Limits, limit => limit.Name == "every segment (New)");
        Assert.InRange(plan.ShareOfBound, .98, 1);
    }

    [Fact]
    public void OfferAllocation_Solver_FindsTheBestPairAndPlansTheRest()
    {
        AllocationProblem problem = new()
        {
            OfferCount = 2,
            Starts = new[] { 0, 2, 4 },                  // two customers with two candidates each
            Offers = new ushort[] { 0, 1, 0, 1 },
            Values = new long[] { 10, 7, 5, 9 },
            Measures = [AllocationMeasure.ByCandidate("money", new long[] { 10, 6, 5, 10 })],
            Limits = [new AllocationLimit { Name = "budget", Measure = "money", Most = 16 }],
        };
        AllocationSolution solution = new AllocationSolver().Solve(problem);
        Console.WriteLine($"{solution.Value} of at most {solution.Bound}; one more of the budget brings {solution.Limits[0].MostPrice:N2}");

        AllocationProblem rest = problem with { Limits = [problem.Limits[0].After(6)] };
        AllocationSolution next = new AllocationSolver().Solve(rest, solution.Prices);

        Assert.Equal((16L, 16.0, 1, 3), (solution.Value, solution.Bound, solution.ChosenBy(0)[0], solution.ChosenBy(1)[0]));
        Assert.Equal(10, next.Value);
    }

    [Fact]
    public void FairOffers_AuditAndParity_ComeOutAsOnThePage()
    {
        (CustomerTable customers, OfferCatalogue catalogue, DateTimeOffset at) = (Shop, Gifts, Given.Now);
        AllocationOptions options = new() { Budget = 300m };
        OfferPlan plan = new OfferAllocator(options).Allocate(customers, catalogue, at);

        FairnessReport audit = OfferFairness.Audit(plan, ColumnNames.Segment);
        foreach (GroupFairness group in audit.Groups)
        {
            FairnessFigure ratio = group.ToBest.OfferRate;
            Console.WriteLine(
                $"{group.Group}: {group.OfferRate.Value:P0} get one, {ratio.Value:N2} ({ratio.Low:N2} to {ratio.High:N2}) of the best-off");
        }

        OfferPlan fair = new OfferAllocator(options with { Parities = [audit.ParityFor(.8)] }).Allocate(customers, catalogue, at);
        FairnessComparison comparison = OfferFairness.Compare(plan, fair, ColumnNames.Segment);
        Console.WriteLine($"{comparison.Price:N2} of {comparison.NetBefore:N2} is what it costs");

        Assert.True(audit.WorstOff!.ToBest.OfferRate.Value < .8);
        Assert.True(comparison.After.WorstOff!.ToBest.OfferRate.Value > .75);
        Assert.True(comparison.Price > 0);
    }
}
