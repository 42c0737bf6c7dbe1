using Personalization.Core;
using Personalization.Incentives;

namespace Personalization;

/// <summary>An offer as it is sent: where, when and in which words. Immutable.</summary>
/// <param name="Decision">The offer that was decided on.</param>
/// <param name="Channel">Where it is sent; without a channel it isn't, as no contact pays or may be made.</param>
/// <param name="SendAt">When, by the customer's clock and with its offset; null: it isn't sent.</param>
/// <param name="Time">
/// The best hour until the offer ends, and why; null where no times of day are known, or quiet hours leave none before its end.
/// </param>
/// <param name="Text">In which words; null: it isn't sent.</param>
public sealed record OfferMessage(
    OfferDecision Decision, ChannelChoice Channel, DateTimeOffset? SendAt, SendTime? Time, OfferText? Text);

/// <summary>What <see cref="MessagesStep"/> found: the messages of a plan. Immutable.</summary>
/// <param name="All">A message for each offer, in the order of the plan.</param>
/// <param name="Contacts">How many contacts were learned from.</param>
/// <param name="ContactsOfCustomers">How many of them were with customers of the plan; the others tell of the shop's reach alone.</param>
/// <param name="LaterContacts">Contacts from the moment of the plan on, which were left out.</param>
/// <param name="UnknownLocales">Offers to customers whose locale nothing is known of.</param>
public sealed record OfferMessages(
    IReadOnlyList<OfferMessage> All, int Contacts, int ContactsOfCustomers, int LaterContacts, int UnknownLocales)
{
    /// <summary>Messages that are sent.</summary>
    public int Sent => All.Count(message => message.Text is not null);

    /// <summary>What the contacts cost, in currency.</summary>
    public decimal ContactCost => All.Sum(message => message.Channel.ContactCost);

    /// <summary>How many are sent on each channel, most first.</summary>
    public IReadOnlyList<(OfferChannel Channel, int Messages)> ByChannel =>
    [
        .. All.Where(message => message.Channel.Channel is not null).CountBy(message => message.Channel.Channel!.Value)
            .OrderByDescending(count => count.Value).ThenBy(count => count.Key).Select(count => (count.Key, count.Value)),
    ];
}
