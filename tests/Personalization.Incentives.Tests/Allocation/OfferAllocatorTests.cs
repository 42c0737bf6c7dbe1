using System.Collections.Concurrent;
using System.Diagnostics;
using Personalization.Core;

namespace Personalization.Incentives.Tests;

public sealed class OfferAllocatorTests
{
    /// <summary>
    /// p .2, r .5, u .1, order 100, margin .4, 10 % off: gains .1 × 40 = 4; costs (.2 × .5 + .1) × 10 = 2; worst case 10.
    /// </summary>
    [Fact]
    public void Allocate_OneCustomer_EstimatesAsByHand()
    {
        OfferDecision decision = Assert.Single(Given.Plan([Given.Customer("c")], [Given.Offer("a")], 10).Decisions);

        Assert.Equal("a", decision.Offer?.Id);
        Assert.Equal(4, decision.ExpectedMargin);
        Assert.Equal(2, decision.ExpectedCost);
        Assert.Equal(10, decision.WorstCaseCost);
        Assert.Equal(2, decision.ExpectedNet);
        Assert.Equal((.2, .5, .1), (decision.BaselineProbability, decision.RedemptionProbability, decision.Uplift));
    }

    /// <summary>A sure buyer gains nothing: u is cut to 1 − p = 0, and the discount would cost .5 × 10.</summary>
    [Fact]
    public void Allocate_SureBuyer_GetsNoDiscount()
    {
        OfferDecision decision = Assert.Single(Given.Plan([Given.Customer("c", purchase: 1)], [Given.Offer("a")], 1_000).Decisions);

        Assert.Null(decision.Offer);
        Assert.Contains("no offer is expected to bring more than it costs", decision.Reasons[0], StringComparison.Ordinal);
        Assert.Contains("(-5.00 net)", decision.Reasons[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Allocate_ContactAndRedemptionCosts_CountOnBothBases()
    {
        Offer gift = Given.Offer("a") with { Kind = OfferKind.Gift, Cost = new() { Contact = .5m, Redemption = new() { Fixed = 3 } } };

        OfferDecision decision = Assert.Single(Given.Plan([Given.Customer("c")], [gift], 10).Decisions);

        Assert.Equal(.5m + (.2m * 3), decision.ExpectedCost);
        Assert.Equal(3.5m, decision.WorstCaseCost);
    }

    [Fact]
    public void Allocate_WorstCaseOfPercentages_GrowsWithTheOrderUpToTheMaximum()
    {
        AllocationOptions options = new() { Budget = 100, WorstCaseOrderFactor = 3 };
        Offer capped = Given.Offer("a") with { Cost = new() { Redemption = new() { PercentOfOrder = .1m, Maximum = 15 } } };

        Assert.Equal(30, Given.Plan([Given.Customer("c")], new([Given.Offer("a")]), options).BudgetUsed);
        Assert.Equal(15, Given.Plan([Given.Customer("c")], new([capped]), options).BudgetUsed);
    }

    [Theory]
    [InlineData(BudgetBasis.WorstCase, 29.99, 2)]
    [InlineData(BudgetBasis.WorstCase, 30, 3)]
    [InlineData(BudgetBasis.Expected, 5.99, 2)]
    [InlineData(BudgetBasis.Expected, 6, 3)]
    [InlineData(BudgetBasis.Expected, 0, 0)]
    public void Allocate_Budget_IsHeldToTheCentOnItsBasis(BudgetBasis basis, double budget, int offers)
    {
        OfferPlan plan = Given.Plan(
            [Given.Customer("c1"), Given.Customer("c2"), Given.Customer("c3")], [Given.Offer("a")], (decimal)budget, basis);

        Assert.Equal(offers, plan.Total.Offers);
        Assert.True(plan.BudgetUsed <= plan.Budget);
        Assert.Equal(
            Enumerable.Range(1, offers).Select(i => "c" + i), plan.Decisions.Where(d => d.Offer is not null).Select(d => d.Customer.Value));
    }

    [Fact]
    public void Allocate_EqualOffers_TakesTheIdThatComesFirst() =>
        Assert.Equal(
            "B",
            Assert.Single(
                Given.Plan([Given.Customer("c")], [Given.Offer("b"), Given.Offer("B"), Given.Offer("a")], 10).Decisions).Offer?.Id);

    [Fact]
    public void Allocate_CapInAll_GoesToThoseWhoGainMost()
    {
        Offer scarce = Given.Offer("a") with { Caps = new() { Total = 2 } };

        OfferPlan plan = Given.Plan([Given.Customer("c1", 50), Given.Customer("c2", 70), Given.Customer("c3", 60)], [scarce], 1_000);

        Assert.Equal(["c2", "c3"], plan.Decisions.Where(d => d.Offer is not null).Select(d => d.Customer.Value));
        Assert.Equal(1, plan.ShareOfBound);
        Assert.Contains(plan.Decisions[0].Reasons, reason => reason.Contains("all that may be given of it", StringComparison.Ordinal));
    }

    [Fact]
    public void Allocate_BudgetForOneOfTwo_ExplainsBothInWords()
    {
        OfferPlan plan = Given.Plan(
            [Given.Customer("c1", 50), Given.Customer("c2", 100, purchase: null)],
            [
                Given.Offer("a") with { Validity = new() { Duration = TimeSpan.FromHours(48) } },
                Given.Offer("b", uplift: .06),
                Given.Offer("v") with { Eligibility = new() { Segments = ["VIP"] } },
            ],
            10);

        Assert.Equal(
            [
                "Nothing is offered: what would pay is not within the budget and caps that are left, or pays more elsewhere.",
                "Not 'A': it would bring 1.00 net, but takes 5.00 of the budget, of which 0.00 was left, "
                    + "and a unit of budget brings 0.2 elsewhere.",
                "Not 'B': it would bring 0.40 net, but takes 5.00 of the budget, of which 0.00 was left, "
                    + "and a unit of budget brings 0.2 elsewhere.",
                "Not 'V': is in segment S; it is for VIP.",
            ],
            plan.Find(new("c1"))!.Reasons);
        Assert.Equal(
            [
                "'A' is expected to gain 4.00 of margin for 1.50 of cost: 2.50 net.",
                "Assumed: 10 % would buy without it, of whom 50 % redeem it; 10 % buy because of it; "
                    + "an order of 100.00 at a margin of 40 %.",
                "The customer's own probability of a purchase isn't known; 10 % was taken for it.",
                "It ends on 2026-03-03 12:00 +00:00.",
                "Not 'B': it would bring 1.30 net, no more than the offer chosen.",
                "Not 'V': is in segment S; it is for VIP.",
            ],
            plan.Find(new("c2"))!.Reasons);
    }

    [Fact]
    public void Allocate_Plan_TotalsAgreeWithItsDecisions()
    {
        OfferPlan plan = Instances.Realistic(2_000, seed: 3, budget: 4_000);

        Assert.Equal(plan.Decisions.Sum(d => d.WorstCaseCost), plan.Total.WorstCaseCost);
        Assert.Equal(plan.Total.WorstCaseCost, plan.BudgetUsed);
        Assert.Equal(plan.Total.ExpectedNet, plan.ByOffer.Sum(group => group.ExpectedNet));
        Assert.Equal(plan.Total.Offers, plan.ByOffer.Sum(group => group.Offers));
        Assert.Equal(2_000, plan.BySegment.Sum(group => group.Customers));
        Assert.All(
            plan.Decisions.Where(d => d.Offer is not null), d => Assert.True(d.ExpectedNet > 0 && d.ExpectedCost <= d.WorstCaseCost));
        Assert.All(plan.Decisions, d => Assert.NotEmpty(d.Reasons));
    }

    [Fact]
    public void Allocate_AgainWithTheFirstPlansHistory_StacksWhatMayBeStacked()
    {
        OfferCatalogue catalogue = new(
        [
            Given.Offer("a") with { Stacking = new() { Exclusive = false, Groups = ["discount"] } },
            Given.Offer("b", uplift: .09) with { Stacking = new() { Exclusive = false, Groups = ["discount"] } },
            Given.Offer("c", uplift: .08) with { Stacking = new() { Exclusive = false } },
            Given.Offer("d", uplift: .085),
        ]);

        OfferPlan first = Given.Plan([Given.Customer("x")], catalogue, new());
        OfferPlan second = Given.Plan([Given.Customer("x")], catalogue, new(), first.ToHistory(), Given.Now.AddMinutes(1));
        OfferPlan third = Given.Plan([Given.Customer("x")], catalogue, new(), second.ToHistory(), Given.Now.AddMinutes(2));

        Assert.Equal(
            (string?[])["a", "c", null],
            (string?[])[first.Decisions[0].Offer?.Id, second.Decisions[0].Offer?.Id, third.Decisions[0].Offer?.Id]);
    }

    [Fact]
    public void Allocate_OfferThatShowsItems_TakesTheBestRecommendations()
    {
        CustomerProfile customer = Given.Customer("c").Knowing(new CategoryListColumn(ColumnNames.RecommendedItems, [["z", "x", "y"]]));

        OfferPlan plan = Given.Plan([customer], [Given.Offer("a") with { RecommendedItems = 2 }], 10);

        Assert.Equal(["z", "x"], plan.Decisions[0].Items.Select(item => item.Value));
    }

    [Fact]
    public void Allocate_NoCustomersOrNoOffers_GivesAnEmptyPlan()
    {
        Assert.Empty(Given.Plan([], [Given.Offer("a")], 10).Decisions);
        OfferPlan none = Given.Plan([Given.Customer("c")], [], 10);
        Assert.Equal((0m, 1.0, 0m), (none.Total.ExpectedNet, none.ShareOfBound, none.UpperBound));
        Assert.Equal(["Nothing is offered: the customer is eligible for no offer."], none.Decisions[0].Reasons);
    }

    [Fact]
    public void Allocate_FaultyCustomers_NamesThem()
    {
        Assert.Contains("'c' has a purchase probability of 1.5", Fault(Given.Customer("c", purchase: 1.5)), StringComparison.Ordinal);
        Assert.Contains("'c' has a purchase probability of -0.1", Fault(Given.Customer("c", purchase: -.1)), StringComparison.Ordinal);
        Assert.Contains("at most 100,000,000.00", Fault(Given.Customer("c", order: 100_000_001)), StringComparison.Ordinal);

        static string Fault(params CustomerProfile[] customers) =>
            Assert.Throws<ArgumentException>(() => Given.Plan(customers, [Given.Offer("a")], 10)).Message;
    }

    [Fact]
    public void Allocate_Cancelled_Throws() =>
        Assert.Throws<OperationCanceledException>(() => new OfferAllocator().Allocate(
            Given.Table(Given.Customer("c")), new([Given.Offer("a")]), Given.Now,
            cancellationToken: new CancellationToken(canceled: true)));

    [Fact]
    public void Allocate_Progress_EndsAtOne()
    {
        ConcurrentQueue<FitProgress> reported = new();
        foreach (CustomerTable customers in (CustomerTable[])[Given.Table(), Given.Table(Instances.Customers(3_000, seed: 2))])
        {
            new OfferAllocator().Allocate(
                customers, Instances.TwelveOffers(), Given.Now, progress: new Reported(reported),
                cancellationToken: TestContext.Current.CancellationToken);

            Assert.Equal((1, customers.Count), (reported.Last().Fraction, reported.Last().Count));
            Assert.Equal(1, reported.Count(progress => progress.Fraction == 1));
            reported.Clear();
        }
    }

    [Fact]
    public void Allocate_OneThreadOrMany_GivesTheSamePlan()
    {
        CustomerTable customers = Given.Table(Instances.Customers(5_000, seed: 9));
        OfferCatalogue catalogue = Instances.TwelveOffers();

        Assert.Equal(
            Instances.Choices(Given.Plan(customers, catalogue, new() { Threads = 1 })),
            Instances.Choices(Given.Plan(customers, catalogue, new() { Threads = 4 })));
    }

    [Theory]
    [InlineData(1_000, 500)]
    [InlineData(1_000, 20_000)]
    [InlineData(20_000, 10_000)]
    [InlineData(20_000, 200_000)]
    public void Allocate_RealisticSizes_ReachesAlmostAllOfTheBound(int customers, int budget)
    {
        OfferPlan open = Instances.Realistic(customers, seed: 1, budget);
        OfferPlan capped = Instances.Realistic(customers, seed: 1, budget, cap: customers / 50);

        Assert.InRange(open.ShareOfBound, .9995, 1);
        Assert.InRange(capped.ShareOfBound, .997, 1);
        Assert.All(capped.ByOffer, group => Assert.True(group.Offers <= customers / 50));
        Assert.True(capped.Total.ExpectedNet <= open.UpperBound);
    }

    [Fact]
    public void Allocate_Consent_IsAskedOnceAndKept()
    {
        ChangingMind consent = new();
        OfferPlan plan = new OfferAllocator().Allocate(
            Given.Table(Given.Customer("no"), Given.Customer("yes")), new([Given.Offer("a"), Given.Offer("b")]), Given.Now,
            consent: consent, cancellationToken: TestContext.Current.CancellationToken);
        consent.Answer = _ => true;

        Assert.Equal([null, "a"], plan.Decisions.Select(decision => decision.Offer?.Id));
        Assert.Contains("has not agreed to offers", plan.Decisions[0].Reasons[1], StringComparison.Ordinal);
        Assert.Equal(
            [new DecisionConsent(ConsentPurpose.Marketing, false), new(ConsentPurpose.Marketing, true)],
            plan.Decisions.Select(decision => decision.ToDecision().Consent));
        Assert.Equal(2, consent.Asked);
    }

    /// <summary>Loose on purpose: busy machines. On a quiet core it is a fraction of this.</summary>
    [Fact]
    public void Allocate_HundredThousandCustomersTwelveOffers_TakesSeconds()
    {
        CustomerTable customers = Given.Table(Instances.Customers(100_000, seed: 5));
        OfferCatalogue catalogue = Instances.TwelveOffers();
        TimeSpan busyBefore = Environment.CpuUsage.TotalTime;
        Stopwatch watch = Stopwatch.StartNew();

        OfferPlan plan = Given.Plan(customers, catalogue, new() { Budget = 300_000 });

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{watch.ElapsedMilliseconds} ms, {(Environment.CpuUsage.TotalTime - busyBefore).TotalMilliseconds} ms of processors, "
            + $"{plan.Total.Offers} offers, share of bound {plan.ShareOfBound}, price {plan.ShadowPrice}");
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), $"took {watch.Elapsed}");
        Assert.True(plan.ShareOfBound > .9999);
    }

    private sealed class ChangingMind : IConsentPolicy
    {
        public int Asked { get; private set; }

        public Func<CustomerId, bool> Answer { get; set; } = customer => customer.Value == "yes";

        public bool Allows(CustomerId customer, ConsentPurpose purpose)
        {
            Asked++;
            return purpose == ConsentPurpose.Marketing && Answer(customer);
        }
    }

    private sealed class Reported(ConcurrentQueue<FitProgress> reported) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => reported.Enqueue(value);
    }
}
