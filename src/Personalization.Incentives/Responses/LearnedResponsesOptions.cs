namespace Personalization.Incentives;

/// <summary>
/// How <see cref="LearnedResponses"/> weighs what was assumed against what was learned. Immutable; every default is valid.
/// </summary>
public sealed record LearnedResponsesOptions
{
    /// <summary>
    /// Standard error of the catalogue's assumption as a share of it, above 0: 1 takes an assumed uplift of .04 for .04 ± .04. Default 1.
    /// </summary>
    public double RelativeError { get; init => field = Guard.Positive(value); } = 1;

    /// <summary>Least standard error of an assumption, above 0, in probability. Default .01.</summary>
    public double LeastError { get; init => field = Guard.Positive(value); } = .01;

    /// <summary>
    /// Seed of draws: each uplift is drawn from its distribution instead of taken at its mean, so that offers of which little is known get
    /// their chance (Thompson sampling). Null (default): the mean.
    /// </summary>
    public ulong? Explore { get; init; }
}
