namespace Personalization.Core;

/// <summary>A message that a customer was sent or shown at an earlier moment, as a file of contacts keeps it.</summary>
/// <param name="Customer">Who.</param>
/// <param name="Channel">Where.</param>
/// <param name="Sent">When.</param>
/// <param name="Reached">Whether it was noticed: opened, clicked, seen, answered; what the shop counts, the same on all channels.</param>
public readonly record struct PastContact(CustomerId Customer, OfferChannel Channel, DateTimeOffset Sent, bool Reached);
