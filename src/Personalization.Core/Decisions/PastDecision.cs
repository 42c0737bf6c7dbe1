namespace Personalization.Core;

/// <summary>What was decided for a customer at an earlier moment, as a file of decisions keeps it. Immutable.</summary>
/// <param name="Customer">Who.</param>
/// <param name="Issued">When.</param>
/// <param name="Action">Id of the offer; null where nothing was offered.</param>
public sealed record PastDecision(CustomerId Customer, DateTimeOffset Issued, string? Action)
{
    /// <summary>When the offer ends; null (default): it doesn't, or there is none.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Id of the variant of the offer; null (default): the offer as it is, or none.</summary>
    public string? Variant { get; init; }

    /// <summary>Whether a lot left the customer without offers. Default false.</summary>
    public bool IsControl { get; init; }

    /// <summary>
    /// Id of the offer that the customer would have got but for the lot; null (default): none. What makes members of the control group
    /// comparable with those who got that offer.
    /// </summary>
    public string? Withheld { get; init; }
}
