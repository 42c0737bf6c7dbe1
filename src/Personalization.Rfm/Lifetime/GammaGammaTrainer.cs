using Personalization.Core;

namespace Personalization.Rfm;

/// <summary>
/// Fits Gamma-Gamma by maximum likelihood. Stateless. Customers without a repeat purchase, or whose mean amount isn't above 0, are passed
/// over.
/// </summary>
/// <param name="options">How to search; null: the defaults.</param>
public sealed class GammaGammaTrainer(LifetimeFitOptions? options = null)
{
    /// <summary>
    /// Fits the model: O(starts · iterations · customers who differ). A search that doesn't converge gives the best it found, and says so
    /// in <see cref="LifetimeModel.Fit"/>.
    /// </summary>
    /// <param name="summary">The customers.</param>
    /// <param name="progress">Told after each start.</param>
    /// <param name="cancellationToken">Stops between chunks of customers.</param>
    /// <exception cref="ArgumentException">Nobody has a repeat purchase of an amount above 0.</exception>
    public GammaGammaModel Fit(
        LifetimeSummary summary, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        new(FittedParameters.Search(GammaGammaLikelihood.From(summary), options, "Gamma-Gamma", progress, cancellationToken));
}
