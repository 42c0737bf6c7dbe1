using Personalization.Core;

namespace Personalization.Incentives.Tests;

/// <summary>Random customers and offers, the same for the same seed.</summary>
internal static class Instances
{
    private static readonly string[] Segments = ["A", "B", "C"];

    public static CustomerProfile[] Customers(int count, int seed)
    {
        Random random = new(seed);
        return
        [
            .. Enumerable.Range(0, count).Select(i => Given.Customer(
                $"c{i:D6}", Math.Round((decimal)Math.Exp(3 + (1.2 * random.NextDouble() * 2)), 2), Math.Round(random.NextDouble() * .6, 3),
                Segments[random.Next(3)])),
        ];
    }

    public static OfferCatalogue TwelveOffers(int? cap = null)
    {
        Random random = new(12);
        return new(Enumerable.Range(0, 12).Select(i => Given.Offer($"o{i:D2}") with
        {
            Kind = i % 3 == 0 ? OfferKind.Gift : OfferKind.Percent,
            Value = .02m + (.02m * i),
            Cost = i % 3 == 0 ? new() { Contact = .05m, Redemption = new() { Fixed = 1 + (i / 2m) } } : new() { Contact = .02m * (i % 4) },
            Eligibility = new() { Segments = i % 4 == 3 ? ["A", "B"] : [] },
            Response = new() { Redemption = .2 + (.05 * random.NextDouble() * i), Uplift = .02 + (.012 * i) },
            Caps = new() { Total = cap },
        }));
    }

    public static OfferPlan Realistic(int customers, int seed, decimal budget, int? cap = null) =>
        Given.Plan(Customers(customers, seed), TwelveOffers(cap), new() { Budget = budget });

    /// <summary>Up to 10 customers and 3 offers with budgets and caps that bind.</summary>
    public static (CustomerProfile[] Customers, Offer[] Offers, AllocationOptions Options) Small(int seed)
    {
        Random random = new(seed);
        CustomerProfile[] customers = Customers(random.Next(1, 11), seed);
        Offer[] offers =
        [
            .. Enumerable.Range(0, random.Next(1, 4)).Select(i => Given.Offer("o" + i) with
            {
                Kind = random.Next(2) == 0 ? OfferKind.Percent : OfferKind.Gift,
                Value = random.Next(1, 4) * .05m,
                Cost =
                    new() { Contact = random.Next(3) * .1m, Redemption = random.Next(2) == 0 ? null : new() { Fixed = random.Next(1, 6) } },
                Response = new() { Redemption = random.NextDouble() * .5, Uplift = random.NextDouble() * .3 },
                Caps = new() { Total = random.Next(3) == 0 ? random.Next(0, 4) : null },
            }),
        ];
        return (customers, offers, new()
        {
            Budget = random.Next(0, 60),
            Basis = random.Next(2) == 0 ? BudgetBasis.WorstCase : BudgetBasis.Expected,
        });
    }

    public static IReadOnlyList<(string, string?)> Choices(OfferPlan plan) =>
        [.. plan.Decisions.Select(d => (d.Customer.Value, d.Offer?.Id))];
}
