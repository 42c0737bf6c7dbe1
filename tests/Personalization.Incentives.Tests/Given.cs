using Personalization.Core;

namespace Personalization.Incentives.Tests;

/// <summary>Small customers and offers to start from.</summary>
internal static class Given
{
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static CustomerProfile Customer(string id, decimal order = 100, double? purchase = .2, string? segment = "S") =>
        new(new CustomerId(id))
        {
            Segment = segment,
            RecencyDays = 10,
            Frequency = 4,
            Monetary = 4 * order,
            AverageOrderValue = order,
            PurchaseProbability = purchase,
        };

    public static Offer Offer(string id, decimal percent = .1m, double redemption = .5, double uplift = .1) => new()
    {
        Id = id,
        Name = id.ToUpperInvariant(),
        Kind = OfferKind.Percent,
        Value = percent,
        Response = new() { Redemption = redemption, Uplift = uplift },
    };

    public static EligibilityContext Context(params Offer[] offers) => new() { At = Now, Catalogue = new(offers) };

    public static OfferPlan Plan(
        IEnumerable<CustomerProfile> customers, IEnumerable<Offer> offers, decimal budget, BudgetBasis basis = BudgetBasis.WorstCase) =>
        Plan(customers, new OfferCatalogue(offers), new() { Budget = budget, Basis = basis });

    public static OfferPlan Plan(
        IEnumerable<CustomerProfile> customers, OfferCatalogue catalogue, AllocationOptions options, OfferHistory? history = null,
        DateTimeOffset? at = null) =>
        new OfferAllocator(options).Allocate(
            customers, catalogue, at ?? Now, history, cancellationToken: TestContext.Current.CancellationToken);
}
