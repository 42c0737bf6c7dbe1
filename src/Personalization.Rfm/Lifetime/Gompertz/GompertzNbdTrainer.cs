using Personalization.Core;

namespace Personalization.Rfm;

/// <summary>Fits Gompertz/Gamma NBD by maximum likelihood. Stateless.</summary>
/// <param name="options">How to search; null: the defaults.</param>
public sealed class GompertzNbdTrainer(LifetimeFitOptions? options = null)
{
    /// <summary>
    /// Fits the model: O(starts · iterations · customers who differ). A search that doesn't converge gives the best it found, and says so
    /// in <see cref="LifetimeModel.Fit"/>.
    /// </summary>
    /// <param name="summary">The customers.</param>
    /// <param name="progress">Told after each start.</param>
    /// <param name="cancellationToken">Stops between chunks of customers.</param>
    /// <exception cref="ArgumentException">The summary has no customers.</exception>
    public GompertzNbdModel Fit(
        LifetimeSummary summary, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        new(FittedParameters.Search(
            new GompertzLikelihood(LifetimeCells.From(summary)), options, "Gompertz/Gamma NBD", progress, cancellationToken));
}
