using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>An offer that a customer could have but for its time, or for others that come first. Immutable.</summary>
/// <param name="OfferId">The offer.</param>
/// <param name="Until">When its turn comes; null: it is dropped.</param>
/// <param name="Reason">What holds it back now, and where it is dropped why its turn doesn't come.</param>
public sealed record PutOffOffer(string OfferId, DateTimeOffset? Until, string Reason)
{
    /// <summary>Whether it is dropped.</summary>
    public bool IsDropped => Until is null;
}

/// <summary>
/// Says of each offer that caps, cool-downs, quiet hours or other offers keep a customer from, when its turn comes. Stateless and
/// thread-safe.
/// </summary>
/// <remarks>
/// Offers take their turns by <see cref="Offer.Priority"/>, the highest first, ties by id: each is put at the first moment at which the
/// rules allow it, given all that was given and all that was put before it. One whose moment would lie more than
/// <see cref="CatalogueRules.DeferDays"/> ahead, or after its own end, is dropped. Offers that aren't meant for the customer at all, or
/// that may be given now, aren't named.
/// </remarks>
public static class OfferSchedule
{
    private const int MostSteps = 64;

    /// <summary>The offers put off or dropped, by their turns.</summary>
    /// <param name="customer">The customer.</param>
    /// <param name="context">What eligibility is judged by; its moment is now.</param>
    /// <param name="given">The offers given now; the first to hold the others back.</param>
    public static IReadOnlyList<PutOffOffer> For(CustomerProfile customer, EligibilityContext context, params IReadOnlyList<Offer> given)
    {
        ArgumentNullException.ThrowIfNull(customer);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(given);
        return For(AskedCustomer.Ask(customer, context), context, given);
    }

    internal static IReadOnlyList<PutOffOffer> For(AskedCustomer customer, EligibilityContext context, IReadOnlyList<Offer> given)
    {
        List<PutOffOffer> put = [];
        List<IssuedOffer> issued = [.. customer.Issued];
        foreach (Offer one in given) issued.Add(Issue(one, customer, context.At));
        foreach (Offer offer in context.Catalogue.Offers.Except(given).OrderByDescending(one => one.Priority))
        {
            EligibilityResult now = OfferEligibility.Evaluate(offer, customer.At(context.At, issued), context);
            if (now.IsEligible) continue;
            // What no rule of time ever lets through is for others; what only the offers given now shut out for good is dropped.
            if (now.Until is null && !OfferEligibility.IsEligible(offer, customer, context)) continue;
            PutOffOffer turn = Find(offer, now, customer, context, issued);
            put.Add(turn);
            if (turn.Until is { } at) issued.Add(Issue(offer, customer, at));
        }

        return put;
    }

    private static PutOffOffer Find(
        Offer offer, EligibilityResult now, AskedCustomer customer, EligibilityContext context, List<IssuedOffer> issued)
    {
        string held = Words.Reasons(now.Reasons);
        DateTimeOffset last = context.At.AddDays(context.Catalogue.Rules.DeferDays);
        EligibilityResult then = now;
        DateTimeOffset at = context.At;
        for (int step = 0; step < MostSteps; step++)
        {
            if (then.Until is not { } until || until <= at)
                return new(offer.Id, null, ReferenceEquals(then, now) ? held : $"{held}; by then {Words.Reasons(then.Reasons)}");
            at = until;
            if (at > last)
                return new(offer.Id, null, $"{held}; its turn would come after {Words.Date(at)}, too far ahead");
            then = OfferEligibility.Evaluate(offer, customer.At(at, issued), context with { At = at });
            if (then.IsEligible) return new(offer.Id, at, held);
        }

        return new(offer.Id, null, $"{held}; no moment was found for it");
    }

    private static IssuedOffer Issue(Offer offer, AskedCustomer customer, DateTimeOffset at) =>
        new(customer.Profile.Id, offer.Id, at, offer.For(customer.Profile.Id).ExpiresWhenIssued(at, customer.Zone));
}
