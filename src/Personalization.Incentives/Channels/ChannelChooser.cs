using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>
/// Chooses the channel on which an offer brings most: reach · (expected margin − cost of redemptions) − cost of the contact. Immutable and
/// thread-safe.
/// </summary>
/// <remarks>
/// The response of the offer is taken for that of customers whom it reaches. The channel's contact cost stands in for the offer's own
/// (<see cref="OfferCost.Contact"/>). Of channels that bring the same the one that costs less is taken, then the first of
/// <see cref="OfferChannel"/>.
/// </remarks>
/// <param name="reach">How likely contacts reach customers, and what they cost.</param>
/// <param name="mayUse">
/// Whether a channel may be used for a customer, who agreed to it there and can be reached at all; asked for each customer and channel.
/// Null: always. Consent to marketing as such is asked before an offer is decided on.
/// </param>
public sealed class ChannelChooser(ChannelReach reach, Func<CustomerId, OfferChannel, bool>? mayUse = null)
{
    private readonly ChannelReach _reach = reach ?? throw new ArgumentNullException(nameof(reach));

    /// <summary>Chooses for what a plan decided.</summary>
    /// <exception cref="ArgumentException">Nothing is offered.</exception>
    public ChannelChoice Choose(OfferDecision decision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        Offer terms = decision.Terms
            ?? throw new ArgumentException(
                $"Decision {decision.Id} offers nothing; ask whether OfferDecision.Offer is null before choosing.", nameof(decision));
        return Choose(decision.Customer, decision.ExpectedMargin - (decision.ExpectedCost - terms.Cost.Contact));
    }

    /// <summary>Chooses for a customer.</summary>
    /// <param name="customer">The customer.</param>
    /// <param name="valueIfReached">
    /// What the offer is expected to bring with the customer once it was noticed: margin less redemptions, without any contact; in
    /// currency, at most 100 million either way.
    /// </param>
    public ChannelChoice Choose(CustomerId customer, decimal valueIfReached)
    {
        Guard.InRange(valueIfReached, -Limits.Money, Limits.Money);
        List<(OfferChannel Channel, double Reach, decimal Cost, decimal Net)> usable = [];
        List<ChannelAlternative> barred = [];
        foreach ((OfferChannel channel, decimal cost) in _reach.Options.ContactCosts.OrderBy(pair => pair.Key))
        {
            if (mayUse is not null && !mayUse(customer, channel))
            {
                barred.Add(new(channel, 0, null, "the customer didn't agree to it, or can't be reached there"));
                continue;
            }

            double probability = _reach.Of(customer, channel);
            usable.Add((channel, probability, cost, decimal.Round(((decimal)probability * valueIfReached) - cost, 4)));
        }

        (OfferChannel Channel, double Reach, decimal Cost, decimal Net)[] ranked =
            [.. usable.OrderByDescending(one => one.Net).ThenBy(one => one.Cost).ThenBy(one => one.Channel)];
        if (ranked.Length == 0 || ranked[0].Net <= 0)
        {
            string why = ranked.Length == 0
                ? "no channel may be used for the customer"
                : $"no contact pays: the best, {Words.Channel(ranked[0].Channel)}, would bring {Words.Number(ranked[0].Net)}";
            return new() { Channel = null, Alternatives = [.. ranked.Select(Alternative), .. barred], Reasons = [why] };
        }

        (OfferChannel best, double bestReach, decimal bestCost, decimal net) = ranked[0];
        int own = _reach.ContactsOf(customer, best);
        return new()
        {
            Channel = best,
            Reach = bestReach,
            ContactCost = bestCost,
            ExpectedNet = net,
            Alternatives = [.. ranked.Skip(1).Select(Alternative), .. barred],
            Reasons =
            [
                $"{Words.Channel(best)} reaches the customer with {Words.Percent(bestReach)} and costs {Words.Number(bestCost)}: "
                + $"{Words.Number(net)} is expected",
                !_reach.IsLearned(best) ? "no contacts there are known; the reach is assumed"
                    : own == 0 ? "the customer had no contact there; the reach is that of others"
                    : $"the customer had {own} contact{(own == 1 ? "" : "s")} there",
                .. ranked.Skip(1).Take(1).Select(
                    second => $"the next best, {Words.Channel(second.Channel)}, would bring {Words.Number(second.Net)}"),
            ],
        };
    }

    private static ChannelAlternative Alternative((OfferChannel Channel, double Reach, decimal Cost, decimal Net) one) => new(
        one.Channel, 0, one.Net,
        $"reaches the customer with {Words.Percent(one.Reach)} and costs {Words.Number(one.Cost)}: {Words.Number(one.Net)} is expected");
}
