using Personalization.Core;

namespace Personalization.Bandits;

/// <summary>How a <see cref="LinearBandit"/> learns and chooses. Immutable; every default is valid.</summary>
public sealed record LinearBanditOptions
{
    /// <summary>How trying is weighed against taking the best. Default <see cref="BanditExploration.Thompson"/>.</summary>
    public BanditExploration Exploration { get; init; } = BanditExploration.Thompson;

    /// <summary>
    /// Whether all actions share one model, which knows an action by its features alone: right where actions come and go and features of
    /// the action times the context are given. Default false: a model for each action's id.
    /// </summary>
    public bool Shared { get; init; }

    /// <summary>ε of <see cref="BanditExploration.EpsilonGreedy"/>, 0 to 1. Default .1.</summary>
    public double Epsilon { get; init => field = Guard.InRange(value, 0, 1); } = .1;

    /// <summary>α of <see cref="BanditExploration.UpperConfidence"/>, above 0, in rewards. Default .5.</summary>
    public double Alpha { get; init => field = Guard.Finite(Guard.Positive(value)); } = .5;

    /// <summary>Temperature of <see cref="BanditExploration.Softmax"/>, above 0, in rewards. Default .05.</summary>
    public double Temperature { get; init => field = Guard.Finite(Guard.Positive(value)); } = .05;

    /// <summary>
    /// Of <see cref="BanditExploration.SquareCb"/>, above 0: γ is this times the square root of the rewards learned. Default 10.
    /// </summary>
    public double Gamma { get; init => field = Guard.Finite(Guard.Positive(value)); } = 10;

    /// <summary>
    /// Draws by which <see cref="BanditExploration.Thompson"/> finds how often each action is best, 1 to 10,000. Default 64.
    /// </summary>
    public int Draws { get; init => field = Guard.InRange(value, 1, 10_000); } = 64;

    /// <summary>
    /// Share of decisions that go to any action with equal chance, whatever the rest does, 0 to 1: without it, what is never tried can't be
    /// judged from the log later. Default .01.
    /// </summary>
    public double Floor { get; init => field = Guard.InRange(value, 0, 1); } = .01;

    /// <summary>
    /// How much a feature is believed to change the reward before anything is learned, a standard deviation in units of the noise, above 0.
    /// Default 1 (a ridge penalty of 1).
    /// </summary>
    public double PriorDeviation { get; init => field = Guard.Finite(Guard.Positive(value)); } = 1;

    /// <summary>
    /// Rewards after which half of what was learned has faded, above 0; null (default): nothing fades. For worlds that change.
    /// </summary>
    public double? HalfLife { get; init => field = Guard.Finite(Guard.Positive(value)); }

    /// <summary>
    /// Most features of an action and its context together that are told apart, 1 to 2,048; names beyond that share places. Memory is the
    /// square of those met, for each model. Default 256.
    /// </summary>
    public int MaximumFeatures { get; init => field = Guard.InRange(value, 1, 2_048); } = 256;

    /// <summary>
    /// Most actions that have a model of their own, 1 to 1,000,000; the one that was chosen longest ago makes room. Default 10,000.
    /// </summary>
    public int MaximumActions { get; init => field = Guard.InRange(value, 1, 1_000_000); } = 10_000;
}
