using Personalization.Core;

namespace Personalization.Rfm;

/// <summary>Fits BG/NBD or Pareto/NBD with covariates by maximum likelihood. Stateless.</summary>
/// <param name="family">Which model.</param>
/// <param name="options">How to search; null: the defaults.</param>
public sealed class LifetimeCovariateTrainer(LifetimeFamily family = LifetimeFamily.BgNbd, LifetimeFitOptions? options = null)
{
    /// <summary>
    /// Fits the model: O(starts · iterations · customers who differ). A search that doesn't converge gives the best it found, and says so
    /// in <see cref="LifetimeModel.Fit"/>.
    /// </summary>
    /// <param name="summary">The customers.</param>
    /// <param name="covariates">What else is known of them, row by row.</param>
    /// <param name="progress">Told after each start.</param>
    /// <param name="cancellationToken">Stops between chunks of customers.</param>
    /// <exception cref="ArgumentException">There are no customers, or not as many rows of covariates.</exception>
    public LifetimeCovariateModel Fit(
        LifetimeSummary summary, LifetimeCovariates covariates, IProgress<FitProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(summary);
        ArgumentNullException.ThrowIfNull(covariates);
        if (summary.Count == 0)
            throw new ArgumentException("The summary has no customers; a lifetime model needs at least one who bought.", nameof(summary));
        if (covariates.Customers != summary.Count)
        {
            throw new ArgumentException(
                $"There are covariates of {covariates.Customers} customers and {summary.Count} customers in the summary.",
                nameof(covariates));
        }

        CovariateLikelihood likelihood = new(family, summary, covariates);
        FittedParameters fitted = FittedParameters.Search(likelihood, options, "lifetime covariates", progress, cancellationToken);
        return new LifetimeCovariateModel(family, covariates.Names, fitted);
    }
}
