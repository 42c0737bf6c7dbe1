using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>A message that a customer was sent or shown on a channel, and whether it reached the customer.</summary>
/// <param name="Customer">The customer.</param>
/// <param name="Channel">The channel.</param>
/// <param name="Reached">Whether it was noticed: opened, clicked, seen, answered; what the shop counts, the same on all channels.</param>
public readonly record struct ChannelContact(CustomerId Customer, OfferChannel Channel, bool Reached);
