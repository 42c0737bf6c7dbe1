using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>What decides between mixtures.</summary>
public enum InformationCriterion
{
    /// <summary>
    /// Bayesian information criterion: a parameter must earn ½ ln n of log-likelihood. Finds the true mixture as n grows.
    /// </summary>
    Bayesian,

    /// <summary>
    /// Akaike's information criterion: a parameter must earn 1. Takes more components; best where the density matters and not its pieces.
    /// </summary>
    Akaike,
}

/// <summary>What <see cref="GaussianMixtureSelector"/> tries. Immutable; every default is valid.</summary>
public sealed record GaussianMixtureSelectorOptions
{
    /// <summary>Fewest components to try, at least 1. Default 1.</summary>
    public int MinClusters { get; init => field = Guard.AtLeast(value, 1); } = 1;

    /// <summary>Most components to try, at least <see cref="MinClusters"/>. Default 10. Never more than there are distinct rows.</summary>
    public int MaxClusters { get; init => field = Guard.AtLeast(value, 1); } = 10;

    /// <summary>Kinds of covariance to try, at least one. Default all four.</summary>
    public IReadOnlyList<CovarianceKind> Covariances { get; init => field = Guard.NotEmpty(value); } =
        [CovarianceKind.Full, CovarianceKind.Tied, CovarianceKind.Diagonal, CovarianceKind.Spherical];

    /// <summary>How to fit; its number of clusters and kind of covariance are ignored, its initial means must be null.</summary>
    public GaussianMixtureOptions Mixture { get; init; } = new();

    /// <summary>What decides. Default <see cref="InformationCriterion.Bayesian"/>.</summary>
    public InformationCriterion Criterion { get; init; }

    internal static GaussianMixtureSelectorOptions Validated(GaussianMixtureSelectorOptions options)
    {
        if (options.MaxClusters < options.MinClusters)
            throw new ArgumentException(
                $"MaxClusters is {options.MaxClusters}; it must be at least MinClusters, {options.MinClusters}.", nameof(options));

        return options.Mixture.InitialMeans is null
            ? options
            : throw new ArgumentException(
                "Initial means fit one number of components only; leave them null to try several.", nameof(options));
    }
}
