using Personalization.Core;

namespace Personalization.MicrosoftML;

/// <summary>
/// How <see cref="FastTreeBoostedTreesTrainer"/> and <see cref="LightGbmBoostedTreesTrainer"/> fit. Immutable; every default is valid.
/// </summary>
public sealed record BoostedTreesOptions
{
    /// <summary>Most trees, 1 to 10,000. Default 200.</summary>
    public int Trees { get; init => field = Guard.InRange(value, 1, 10_000); } = 200;

    /// <summary>Most leaves of a tree, 2 to 1,024. Default 12.</summary>
    public int Leaves { get; init => field = Guard.InRange(value, 2, 1_024); } = 12;

    /// <summary>Fewest customers of a leaf, at least 1. Default 20.</summary>
    public int MinimumExamples { get; init => field = Guard.AtLeast(value, 1); } = 20;

    /// <summary>How much of each tree counts, above 0 to 1. Default 0.1.</summary>
    public double LearningRate { get; init => field = Guard.InRange(Guard.Positive(value), 0, 1); } = .1;

    /// <summary>Share of the features that each tree may use, drawn by the seed, above 0 to 1. Default 1: all.</summary>
    public double FeatureShare { get; init => field = Guard.InRange(Guard.Positive(value), 0, 1); } = 1;

    /// <summary>
    /// Keeps only as many trees as predict best those who weren't learned from, by log loss: the last slice, or five parts of the only one.
    /// Default true.
    /// </summary>
    public bool EarlyStopping { get; init; } = true;

    /// <summary>How scores become probabilities, by the same customers. Default <see cref="CalibrationKind.Platt"/>.</summary>
    public CalibrationKind Calibration { get; init; } = CalibrationKind.Platt;

    /// <summary>Seed of what is drawn; the same seed gives the same model. Default 0.</summary>
    public ulong Seed { get; init; }
}
