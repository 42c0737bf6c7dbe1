using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>How <see cref="InteractionWeights"/> searches. Immutable; every default is valid.</summary>
public sealed record InteractionSearchOptions
{
    private static readonly double[] DefaultFactors = [0, .5, 2];

    /// <summary>Weights to begin with; types that the log lacks are left out. Default <see cref="InteractionOptions.Behavior"/>.</summary>
    public InteractionOptions Start
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = InteractionOptions.Behavior;

    /// <summary>
    /// What a weight is multiplied by to try another, each at least 0 and finite; 0 leaves the type out. Default 0, ½ and 2.
    /// </summary>
    public IReadOnlyList<double> Factors
    {
        get;
        init
        {
            Guard.NotEmpty(value);
            foreach (double factor in value) Guard.Finite(Guard.AtLeast(factor, 0, nameof(Factors)), nameof(Factors));
            field = [.. value];
        }
    } = DefaultFactors;

    /// <summary>Times that every type is tried, at least 1; it ends sooner where a round changes nothing. Default 2.</summary>
    public int Rounds { get; init => field = Guard.AtLeast(value, 1); } = 2;

    /// <summary>The latest share of all events, which weights are judged by, above 0 and below 1. Default .1.</summary>
    public double ValidationShare
    {
        get;
        init => field = value is > 0 and < 1
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(value), value, $"{nameof(ValidationShare)} is {value}; it must be above 0 and below 1.");
    } = .1;

    /// <summary>Length of the lists, at least 1. Default 10.</summary>
    public int Cutoff { get; init => field = Guard.AtLeast(value, 1); } = 10;

    /// <summary>
    /// Most threads that lists are made on, at least 1; null (default) for one a processor. The outcome doesn't depend on it.
    /// </summary>
    public int? Threads { get; init => field = Guard.AtLeast(value, 1); }
}
