using System.Diagnostics;
using Personalization.Core;

namespace Personalization.Prediction;

/// <summary>
/// Fits a logistic regression with splines: every number may act along a curve, and each customer's score is a sum that can be told column
/// by column. Stateless and thread-safe.
/// </summary>
/// <param name="options">How; null: the defaults.</param>
public sealed class LogisticRegressionTrainer(LogisticRegressionOptions? options = null) : IProbabilityTrainer
{
    private static readonly double[] Penalties = [1_000, 100, 10, 1, .1];
    private static readonly int[] KnotCounts = [0, 4];

    private readonly LogisticRegressionOptions _options = options ?? new LogisticRegressionOptions();

    /// <inheritdoc />
    public string Name => "logistic";

    /// <summary>Fits the model: O(steps · customers · terms²). Columns are encoded as the last slice's customers are.</summary>
    /// <param name="data">The customers, slice by slice in the order of time.</param>
    /// <param name="progress">Told of each penalty that is tried, and of each Newton step.</param>
    /// <param name="cancellationToken">Stops between chunks of customers.</param>
    /// <exception cref="ArgumentException">
    /// It happened to nobody or to everybody, a column lacks, or a cell is missing that nothing stands for.
    /// </exception>
    public LogisticRegressionModel Fit(
        ProbabilityData data, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ProbabilityData.RequireBoth(data);
        Stopwatch watch = Stopwatch.StartNew();
        LogisticRegressionOptions chosen = Choose(data, progress, cancellationToken);
        (RegressionTerms terms, double[] coefficients, FitReport report) = FitTerms(data, chosen, progress, cancellationToken);
        ScoreCalibration calibration = Calibrate(data, chosen, cancellationToken);
        return new LogisticRegressionModel(
            data.Outcome, chosen, terms, coefficients, calibration, report with { Duration = watch.Elapsed });
    }

    IProbabilityModel IProbabilityTrainer.Fit(
        ProbabilityData data, IProgress<FitProgress>? progress, CancellationToken cancellationToken) =>
        Fit(data, progress, cancellationToken);

    /// <summary>
    /// What predicts best those who weren't learned from, by log loss; of equals the straight line, and the larger penalty.
    /// </summary>
    private LogisticRegressionOptions Choose(
        ProbabilityData data, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        LogisticRegressionOptions[] candidates =
        [
            .. from knots in _options.Knots is { } own ? [own] : KnotCounts
               from penalty in _options.Penalty is { } given ? [given] : Penalties
               select _options with { Knots = knots, Penalty = penalty },
        ];
        (LogisticRegressionOptions best, double least) = (candidates[0] with { Penalty = _options.Penalty ?? 1 }, double.PositiveInfinity);
        for (int i = 0; i < candidates.Length && candidates.Length > 1; i++)
        {
            if (HeldOutScores.Of(data, Fitting(candidates[i], cancellationToken)) is not ({ } scores, { } happened)) return best;
            double[] probabilities = Array.ConvertAll(scores, ScoreCalibration.None.Apply);
            double loss = BinaryMetrics.LogLoss(probabilities, happened);
            if (loss < least) (best, least) = (candidates[i], loss);
            progress?.Report(new FitProgress("options", .8 * (i + 1) / candidates.Length) { Objective = loss });
        }

        return best;
    }

    private ScoreCalibration Calibrate(
        ProbabilityData data, LogisticRegressionOptions chosen, CancellationToken cancellationToken) =>
        _options.Calibration != CalibrationKind.None
            && HeldOutScores.Of(data, Fitting(chosen, cancellationToken)) is ({ } scores, { } happened)
            ? ScoreCalibration.Fit(_options.Calibration, scores, happened)
            : ScoreCalibration.None;

    private Func<ProbabilityData, Func<CustomerTable, double[]>> Fitting(
        LogisticRegressionOptions chosen, CancellationToken cancellationToken) => part =>
    {
        (RegressionTerms terms, double[] coefficients, _) = FitTerms(part, chosen, null, cancellationToken);
        return table => LogisticRegressionModel.Scores(terms, coefficients, table, _options.Threads, cancellationToken);
    };

    private (RegressionTerms Terms, double[] Coefficients, FitReport Report) FitTerms(
        ProbabilityData data, LogisticRegressionOptions chosen, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        RegressionTerms terms = RegressionTerms.Fit(
            data.Columns, [.. data.Slices.Select(slice => slice.Customers)], (chosen.Knots ?? 0, chosen.Log1P), chosen.Threads,
            cancellationToken);
        (double[] coefficients, List<double> objectives, StopReason reason) = new LogisticFit(terms, data, chosen).Run(
            chosen.Penalty ?? 1,
            (step, loss) => progress?.Report(
                new FitProgress("logistic regression", null) { Count = step, Unit = "steps", Objective = loss }),
            cancellationToken);
        progress?.Report(new FitProgress("logistic regression", 1));
        return (terms, coefficients, new FitReport(objectives.Count, reason, objectives, TimeSpan.Zero));
    }
}
