namespace Personalization.Clustering;

/// <summary>When <see cref="DriftMonitor"/> raises an alarm. Immutable; every default is valid.</summary>
public sealed record DriftOptions
{
    /// <summary>Bins of each feature, cut at quantiles of the training data; at least 2, at most 1,000. Default 10.</summary>
    public int BinCount { get; init => field = Guard.InRange(value, 2, 1_000); } = 10;

    /// <summary>Population stability index from which a feature has moved; above 0. Default .1.</summary>
    public double ModerateIndex { get; init => field = Guard.Positive(value); } = .1;

    /// <summary>Index from which it is time to retrain; above 0, at least <see cref="ModerateIndex"/>. Default .25.</summary>
    public double MajorIndex { get; init => field = Guard.Positive(value); } = .25;

    internal static DriftOptions Validated(DriftOptions options) => options.MajorIndex >= options.ModerateIndex
        ? options
        : throw new ArgumentException(
            $"MajorIndex is {options.MajorIndex}; it must be at least ModerateIndex, {options.ModerateIndex}.", nameof(options));
}
