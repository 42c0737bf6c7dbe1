using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>How <see cref="SizeConstrainedKMeansTrainer"/> clusters. Immutable; every default is valid.</summary>
public sealed record SizeConstrainedKMeansOptions
{
    /// <summary>Number of clusters, at least 1. Default 8.</summary>
    public int ClusterCount { get; init => field = Guard.AtLeast(value, 1); } = 8;

    /// <summary>Fewest training rows of a cluster, at least 0; ClusterCount times this may not exceed the rows. Default 1.</summary>
    public int MinSize { get; init => field = Guard.AtLeast(value, 0); } = 1;

    /// <summary>
    /// Most training rows of a cluster, at least 1 and <see cref="MinSize"/>; ClusterCount times this may not be below the rows; null: no
    /// bound. Default null.
    /// </summary>
    public int? MaxSize { get; init => field = Guard.AtLeast(value, 1); }

    /// <summary>
    /// Runs from different beginnings, of which the one of lowest inertia is kept (of equals the first); at least 1. Default 3.
    /// </summary>
    public int Starts { get; init => field = Guard.AtLeast(value, 1); } = 3;

    /// <summary>Most iterations of a run, at least 1. Default 100.</summary>
    public int MaxIterations { get; init => field = Guard.AtLeast(value, 1); } = 100;

    /// <summary>
    /// A run has converged when no row changes its cluster, or when the squared shifts of all centers sum to no more than this times the
    /// mean variance of the features; at least 0. Default 1e-4.
    /// </summary>
    public double Tolerance { get; init => field = Guard.InRange(value, 0, double.MaxValue); } = 1e-4;

    /// <summary>Seed of all randomness. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Most threads to use, at least 1; null: one for each processor. Changes the time, never the result. Default null.</summary>
    public int? Threads { get; init => field = Guard.AtLeast(value, 1); }

    /// <summary>
    /// Centers to begin at, <see cref="ClusterCount"/> × d, in the scale of the samples; then there is one run. Not stored in a model file.
    /// Default null.
    /// </summary>
    public MatrixView? InitialCenters { get; init; }

    /// <exception cref="ArgumentException">The sizes can't be met by so many rows; the message says by how many they could.</exception>
    internal void RequireFeasible(int rows)
    {
        if (MaxSize < MinSize)
            throw new ArgumentException($"MaxSize is {MaxSize}, below MinSize, which is {MinSize}.", nameof(rows));

        if ((long)ClusterCount * MinSize > rows)
        {
            throw new ArgumentException(
                $"{ClusterCount} clusters of at least {MinSize} rows need {(long)ClusterCount * MinSize}; there are {rows}. "
                    + $"Lower MinSize to {rows / ClusterCount} or take fewer clusters.",
                nameof(rows));
        }

        if (MaxSize is { } most && (long)ClusterCount * most < rows)
        {
            throw new ArgumentException(
                $"{ClusterCount} clusters of at most {most} rows hold {(long)ClusterCount * most}; there are {rows}. "
                    + $"Raise MaxSize to {((rows - 1) / ClusterCount) + 1} or take more clusters.",
                nameof(rows));
        }
    }
}
