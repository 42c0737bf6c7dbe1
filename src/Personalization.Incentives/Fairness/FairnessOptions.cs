namespace Personalization.Incentives;

/// <summary>How <see cref="OfferFairness"/> audits. Immutable; every default is valid.</summary>
public sealed record FairnessOptions
{
    /// <summary>Customers below which a group is too small to be judged, at least 1. Default 30.</summary>
    public int SmallestGroup { get; init => field = Guard.AtLeast(value, 1); } = 30;

    /// <summary>Name under which customers are told whose cell is missing; not blank. Default <c>unknown</c>.</summary>
    public string Unknown { get; init => field = Guard.NotBlank(value); } = "unknown";
}
