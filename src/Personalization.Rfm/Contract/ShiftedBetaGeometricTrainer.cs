using Personalization.Core;

namespace Personalization.Rfm;

/// <summary>Fits the shifted beta-geometric model by maximum likelihood. Stateless.</summary>
/// <param name="options">How to search; null: the defaults.</param>
public sealed class ShiftedBetaGeometricTrainer(LifetimeFitOptions? options = null)
{
    /// <summary>
    /// Fits the model: O(starts · iterations · periods). A search that doesn't converge gives the best it found, and says so in
    /// <see cref="LifetimeModel.Fit"/>.
    /// </summary>
    /// <param name="summary">The customers.</param>
    /// <param name="progress">Told after each start.</param>
    /// <param name="cancellationToken">Stops between starts.</param>
    public ShiftedBetaGeometricModel Fit(
        ContractSummary summary, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        new(FittedParameters.Search(
            new ContractLikelihood(summary, hasShape: false), options, "shifted beta-geometric", progress, cancellationToken));
}
