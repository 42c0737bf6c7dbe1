using System.Diagnostics;
using Personalization.Core;

namespace Personalization.Prediction;

/// <summary>
/// Fits a linear regression of amounts with splines and a ridge penalty: every number may act along a curve, each customer's value is a sum
/// that can be told column by column, and each has its standard error. Stateless and thread-safe.
/// </summary>
/// <param name="options">How; null: the defaults.</param>
public sealed class LinearRegressionTrainer(LinearRegressionOptions? options = null)
{
    private static readonly double[] Penalties = [1e6, 1e5, 1e4, 1e3, 100, 10, 1];
    private static readonly int[] KnotCounts = [0, 4];

    private readonly LinearRegressionOptions _options = options ?? new LinearRegressionOptions();

    /// <summary>Fits the model: O(customers · terms² + terms³). Columns are encoded as the last slice's customers are.</summary>
    /// <param name="data">The customers and their amounts.</param>
    /// <param name="progress">Told when it is done.</param>
    /// <param name="cancellationToken">Stops between chunks of customers.</param>
    /// <exception cref="ArgumentException">A column lacks, or a cell is missing that nothing stands for.</exception>
    public LinearRegressionModel Fit(
        RegressionData data, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        Stopwatch watch = Stopwatch.StartNew();
        CustomerTable[] tables = [.. data.Slices.Select(slice => slice.Customers)];
        (LinearFit Fit, RegressionTerms Terms, LinearSolution Solution, LinearRegressionOptions Options)? best = null;
        foreach (int knots in _options.Knots is { } own ? [own] : KnotCounts)
        {
            RegressionTerms terms = RegressionTerms.Fit(data.Columns, tables, (knots, _options.Log1P), _options.Threads, cancellationToken);
            LinearFit fit = new(terms, data, _options.Threads, cancellationToken);
            foreach (double penalty in _options.Penalty is { } given ? [given] : Penalties)
            {
                LinearSolution solution = fit.Solve(penalty);
                if (best is { } known && solution.CrossValidation >= known.Solution.CrossValidation) continue;
                best = (fit, terms, solution, _options with { Knots = knots, Penalty = penalty });
            }
        }

        (LinearFit chosen, RegressionTerms chosenTerms, LinearSolution found, LinearRegressionOptions used) = best!.Value;
        progress?.Report(new FitProgress("linear regression", 1) { Objective = found.MeanSquaredError });
        return new LinearRegressionModel(
            data.Outcome, used, chosenTerms, found.Coefficients, chosen.Covariance(found, cancellationToken),
            FitReport.ClosedForm(watch.Elapsed));
    }
}
