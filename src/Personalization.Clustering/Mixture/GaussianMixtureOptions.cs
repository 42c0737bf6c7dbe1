using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>How <see cref="GaussianMixtureTrainer"/> clusters. Immutable; every default is valid.</summary>
public sealed record GaussianMixtureOptions
{
    /// <summary>Number of components, which are the clusters; at least 1. Default 8.</summary>
    public int ClusterCount { get; init => field = Guard.AtLeast(value, 1); } = 8;

    /// <summary>What the covariances look like. Default <see cref="CovarianceKind.Full"/>.</summary>
    public CovarianceKind Covariance { get; init; }

    /// <summary>
    /// Runs from different k-means clusterings, of which the most likely one is kept (of equals the first); at least 1. Default 1.
    /// </summary>
    public int Starts { get; init => field = Guard.AtLeast(value, 1); } = 1;

    /// <summary>Most iterations of a run, at least 1. Default 100.</summary>
    public int MaxIterations { get; init => field = Guard.AtLeast(value, 1); } = 100;

    /// <summary>
    /// A run has converged when the mean log-likelihood of a sample (nats) changes by less than this from one iteration to the next, as in
    /// scikit-learn; at least 0, and 0 runs all iterations. Default 1e-3.
    /// </summary>
    public double Tolerance { get; init => field = Guard.InRange(value, 0, double.MaxValue); } = 1e-3;

    /// <summary>
    /// Added to every variance, so that no component can shrink onto a single point; in squared units of the scaled features, at least 0.
    /// Default 1e-6. A component that stays singular nonetheless gets as much more as it needs;
    /// <see cref="GaussianMixtureModel.DegenerateComponents"/> says which.
    /// </summary>
    public double Regularization { get; init => field = Guard.InRange(value, 0, double.MaxValue); } = 1e-6;

    /// <summary>Seed of all randomness. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Most threads to use, at least 1; null: one for each processor. Changes the time, never the result. Default null.</summary>
    public int? Threads { get; init => field = Guard.AtLeast(value, 1); }

    /// <summary>
    /// Means to begin at, <see cref="ClusterCount"/> × d, in the scale of the samples: every sample first belongs to the nearest. Then
    /// there is one run. Not stored in a model file. Default null: k-means gives the beginning.
    /// </summary>
    public MatrixView? InitialMeans { get; init; }
}
