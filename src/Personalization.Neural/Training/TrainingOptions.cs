using System.Globalization;

namespace Personalization.Neural;

/// <summary>How <see cref="TrainingLoop"/> trains. Immutable; every default is valid.</summary>
public sealed record TrainingOptions
{
    /// <summary>Passes over the examples at most, at least 1. Default 20.</summary>
    public int MaxEpochs { get; init => field = Guard.AtLeast(value, 1); } = 20;

    /// <summary>Examples of a step, at least 1. Default 256.</summary>
    public int BatchSize { get; init => field = Guard.AtLeast(value, 1); } = 256;

    /// <summary>The learning rate of each step. Default .001 throughout.</summary>
    public LearningRateSchedule LearningRate { get; init; } = new();

    /// <summary>How AdamW steps; null: plain stochastic gradient descent. Default: its own defaults.</summary>
    public AdamWOptions? AdamW { get; init; } = new();

    /// <summary>Longest gradient of a step, above 0; a longer one is scaled down. Null (default): none is.</summary>
    public double? ClipNorm { get; init => field = Guard.Positive(value); }

    /// <summary>
    /// Epochs without a better validation figure after which training stops, and the best weights are kept; at least 1. Default 3.
    /// </summary>
    public int Patience { get; init => field = Guard.AtLeast(value, 1); } = 3;

    /// <summary>Threads at most, at least 1; the outcome doesn't depend on it. Default null: one for each processor.</summary>
    public int? Threads { get; init => field = Guard.AtLeast(value, 1); }

    /// <summary>
    /// File to go on from where it exists, and to save to while training; null (default): none. It is deleted when training ends.
    /// </summary>
    public string? Checkpoint { get; init; }

    /// <summary>Time between checkpoints, at least 0 (after every step). Default 30 seconds.</summary>
    public TimeSpan CheckpointInterval
    {
        get;
        init => field = value >= TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(
            nameof(value), value, $"{nameof(CheckpointInterval)} is {value}; it must be at least 0.");
    } = TimeSpan.FromSeconds(30);

    /// <summary>What a checkpoint must agree with: the task, its examples, and these options.</summary>
    internal string Fingerprint(string task, int examples) =>
        $"{task}, {FormattableString.Invariant($"{examples} examples")}, {Describe()}";

    /// <summary>All that the outcome depends on, in one line and in any culture the same.</summary>
    internal string Describe()
    {
        string optimizer = AdamW is { } adam
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"AdamW (betas {adam.Beta1} and {adam.Beta2}, epsilon {adam.Epsilon}, weight decay {adam.WeightDecay})")
            : "gradient descent";
        string clipped = ClipNorm is { } norm ? string.Create(CultureInfo.InvariantCulture, $"clipped at {norm}") : "not clipped";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"at most {MaxEpochs} epochs, patience {Patience}, batches of {BatchSize}, learning rate {LearningRate.Rate} (warm-up "
            + $"{LearningRate.WarmUp}, then {LearningRate.Decay}), {optimizer}, {clipped}");
    }
}
