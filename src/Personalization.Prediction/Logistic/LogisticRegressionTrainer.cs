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
    private static readonly double[] Penalties = [.1, 1, 10, 100, 1_000];

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
        double penalty = _options.Penalty ?? BestPenalty(data, progress, cancellationToken);
        (LogisticTerms terms, double[] coefficients, FitReport report) = FitTerms(data, penalty, progress, cancellationToken);
        ScoreCalibration calibration = Calibrate(data, penalty, cancellationToken);
        return new LogisticRegressionModel(
            data.Outcome, _options with { Penalty = penalty }, terms, coefficients, calibration, report with { Duration = watch.Elapsed });
    }

    IProbabilityModel IProbabilityTrainer.Fit(
        ProbabilityData data, IProgress<FitProgress>? progress, CancellationToken cancellationToken) =>
        Fit(data, progress, cancellationToken);

    /// <summary>What predicts best those who weren't learned from, by log loss; of equals the larger.</summary>
    private double BestPenalty(ProbabilityData data, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        (double best, double least) = (1, double.PositiveInfinity);
        for (int i = 0; i < Penalties.Length; i++)
        {
            if (HeldOutScores.Of(data, Fitting(Penalties[i], cancellationToken)) is not ({ } scores, { } happened)) return best;
            double[] probabilities = Array.ConvertAll(scores, ScoreCalibration.None.Apply);
            double loss = BinaryMetrics.LogLoss(probabilities, happened);
            if (loss <= least) (best, least) = (Penalties[i], loss);
            progress?.Report(new FitProgress("penalty", .8 * (i + 1) / Penalties.Length) { Objective = loss });
        }

        return best;
    }

    private ScoreCalibration Calibrate(ProbabilityData data, double penalty, CancellationToken cancellationToken) =>
        _options.Calibration != CalibrationKind.None
            && HeldOutScores.Of(data, Fitting(penalty, cancellationToken)) is ({ } scores, { } happened)
            ? ScoreCalibration.Fit(_options.Calibration, scores, happened)
            : ScoreCalibration.None;

    private Func<ProbabilityData, Func<CustomerTable, double[]>> Fitting(double penalty, CancellationToken cancellationToken) => part =>
    {
        (LogisticTerms terms, double[] coefficients, _) = FitTerms(part, penalty, null, cancellationToken);
        return table => LogisticRegressionModel.Scores(terms, coefficients, table, _options.Threads, cancellationToken);
    };

    private (LogisticTerms Terms, double[] Coefficients, FitReport Report) FitTerms(
        ProbabilityData data, double penalty, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        LogisticTerms terms = LogisticTerms.Fit(data, _options, cancellationToken);
        (double[] coefficients, List<double> objectives, StopReason reason) = new LogisticFit(terms, data, _options).Run(
            penalty,
            (step, loss) => progress?.Report(
                new FitProgress("logistic regression", null) { Count = step, Unit = "steps", Objective = loss }),
            cancellationToken);
        progress?.Report(new FitProgress("logistic regression", 1));
        return (terms, coefficients, new FitReport(objectives.Count, reason, objectives, TimeSpan.Zero));
    }
}
