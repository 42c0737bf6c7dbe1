namespace Personalization.Clustering;

/// <summary>How <see cref="KPrototypesTrainer"/> clusters. Immutable; every default is valid.</summary>
public sealed record KPrototypesOptions
{
    /// <summary>Number of clusters, at least 1. Default 8.</summary>
    public int ClusterCount { get; init => field = Guard.AtLeast(value, 1); } = 8;

    /// <summary>
    /// Names of the features that are categories: equal numbers are equal levels, a raw number below 0 is a missing one. Default null:
    /// columns of a table that are encoded as places of levels (ordinal), as <see cref="MixedFeatures.From"/> makes them; of a matrix none.
    /// </summary>
    public IReadOnlyList<string>? Categories { get; init; }

    /// <summary>
    /// What two different levels weigh against the squared standard deviation of a number; at least 0. Default null: the mean variance of
    /// the scaled numbers ÷ the mean of 1 − Σ p² of the categories (Szepannek 2018), so that a number and a category weigh alike; 1 where
    /// there are only categories, or none.
    /// </summary>
    public double? Gamma { get; init => field = value is { } gamma ? Guard.InRange(gamma, 0, 1e6) : null; }

    /// <summary>
    /// Runs from different beginnings, of which the one of lowest objective is kept (of equals the first); at least 1. Default 10.
    /// </summary>
    public int Starts { get; init => field = Guard.AtLeast(value, 1); } = 10;

    /// <summary>Most iterations of a run, at least 1. Default 100.</summary>
    public int MaxIterations { get; init => field = Guard.AtLeast(value, 1); } = 100;

    /// <summary>Seed of all randomness. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Most threads to use, at least 1; null: one for each processor. Changes the time, never the result. Default null.</summary>
    public int? Threads { get; init => field = Guard.AtLeast(value, 1); }
}
