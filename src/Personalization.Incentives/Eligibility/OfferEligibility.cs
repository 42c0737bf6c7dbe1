using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>What eligibility is judged by besides the offer and the customer. Immutable.</summary>
public sealed record EligibilityContext
{
    /// <summary>The moment at which the offer would be issued.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The catalogue that the offers in <see cref="History"/> come from.</summary>
    public required OfferCatalogue Catalogue { get; init; }

    /// <summary>Gross margin of an order as a fraction, before any offer; 0 to 1. Default .40.</summary>
    public decimal GrossMargin { get; init => field = Guard.InRange(value, 0m, 1m); } = .40m;

    /// <summary>What was given before. Default: nothing.</summary>
    public OfferHistory History { get; init; } = OfferHistory.Empty;

    /// <summary>What happened, for offers with goals; null (default): such offers aren't given.</summary>
    public EventLog? Events { get; init; }

    /// <summary>The pools of offers with codes, of which one without codes left isn't given; null (default): kept elsewhere.</summary>
    public CodePools? Codes { get; init; }

    /// <summary>Who agreed to offers; null (default): the shop has asked elsewhere, all may get them.</summary>
    public IConsentPolicy? Consent { get; init; }
}

/// <summary>Whether a customer may have an offer, and if not, every reason against it in plain words.</summary>
/// <param name="IsEligible">True where nothing speaks against it.</param>
/// <param name="Reasons">The reasons against it; empty where eligible.</param>
public sealed record EligibilityResult(bool IsEligible, IReadOnlyList<string> Reasons)
{
    /// <summary>
    /// When everything that speaks against it will be over by itself: quiet hours, cool-down, a full window, an offer held; null where
    /// nothing does, or something that doesn't pass with time.
    /// </summary>
    public DateTimeOffset? Until { get; init; }
}

/// <summary>
/// A customer with the answer to whether offers may be made, asked once and kept: what is decided and explained later stands on it.
/// </summary>
/// <param name="Profile">What is known of the customer.</param>
/// <param name="Agreed">The answer; null where the shop has asked elsewhere.</param>
/// <param name="Issued">What the customer was given before.</param>
/// <param name="Zone">The customer's time zone; UTC where no rule of the catalogue asks for it.</param>
/// <param name="Local">What the customer's clock shows.</param>
internal readonly record struct AskedCustomer(
    CustomerProfile Profile, bool? Agreed, IReadOnlyList<IssuedOffer> Issued, TimeZoneInfo Zone, DateTime Local)
{
    /// <summary>A customer who was given nothing, of a catalogue that doesn't ask for clocks.</summary>
    public AskedCustomer(CustomerProfile profile, bool? agreed)
        : this(profile, agreed, [], TimeZoneInfo.Utc, default)
    {
    }

    public static AskedCustomer Ask(CustomerProfile profile, EligibilityContext context)
    {
        TimeZoneInfo zone =
            context.Catalogue.NeedsCustomerClock ? CustomerClock.ZoneOf(profile, context.Catalogue) : TimeZoneInfo.Utc;
        return new(
            profile, context.Consent?.Allows(profile.Id, ConsentPurpose.Marketing), context.History.Of(profile.Id), zone,
            context.Catalogue.NeedsCustomerClock ? CustomerClock.Local(context.At, zone) : default);
    }

    /// <summary>The same customer at another moment, having been given these.</summary>
    public AskedCustomer At(DateTimeOffset at, IReadOnlyList<IssuedOffer> issued) =>
        this with { Issued = issued, Local = CustomerClock.Local(at, Zone) };
}

/// <summary>Judges who may have an offer. Stateless and thread-safe.</summary>
public static class OfferEligibility
{
    /// <summary>Judges one offer for one customer. The cap in all is judged by the history alone, not by plans in the making.</summary>
    public static EligibilityResult Evaluate(Offer offer, CustomerProfile customer, EligibilityContext context)
    {
        ArgumentNullException.ThrowIfNull(offer);
        ArgumentNullException.ThrowIfNull(customer);
        ArgumentNullException.ThrowIfNull(context);
        return Evaluate(offer, AskedCustomer.Ask(customer, context), context);
    }

    internal static EligibilityResult Evaluate(Offer offer, AskedCustomer customer, EligibilityContext context)
    {
        EligibilityFindings findings = new();
        return new(Check(offer, customer, context, findings), findings.Reasons) { Until = findings.Until };
    }

    /// <summary>The quick way, for every customer and offer of a plan: stops at the first reason and writes none.</summary>
    internal static bool IsEligible(Offer offer, AskedCustomer customer, EligibilityContext context) =>
        Check(offer, customer, context, findings: null);

    private static bool Check(Offer offer, AskedCustomer asked, EligibilityContext context, EligibilityFindings? findings)
    {
        CustomerProfile customer = asked.Profile;
        // Not short-circuited while reasons are wanted: a customer is told all of them at once.
        return (InSegments(offer.Eligibility, customer, findings) || findings is not null)
            && (InRanges(offer.Eligibility, customer, findings) || findings is not null)
            && (HasBought(offer.Eligibility, customer, findings) || findings is not null)
            && (OfferTimes.IsValid(offer, asked, context, findings) || findings is not null)
            && (OfferTimes.IsAwake(offer, asked, context, findings) || findings is not null)
            && (KeepsMargin(offer, customer, context, findings) || findings is not null)
            && (Agreed(asked, findings) || findings is not null)
            && (FitsHistory(offer, asked, context, findings) || findings is not null)
            && (OfferTimes.IsRested(offer, asked, context, findings) || findings is not null)
            && (HasCodes(offer, context, findings) || findings is not null)
            && (HasReached(offer, customer, context, findings) || findings is not null)
            && findings is null or { Reasons.Count: 0 };
    }

    /// <summary>Whether an order leaves the offer's floor of margin after its redemption.</summary>
    internal static bool LeavesMargin(Offer offer, decimal order, decimal grossMargin)
    {
        decimal cost = offer.RedemptionCost(order);
        // What costs nothing to redeem takes no margin, even where there is less than the floor to begin with.
        return cost <= 0 || (grossMargin * order) - cost >= offer.MarginFloor * order;
    }

    private static bool InSegments(EligibilityRule rule, CustomerProfile customer, EligibilityFindings? findings)
    {
        bool holds = true;
        if (rule.Segments.Count > 0 && (customer.Segment is null || !Contains(rule.Segments, customer.Segment)))
        {
            holds = false;
            findings?.Add(
                $"{(customer.Segment is null ? "has no segment" : $"is in segment {customer.Segment}")}; "
                + $"it is for {Words.List(rule.Segments)}");
        }

        if (rule.Clusters.Count > 0 && (customer.Cluster is not { } cluster || !rule.Clusters.Contains(cluster)))
        {
            holds = false;
            findings?.Add(
                $"{(customer.Cluster is { } own ? $"is in cluster {own}" : "has no cluster")}; "
                + $"it is for clusters {string.Join(", ", rule.Clusters)}");
        }

        return holds;
    }

    private static bool InRanges(EligibilityRule rule, CustomerProfile customer, EligibilityFindings? findings)
    {
        bool holds = true;
        if (!rule.RecencyDays.Contains(customer.RecencyDays ?? double.NaN))
        {
            holds = false;
            findings?.Add(
                $"{(customer.RecencyDays is { } days ? $"last order was {Words.Number(days)} days ago" : "has never ordered")}; "
                + $"it asks for {rule.RecencyDays.InWords()}");
        }

        if (!rule.Frequency.Contains((decimal)customer.Frequency))
        {
            holds = false;
            findings?.Add($"has {customer.Frequency} orders; it asks for {rule.Frequency.InWords()}");
        }

        if (!rule.Monetary.Contains(customer.Monetary))
        {
            holds = false;
            findings?.Add($"spent {Words.Money(customer.Monetary)} in all; it asks for {rule.Monetary.InWords()}");
        }

        if (!rule.AverageOrder.Contains(customer.AverageOrderValue))
        {
            holds = false;
            findings?.Add($"average order is {Words.Money(customer.AverageOrderValue)}; it asks for {rule.AverageOrder.InWords()}");
        }

        return holds;
    }

    private static bool HasBought(EligibilityRule rule, CustomerProfile customer, EligibilityFindings? findings)
    {
        if (rule.Categories.Count == 0 || customer.HasBoughtOf(rule.Categories)) return true;
        findings?.Add(
            $"{(customer.Categories.Count == 0 ? "has bought of no known category" : "hasn't bought of its categories")}; "
            + $"it asks for one of {Words.List(rule.Categories)}");
        return false;
    }

    private static bool KeepsMargin(Offer offer, CustomerProfile customer, EligibilityContext context, EligibilityFindings? findings)
    {
        if (offer.Variants.Count > 0) offer = offer.For(customer.Id);
        decimal order = offer.Bundle?.SumOfPrices ?? customer.AverageOrderValue;
        if (order <= 0)
        {
            findings?.Add(offer.Bundle is null ? "has no average order to judge it by" : "its items have no price to judge it by");
            return false;
        }

        if (LeavesMargin(offer, order, context.GrossMargin)) return true;
        decimal cost = offer.RedemptionCost(order);
        findings?.Add(
            $"it would leave {Words.Percent(context.GrossMargin - (cost / order))} margin of "
            + $"{(offer.Bundle is null ? "an average order of" : "its items at")} {Words.Money(order)}, "
            + $"below its floor of {Words.Percent(offer.MarginFloor)}");
        return false;
    }

    private static bool Agreed(AskedCustomer customer, EligibilityFindings? findings)
    {
        if (customer.Agreed != false) return true;
        findings?.Add("has not agreed to offers");
        return false;
    }

    private static bool FitsHistory(Offer offer, AskedCustomer customer, EligibilityContext context, EligibilityFindings? findings)
    {
        bool holds = true;
        if (offer.Caps.Total is { } total && context.History.Count(offer.Id) >= total)
        {
            holds = false;
            findings?.Add($"all {total} of it were given");
        }

        IReadOnlyList<IssuedOffer> issued = customer.Issued;
        foreach (string needed in offer.Stacking.Requires)
        {
            if (issued.Any(one => one.OfferId == needed && one.IsOpen(context.At))) continue;
            holds = false;
            findings?.Add($"doesn't hold '{needed}', which it asks for");
        }

        if (issued.Count == 0) return holds;
        int times = issued.Count(one => one.OfferId == offer.Id);
        if (times >= offer.Caps.PerCustomer)
        {
            holds = false;
            findings?.Add($"got it {times} times; a customer gets it at most {offer.Caps.PerCustomer} times");
        }

        foreach (IssuedOffer held in issued)
        {
            bool isLater = held.Issued > context.At;
            if (isLater ? EndsBefore(held.Issued, offer, customer, context) : !held.IsOpen(context.At)) continue;
            // What is no longer in the catalogue has no rule left; it counts as exclusive, the careful reading.
            if (context.Catalogue.Find(held.OfferId) is { } other && offer.GoesWith(other)) continue;
            holds = false;
            findings?.Add(
                isLater
                    ? $"would still hold it when '{held.OfferId}' has its turn, which it doesn't go together with"
                    : $"holds '{held.OfferId}' already, which it doesn't go together with",
                held.Expires);
        }

        return holds;
    }

    private static bool EndsBefore(DateTimeOffset moment, Offer offer, AskedCustomer customer, EligibilityContext context) =>
        offer.For(customer.Profile.Id).ExpiresWhenIssued(context.At, customer.Zone) <= moment;

    private static bool HasCodes(Offer offer, EligibilityContext context, EligibilityFindings? findings)
    {
        if (offer.CodePool.Length == 0 || context.Codes is null || context.Codes.Left(offer.CodePool) > 0) return true;
        findings?.Add($"all codes of its pool '{offer.CodePool}' were handed out");
        return false;
    }

    private static bool HasReached(Offer offer, CustomerProfile customer, EligibilityContext context, EligibilityFindings? findings)
    {
        if (offer.Goal is not { } goal) return true;
        if (context.Events is not { } events)
        {
            findings?.Add("its goal can't be judged, since no events were given");
            return false;
        }

        GoalProgress progress = GoalProgress.Of(goal, events, customer.Id, context.At.DateTime);
        if (progress.IsReached) return true;
        findings?.Add($"{progress.InWords(goal)}; it is earned by reaching its goal");
        return false;
    }

    private static bool Contains(IReadOnlyList<string> names, string name)
    {
        for (int i = 0; i < names.Count; i++)
        {
            if (string.Equals(names[i], name, StringComparison.Ordinal)) return true;
        }

        return false;
    }
}
