using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Incentives;

/// <summary>What the budget of a plan limits.</summary>
public enum BudgetBasis
{
    /// <summary>
    /// What the offers cost if everybody who gets one redeems it on an average order: the sum promised. A percentage of a larger order
    /// costs more: <see cref="AllocationOptions.WorstCaseOrderFactor"/> counts larger orders, <see cref="RedemptionCost.Maximum"/> caps
    /// them. The default.
    /// </summary>
    WorstCase,

    /// <summary>
    /// What the offers are expected to cost under the assumed response. Reaches more customers; real cost may come out above it.
    /// </summary>
    Expected,
}

/// <summary>How <see cref="OfferAllocator"/> gives offers. Immutable; every default is valid.</summary>
public sealed record AllocationOptions
{
    private const double MostControl = .99;

    /// <summary>The most that the plan may cost on its <see cref="Basis"/>, in currency, 0 to 100 billion. Default 10,000.</summary>
    public decimal Budget { get; init => field = Guard.InRange(value, 0m, 100_000_000_000m); } = 10_000m;

    /// <summary>What the budget limits. Default <see cref="BudgetBasis.WorstCase"/>.</summary>
    public BudgetBasis Basis { get; init; }

    /// <summary>Gross margin of an order before any offer, as a fraction, 0 to 1. Default .40: replace it with the shop's own.</summary>
    public decimal GrossMargin { get; init => field = Guard.InRange(value, 0m, 1m); } = .40m;

    /// <summary>
    /// Probability of a purchase within the horizon if nothing is offered, for customers whose profile doesn't hold one, 0 to 1.
    /// Default .10.
    /// </summary>
    public double PurchaseProbability { get; init => field = Guard.InRange(value, 0, 1); } = .10;

    /// <summary>
    /// Share of a customer's <see cref="CustomerProfile.WinBackValue"/> that a purchase counts for which only the offer brings about,
    /// 0 to 1. Who was lost and comes back is worth more than one order, yet seldom as much as who never left: .25 is an assumption, to be
    /// replaced by what a group without offers shows. 0 judges offers by the one order. Win-back values below 0 count as 0, those above
    /// 100 million as that. Default .25.
    /// </summary>
    public decimal WinBackShare { get; init => field = Guard.InRange(value, 0m, 1m); } = .25m;

    /// <summary>
    /// How much larger than the average order a redeemed order may be in the worst case, 1 to 100. Default 1. With a factor of 3,
    /// percentages stay within the budget as long as orders stay below three times the average; offers with a
    /// <see cref="RedemptionCost.Maximum"/> are bounded by that maximum instead.
    /// </summary>
    public decimal WorstCaseOrderFactor { get; init => field = Guard.InRange(value, 1m, 100m); } = 1m;

    /// <summary>
    /// Most offers that one customer gets, 1 to 8; two only where their <see cref="Offer.Stacking"/> lets them go together. Default 1.
    /// </summary>
    public int OffersPerCustomer { get; init => field = Guard.InRange(value, 1, 8); } = 1;

    /// <summary>
    /// Least share of the expected revenue, −1 to 1, that all customers with an offer together leave as margin after what their offers
    /// cost; null (default): none. Single offers have a floor of their own (<see cref="Offer.MarginFloor"/>).
    /// </summary>
    public decimal? MarginFloor { get; init => field = Guard.InRange(value, -1m, 1m); }

    /// <summary>What offers take beside money, such as contact pressure. Default: nothing.</summary>
    public IReadOnlyList<OfferResource> Resources { get; init => field = [.. value]; } = [];

    /// <summary>Caps and minimum shares by segment or any other column, by offer, or both. Default: none.</summary>
    public IReadOnlyList<OfferLimit> Limits { get; init => field = [.. value]; } = [];

    /// <summary>Kinds of customers whose rates of offers are held to each other. Default: none.</summary>
    public IReadOnlyList<OfferParity> Parities { get; init => field = [.. value]; } = [];

    /// <summary>
    /// Share of the customers who are left without any offer by lot, 0 to .99, so that what offers change can be measured. Who they are
    /// follows from <see cref="Seed"/> and the customer's id alone: the same in every plan, and a larger share takes in the smaller one's.
    /// They count as customers in limits and parities. Default 0: nobody.
    /// </summary>
    public double ControlShare { get; init => field = Guard.InRange(value, 0, MostControl); }

    /// <summary>
    /// Prices to begin with, of a plan much like this one: re-planning after reactions is faster with them. Null (default): none.
    /// </summary>
    public AllocationPrices? Prices { get; init; }

    /// <summary>
    /// How customers react to offers. Default: what the catalogue assumes; <see cref="LearnedResponses"/> knows what happened.
    /// </summary>
    public IOfferResponses Responses { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } =
        AssumedResponses.Instance;

    /// <summary>
    /// Name and version of the policy, as decisions carry it; not empty. Change it with the catalogue or with these options, so that what
    /// was learned of one isn't taken for the other. Default <c>offers-1</c>.
    /// </summary>
    public string PolicyVersion { get; init => field = Guard.NotBlank(value); } = "offers-1";

    /// <summary>
    /// Seed of the decisions' ids and of the lots of <see cref="ControlShare"/>: plans that run beside each other differ in it or in their
    /// version. Default 0.
    /// </summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// Threads that judge eligibility and allocate, at least 1; null (default): as many as there are cores. Never changes the result.
    /// </summary>
    public int? Threads { get; init => field = Guard.AtLeast(value, 1); }

    /// <summary>Whether the lot leaves a customer without offers (<see cref="ControlShare"/>).</summary>
    public bool InControl(CustomerId customer)
    {
        if (ControlShare == 0) return false;
        ulong lot = StableHash.Mix(StableHash.Fnv1a(customer.Value) ^ StableHash.Mix(Seed ^ StableHash.Fnv1a("control group")));
        return (lot >> 11) * (1.0 / (1UL << 53)) < ControlShare;
    }
}
