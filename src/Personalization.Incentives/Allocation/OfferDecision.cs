using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>What a plan decided for one customer. Immutable and thread-safe.</summary>
public sealed class OfferDecision
{
    private readonly AskedCustomer _customer;
    private readonly OfferEstimate _estimate;
    private readonly DecisionExplainer _explainer;
    private readonly int _place;

    internal OfferDecision(AskedCustomer customer, Offer? offer, OfferEstimate estimate, DecisionExplainer explainer) =>
        (_customer, Offer, _estimate, _explainer) = (customer, offer, estimate, explainer);

    private OfferDecision(OfferDecision first, IReadOnlyList<OfferDecision> beside, int place)
        : this(first._customer, first.Offer, first._estimate, first._explainer) => (Beside, _place) = (beside, place);

    /// <summary>Names the decision; of several offers for one customer each has its own.</summary>
    public DecisionId Id => DecisionId.From(
        _explainer.Options.Seed, _explainer.Options.PolicyVersion + (_place == 0 ? "" : $"#{_place}"), Customer, _explainer.Context.At);

    /// <summary>
    /// The further offers that the customer gets beside this one, the most valuable first; empty unless
    /// <see cref="AllocationOptions.OffersPerCustomer"/> is above 1. Amounts of this decision are of its own offer alone.
    /// </summary>
    public IReadOnlyList<OfferDecision> Beside { get; } = [];

    /// <summary>The customer.</summary>
    public CustomerId Customer => Profile.Id;

    /// <summary>What was known of the customer.</summary>
    public CustomerProfile Profile => _customer.Profile;

    /// <summary>The offer; null: nothing is offered.</summary>
    public Offer? Offer { get; }

    /// <summary>Whether the customer is left without an offer by lot (<see cref="AllocationOptions.ControlShare"/>).</summary>
    public bool IsControl => Offer is null && _explainer.Options.InControl(Customer);

    /// <summary>
    /// The offer that the customer would have got at the plan's prices were it not for the lot: who is compared with those who got it.
    /// Null where nothing would have been offered, and outside the control group. Worked out at each call.
    /// </summary>
    /// <remarks>
    /// What is left over when prices have spoken (a last offer that fits the budget) isn't foreseen: among thousands it is a handful.
    /// Johnson, Lewis and Nubbemeyer (2017), "Ghost Ads".
    /// </remarks>
    public Offer? Withheld => _explainer.Withheld(this);

    /// <summary>
    /// Probability with which the lot lets this be decided: 1 − <see cref="AllocationOptions.ControlShare"/> for an offer, that share for
    /// one that is withheld, and 1 where nothing would have been offered anyway.
    /// </summary>
    public double Propensity => Offer is not null ? 1 - _explainer.Options.ControlShare
        : Withheld is not null ? _explainer.Options.ControlShare : 1;

    /// <summary>
    /// The smallest relative change of one number of the customer that would have made another offer the choice, or an offer in place of
    /// none, at the plan's prices: of the average order, the probability of a purchase, and the days, orders and spend that rules ask for,
    /// up to four times the number. Numbers that are 0 or not known aren't changed, and what a model of responses knows of the customer
    /// stays as it is. Null where there is no such change, in the control group, for several offers at once, and where the choice was made
    /// by what was left of a limit. Worked out at each call.
    /// </summary>
    public OfferChange? SmallestChange => _explainer.SmallestChange(this);

    /// <summary>The recommended items that the offer shows, best first; at most <see cref="Offer.RecommendedItems"/>.</summary>
    public IReadOnlyList<ItemId> Items =>
        Terms is { RecommendedItems: > 0 } offer ? [.. Profile.RecommendedItems.Take(offer.RecommendedItems)] : [];

    /// <summary>Id of the variant of the offer that the customer gets; null where it has none, or there is no offer.</summary>
    public string? Variant => Offer?.VariantOf(Customer)?.Id;

    /// <summary>The offer as the customer gets it, with what the variant changes; null: nothing is offered.</summary>
    public Offer? Terms => Offer?.For(Customer);

    /// <summary>When the offer ends; null: it doesn't, or there is none.</summary>
    public DateTimeOffset? Expires => Terms?.ExpiresWhenIssued(_explainer.Context.At, _customer.Zone);

    /// <summary>
    /// Offers that have to wait for their turn, or are dropped, and why; by turn; none in the control group. Written anew at each call.
    /// </summary>
    public IReadOnlyList<PutOffOffer> PutOff =>
        IsControl ? [] : OfferSchedule.For(_customer, _explainer.Context, Offer is null ? [] : [Offer]);

    /// <summary>Expected cost in currency, contact and redemptions; 0 without an offer.</summary>
    public decimal ExpectedCost => MoneyUnits.ToDecimal(_estimate.ExpectedCost);

    /// <summary>Cost in currency if the customer redeems; 0 without an offer.</summary>
    public decimal WorstCaseCost => MoneyUnits.ToDecimal(_estimate.WorstCaseCost);

    /// <summary>Expected margin gained over offering nothing, in currency, before <see cref="ExpectedCost"/>; 0 without an offer.</summary>
    public decimal ExpectedMargin => MoneyUnits.ToDecimal(_estimate.Margin);

    /// <summary>
    /// The part of <see cref="ExpectedMargin"/> that comes after the first purchase, from a customer won back:
    /// <see cref="AllocationOptions.WinBackShare"/> of the win-back value; 0 without an offer.
    /// </summary>
    public decimal ExpectedLaterMargin => MoneyUnits.ToDecimal(_estimate.LaterMargin);

    /// <summary><see cref="ExpectedMargin"/> less <see cref="ExpectedCost"/>; above 0 wherever there is an offer.</summary>
    public decimal ExpectedNet => MoneyUnits.ToDecimal(_estimate.Net);

    /// <summary>Assumed probability of a purchase without the offer; 0 without an offer.</summary>
    public double BaselineProbability => _estimate.Baseline;

    /// <summary>Assumed probability that a customer who buys anyway redeems; 0 without an offer.</summary>
    public double RedemptionProbability => _estimate.Redemption;

    /// <summary>Gain in the probability of a purchase, assumed or learned; 0 without an offer.</summary>
    public double Uplift => _estimate.Uplift;

    /// <summary>Standard error of <see cref="Uplift"/>; 0 where it is an assumption or model that knows none.</summary>
    public double UpliftError => _estimate.UpliftError;

    /// <summary>
    /// Why, in plain words, the weightiest first, never empty: what speaks for the offer, what was assumed, what it beat, and what each
    /// other offer lacked. Written anew at each call from what was decided with, so that plans of millions stay small.
    /// </summary>
    public IReadOnlyList<string> Reasons => _explainer.Explain(this);

    /// <summary>The time zone of the customer, or the catalogue's where that isn't known.</summary>
    public TimeZoneInfo Zone => _customer.Zone;

    /// <summary>This decision and those beside it.</summary>
    public IEnumerable<OfferDecision> All => [this, .. Beside];

    internal AskedCustomer Asked => _customer;

    internal OfferEstimate Estimate => _estimate;

    /// <summary>This decision with others beside it.</summary>
    internal OfferDecision With(OfferDecision[] others)
    {
        if (others.Length == 0) return this;
        OfferDecision[] beside = [.. others.Select((other, place) => new OfferDecision(other, [], place + 1))];
        return new(this, beside, 0);
    }

    /// <summary>The decision as policies and logs pass it on. Its reasons and alternatives are written when they are first read.</summary>
    public Decision ToDecision() => new()
    {
        Id = Id,
        Time = _explainer.Context.At,
        PolicyVersion = _explainer.Options.PolicyVersion,
        Action = Offer?.Id,
        Variant = Variant,
        Propensity = Propensity,
        PutOff = new OnDemandList<DecisionPutOff>(() => [.. PutOff.Select(one => new DecisionPutOff(one.OfferId, one.Until, one.Reason))]),
        Alternatives = new OnDemandList<DecisionAlternative>(() => _explainer.Alternatives(this)),
        Features = Profile,
        Consent = new DecisionConsent(ConsentPurpose.Marketing, _customer.Agreed),
        ExpectedCost = ExpectedCost,
        ExpectedMargin = ExpectedMargin,
        Reasons = new OnDemandList<string>(() => Reasons),
    };
}
