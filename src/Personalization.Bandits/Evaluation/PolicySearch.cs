namespace Personalization.Bandits;

/// <summary>
/// Judges many policies by one log, and allows for having looked at many: of fifty that are worth the same, some look better by chance.
/// Stateless; results are the same bytes for any number of threads.
/// </summary>
/// <remarks>
/// Each of m policies is estimated by <see cref="OffPolicyEstimator.SelfNormalizedDoublyRobust"/> and given an interval at the level
/// 1 − (1 − level) ÷ m (Bonferroni), and so is what it gains on the policy that logged, whose rewards are of the same rounds. That holds
/// however policies resemble one another. A bootstrap of the largest deviation would be narrower where they do, but stands on tails as the
/// log happens to show them, and those of skewed weights and rare rewards aren't in the log.
/// </remarks>
/// <param name="options">
/// How; null: the defaults. <see cref="OffPolicyOptions.Level"/> is that of all intervals together; a policy that the log can't tell of is
/// refused alone.
/// </param>
public sealed class PolicySearch(OffPolicyOptions? options = null)
{
    /// <summary>How it judges.</summary>
    public OffPolicyOptions Options { get; } = options ?? new OffPolicyOptions();

    /// <summary>Judges them all. O(policies · rounds · actions); holds one policy's weights at a time.</summary>
    /// <param name="rounds">What the other policy did, with propensities.</param>
    /// <param name="policies">At least one, with different names.</param>
    /// <param name="predictions">What a model expects; null (default): <see cref="CrossFittedRewards.ByAction"/>.</param>
    /// <param name="cancellationToken">Stops between chunks of rounds.</param>
    /// <exception cref="ArgumentException">There is no policy, two have one name, or one doesn't fit the log.</exception>
    public PolicyComparison Compare(
        LoggedRounds rounds, IReadOnlyList<TargetPolicy> policies, RewardPredictions? predictions = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rounds);
        Guard.NotEmpty(policies);
        if (policies.GroupBy(policy => policy.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"Two policies are named '{twice.Key}'; give each its own name.", nameof(policies));
        (double Lowest, double Highest) bounds = Options.BoundsFor(rounds.Rewards);
        predictions ??= OffPolicyEvaluator.DefaultPredictions(rounds);
        double level = 1 - ((1 - Options.Level) / policies.Count);
        List<ComparedPolicy> compared = [];
        foreach (TargetPolicy policy in policies)
        {
            WeightedRounds weighted = WeightedRounds.Of(rounds, policy, predictions, Options.Threads, cancellationToken);
            List<OffPolicyRefusal> refusals = OffPolicyChecks.Of(weighted, WeightSummary.Of(weighted.Weights), Options);
            compared.Add(new ComparedPolicy(policy.Name, refusals, refusals.Count > 0 ? null : Gain(weighted, bounds, level)));
        }

        return new PolicyComparison(rounds.MeanReward, Options.Level, compared);
    }

    private static PolicyGain Gain(WeightedRounds rounds, (double Lowest, double Highest) bounds, double level)
    {
        ModelResiduals residuals = ModelResiduals.Of(rounds);
        double[] differences = new double[rounds.Expected.Length];
        for (int round = 0; round < differences.Length; round++)
            differences[round] = rounds.Expected[round] - rounds.Log.Rewards[round];
        (double least, double most) = (bounds.Lowest - residuals.PredictedMean, bounds.Highest - residuals.PredictedMean);
        Units units = rounds.Log.Units;
        WeightedMean value = new(units, rounds.Weights, rounds.Expected, residuals.Values, selfNormalized: true);
        WeightedMean gain = new(units, rounds.Weights, differences, residuals.Values, selfNormalized: true);
        (double low, double high) = value.Interval(level, least, most);
        (double gainLow, double gainHigh) = gain.Interval(level, least, most);
        double width = bounds.Highest - bounds.Lowest;
        return new PolicyGain(
            value.Value, Math.Clamp(low, bounds.Lowest, bounds.Highest), Math.Clamp(high, bounds.Lowest, bounds.Highest), gain.Value,
            Math.Clamp(gainLow, -width, width), Math.Clamp(gainHigh, -width, width));
    }
}
