namespace Personalization.Numerics;

/// <summary>What the covariances of several Gaussian components in d dimensions may look like.</summary>
public enum CovarianceKind
{
    /// <summary>Each component has a covariance of its own, d(d + 1)/2 numbers: ellipsoids of any size and direction.</summary>
    Full,

    /// <summary>All components share one covariance.</summary>
    Tied,

    /// <summary>Each component has d variances of its own and no correlations: ellipsoids along the axes.</summary>
    Diagonal,

    /// <summary>Each component has one variance, the same in every direction: balls.</summary>
    Spherical,
}
