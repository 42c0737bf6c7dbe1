using Personalization.Core;

namespace Personalization.Incentives.Tests;

public sealed class SmallestChangeTests
{
    /// <summary>
    /// 'p' gains .1 · .4 · A − .2 · .1 · A = .02 · A; 'g' gains .1 · .4 · A − .2 · 1.8 = .04 · A − .36: as much at 18, but for amounts
    /// that are whole ten-thousandths. No budget binds.
    /// </summary>
    [Fact]
    public void SmallestChange_TwoOffersThatCross_IsWhereTheyAreWorthTheSame()
    {
        Offer gift = Given.Offer("g") with { Kind = OfferKind.Gift, Cost = new() { Redemption = new() { Fixed = 1.8m } } };
        OfferPlan plan = Given.Plan([Given.Customer("c", 15)], [Given.Offer("p"), gift], 1_000);

        OfferDecision decision = plan.Find(new("c"))!;
        OfferChange change = decision.SmallestChange!;

        Assert.Equal("p", decision.Offer!.Id);
        Assert.Equal((ColumnNames.AverageOrder, 15, "g"), (change.Column, change.From, change.OfferId));
        Assert.InRange(change.To, 17.99, 18.01);
        Assert.Equal((change.To - 15) / 15, change.Relative, 12);
        Assert.Contains(
            " in place of 15.00 'G' would have been chosen.", decision.Reasons[^1], StringComparison.Ordinal);
    }

    /// <summary>With probability p and .5 redeeming, .1 of 100 costs 5 · p + 1 and gains 4: it pays below .6.</summary>
    [Fact]
    public void SmallestChange_CustomerWhoBuysAnyway_IsTheProbability()
    {
        OfferChange change = Given.Plan([Given.Customer("c", purchase: .7)], [Given.Offer("p")], 1_000).Decisions[0].SmallestChange!;

        Assert.Equal((ColumnNames.PurchaseProbability, .7, "p"), (change.Column, change.From, change.OfferId));
        Assert.InRange(change.To, .5999, .6);
    }

    /// <summary>The customer has 4 orders and spent 400, 10 days ago.</summary>
    [Theory]
    [InlineData(5, 365, 900, ColumnNames.Frequency, 5)]
    [InlineData(40, 365, 430, ColumnNames.Monetary, 430)]
    public void SmallestChange_Rules_SwitchAtTheirEnds(int orders, int days, int spent, string column, double to)
    {
        Offer[] offers = [Given.Offer("a") with { Eligibility = new() { Frequency = new(orders, null) } },
            Given.Offer("b") with { Eligibility = new() { RecencyDays = new(days, null) } },
            Given.Offer("c") with { Eligibility = new() { Monetary = new(spent, null) } }];

        OfferChange change = Given.Plan([Given.Customer("x")], offers, 1_000).Decisions[0].SmallestChange!;

        Assert.Equal((column, to), (change.Column, change.To));
    }

    [Fact]
    public void SmallestChange_NothingElseToHave_IsNull()
    {
        OfferPlan plan = Given.Plan(
            [Given.Customer("c")], [Given.Offer("p"), Given.Offer("v") with { Eligibility = new() { Segments = ["VIP"] } }], 1_000);

        Assert.Null(plan.Decisions[0].SmallestChange);
        Assert.DoesNotContain(plan.Decisions[0].Reasons, reason => reason.StartsWith("With an", StringComparison.Ordinal));
    }

    /// <summary>
    /// Planned again with the changed customer the other offer is chosen, and with nine tenths of the change what was chosen before.
    /// </summary>
    [Fact]
    public void SmallestChange_PlannedAgainWithIt_GivesTheOtherOffer()
    {
        int changed = 0;
        for (int seed = 0; seed < 60; seed++)
        {
            (CustomerProfile[] customers, Offer[] offers, AllocationOptions options) = Instances.Small(seed);
            Offer[] free = [.. offers.Select(offer => offer with { Caps = new() })];
            OfferPlan plan = Given.Plan(customers, new OfferCatalogue(free), options with { Budget = 1_000_000 });
            foreach (OfferDecision decision in plan.Decisions)
            {
                if (decision.SmallestChange is not { } change) continue;
                changed++;
                Assert.NotEqual(decision.Offer?.Id, change.OfferId);
                Assert.Equal(change.OfferId, Again(change.To));
                string? nearly = Again(change.From + (.9 * (change.To - change.From)));
                Assert.True(nearly is null || nearly == decision.Offer?.Id, $"seed {seed}, {decision.Customer}: {change}, {nearly}");

                string? Again(double value)
                {
                    CustomerProfile with = decision.Profile.Knowing(
                        change.Column == ColumnNames.AverageOrder
                            ? new MoneyColumn(change.Column, [MoneyUnits.From(Math.Round((decimal)value, 4))])
                            : new NumberColumn(change.Column, [value]));
                    return Given.Plan([with], plan.Catalogue, plan.Options).Decisions[0].Offer?.Id;
                }
            }
        }

        Assert.InRange(changed, 100, 400);
    }

    /// <summary>At prices of a budget that binds, against trying every half percent.</summary>
    [Fact]
    public void SmallestChange_BudgetThatBinds_IsWhatTryingEveryNumberFinds()
    {
        OfferPlan plan = Given.Plan(Instances.Customers(300, 11), Instances.TwelveOffers(), new() { Budget = 400 });
        PriceChoice prices = new(plan.Options, plan.Context, plan.Left);
        int seen = 0;
        Assert.True(plan.ShadowPrice > 0);
        foreach (OfferDecision decision in plan.Decisions.Take(80))
        {
            if (!ReferenceEquals(Best(decision.Profile), decision.Offer))
            {
                Assert.Null(decision.SmallestChange);
                continue;
            }

            double tried = Enumerable.Range(1, 600).Select(i => i * .005).FirstOrDefault(
                share => Changed(1 + share) || (share < .9 && Changed(1 - share)), double.PositiveInfinity);
            OfferChange? change = decision.SmallestChange;
            if (change is null)
            {
                Assert.True(double.IsInfinity(tried), $"{decision.Customer}, {decision.Offer?.Id}: {tried}");
                continue;
            }

            seen++;
            Assert.True(change.Relative >= tried - .0051 && change.Relative <= tried + .0002, $"{decision.Customer}: {change}, {tried}");
            Assert.Equal(change.OfferId, Best(With(change.Column, change.To))!.Id);

            bool Changed(double factor) =>
                Other(With(ColumnNames.AverageOrder, (double)decision.Profile.AverageOrderValue * factor))
                || (decision.Profile.PurchaseProbability!.Value * factor is >= 0 and <= 1 and double probability
                    && Other(With(ColumnNames.PurchaseProbability, probability)));

            bool Other(CustomerProfile changed) => Best(changed) is { } best && !ReferenceEquals(best, decision.Offer);

            CustomerProfile With(string column, double value) => decision.Profile.Knowing(
                column == ColumnNames.AverageOrder
                    ? new MoneyColumn(column, [MoneyUnits.From(Math.Round((decimal)value, 4))])
                    : new NumberColumn(column, [value]));
        }

        Assert.True(seen > 40, $"{seen}");

        Offer? Best(CustomerProfile customer) => prices.Best(AskedCustomer.Ask(customer, plan.Context));
    }
}
