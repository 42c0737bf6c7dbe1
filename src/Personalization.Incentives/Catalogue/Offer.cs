using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>
/// One incentive that a shop can give a customer: what it is, what it costs, who may have it, for how long, and what response is assumed.
/// Immutable and thread-safe; each property is checked when it is set.
/// </summary>
public sealed record Offer
{
    /// <summary>Id, unique in its catalogue; not blank. Ties between offers go to the id that comes first in ordinal order.</summary>
    public required string Id { get; init => field = Guard.NotBlank(value); }

    /// <summary>Name for people; not blank.</summary>
    public required string Name { get; init => field = Guard.NotBlank(value); }

    /// <summary>The scheme that the offer is an element of, such as <c>Welcome Aboard</c>. Default empty: none.</summary>
    public string Scheme { get; init; } = "";

    /// <summary>What the customer reads, in a sentence. Default empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>What kind of incentive it is; says what <see cref="Value"/> means.</summary>
    public required OfferKind Kind { get; init; }

    /// <summary>
    /// How much of it: a fraction of the order for <see cref="OfferKind.Percent"/> and <see cref="OfferKind.Referral"/> (.10 is 10 %, at
    /// most 1), currency off for <see cref="OfferKind.Amount"/>, the price of what is given for <see cref="OfferKind.FreeShipping"/> and
    /// <see cref="OfferKind.Gift"/>, hours of head start for <see cref="OfferKind.EarlyAccess"/>, points for
    /// <see cref="OfferKind.LoyaltyPoints"/>, nothing for <see cref="OfferKind.Content"/> and <see cref="OfferKind.Bundle"/>. At least
    /// 0. Default 0.
    /// </summary>
    public decimal Value { get; init => field = Guard.InRange(value, 0m, Limits.Money); }

    /// <summary>What it costs the shop. Default: nothing.</summary>
    public OfferCost Cost { get; init; } = new();

    /// <summary>
    /// Least gross margin, as a fraction of the order, that must be left after the cost of a redemption, −1 to 1; a customer whose
    /// average order would leave less isn't eligible. Default 0: an order never sells below its cost of goods.
    /// </summary>
    public decimal MarginFloor { get; init => field = Guard.InRange(value, -1m, 1m); }

    /// <summary>When it may be issued and how long it lasts. Default: always and without end.</summary>
    public OfferValidity Validity { get; init; } = new();

    /// <summary>Who may have it. Default: everybody.</summary>
    public EligibilityRule Eligibility { get; init; } = new();

    /// <summary>How often it may be issued. Default: once a customer, without limit in all.</summary>
    public OfferCaps Caps { get; init; } = new();

    /// <summary>What it may be held together with. Default: nothing (exclusive).</summary>
    public StackingRule Stacking { get; init; } = new();

    /// <summary>The response that is assumed. Default: nobody redeems and nobody buys more.</summary>
    public OfferResponse Response { get; init; } = new();

    /// <summary>
    /// Which of several offers that can't all be given comes first, 0 to 1,000: the higher. The others are put off, or dropped where they
    /// would wait too long (<see cref="OfferSchedule"/>). Default 0. What an offer is worth, and so who is given it in a plan, doesn't
    /// depend on it.
    /// </summary>
    public int Priority { get; init => field = Guard.InRange(value, 0, 1_000); }

    /// <summary>Quiet hours, frequency and cool-down of this offer, besides the catalogue's. Default: none.</summary>
    public OfferTiming Timing { get; init; } = new();

    /// <summary>Forms of the offer that are tried beside each other; ids differ. Default none: all get the offer as it is.</summary>
    public IReadOnlyList<OfferVariant> Variants { get; init => field = [.. value]; } = [];

    /// <summary>Seed of who gets which variant: another one deals anew. Default 0.</summary>
    public ulong VariantSeed { get; init; }

    /// <summary>Name of the pool whose single-use codes it hands out (<see cref="CodePools"/>); empty (default): it has no codes.</summary>
    public string CodePool { get; init; } = "";

    /// <summary>What the customer has to reach first; null (default): nothing.</summary>
    public OfferGoal? Goal { get; init; }

    /// <summary>What is sold together, for <see cref="OfferKind.Bundle"/>; null (default) for all others.</summary>
    public OfferBundle? Bundle { get; init; }

    /// <summary>How many of the customer's recommended items the offer shows, 0 to 100. Default 0.</summary>
    public int RecommendedItems { get; init => field = Guard.InRange(value, 0, 100); }

    /// <summary>
    /// What one redemption costs the shop on an order of this size, in currency: <see cref="OfferCost.Redemption"/> where it is given, else
    /// what the kind and value say (percent and referral: the fraction of the order; amount: the amount, at most the order; bundle: what
    /// its customer saves; all others: nothing).
    /// </summary>
    /// <param name="order">Size of the order before the offer, in currency; at least 0.</param>
    public decimal RedemptionCost(decimal order)
    {
        Guard.AtLeast(order, 0m, nameof(order));
        if (Cost.Redemption is { } redemption) return redemption.Of(order);
        return Kind switch
        {
            OfferKind.Percent or OfferKind.Referral => Value * order,
            OfferKind.Amount => Math.Min(Value, order),
            OfferKind.Bundle => Bundle?.Saving ?? 0,
            _ => 0,
        };
    }

    /// <summary>The variant that a customer gets, always the same; null where the offer has none. O(variants).</summary>
    public OfferVariant? VariantOf(CustomerId customer) => Variants.Count == 0 ? null : OfferVariant.Of(this, customer);

    /// <summary>The offer as a customer gets it: with what the customer's variant sets in place of its own.</summary>
    public Offer For(CustomerId customer)
    {
        if (VariantOf(customer) is not { } variant) return this;
        return this with
        {
            Name = variant.Name ?? Name,
            Description = variant.Description ?? Description,
            Value = variant.Value ?? Value,
            Cost = variant.Cost ?? Cost,
            Validity = variant.Duration is null ? Validity : Validity with { Duration = variant.Duration },
            RecommendedItems = variant.RecommendedItems ?? RecommendedItems,
            Response = variant.Response ?? Response,
        };
    }

    /// <summary>Whether a customer may hold both at the same time: stacking rules, and exclusions by id either way.</summary>
    public bool GoesWith(Offer other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Stacking.GoesWith(other.Stacking) && !Stacking.Excludes.Contains(other.Id, StringComparer.Ordinal)
            && !other.Stacking.Excludes.Contains(Id, StringComparer.Ordinal);
    }

    /// <summary>
    /// When an offer issued at this moment ends; null where it doesn't. Where <see cref="OfferValidity.IsLocal"/>, by the clock of UTC.
    /// </summary>
    public DateTimeOffset? ExpiresWhenIssued(DateTimeOffset issued) => ExpiresWhenIssued(issued, TimeZoneInfo.Utc);

    /// <summary>When an offer issued at this moment to a customer of this time zone ends; null where it doesn't.</summary>
    public DateTimeOffset? ExpiresWhenIssued(DateTimeOffset issued, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        DateTimeOffset? lasting =
            Validity.Duration is { } duration && duration < DateTimeOffset.MaxValue - issued ? issued + duration : null;
        return Validity.ToFor(zone) is { } to && (lasting is null || to < lasting) ? to : lasting;
    }
}

/// <summary>What kind of incentive an <see cref="Offer"/> is.</summary>
public enum OfferKind
{
    /// <summary>A fraction off the order.</summary>
    Percent,

    /// <summary>An amount of currency off the order.</summary>
    Amount,

    /// <summary>The shop pays the shipping.</summary>
    FreeShipping,

    /// <summary>A gift comes with the order.</summary>
    Gift,

    /// <summary>The customer may buy before others do.</summary>
    EarlyAccess,

    /// <summary>Points that can be redeemed later.</summary>
    LoyaltyPoints,

    /// <summary>A fraction off for the customer and whoever the customer brings.</summary>
    Referral,

    /// <summary>Something to read, see or take part in; no discount.</summary>
    Content,

    /// <summary>Several items at one price.</summary>
    Bundle,
}

/// <summary>Largest numbers that are worked with, so that sums of money in 1/10,000 always fit.</summary>
internal static class Limits
{
    public const decimal Money = 100_000_000;
    public const int Offers = 1_000;
    public const int Text = 4_000;
}
