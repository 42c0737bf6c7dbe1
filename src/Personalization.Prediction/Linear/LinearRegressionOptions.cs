namespace Personalization.Prediction;

/// <summary>How <see cref="LinearRegressionTrainer"/> fits. Immutable; every default is valid.</summary>
public sealed record LinearRegressionOptions
{
    /// <summary>
    /// Knots of each number's spline, 0 or 3 to 7, as in <see cref="LogisticRegressionOptions.Knots"/>. Default null: 0 or 4, whichever has
    /// the smaller generalized cross-validation.
    /// </summary>
    public int? Knots { get; init => field = value is null or 0 ? value : Guard.InRange(value.Value, 3, 7); }

    /// <summary>Takes sign(x) · ln(1 + |x|) of every number first. Default true.</summary>
    public bool Log1P { get; init; } = true;

    /// <summary>
    /// Weight of Σβ² against the sum of squared errors, above 0, where every term has a standard deviation of 1: scikit-learn's alpha.
    /// Default null: of 1, 10, 100, … 1,000,000 what has the smallest generalized cross-validation (Golub, Heath and Wahba 1979).
    /// </summary>
    public double? Penalty { get; init => field = Guard.Finite(Guard.Positive(value)); }

    /// <summary>Threads at most, at least 1; the result doesn't depend on it. Default: one for each processor.</summary>
    public int? Threads { get; init => field = Guard.AtLeast(value, 1); }
}
