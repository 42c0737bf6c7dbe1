using Personalization.Core;

namespace Personalization.Rfm;

/// <summary>Fits MBG/CNBD-k by maximum likelihood. Stateless.</summary>
/// <param name="options">How to search; null: the defaults.</param>
/// <param name="regularity">
/// k, 1 to 12. Null: k = 1, 2, … as long as the likelihood grows, for which the summary must know the times between purchases.
/// </param>
public sealed class MbgCnbdTrainer(LifetimeFitOptions? options = null, int? regularity = null)
{
    /// <summary>
    /// Fits the model: O(starts · iterations · customers who differ · k) for each k. A search that doesn't converge gives the best it
    /// found, and says so in <see cref="LifetimeModel.Fit"/>.
    /// </summary>
    /// <param name="summary">The customers.</param>
    /// <param name="progress">Told after each start.</param>
    /// <param name="cancellationToken">Stops between chunks of customers.</param>
    /// <exception cref="ArgumentException">
    /// The summary has no customers, or k is to be chosen and the times between purchases aren't known.
    /// </exception>
    public MbgCnbdModel Fit(
        LifetimeSummary summary, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        (FittedParameters fitted, int k) = CnbdSearch.Run(summary, options, regularity, 1, "MBG/CNBD", progress, cancellationToken);
        return new MbgCnbdModel(fitted, k);
    }
}
