using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>Something that a customer did of its own accord: a visit, a purchase.</summary>
/// <param name="Customer">The customer.</param>
/// <param name="Local">When, by the customer's clock.</param>
public readonly record struct TimedAction(CustomerId Customer, DateTime Local);

/// <summary>A message that was sent to a customer, and whether it was opened.</summary>
/// <param name="Customer">The customer.</param>
/// <param name="Local">When it was sent, by the customer's clock.</param>
/// <param name="Opened">Whether it was opened.</param>
public readonly record struct TimedSend(CustomerId Customer, DateTime Local, bool Opened);
