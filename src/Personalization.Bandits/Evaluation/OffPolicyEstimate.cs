namespace Personalization.Bandits;

/// <summary>What one estimator says of a policy's value: its mean reward a round, had it decided.</summary>
/// <param name="Estimator">Which.</param>
/// <param name="Value">The estimate, in units of the reward.</param>
/// <param name="Low">Lower end of the interval, not below the lowest reward possible.</param>
/// <param name="High">
/// Upper end of the interval, not above the highest reward possible. Inverse propensity scores and doubly robust estimates may lie outside
/// what is possible, and then outside their interval.
/// </param>
/// <param name="StandardError">Of the estimate, over clusters where the log has them; NaN with one cluster.</param>
/// <param name="EffectiveSampleSize">
/// (Σw)² ÷ Σw² of the weights that this estimator uses (Kish 1965): as many rounds of equal weight tell as much. 0 for the direct method.
/// </param>
/// <param name="LargestWeight">The largest of them.</param>
/// <param name="WeightedShare">Share of rounds with a weight above 0, from 0 to 1.</param>
/// <param name="Parameter">c, τ or λ where the estimator has one, given or chosen; infinite: weights as they are.</param>
public sealed record OffPolicyEstimate(
    OffPolicyEstimator Estimator, double Value, double Low, double High, double StandardError, double EffectiveSampleSize,
    double LargestWeight, double WeightedShare, double? Parameter = null);
