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

    /// <summary>Who agreed to offers; null (default): the shop has asked elsewhere, all may get them.</summary>
    public IConsentPolicy? Consent { get; init; }
}

/// <summary>Whether a customer may have an offer, and if not, every reason against it in plain words.</summary>
/// <param name="IsEligible">True where nothing speaks against it.</param>
/// <param name="Reasons">The reasons against it; empty where eligible.</param>
public sealed record EligibilityResult(bool IsEligible, IReadOnlyList<string> Reasons);

/// <summary>
/// A customer with the answer to whether offers may be made, asked once and kept: what is decided and explained later stands on it.
/// </summary>
/// <param name="Profile">What is known of the customer.</param>
/// <param name="Agreed">The answer; null where the shop has asked elsewhere.</param>
internal readonly record struct AskedCustomer(CustomerProfile Profile, bool? Agreed)
{
    public static AskedCustomer Ask(CustomerProfile profile, EligibilityContext context) =>
        new(profile, context.Consent?.Allows(profile.Id, ConsentPurpose.Marketing));
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
        List<string> reasons = [];
        return new(Check(offer, customer, context, reasons), reasons);
    }

    /// <summary>The quick way, for every customer and offer of a plan: stops at the first reason and writes none.</summary>
    internal static bool IsEligible(Offer offer, AskedCustomer customer, EligibilityContext context) =>
        Check(offer, customer, context, reasons: null);

    private static bool Check(Offer offer, AskedCustomer asked, EligibilityContext context, List<string>? reasons)
    {
        CustomerProfile customer = asked.Profile;
        // Not short-circuited while reasons are wanted: a customer is told all of them at once.
        return (InSegments(offer.Eligibility, customer, reasons) || reasons is not null)
            && (InRanges(offer.Eligibility, customer, reasons) || reasons is not null)
            && (HasBought(offer.Eligibility, customer, reasons) || reasons is not null)
            && (IsTimely(offer, context, reasons) || reasons is not null)
            && (KeepsMargin(offer, customer, context, reasons) || reasons is not null)
            && (Agreed(asked, reasons) || reasons is not null)
            && (FitsHistory(offer, customer, context, reasons) || reasons is not null)
            && reasons is null or { Count: 0 };
    }

    private static bool InSegments(EligibilityRule rule, CustomerProfile customer, List<string>? reasons)
    {
        bool holds = true;
        if (rule.Segments.Count > 0 && (customer.Segment is null || !Contains(rule.Segments, customer.Segment)))
        {
            holds = false;
            reasons?.Add(
                $"{(customer.Segment is null ? "has no segment" : $"is in segment {customer.Segment}")}; "
                + $"it is for {Words.List(rule.Segments)}");
        }

        if (rule.Clusters.Count > 0 && (customer.Cluster is not { } cluster || !rule.Clusters.Contains(cluster)))
        {
            holds = false;
            reasons?.Add(
                $"{(customer.Cluster is { } own ? $"is in cluster {own}" : "has no cluster")}; "
                + $"it is for clusters {string.Join(", ", rule.Clusters)}");
        }

        return holds;
    }

    private static bool InRanges(EligibilityRule rule, CustomerProfile customer, List<string>? reasons)
    {
        bool holds = true;
        if (!rule.RecencyDays.Contains(customer.RecencyDays ?? double.NaN))
        {
            holds = false;
            reasons?.Add(
                $"{(customer.RecencyDays is { } days ? $"last order was {Words.Number(days)} days ago" : "has never ordered")}; "
                + $"it asks for {rule.RecencyDays.InWords()}");
        }

        if (!rule.Frequency.Contains((decimal)customer.Frequency))
        {
            holds = false;
            reasons?.Add($"has {customer.Frequency} orders; it asks for {rule.Frequency.InWords()}");
        }

        if (!rule.Monetary.Contains(customer.Monetary))
        {
            holds = false;
            reasons?.Add($"spent {Words.Money(customer.Monetary)} in all; it asks for {rule.Monetary.InWords()}");
        }

        if (!rule.AverageOrder.Contains(customer.AverageOrderValue))
        {
            holds = false;
            reasons?.Add($"average order is {Words.Money(customer.AverageOrderValue)}; it asks for {rule.AverageOrder.InWords()}");
        }

        return holds;
    }

    private static bool HasBought(EligibilityRule rule, CustomerProfile customer, List<string>? reasons)
    {
        if (rule.Categories.Count == 0 || customer.HasBoughtOf(rule.Categories)) return true;
        reasons?.Add(
            $"{(customer.Categories.Count == 0 ? "has bought of no known category" : "hasn't bought of its categories")}; "
            + $"it asks for one of {Words.List(rule.Categories)}");
        return false;
    }

    private static bool IsTimely(Offer offer, EligibilityContext context, List<string>? reasons)
    {
        if (offer.Validity.From is { } from && context.At < from)
        {
            reasons?.Add($"it begins on {Words.Date(from)}");
            return false;
        }

        if (offer.Validity.To is not { } to || context.At < to) return true;
        reasons?.Add($"it ended on {Words.Date(to)}");
        return false;
    }

    private static bool KeepsMargin(Offer offer, CustomerProfile customer, EligibilityContext context, List<string>? reasons)
    {
        decimal order = customer.AverageOrderValue;
        if (order <= 0)
        {
            reasons?.Add("has no average order to judge it by");
            return false;
        }

        decimal cost = offer.RedemptionCost(order);
        // What costs nothing to redeem takes no margin, even where there is less than the floor to begin with.
        if (cost <= 0 || (context.GrossMargin * order) - cost >= offer.MarginFloor * order) return true;
        reasons?.Add(
            $"it would leave {Words.Percent(context.GrossMargin - (cost / order))} margin of an average order of {Words.Money(order)}, "
            + $"below its floor of {Words.Percent(offer.MarginFloor)}");
        return false;
    }

    private static bool Agreed(AskedCustomer customer, List<string>? reasons)
    {
        if (customer.Agreed != false) return true;
        reasons?.Add("has not agreed to offers");
        return false;
    }

    private static bool FitsHistory(Offer offer, CustomerProfile customer, EligibilityContext context, List<string>? reasons)
    {
        bool holds = true;
        if (offer.Caps.Total is { } total && context.History.Count(offer.Id) >= total)
        {
            holds = false;
            reasons?.Add($"all {total} of it were given");
        }

        IReadOnlyList<IssuedOffer> issued = context.History.Of(customer.Id);
        if (issued.Count == 0) return holds;
        int times = issued.Count(one => one.OfferId == offer.Id);
        if (times >= offer.Caps.PerCustomer)
        {
            holds = false;
            reasons?.Add($"got it {times} times; a customer gets it at most {offer.Caps.PerCustomer} times");
        }

        foreach (IssuedOffer held in issued)
        {
            if (!held.IsOpen(context.At)) continue;
            // What is no longer in the catalogue has no rule left; it counts as exclusive, the careful reading.
            if (context.Catalogue.Find(held.OfferId) is { } other && offer.Stacking.GoesWith(other.Stacking)) continue;
            holds = false;
            reasons?.Add($"holds '{held.OfferId}' already, which it doesn't go together with");
        }

        return holds;
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
