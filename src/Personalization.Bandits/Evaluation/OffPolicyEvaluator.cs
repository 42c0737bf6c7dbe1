namespace Personalization.Bandits;

/// <summary>
/// Judges a policy by the log of another, before anybody is shown what it decides: eight estimators, honest intervals, and a refusal where
/// the log can't tell. Stateless; results are the same bytes for any number of threads.
/// </summary>
/// <param name="options">How; null: the defaults.</param>
public sealed class OffPolicyEvaluator(OffPolicyOptions? options = null)
{
    /// <summary>How it judges.</summary>
    public OffPolicyOptions Options { get; } = options ?? new OffPolicyOptions();

    /// <summary>Judges one policy. O(rounds · actions), then O(rounds) an estimator.</summary>
    /// <param name="rounds">What the other policy did, with propensities.</param>
    /// <param name="policy">The policy to judge.</param>
    /// <param name="predictions">
    /// What a model expects, for the estimators that take one; null (default): <see cref="CrossFittedRewards.ByAction"/>.
    /// </param>
    /// <param name="cancellationToken">Stops between chunks of rounds.</param>
    /// <returns>Estimates, or the reasons why there are none.</returns>
    /// <exception cref="ArgumentException">
    /// The policy or the predictions have another size than the log, probabilities of a round don't add up to 1, or rewards lie outside
    /// <see cref="OffPolicyOptions.RewardBounds"/>.
    /// </exception>
    public OffPolicyEvaluation Evaluate(
        LoggedRounds rounds, TargetPolicy policy, RewardPredictions? predictions = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rounds);
        ArgumentNullException.ThrowIfNull(policy);
        (double Lowest, double Highest) bounds = Options.BoundsFor(rounds.Rewards);
        WeightedRounds weighted =
            WeightedRounds.Of(rounds, policy, predictions ?? DefaultPredictions(rounds), Options.Threads, cancellationToken);
        WeightSummary weights = WeightSummary.Of(weighted.Weights);
        List<OffPolicyRefusal> refusals = OffPolicyChecks.Of(weighted, weights, Options);
        return new OffPolicyEvaluation(
            policy.Name, weighted, weights, refusals, refusals.Count > 0 ? [] : new Estimation(weighted, bounds, Options).All());
    }

    /// <summary>Means by action of other folds; of a log too short for folds, the model that expects nothing.</summary>
    internal static RewardPredictions DefaultPredictions(LoggedRounds rounds) =>
        rounds.Units.Count >= 5 ? CrossFittedRewards.ByAction(rounds) : RewardPredictions.Of((_, row) => row.Clear());

    /// <summary>The estimates of one policy.</summary>
    private sealed class Estimation
    {
        private readonly WeightedRounds _rounds;
        private readonly (double Lowest, double Highest) _bounds;
        private readonly OffPolicyOptions _options;
        private readonly ModelResiduals _residuals;

        public Estimation(WeightedRounds rounds, (double Lowest, double Highest) bounds, OffPolicyOptions options)
        {
            (_rounds, _bounds, _options) = (rounds, bounds, options);
            _residuals = ModelResiduals.Of(rounds);
        }

        public List<OffPolicyEstimate> All()
        {
            double[] weights = _rounds.Weights;
            OffPolicyEstimate normalized = Unbiased(OffPolicyEstimator.SelfNormalized, byModel: false, selfNormalized: true);
            OffPolicyEstimate normalizedRobust =
                Unbiased(OffPolicyEstimator.SelfNormalizedDoublyRobust, byModel: true, selfNormalized: true);
            OffPolicyEstimate plain =
                Widened(Unbiased(OffPolicyEstimator.InversePropensity, byModel: false, selfNormalized: false), normalized);
            OffPolicyEstimate robust =
                Widened(Unbiased(OffPolicyEstimator.DoublyRobust, byModel: true, selfNormalized: false), normalizedRobust);
            double tau = _options.SwitchWeight ?? WeightTuning.ChooseSwitch(_rounds, _residuals.Values);
            double lambda = _options.Shrinkage ?? WeightTuning.ChooseShrinkage(_rounds, _residuals.Values);
            List<OffPolicyEstimate> all =
            [
                plain,
                normalized,
                Biased(OffPolicyEstimator.DirectMethod, new double[weights.Length], robust, null),
                robust,
                normalizedRobust,
                Biased(
                    OffPolicyEstimator.SwitchDoublyRobust, WeightTuning.Changed(weights, WeightTuning.Switched, tau), robust, tau),
                Biased(
                    OffPolicyEstimator.ShrunkDoublyRobust, WeightTuning.Changed(weights, WeightTuning.Shrunk, lambda), robust, lambda),
            ];
            if (_options.LargestWeight is { } largest)
            {
                all.Insert(1, Biased(
                    OffPolicyEstimator.ClippedInversePropensity, WeightTuning.Changed(weights, Math.Min, largest), plain, largest));
            }

            return all;
        }

        /// <summary>
        /// Weights have a mean of 1. An estimate that doesn't use that is off wherever theirs is, and its error doesn't show it: its
        /// interval takes in that of the one that does.
        /// </summary>
        private static OffPolicyEstimate Widened(OffPolicyEstimate estimate, OffPolicyEstimate normalized) =>
            estimate with { Low = Math.Min(estimate.Low, normalized.Low), High = Math.Max(estimate.High, normalized.High) };

        private OffPolicyEstimate Unbiased(OffPolicyEstimator estimator, bool byModel, bool selfNormalized)
        {
            WeightedMean mean = byModel
                ? new(_rounds.Log.Units, _rounds.Weights, _rounds.Expected, _residuals.Values, selfNormalized)
                : new(_rounds.Log.Units, _rounds.Weights, [], _rounds.Log.Rewards, selfNormalized);
            double shift = byModel ? _residuals.PredictedMean : 0;
            (double low, double high) = mean.Interval(_options.Level, _bounds.Lowest - shift, _bounds.Highest - shift);
            return Told(estimator, mean, low, high, _rounds.Weights, null);
        }

        /// <summary>
        /// An estimate that buys less variance with bias. Nobody knows how much bias, so its interval is that of the unbiased estimate
        /// beside it, widened to hold it.
        /// </summary>
        private OffPolicyEstimate Biased(OffPolicyEstimator estimator, double[] weights, OffPolicyEstimate unbiased, double? parameter)
        {
            WeightedMean mean = unbiased.Estimator == OffPolicyEstimator.InversePropensity
                ? new(_rounds.Log.Units, weights, [], _rounds.Log.Rewards, selfNormalized: false)
                : new(_rounds.Log.Units, weights, _rounds.Expected, _residuals.Values, selfNormalized: false);
            return Told(
                estimator, mean, Math.Min(unbiased.Low, mean.Value), Math.Max(unbiased.High, mean.Value), weights, parameter);
        }

        private OffPolicyEstimate Told(
            OffPolicyEstimator estimator, WeightedMean mean, double low, double high, double[] weights, double? parameter)
        {
            WeightSummary summary = WeightSummary.Of(weights);
            return new OffPolicyEstimate(
                estimator, mean.Value, Math.Clamp(low, _bounds.Lowest, _bounds.Highest), Math.Clamp(high, _bounds.Lowest, _bounds.Highest),
                mean.StandardError, summary.EffectiveSampleSize, summary.Largest, summary.Share, parameter);
        }
    }
}
