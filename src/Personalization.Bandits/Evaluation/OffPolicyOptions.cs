namespace Personalization.Bandits;

/// <summary>
/// How <see cref="OffPolicyEvaluator"/> and <see cref="PolicySearch"/> judge policies, and when they refuse to. Immutable; every default is
/// valid. A limit of 0 (or, for <see cref="UnsupportedShare"/>, of 1) switches its check off.
/// </summary>
public sealed record OffPolicyOptions
{
    /// <summary>Level of the intervals, from .5 to .9999. Default .95.</summary>
    public double Level { get; init => field = Guard.InRange(value, .5, .9999); } = .95;

    /// <summary>
    /// Lowest and highest reward that a round can have; what the intervals allow for beyond what was seen, so wider bounds are safer and
    /// dearer. Null (default): 0 and 1 where all rewards seen are from 0 to 1, else the lowest and the highest seen.
    /// </summary>
    /// <exception cref="ArgumentException">The lowest isn't below the highest, or one isn't finite.</exception>
    public (double Lowest, double Highest)? RewardBounds
    {
        get;
        init => field = value is not { } bounds || (double.IsFinite(bounds.Lowest) && double.IsFinite(bounds.Highest)
            && bounds.Lowest < bounds.Highest)
                ? value
                : throw new ArgumentException(
                    FormattableString.Invariant(
                        $"The bounds are {bounds.Lowest} and {bounds.Highest}; the lowest must be below the highest, both finite."),
                    nameof(value));
    }

    /// <summary>
    /// c of <see cref="OffPolicyEstimator.ClippedInversePropensity"/>, above 0; null (default): there is no such estimate.
    /// </summary>
    public double? LargestWeight { get; init => field = Guard.Positive(value); }

    /// <summary>
    /// τ of <see cref="OffPolicyEstimator.SwitchDoublyRobust"/>, at least 0 (0 is the direct method, infinity doubly robust); null
    /// (default): that of 0, .5, 1, 2, 5, 10, 20, 50, 100, 200, 500 and infinity with the least estimated mean squared error, the estimated
    /// variance and the square of the estimated bias (1 ÷ n) Σ (wᵢ − ŵᵢ)(rᵢ − q(xᵢ, aᵢ)) (Su et al. 2020, section 5; of equal ones the
    /// highest).
    /// </summary>
    public double? SwitchWeight { get; init => field = Guard.AtLeast(value, 0); }

    /// <summary>
    /// λ of <see cref="OffPolicyEstimator.ShrunkDoublyRobust"/>, at least 0 (0 is the direct method, infinity doubly robust); null
    /// (default): that of 0, 1, 5, 10, 50, 100, 500, 1,000, 5,000, 10,000, 100,000 and infinity with the least estimated mean squared
    /// error, as for <see cref="SwitchWeight"/>.
    /// </summary>
    public double? Shrinkage { get; init => field = Guard.AtLeast(value, 0); }

    /// <summary>Refuse below as many rounds, or clusters where the log has them, at least 0. Default 50.</summary>
    public int LeastRounds { get; init => field = Guard.AtLeast(value, 0); } = 50;

    /// <summary>Refuse below this effective sample size, at least 0. Default 100.</summary>
    public double LeastEffectiveSampleSize { get; init => field = Guard.Finite(Guard.AtLeast(value, 0)); } = 100;

    /// <summary>Refuse where the effective sample size is a smaller share of the rounds, from 0 to 1. Default .01.</summary>
    public double LeastEffectiveShare { get; init => field = Guard.InRange(value, 0, 1); } = .01;

    /// <summary>
    /// Refuse where more of the policy's probability than this falls on actions that the log never took (in that position, where it has
    /// positions), from 0 to 1. Default .05.
    /// </summary>
    public double UnsupportedShare { get; init => field = Guard.InRange(value, 0, 1); } = .05;

    /// <summary>
    /// Refuse where fewer rounds of a weight above 0 have another reward than the most frequent one, at least 0. Default 10.
    /// </summary>
    public int LeastRewarded { get; init => field = Guard.AtLeast(value, 0); } = 10;

    /// <summary>
    /// Chance that right propensities are taken for wrong, from 0 to .5. Default .001. The log is refused where the weights of an action
    /// don't add up to what the policy would give it.
    /// </summary>
    public double CalibrationLevel { get; init => field = Guard.InRange(value, 0, .5); } = .001;

    /// <summary>Threads at most, at least 1; null (default): one for each processor. Results don't depend on it.</summary>
    public int? Threads { get; init => field = Guard.AtLeast(value, 1); }

    /// <summary>The bounds of rewards, given or seen.</summary>
    internal (double Lowest, double Highest) BoundsFor(ReadOnlySpan<double> rewards)
    {
        (double lowest, double highest) = (double.MaxValue, double.MinValue);
        foreach (double reward in rewards) (lowest, highest) = (Math.Min(lowest, reward), Math.Max(highest, reward));
        if (RewardBounds is not { } bounds) return lowest >= 0 && highest <= 1 ? (0, 1) : (lowest, highest);
        return lowest >= bounds.Lowest && highest <= bounds.Highest
            ? bounds
            : throw new ArgumentException(
                FormattableString.Invariant(
                    $"Rewards are from {lowest} to {highest}, outside {nameof(RewardBounds)} {bounds.Lowest} and {bounds.Highest}."),
                nameof(rewards));
    }
}
