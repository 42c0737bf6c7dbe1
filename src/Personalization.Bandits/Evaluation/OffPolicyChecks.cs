using System.Globalization;
using Personalization.Numerics;

namespace Personalization.Bandits;

/// <summary>Whether a log can tell what a policy is worth, and why not.</summary>
internal static class OffPolicyChecks
{
    public static List<OffPolicyRefusal> Of(WeightedRounds rounds, WeightSummary weights, OffPolicyOptions options)
    {
        List<OffPolicyRefusal> found = [];
        LoggedRounds log = rounds.Log;
        if (log.Units.Count < options.LeastRounds)
        {
            string units = log.Clusters.IsEmpty ? "rounds" : "clusters";
            Refuse(
                OffPolicyRefusalReason.TooFewRounds,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The log has {log.Units.Count} {units}; at least {options.LeastRounds} are needed. Log for longer."));
        }

        double least = Math.Max(options.LeastEffectiveSampleSize, options.LeastEffectiveShare * log.Count);
        if (weights.EffectiveSampleSize < least)
        {
            Refuse(
                OffPolicyRefusalReason.SmallEffectiveSample,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The {log.Count} rounds tell as much of this policy as {weights.EffectiveSampleSize:0.#} would "
                        + $"that it had decided itself; at least {least:0.#} are needed. Judge a policy nearer to the one that logged, or "
                        + $"log with more exploration."));
        }

        double unsupported = rounds.Support.UnsupportedMass.Sum() / log.Count;
        if (unsupported > options.UnsupportedShare)
        {
            int action = rounds.Support.UnsupportedMass.IndexOf(rounds.Support.UnsupportedMass.Max());
            Refuse(
                OffPolicyRefusalReason.NoSupport,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{unsupported:P1} of what the policy would do was never done in the log (action {action} most of all); at most "
                        + $"{options.UnsupportedShare:P1} may be. Explore these actions first."));
        }

        int rewarded = Rewarded(rounds);
        if (rewarded < options.LeastRewarded)
        {
            Refuse(
                OffPolicyRefusalReason.TooFewRewards,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Only {rewarded} rounds that count for this policy have another reward than the most frequent one; at least "
                        + $"{options.LeastRewarded} are needed. Log for longer."));
        }

        // A few rounds that decide are no ground to call propensities wrong.
        bool tells = found.TrueForAll(f => f.Reason is OffPolicyRefusalReason.NoSupport or OffPolicyRefusalReason.TooFewRewards);
        if (tells && options.CalibrationLevel > 0 && Miscalibrated(rounds, options.CalibrationLevel) is { } worst)
        {
            Refuse(
                OffPolicyRefusalReason.WrongPropensities,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The logged propensities aren't those that the log was drawn with: by them the rounds of action {worst.Action} "
                        + $"stand for {worst.Counted:0.#} rounds of this policy, which would take it {worst.Expected:0.#} times. Log the "
                        + $"probability with which each action was really chosen, at the time it was."));
        }

        return found;

        void Refuse(OffPolicyRefusalReason reason, string message) => found.Add(new OffPolicyRefusal(reason, message));
    }

    /// <summary>Rounds of a weight above 0 with another reward than the most frequent one of these.</summary>
    private static int Rewarded(WeightedRounds rounds)
    {
        Dictionary<double, int> counts = [];
        int all = 0;
        for (int round = 0; round < rounds.Weights.Length; round++)
        {
            if (rounds.Weights[round] <= 0) continue;
            double reward = rounds.Log.Rewards[round];
            counts[reward] = counts.GetValueOrDefault(reward) + 1;
            all++;
        }

        return all == 0 ? 0 : all - counts.Values.Max();
    }

    /// <summary>
    /// The action whose weights miss what the policy would give it by most, if by more than chance allows. Where the propensities are right
    /// and the log could take what the policy would, Σ over its rounds of w has the mean Σ over all rounds of π(a | x), and Σ w² (1 − p)
    /// estimates the variance, which skewed weights make uncertain too, hence Σ w⁴. As many rounds as
    /// <see cref="WeightedMean.HypotheticalWeight"/> allows for may be missing; and where the log leaves little to chance the few heavy
    /// rounds may not have come at all, which no weight that was seen tells: a sum of weights from 0 to W whose mean is m falls short of it
    /// by t with a chance of at most exp(−t² ÷ 2 W m) (Maurer 2003, "A bound on the deviation probability for sums of non-negative random
    /// variables").
    /// </summary>
    private static (int Action, double Counted, double Expected)? Miscalibrated(WeightedRounds rounds, double level)
    {
        LoggedRounds log = rounds.Log;
        int actions = log.ActionCount;
        double[] sums = new double[actions], squares = new double[actions], largest = new double[actions];
        double[] variances = new double[actions], fourths = new double[actions];
        for (int round = 0; round < log.Count; round++)
        {
            (int action, double weight) = (log.Actions[round], rounds.Weights[round]);
            sums[action] += weight;
            squares[action] += weight * weight;
            double square = weight * weight * (1 - log.Propensities[round]);
            variances[action] += square;
            fourths[action] += square * square;
            largest[action] = Math.Max(largest[action], weight);
        }

        double smallest = 1;
        foreach (double propensity in log.Propensities) smallest = Math.Min(smallest, propensity);
        double reach = NormalQuantiles.Of(1 - (level / (2 * actions))), rare = -StableMath.Log(level / actions);
        (int worst, double most) = (-1, 1);
        for (int action = 0; action < actions; action++)
        {
            // An action that was never taken has nothing to be judged by; whether it is missed is told by the support.
            if (sums[action] <= 0) continue;
            double missing = Math.Min(rare * squares[action] / sums[action], largest[action]);
            double variance = variances[action] + (reach * Math.Sqrt(fourths[action])) + (missing * missing);
            double allowed = missing + (reach * Math.Sqrt(variance));
            double mass = rounds.Support.Mass[action];
            if (sums[action] < mass) allowed = Math.Max(allowed, Math.Sqrt(2 * rare * rounds.Support.Largest[action] / smallest * mass));
            double ratio = Math.Abs(sums[action] - mass) / allowed;
            if (ratio > most) (worst, most) = (action, ratio);
        }

        return worst < 0 ? null : (worst, sums[worst], rounds.Support.Mass[worst]);
    }
}
