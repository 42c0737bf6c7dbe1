using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>How a customer is expected to react to an offer.</summary>
/// <param name="Redemption">Probability that the customer redeems where a purchase comes anyway, 0 to 1.</param>
/// <param name="Uplift">Change of the probability of a purchase within the horizon, −1 to 1: below 0 the offer puts off.</param>
/// <param name="UpliftError">Standard error of <paramref name="Uplift"/>; 0 where it is an assumption that knows none.</param>
public readonly record struct OfferReaction(double Redemption, double Uplift, double UpliftError);

/// <summary>
/// Says how customers react to offers: what a catalogue assumes, what was learned from what happened, or what a shop's own model says.
/// Implementations are safe to call from any number of threads at once, and quick: they are asked for every customer and offer.
/// </summary>
public interface IOfferResponses
{
    /// <summary>The reaction of a customer to an offer.</summary>
    OfferReaction Of(Offer offer, CustomerProfile customer);
}

/// <summary>What the catalogue assumes, by segment. The default.</summary>
public sealed class AssumedResponses : IOfferResponses
{
    private AssumedResponses()
    {
    }

    /// <summary>The only one: it knows nothing but the offers.</summary>
    public static AssumedResponses Instance { get; } = new();

    /// <inheritdoc />
    public OfferReaction Of(Offer offer, CustomerProfile customer)
    {
        ArgumentNullException.ThrowIfNull(offer);
        ArgumentNullException.ThrowIfNull(customer);
        (double redemption, double uplift) = offer.Response.Assumed(customer.Segment);
        return new OfferReaction(redemption, uplift, 0);
    }
}
