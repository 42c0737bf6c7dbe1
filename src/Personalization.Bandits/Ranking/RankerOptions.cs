namespace Personalization.Bandits;

/// <summary>Which rewards of a decision count, where several come.</summary>
public enum RewardRule
{
    /// <summary>The first; it is learned at once, with several slots when each has one.</summary>
    Earliest,

    /// <summary>The sum of all that come in time; it is learned when waiting is over.</summary>
    Sum,
}

/// <summary>How a <see cref="Ranker"/> waits, learns and begins. Immutable; every default is valid.</summary>
public sealed record RankerOptions
{
    /// <summary>Reward of a decision for which none comes in time, finite. Default 0.</summary>
    public double DefaultReward { get; init => field = Guard.Finite(value); }

    /// <summary>How long rewards are waited for, above 0: from seconds to weeks. Default 10 minutes.</summary>
    public TimeSpan WaitingTime
    {
        get;
        init => field = value > TimeSpan.Zero
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"WaitingTime is {value}; it must be above 0.");
    } = TimeSpan.FromMinutes(10);

    /// <summary>Which rewards count. Default <see cref="RewardRule.Earliest"/>.</summary>
    public RewardRule Rewards { get; init; }

    /// <summary>
    /// Begins as an apprentice: takes the shop's own rule (the first action) and learns from it, until it would decide like it often
    /// enough. Default false.
    /// </summary>
    public bool Apprentice { get; init; }

    /// <summary>Share of decisions in which an apprentice must have agreed with the shop's own rule, 0 to 1. Default .8.</summary>
    public double ApprenticeMatch { get; init => field = Guard.InRange(value, 0, 1); } = .8;

    /// <summary>Over how many of the last decisions that is counted, 1 to 100,000. Default 500.</summary>
    public int ApprenticeWindow { get; init => field = Guard.InRange(value, 1, 100_000); } = 500;

    /// <summary>
    /// Most decisions that wait at once, at least 1: beyond, the oldest gets the default reward before its time. Default 1,000,000.
    /// </summary>
    public int MaximumWaiting { get; init => field = Guard.AtLeast(value, 1); } = 1_000_000;

    /// <summary>Seed of the lots. Default 0.</summary>
    public ulong Seed { get; init; }
}
