namespace Personalization.Clustering;

/// <summary>
/// How <see cref="AgglomerativeTrainer"/> clusters, and where its model cuts the tree: by <see cref="ClusterCount"/> or by
/// <see cref="CutHeight"/>; with neither, at the widest gap between heights. Immutable; every default is valid. There is no seed: nothing
/// is random.
/// </summary>
public sealed record AgglomerativeOptions
{
    /// <summary>How far clusters lie from each other. Default Ward.</summary>
    public Linkage Linkage
    {
        get;
        init => field = Enum.IsDefined(value)
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(value), value, $"Linkage is {value}; it must be one of {string.Join(", ", Enum.GetNames<Linkage>())}.");
    }

    /// <summary>How far rows lie from each other. Default Euclidean; Gower for numbers and categories together.</summary>
    public SampleDistance Distance
    {
        get;
        init => field = Enum.IsDefined(value)
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(value), value,
                $"Distance is {value}; it must be one of {string.Join(", ", Enum.GetNames<SampleDistance>())}.");
    }

    /// <summary>
    /// Names of the features that are categories, for Gower's distance: equal numbers are equal levels, a raw number below 0 is a missing
    /// one. Default null: columns of a table that are encoded as places of levels, as <see cref="MixedFeatures.From"/> makes them.
    /// </summary>
    public IReadOnlyList<string>? Categories { get; init; }

    /// <summary>
    /// Number of clusters, at least 1 and at most the number of distinct rows; null: by height or by the widest gap. Default null.
    /// </summary>
    public int? ClusterCount { get; init => field = Guard.AtLeast(value, 1); }

    /// <summary>
    /// Merges of at most this height are made, so rows of a cluster are at most so far from each other as the linkage measures it; at least
    /// 0; null: by count or by the widest gap. Ignored where <see cref="ClusterCount"/> is given. Default null.
    /// </summary>
    public double? CutHeight { get; init => field = Guard.InRange(value, 0, double.MaxValue); }

    /// <summary>
    /// Most bytes of the matrix of n(n − 1)/2 single-precision distances that average and complete linkage need, at least 0. A fit that
    /// needs more is refused before anything is allocated. Default 4 GiB: 46,341 rows.
    /// </summary>
    public long MaximumMatrixBytes { get; init => field = Guard.AtLeast(value, 0); } = 4L << 30;

    /// <summary>Most threads to use, at least 1; null: one for each processor. Changes the time, never the result. Default null.</summary>
    public int? Threads { get; init => field = Guard.AtLeast(value, 1); }
}
