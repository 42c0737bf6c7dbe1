namespace Personalization.Incentives;

/// <summary>Judges when an offer may be given: validity, quiet hours, frequency and cool-down.</summary>
internal static class OfferTimes
{
    public static bool IsValid(Offer offer, AskedCustomer customer, EligibilityContext context, EligibilityFindings? findings)
    {
        TimeZoneInfo zone = customer.Zone;
        if (offer.Validity.FromFor(zone) is { } from && context.At < from)
        {
            findings?.Add($"it begins on {Words.Date(from)}", from);
            return false;
        }

        if (offer.Validity.ToFor(zone) is not { } to || context.At < to) return true;
        findings?.Add($"it ended on {Words.Date(to)}");
        return false;
    }

    public static bool IsAwake(Offer offer, AskedCustomer customer, EligibilityContext context, EligibilityFindings? findings)
    {
        IReadOnlyList<QuietHours> all = context.Catalogue.Rules.QuietHours, own = offer.Timing.QuietHours;
        if (all.Count + own.Count == 0) return true;
        DateTime? free = QuietHours.FirstOutside(all, own, customer.Local);
        if (free == customer.Local) return true;
        if (findings is null) return false;
        QuietHours quiet = all.Concat(own).First(one => one.EndOf(customer.Local) is not null);
        findings.Add(
            $"it is {customer.Local:HH\\:mm} where the customer is, in the quiet hours from {quiet.InWords()}",
            free is { } local ? CustomerClock.Instant(local, customer.Zone) : null);
        return false;
    }

    public static bool IsRested(Offer offer, AskedCustomer customer, EligibilityContext context, EligibilityFindings? findings)
    {
        if (customer.Issued.Count == 0) return true;
        CatalogueRules rules = context.Catalogue.Rules;
        bool holds = true;
        foreach (FrequencyCap cap in rules.Frequency)
        {
            if (cap.Scheme.Length == 0) holds &= IsBelow(cap, customer, context, _ => true, "offers", findings);
            else if (cap.Scheme == offer.Scheme)
                holds &= IsBelow(cap, customer, context, one => IsOf(one, cap.Scheme, context), $"offers of '{cap.Scheme}'", findings);
        }

        foreach (FrequencyCap cap in offer.Timing.Frequency)
            holds &= IsBelow(cap, customer, context, one => one.OfferId == offer.Id, "of it", findings);
        return holds
            & IsCool(rules.CoolDown, customer, context, _ => true, "an offer", findings)
            & IsCool(offer.Timing.CoolDown, customer, context, one => one.OfferId == offer.Id, "this offer", findings);
    }

    private static bool IsOf(IssuedOffer issued, string scheme, EligibilityContext context) =>
        context.Catalogue.Find(issued.OfferId)?.Scheme == scheme;

    /// <summary>What is planned for later counts like what was given, where both would come within the window.</summary>
    private static bool IsBelow(
        FrequencyCap cap, AskedCustomer customer, EligibilityContext context, Func<IssuedOffer, bool> counts, string what,
        EligibilityFindings? findings)
    {
        int count = 0;
        for (int i = 0; i < customer.Issued.Count; i++)
        {
            if (IsNear(customer.Issued[i].Issued, context.At, cap.Window) && counts(customer.Issued[i])) count++;
        }

        if (count < cap.Count) return true;
        if (findings is null) return false;
        DateTimeOffset leaves = customer.Issued.Where(one => IsNear(one.Issued, context.At, cap.Window) && counts(one))
            .Select(one => one.Issued).OrderDescending().ElementAt(cap.Count - 1);
        findings.Add($"got {count} {what} within {Words.Duration(cap.Window)}; at most {cap.Count} are given", leaves + cap.Window);
        return false;
    }

    private static bool IsCool(
        CoolDown pause, AskedCustomer customer, EligibilityContext context, Func<IssuedOffer, bool> counts, string what,
        EligibilityFindings? findings)
    {
        if (pause.IsNone) return true;
        DateTimeOffset offered = default, redeemed = default;
        for (int i = 0; i < customer.Issued.Count; i++)
        {
            IssuedOffer one = customer.Issued[i];
            if (!counts(one)) continue;
            if (pause.AfterOffer is { } after && IsNear(one.Issued, context.At, after) && one.Issued > offered) offered = one.Issued;
            if (one.Redeemed <= context.At && one.Redeemed > redeemed) redeemed = one.Redeemed.Value;
        }

        return Over(pause.AfterOffer, offered, "got") & Over(pause.AfterRedemption, redeemed, "redeemed");

        bool Over(TimeSpan? length, DateTimeOffset since, string did)
        {
            if (length is not { } time || since == default || context.At >= since + time) return true;
            findings?.Add($"{did} {what} on {Words.Date(since)} and is left alone for {Words.Duration(time)}", since + time);
            return false;
        }
    }

    private static bool IsNear(DateTimeOffset issued, DateTimeOffset at, TimeSpan window) => (at - issued).Duration() < window;
}
