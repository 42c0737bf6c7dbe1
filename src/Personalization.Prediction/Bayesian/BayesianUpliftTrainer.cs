using System.Diagnostics;
using Personalization.Core;

namespace Personalization.Prediction;

/// <summary>
/// Learns what treatments change for whom from few outcomes, and how sure that is: a logistic regression whose coefficients are believed
/// to be small until many customers say otherwise, with an effect of each customer's own. What is rare (purchases in a week) and what keeps
/// being decided anew is its place; a large trial is better left to <see cref="UpliftTrainer"/>. Stateless and thread-safe.
/// </summary>
/// <remarks>
/// log-odds = β₀·x + a + βₜ·x with x the terms and a constant, a ~ N(0, σ²) the customer's own, βₜ of treatment t (0 without), every
/// coefficient with a normal prior; found by maximum a posteriori, errors by Laplace's approximation (Gelman et al. 2013, Bayesian Data
/// Analysis, chapters 4 and 13).
/// </remarks>
/// <param name="options">What is believed beforehand; null: the defaults.</param>
public sealed class BayesianUpliftTrainer(BayesianUpliftOptions? options = null)
{
    private readonly BayesianUpliftOptions _options = options ?? new BayesianUpliftOptions();

    /// <summary>
    /// Fits the model: O(steps · (decisions · terms² + customers · (treatments · terms)²)). Columns are encoded as the last slice's
    /// customers are.
    /// </summary>
    /// <param name="data">Who was given what, and what came of it, 0 or 1; a customer may be in many slices.</param>
    /// <param name="progress">Told of each Newton step.</param>
    /// <param name="cancellationToken">Stops between chunks of customers.</param>
    /// <exception cref="ArgumentException">
    /// An outcome is neither 0 nor 1, a column lacks, or a cell is missing that nothing stands for.
    /// </exception>
    public BayesianUpliftModel Fit(
        UpliftData data, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (!data.IsBinary)
        {
            throw new ArgumentException(
                "An outcome is neither 0 nor 1. Say whether it happened, or learn amounts by UpliftTrainer.", nameof(data));
        }

        Stopwatch watch = Stopwatch.StartNew();
        RegressionTerms terms = RegressionTerms.Fit(
            data.Columns, [.. data.Slices.Select(slice => slice.Customers)], (0, _options.Log1P), _options.Threads, cancellationToken);
        BayesianRows rows = new(terms, data);
        (double[] coefficients, double[] own, double[] covariances, List<double> objectives, StopReason reason) =
            new BayesianUpliftFit(terms, rows, _options).Run(progress, cancellationToken);
        progress?.Report(new FitProgress("bayesian uplift", 1));
        return new BayesianUpliftModel(
            data.Outcome, data.Treatments, terms, coefficients, covariances, (rows.Customers, own),
            new FitReport(objectives.Count, reason, objectives, watch.Elapsed));
    }
}
