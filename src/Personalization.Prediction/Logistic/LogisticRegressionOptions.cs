using Personalization.Core;

namespace Personalization.Prediction;

/// <summary>How <see cref="LogisticRegressionTrainer"/> fits. Immutable; every default is valid.</summary>
public sealed record LogisticRegressionOptions
{
    /// <summary>
    /// Knots of each number's spline, 0 or 3 to 7: 0 is a straight line, 4 lets the log-odds bend twice between straight ends (Harrell
    /// 2015,
    /// restricted cubic splines). A number with too few different values stays a straight line. Default null: 0 or 4, whichever predicts
    /// better those who weren't learned from.
    /// </summary>
    public int? Knots { get; init => field = value is null or 0 ? value : Guard.InRange(value.Value, 3, 7); }

    /// <summary>
    /// Takes sign(x) · ln(1 + |x|) of every number first, which draws in the long tails of counts and amounts. Default true.
    /// </summary>
    public bool Log1P { get; init; } = true;

    /// <summary>
    /// Weight of ½ Σβ² against the sum of the log losses, above 0, where every term has a standard deviation of 1: scikit-learn's 1/C.
    /// Default null: of 0.1, 1, 10, 100 and 1,000 what predicts best those who weren't learned from.
    /// </summary>
    public double? Penalty { get; init => field = Guard.Finite(Guard.Positive(value)); }

    /// <summary>
    /// How scores become probabilities, by customers who weren't learned from: the last slice, or five parts of the only one. Default
    /// <see cref="CalibrationKind.None"/>: maximum likelihood is calibrated on average, and a line drawn by few outcomes makes it worse.
    /// </summary>
    public CalibrationKind Calibration { get; init; }

    /// <summary>Most Newton steps, at least 1. Default 100.</summary>
    public int MaximumIterations { get; init => field = Guard.AtLeast(value, 1); } = 100;

    /// <summary>Ends where no derivative of the mean loss is larger, above 0. Default 1e-9.</summary>
    public double Tolerance { get; init => field = Guard.Positive(value); } = 1e-9;

    /// <summary>Threads at most, at least 1; the result doesn't depend on it. Default: one for each processor.</summary>
    public int? Threads { get; init => field = Guard.AtLeast(value, 1); }
}
