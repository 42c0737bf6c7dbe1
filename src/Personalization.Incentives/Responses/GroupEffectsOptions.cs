namespace Personalization.Incentives;

/// <summary>What <see cref="GroupEffects"/> assumes before anything happened. Immutable; every default is valid.</summary>
public sealed record GroupEffectsOptions
{
    /// <summary>
    /// Change of the log-odds that an offer is assumed to make, −5 to 5. Default .1: a tenth more purchases of rare buyers.
    /// </summary>
    public double Mean { get; init => field = Guard.InRange(value, -5, 5); } = .1;

    /// <summary>Least standard deviation between offers, above 0. Default .2.</summary>
    public double OfferDeviation { get; init => field = Guard.Positive(value); } = .2;

    /// <summary>Least standard deviation between groups of one offer, above 0. Default .2.</summary>
    public double GroupDeviation { get; init => field = Guard.Positive(value); } = .2;

    /// <summary>Standard deviation of the weak pull within one cell, above 0. Default 2.</summary>
    public double CellDeviation { get; init => field = Guard.Positive(value); } = 2;

    /// <summary>Column of the customer table that tells a customer's group. Default <c>segment</c>.</summary>
    public string GroupColumn { get; init => field = Guard.NotBlank(value); } = Core.ColumnNames.Segment;

    /// <summary>
    /// Seed of draws: each effect is drawn from its distribution instead of taken at its mean (Thompson sampling). Null (default): the
    /// mean.
    /// </summary>
    public ulong? Explore { get; init; }
}
