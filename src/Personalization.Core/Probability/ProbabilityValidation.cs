namespace Personalization.Core;

/// <summary>
/// How good a model of probability is on customers that came after those it learned from. Immutable.
/// </summary>
/// <param name="Model">Short name of the kind of model.</param>
/// <param name="Outcome">What the probability is of.</param>
/// <param name="Probabilities">Predicted, customer by customer of the last slice.</param>
/// <param name="Happened">What came of each.</param>
public sealed record ProbabilityValidation(
    string Model, string Outcome, IReadOnlyList<double> Probabilities, IReadOnlyList<bool> Happened)
{
    /// <summary>Area under the receiver operating characteristic: .5 is chance; NaN where it happened to all or to none.</summary>
    public double Auc => BinaryMetrics.Auc([.. Probabilities], [.. Happened]);

    /// <summary>Expected calibration error in bins of equal count, 0 to 1.</summary>
    public double CalibrationError => CalibrationMetrics.ExpectedCalibrationError([.. Probabilities], [.. Happened], Bins);

    /// <summary>Mean log loss in nats.</summary>
    public double LogLoss => BinaryMetrics.LogLoss([.. Probabilities], [.. Happened]);

    /// <summary>Mean squared error of the probabilities.</summary>
    public double Brier => BinaryMetrics.Brier([.. Probabilities], [.. Happened]);

    /// <summary>What was said and what happened, in bins of equal count: at most ten, and at least 20 customers a bin.</summary>
    public IReadOnlyList<ReliabilityBin> Reliability => CalibrationMetrics.Reliability([.. Probabilities], [.. Happened], Bins);

    /// <summary>Lift and gain by tenths of the customers; empty where it happened to nobody.</summary>
    public IReadOnlyList<LiftPoint> Lift => Happened.Any(happened => happened) ? LiftCurve.Of([.. Probabilities], [.. Happened]) : [];

    private int Bins => Math.Clamp(Happened.Count / 20, 1, 10);

    /// <summary>Fits on all slices but the last, and predicts the last.</summary>
    /// <param name="trainer">What fits.</param>
    /// <param name="data">
    /// At least two slices. What came of the earlier ones must have been known by the moment of the last, or the validation sees the
    /// future.
    /// </param>
    /// <param name="progress">Told how far the fit has come.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ArgumentException">There is only one slice, or the earlier ones have nothing to tell apart.</exception>
    public static ProbabilityValidation Of(
        IProbabilityTrainer trainer, ProbabilityData data, IProgress<FitProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        ArgumentNullException.ThrowIfNull(data);
        if (data.Slices.Count < 2)
            throw new ArgumentException("A validation in the order of time needs two slices or more; there is one.", nameof(data));
        IProbabilityModel model = trainer.Fit(data.Take(0, data.Slices.Count - 1), progress, cancellationToken);
        ProbabilitySlice last = data.Slices[^1];
        return new ProbabilityValidation(
            trainer.Name, data.Outcome, model.Predict(last.Customers, cancellationToken), last.Happened);
    }
}
