using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// How k-means finds the nearest centers. Changes the time, never the result: all give the same labels and centers, bit for bit.
/// </summary>
public enum KMeansAlgorithm
{
    /// <summary>
    /// Begins with screening where that pays, else plainly, and uses bounds once so few rows change their cluster that these pay.
    /// </summary>
    Auto,

    /// <summary>
    /// Every row against every center in each iteration (Lloyd 1982): O(n · k · d) an iteration, no memory beside the labels.
    /// </summary>
    Lloyd,

    /// <summary>
    /// Two bounds a row, on the distances to its own center and to the nearest other (Hamerly 2010), and only rows whose bounds leave room
    /// for another center are looked at: 8 · n bytes.
    /// </summary>
    Hamerly,

    /// <summary>
    /// Every row against every center, first in 16-bit whole numbers, and again in single precision where these leave doubt
    /// (<see cref="ScreenedCenters"/>): 2 · n · d bytes. Up to <see cref="NearestCenters.LargestDifferenceDimension"/> features the same as
    /// <see cref="Lloyd"/>.
    /// </summary>
    Screened,
}

/// <summary>How <see cref="KMeansTrainer"/> clusters. Immutable; every default is valid.</summary>
public sealed record KMeansOptions
{
    /// <summary>Number of clusters, at least 1. Default 8.</summary>
    public int ClusterCount { get; init => field = Guard.AtLeast(value, 1); } = 8;

    /// <summary>
    /// Runs from different beginnings, of which the one of lowest inertia is kept (of equals the first); at least 1. Default 10.
    /// </summary>
    public int Starts { get; init => field = Guard.AtLeast(value, 1); } = 10;

    /// <summary>Most iterations of a run, at least 1. Default 300.</summary>
    public int MaxIterations { get; init => field = Guard.AtLeast(value, 1); } = 300;

    /// <summary>
    /// A run has converged when no row changes its cluster, or when the squared shifts of all centers sum to no more than this times the
    /// mean variance of the features (÷ n, weighted), as in scikit-learn; at least 0. Default 1e-4.
    /// </summary>
    public double Tolerance { get; init => field = Guard.InRange(value, 0, double.MaxValue); } = 1e-4;

    /// <summary>Seed of all randomness. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Most threads to use, at least 1; null: one for each processor. Changes the time, never the result. Default null.</summary>
    public int? Threads { get; init => field = Guard.AtLeast(value, 1); }

    /// <summary>
    /// How the nearest centers are found. Changes the time, never the result, and isn't stored in a model file. Default
    /// <see cref="KMeansAlgorithm.Auto"/>.
    /// </summary>
    public KMeansAlgorithm Algorithm { get; init; }

    /// <summary>Where runs begin. Default k-means++. Ignored where <see cref="InitialCenters"/> are given.</summary>
    public KMeansInitialization Initialization { get; init; }

    /// <summary>
    /// Centers to begin at, <see cref="ClusterCount"/> × d, in the scale of the samples; then there is one run. Not stored in a model file.
    /// Default null.
    /// </summary>
    public MatrixView? InitialCenters { get; init; }
}
