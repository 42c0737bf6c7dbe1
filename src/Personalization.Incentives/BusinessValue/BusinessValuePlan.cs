namespace Personalization.Incentives;

/// <summary>
/// What a shop assumes about its incentives: one target segment that spends more, everybody else who spends a little more or
/// converts more often, and what the incentives cost. Input of <see cref="BusinessValueCalculator"/>. Immutable.
/// </summary>
public sealed record BusinessValuePlan
{
    /// <summary>The segments, at least one; names differ.</summary>
    public required IReadOnlyList<BusinessSegment> Segments { get; init => field = [.. Guard.NotEmpty(value)]; }

    /// <summary>Name of the segment that <see cref="TargetUplift"/> is expected of.</summary>
    public required string TargetSegment { get; init => field = Guard.NotBlank(value); }

    /// <summary>Extra spend of the target segment as a fraction of its spend, 0 to 10. Default .20.</summary>
    public decimal TargetUplift { get; init => field = Guard.InRange(value, 0m, 10m); } = .20m;

    /// <summary>Extra spend of all other customers as a fraction of their spend, 0 to 10. Default .04.</summary>
    public decimal OtherUplift { get; init => field = Guard.InRange(value, 0m, 10m); } = .04m;

    /// <summary>Points of conversion gained, as a fraction: .10 is ten points; 0 to 1. Default .10.</summary>
    public decimal ConversionLift { get; init => field = Guard.InRange(value, 0m, 1m); } = .10m;

    /// <summary>The simplifications of a published calculation; null (default) where only the corrected figures are wanted.</summary>
    public PublishedAssumptions? Published { get; init; }
}

/// <summary>
/// What a published calculation took for granted, kept beside the facts so that its figures come out of its own formulas and
/// each fault can be named. Immutable.
/// </summary>
public sealed record PublishedAssumptions
{
    /// <summary>Share of all customers that the target segment was said to be, 0 to 1.</summary>
    public required decimal TargetShare { get; init => field = Guard.InRange(value, 0m, 1m); }

    /// <summary>
    /// Spend of the other customers that the published extra spend was taken of, in currency; null: the sum over the segments.
    /// Set where the published figure implies a base that the segments don't give.
    /// </summary>
    public decimal? OtherRevenue { get; init => field = Guard.AtLeast(value, 0m); }

    /// <summary>
    /// How many customers of each segment the published costs pay for. The target segment needs no entry: it is
    /// <see cref="TargetShare"/> of its customers, rounded down. Segments without an entry were not costed.
    /// </summary>
    public IReadOnlyDictionary<string, int> PaidCustomers { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>
    /// Step that the value of one point of conversion was rounded to before multiplying, in currency; above 0. Default 1.
    /// </summary>
    public decimal PointRounding { get; init => field = Guard.Positive<decimal>(value); } = 1m;
}
