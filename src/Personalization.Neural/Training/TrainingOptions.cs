namespace Personalization.Neural;

/// <summary>How <see cref="TrainingLoop"/> trains. Immutable; every default is valid.</summary>
public sealed record TrainingOptions
{
    /// <summary>Passes over the examples at most, at least 1. Default 20.</summary>
    public int MaxEpochs { get; init => field = Guard.AtLeast(value, 1); } = 20;

    /// <summary>Examples of a step, at least 1. Default 256.</summary>
    public int BatchSize { get; init => field = Guard.AtLeast(value, 1); } = 256;

    /// <summary>The learning rate of each step.</summary>
    public LearningRateSchedule LearningRate { get; init; } = new();

    /// <summary>How AdamW steps; null: plain stochastic gradient descent.</summary>
    public AdamWOptions? AdamW { get; init; } = new();

    /// <summary>Longest gradient of a step, above 0; a longer one is scaled down. Default infinite: never.</summary>
    public double ClipNorm { get; init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(ClipNorm), value, $"ClipNorm is {value}; it must be above 0."); } = double.PositiveInfinity;

    /// <summary>Epochs without a better validation figure after which training stops, and the best weights are kept; at least 1. Default 3.</summary>
    public int Patience { get; init => field = Guard.AtLeast(value, 1); } = 3;

    /// <summary>Threads at most, at least 1; the outcome doesn't depend on it. Default null: one for each processor.</summary>
    public int? Threads { get; init => field = value is { } threads ? Guard.AtLeast(threads, 1) : null; }

    /// <summary>File to go on from where it exists, and to save to while training; null (default): none. It is deleted when training ends.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>Time between checkpoints, at least 0 (after every step). Default 30 seconds.</summary>
    public TimeSpan CheckpointInterval { get; init => field = value >= TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(CheckpointInterval), value, "CheckpointInterval must be at least 0."); } = TimeSpan.FromSeconds(30);
}
