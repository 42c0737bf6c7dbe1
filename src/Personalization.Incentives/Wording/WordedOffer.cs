using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>
/// What there is to say of an offer that was decided on: its terms, when it ends, and the items that it shows. It knows nothing of the
/// customer, so that nothing of the customer can get into a text. Immutable.
/// </summary>
public sealed record WordedOffer
{
    /// <summary>The offer as the customer gets it, with what the variant changes.</summary>
    public required Offer Terms { get; init; }

    /// <summary>When it ends, by the customer's clock; null (default): it doesn't.</summary>
    public DateTime? Expires { get; init; }

    /// <summary>The items that it shows, best first. Default none.</summary>
    public IReadOnlyList<ItemId> Items { get; init => field = [.. value]; } = [];

    /// <summary>The last day on which it can be used, by the customer's clock; null: it doesn't end.</summary>
    public DateOnly? LastDay => Expires is { } end && end > DateTime.MinValue ? DateOnly.FromDateTime(end.AddTicks(-1)) : null;

    /// <summary>The time of the last day at which it ends; null where it ends with the day, or doesn't.</summary>
    public TimeOnly? LastTime =>
        Expires is { } end && end.TimeOfDay > TimeSpan.Zero && end.TimeOfDay < new TimeSpan(23, 59, 0) ? TimeOnly.FromDateTime(end) : null;

    /// <summary>What a plan decided for a customer.</summary>
    /// <exception cref="ArgumentException">Nothing is offered.</exception>
    public static WordedOffer From(OfferDecision decision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        return new()
        {
            Terms = decision.Terms
                ?? throw new ArgumentException(
                    $"Decision {decision.Id} offers nothing; ask whether OfferDecision.Offer is null before writing.", nameof(decision)),
            Expires = decision.Expires is { } end ? CustomerClock.Local(end, decision.Asked.Zone) : null,
            Items = decision.Items,
        };
    }

    /// <summary>What a policy decided for a customer.</summary>
    /// <param name="decision">The decision; it must offer something.</param>
    /// <param name="catalogue">The catalogue that it was made from.</param>
    /// <exception cref="ArgumentException">Nothing is offered, or the catalogue doesn't have it.</exception>
    public static WordedOffer From(Decision decision, OfferCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(decision);
        ArgumentNullException.ThrowIfNull(catalogue);
        if (decision.Action is not { } id)
        {
            throw new ArgumentException(
                $"Decision {decision.Id} offers nothing; ask whether Decision.Action is null before writing.", nameof(decision));
        }

        Offer offer = catalogue.Find(id)
            ?? throw new ArgumentException($"The catalogue has no offer '{id}'; give the one that was decided with.", nameof(catalogue));
        Offer terms = offer.For(decision.Customer);
        TimeZoneInfo zone = CustomerClock.ZoneOf(decision.Features, catalogue);
        return new()
        {
            Terms = terms,
            Expires = terms.ExpiresWhenIssued(decision.Time, zone) is { } end ? CustomerClock.Local(end, zone) : null,
            Items = [.. decision.Features.RecommendedItems.Take(terms.RecommendedItems)],
        };
    }
}
