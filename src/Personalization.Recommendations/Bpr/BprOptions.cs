using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>How <see cref="BprTrainer"/> learns. Immutable; every default is valid.</summary>
public sealed record BprOptions
{
    /// <summary>Factors of a customer or item, 1 to 2,048; an item has a bias beside them. Default 64.</summary>
    public int Factors { get; init => field = Guard.InRange(value, 1, AlsOptions.MostFactors); } = 64;

    /// <summary>
    /// Epochs, at least 1: in each every interaction is compared with an item that the customer doesn't have. Default 30.
    /// </summary>
    public int Epochs { get; init => field = Guard.AtLeast(value, 1); } = 30;

    /// <summary>Length of a step, above 0 and at most 1. Default .05.</summary>
    public double LearningRate { get; init => field = Guard.InRange(Guard.Positive(value), 0, 1); } = .05;

    /// <summary>λ of factors and biases, 0 to 1. Default .005.</summary>
    public double Regularization { get; init => field = Guard.InRange(value, 0, 1); } = .005;

    /// <summary>What counts as an interaction where a log is fitted; its values don't matter. Default: purchases.</summary>
    public InteractionOptions Interactions
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    } = InteractionOptions.Purchases;

    /// <summary>Seed of the factors at the start and of the items compared with. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Most threads that a fit uses, at least 1; null (default) for one a processor. The model doesn't depend on it.</summary>
    public int? Threads { get; init => field = Guard.AtLeast(value, 1); }
}
