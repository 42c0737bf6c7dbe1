namespace Personalization.Clustering;

/// <summary>
/// How <see cref="DbscanTrainer"/> clusters. Immutable; every default is valid, but <see cref="Radius"/> depends on the scale of the
/// features.
/// </summary>
public sealed record DbscanOptions
{
    /// <summary>
    /// Largest Euclidean distance of neighbours, called ε or <c>eps</c> elsewhere, in the scale of the samples; positive and finite.
    /// Default .5, as in scikit-learn.
    /// </summary>
    public double Radius { get; init => field = Guard.Positive(value); } = .5;

    /// <summary>
    /// Rows within the radius, the row itself included, that make a row a core; at least 1. Default 5, as in scikit-learn.
    /// </summary>
    public int MinSamples { get; init => field = Guard.AtLeast(value, 1); } = 5;

    /// <summary>Most threads to use, at least 1; null: one for each processor. Changes the time, never the result. Default null.</summary>
    public int? Threads { get; init => field = Guard.AtLeast(value, 1); }
}
