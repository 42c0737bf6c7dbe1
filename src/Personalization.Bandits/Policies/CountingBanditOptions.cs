namespace Personalization.Bandits;

/// <summary>What <see cref="BetaBandit"/> and <see cref="GaussianBandit"/> believe beforehand. Immutable; every default is valid.</summary>
public sealed record CountingBanditOptions
{
    /// <summary>Reward believed of an action that was never tried, finite. Default .5.</summary>
    public double PriorMean { get; init => field = Guard.Finite(value); } = .5;

    /// <summary>How many rewards that belief weighs as much as, above 0. Default 2: with mean .5 a uniform belief.</summary>
    public double PriorCount { get; init => field = Guard.Finite(Guard.Positive(value)); } = 2;

    /// <summary>Draws by which it is found how often each action is best, 1 to 10,000. Default 64.</summary>
    public int Draws { get; init => field = Guard.InRange(value, 1, 10_000); } = 64;

    /// <summary>Share of decisions that go to any action with equal chance, 0 to 1. Default .01.</summary>
    public double Floor { get; init => field = Guard.InRange(value, 0, 1); } = .01;

    /// <summary>Rewards after which half of what was learned has faded, above 0; null (default): nothing fades.</summary>
    public double? HalfLife { get; init => field = Guard.Finite(Guard.Positive(value)); }

    /// <summary>Most actions, 1 to 1,000,000; the one that was rewarded longest ago makes room. Default 10,000.</summary>
    public int MaximumActions { get; init => field = Guard.InRange(value, 1, 1_000_000); } = 10_000;
}
