namespace Personalization.Incentives;

/// <summary>
/// A limit on what is given: the sum of a measure, or the number of offers, over all customers or one group of them, over all offers or
/// one, stays from <see cref="Least"/> to <see cref="Most"/>. A budget, a stock, a cap of an offer, a cap of a segment, a minimum share and
/// a margin floor all are such limits. Immutable.
/// </summary>
/// <remarks>
/// What giving nothing satisfies is never broken: every <see cref="Most"/>, and every <see cref="Least"/> up to 0 (a margin floor). A
/// <see cref="Least"/> above 0 is met as far as the others allow, and what is missing is told.
/// </remarks>
public sealed record AllocationLimit
{
    /// <summary>The name that it is told by; a problem holds it once. Not blank.</summary>
    public required string Name { get; init => field = Guard.NotBlank(value); }

    /// <summary>Name of the measure that is summed; null (default): offers are counted.</summary>
    public string? Measure { get; init; }

    /// <summary>Name of the grouping that <see cref="Group"/> is of; null (default): all customers.</summary>
    public string? Grouping { get; init; }

    /// <summary>Group of customers, at least 0; means nothing where <see cref="Grouping"/> is null. Default 0.</summary>
    public int Group { get; init => field = Guard.AtLeast(value, 0); }

    /// <summary>The only offer that counts, at least 0; null (default): all of them.</summary>
    public int? Offer { get; init => field = Guard.AtLeast(value, 0); }

    /// <summary>The sum must come to this; null (default): there is no minimum.</summary>
    public long? Least { get; init; }

    /// <summary>The sum must not exceed this, at least 0; null (default): there is no maximum.</summary>
    public long? Most { get; init => field = Guard.AtLeast(value, 0); }

    /// <summary>
    /// The limit that is left when some of it is used: both ends less <paramref name="used"/>, the upper one at least 0.
    /// </summary>
    /// <param name="used">What was taken of it since.</param>
    public AllocationLimit After(long used) =>
        this with { Least = Least - used, Most = Most is { } most ? Math.Max(0, most - used) : null };
}
