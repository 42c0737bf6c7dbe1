namespace Personalization.Clustering;

/// <summary>A range that a cluster's deviation from the average must lie in.</summary>
/// <param name="Feature">Name of the feature, compared without regard to case; a cluster without it doesn't fit.</param>
/// <param name="AtLeast">Least deviation, in standard deviations. Default: none.</param>
/// <param name="AtMost">Largest deviation. Default: none.</param>
public sealed record ClusterNameCondition(
    string Feature, double AtLeast = double.NegativeInfinity, double AtMost = double.PositiveInfinity)
{
    /// <summary>Whether a cluster's deviation lies in the range.</summary>
    /// <param name="profile">The cluster.</param>
    public bool Fits(ClusterProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return profile.DeviationOf(Feature) is { } deviation && deviation >= AtLeast && deviation <= AtMost;
    }
}

/// <summary>A name for clusters that fit all conditions.</summary>
/// <param name="Name">The name.</param>
/// <param name="Conditions">What a cluster must fulfil; none: every cluster.</param>
public sealed record ClusterNameRule(string Name, params IReadOnlyList<ClusterNameCondition> Conditions)
{
    /// <summary>Whether a cluster fulfils all conditions.</summary>
    /// <param name="profile">The cluster.</param>
    public bool Fits(ClusterProfile profile) => Conditions.All(condition => condition.Fits(profile));
}
