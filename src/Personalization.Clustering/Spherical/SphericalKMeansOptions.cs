using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>How <see cref="SphericalKMeansTrainer"/> clusters. Immutable; every default is valid.</summary>
public sealed record SphericalKMeansOptions
{
    /// <summary>Number of clusters, at least 1. Default 8.</summary>
    public int ClusterCount { get; init => field = Guard.AtLeast(value, 1); } = 8;

    /// <summary>
    /// Runs from different beginnings, of which the one of highest mean cosine is kept (of equals the first); at least 1. Default 10.
    /// </summary>
    public int Starts { get; init => field = Guard.AtLeast(value, 1); } = 10;

    /// <summary>Most iterations of a run, at least 1. Default 300.</summary>
    public int MaxIterations { get; init => field = Guard.AtLeast(value, 1); } = 300;

    /// <summary>
    /// A run has converged when no row changes its cluster, or when the squared shifts of all centers sum to no more than this times the
    /// mean variance of the features of the unit rows (÷ n, weighted); at least 0. Default 1e-4.
    /// </summary>
    public double Tolerance { get; init => field = Guard.InRange(value, 0, double.MaxValue); } = 1e-4;

    /// <summary>Seed of all randomness. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Most threads to use, at least 1; null: one for each processor. Changes the time, never the result. Default null.</summary>
    public int? Threads { get; init => field = Guard.AtLeast(value, 1); }

    /// <summary>
    /// Directions to begin at, <see cref="ClusterCount"/> × d, in the scale of the samples, of any length but 0; then there is one run. Not
    /// stored in a model file. Default null: k-means++ on the sphere.
    /// </summary>
    public MatrixView? InitialCenters { get; init; }
}
