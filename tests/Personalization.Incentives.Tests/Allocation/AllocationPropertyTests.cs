using Personalization.Core;
using Personalization.TestKit;

namespace Personalization.Incentives.Tests;

public sealed class AllocationPropertyTests
{
    [Fact]
    public void Allocate_SmallPlans_AreAsGoodAsTryingEverything() => Properties.HoldForSeeds(120, seed =>
    {
        (CustomerProfile[] customers, Offer[] offers, AllocationOptions options) = Instances.Small(seed);
        OfferPlan plan = Given.Plan(customers, new(offers), options);

        Assert.Equal(BruteForce(customers, offers, options), plan.Total.ExpectedNet);
        Assert.Equal(plan.Total.ExpectedNet, plan.UpperBound);
    });

    [Fact]
    public void Allocate_AnyPlan_StaysWithinBudgetCapsAndBound() => Properties.HoldForSeeds(60, seed =>
    {
        Random random = new(seed);
        int cap = random.Next(0, 60);
        AllocationOptions options = new()
        {
            Budget = Math.Round((decimal)(random.NextDouble() * 3_000), 4),
            Basis = random.Next(2) == 0 ? BudgetBasis.WorstCase : BudgetBasis.Expected,
        };
        OfferPlan plan = Given.Plan(
            Instances.Customers(300, seed), Instances.TwelveOffers(random.Next(2) == 0 ? cap : null), options);

        Assert.True(plan.BudgetUsed <= options.Budget);
        Assert.InRange(plan.ShareOfBound, 0, 1);
        Assert.All(plan.ByOffer, group => Assert.True(group.Offers <= (plan.Catalogue[group.Name].Caps.Total ?? int.MaxValue)));
    });

    [Fact]
    public void Allocate_MoreBudget_NeverBringsLess() => Properties.HoldForSeeds(30, seed =>
    {
        OfferCatalogue catalogue = Instances.TwelveOffers();
        CustomerProfile[] customers = Instances.Customers(300, seed);
        decimal before = 0;
        foreach (int budget in (int[])[0, 50, 100, 200, 400, 800, 1_600, 3_200])
        {
            OfferPlan plan = Given.Plan(customers, catalogue, new() { Budget = budget });
            Assert.True(plan.Total.ExpectedNet >= before * .999m, $"{plan.Total.ExpectedNet} after {before}");
            before = plan.Total.ExpectedNet;
        }
    });

    /// <summary>Best net value of all (offers + 1) ^ customers plans, from the public estimates of one-customer plans.</summary>
    private static decimal BruteForce(CustomerProfile[] customers, Offer[] offers, AllocationOptions options)
    {
        (decimal Net, decimal Weight)[][] table =
        [
            .. customers.Select(customer => offers.Select(offer =>
            {
                OfferEstimate estimate = OfferEstimate.Of(offer, customer, options);
                return OfferEligibility.IsEligible(offer, new(customer, null), Given.Context(offers))
                    ? (MoneyUnits.ToDecimal(estimate.Net), MoneyUnits.ToDecimal(estimate.Weight(options.Basis)))
                    : (0m, decimal.MaxValue);
            }).ToArray()),
        ];
        return Best(0, options.Budget, [.. offers.Select(offer => offer.Caps.Total ?? int.MaxValue)]);

        decimal Best(int customer, decimal budget, int[] caps)
        {
            if (customer == table.Length) return 0;
            decimal best = Best(customer + 1, budget, caps);
            for (int offer = 0; offer < offers.Length; offer++)
            {
                (decimal net, decimal weight) = table[customer][offer];
                if (weight > budget || caps[offer] == 0 || net <= 0) continue;
                caps[offer]--;
                best = Math.Max(best, net + Best(customer + 1, budget - weight, caps));
                caps[offer]++;
            }

            return best;
        }
    }
}
