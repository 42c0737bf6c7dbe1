using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>On which channel a customer is told of an offer. Immutable.</summary>
public sealed record ChannelChoice
{
    /// <summary>The channel; null: none pays for its contact, or none may be used.</summary>
    public required OfferChannel? Channel { get; init; }

    /// <summary>Probability with which it is chosen: 1, as the best is always taken.</summary>
    public double Propensity => 1;

    /// <summary>Probability that the contact reaches the customer; 0 without a channel.</summary>
    public double Reach { get; init; }

    /// <summary>Cost of the contact, in currency; 0 without a channel.</summary>
    public decimal ContactCost { get; init; }

    /// <summary>What the contact is expected to bring after all costs, in currency; 0 without a channel.</summary>
    public decimal ExpectedNet { get; init; }

    /// <summary>The channels that weren't chosen, the best first, those that may not be used last.</summary>
    public required IReadOnlyList<ChannelAlternative> Alternatives { get; init => field = [.. value]; }

    /// <summary>Why, in plain words; never empty.</summary>
    public required IReadOnlyList<string> Reasons { get; init => field = [.. value]; }
}

/// <summary>A channel that wasn't chosen.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Propensity">Probability with which it is chosen: 0.</param>
/// <param name="ExpectedNet">What a contact there is expected to bring, in currency; null where it may not be used.</param>
/// <param name="Reason">What speaks against it, in plain words.</param>
public sealed record ChannelAlternative(OfferChannel Channel, double Propensity, decimal? ExpectedNet, string Reason);
