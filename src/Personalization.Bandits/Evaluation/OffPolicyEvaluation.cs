namespace Personalization.Bandits;

/// <summary>
/// What a log tells of a policy that didn't write it: estimates of its value, or why there are none. Immutable and thread-safe.
/// </summary>
public sealed class OffPolicyEvaluation
{
    internal OffPolicyEvaluation(
        string policy, WeightedRounds rounds, WeightSummary weights, IReadOnlyList<OffPolicyRefusal> refusals,
        IReadOnlyList<OffPolicyEstimate> estimates)
    {
        (Policy, Refusals, Estimates) = (policy, refusals, estimates);
        (Rounds, LoggedValue) = (rounds.Log.Count, rounds.Log.MeanReward);
        (MeanWeight, EffectiveSampleSize, LargestWeight, WeightedShare) =
            (weights.Mean, weights.EffectiveSampleSize, weights.Largest, weights.Share);
        UnsupportedShare = rounds.Support.UnsupportedMass.Sum() / Rounds;
    }

    /// <summary>Name of the policy.</summary>
    public string Policy { get; }

    /// <summary>Whether the log can tell: nothing was refused.</summary>
    public bool IsAnswered => Refusals.Count == 0;

    /// <summary>Why it can't; empty where it can.</summary>
    public IReadOnlyList<OffPolicyRefusal> Refusals { get; }

    /// <summary>An estimate by each estimator, in the order of <see cref="OffPolicyEstimator"/>; empty where the log can't tell.</summary>
    public IReadOnlyList<OffPolicyEstimate> Estimates { get; }

    /// <summary>
    /// The one to go by, null where the log can't tell: <see cref="OffPolicyEstimator.SelfNormalizedDoublyRobust"/>, which is as sure as
    /// the others where the model is poor, and surer where it is good.
    /// </summary>
    public OffPolicyEstimate? Answer => Estimates.FirstOrDefault(e => e.Estimator == OffPolicyEstimator.SelfNormalizedDoublyRobust);

    /// <summary>Number of logged rounds.</summary>
    public int Rounds { get; }

    /// <summary>Mean reward of the policy that logged.</summary>
    public double LoggedValue { get; }

    /// <summary>Mean of the weights: near 1 where propensities are right and the log could do what the policy would.</summary>
    public double MeanWeight { get; }

    /// <summary>(Σw)² ÷ Σw²: as many rounds that the policy had decided itself would tell as much (Kish 1965).</summary>
    public double EffectiveSampleSize { get; }

    /// <summary>The largest weight.</summary>
    public double LargestWeight { get; }

    /// <summary>Share of rounds with a weight above 0, from 0 to 1.</summary>
    public double WeightedShare { get; }

    /// <summary>Share of the policy's probability on actions that the log never took (in that position), from 0 to 1.</summary>
    public double UnsupportedShare { get; }

    /// <summary>One estimate.</summary>
    /// <param name="estimator">Which.</param>
    /// <exception cref="InvalidOperationException">The log can't tell, or this estimator wasn't asked for.</exception>
    public OffPolicyEstimate Of(OffPolicyEstimator estimator) =>
        Estimates.FirstOrDefault(e => e.Estimator == estimator) ?? throw new InvalidOperationException(
            IsAnswered
                ? $"There is no {estimator}: {nameof(OffPolicyOptions.LargestWeight)} asks for it."
                : $"The log can't tell what '{Policy}' is worth: {string.Join(' ', Refusals.Select(r => r.Message))}");

    /// <summary>The answer, or the reasons against one, in a sentence.</summary>
    public override string ToString() => Answer is { } answer
        ? FormattableString.Invariant(
            $"'{Policy}' is worth {answer.Value:G4} a round ({answer.Low:G4} to {answer.High:G4}), the logging policy {LoggedValue:G4}.")
        : $"The log can't tell what '{Policy}' is worth: {string.Join(' ', Refusals.Select(r => r.Message))}";
}
