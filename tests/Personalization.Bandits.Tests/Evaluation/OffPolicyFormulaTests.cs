namespace Personalization.Bandits.Tests.Evaluation;

/// <summary>Each estimator against its textbook formula, worked out by hand on four rounds.</summary>
public sealed class OffPolicyFormulaTests
{
    /// <summary>Nothing is refused.</summary>
    internal static readonly OffPolicyOptions Unchecked = new()
    {
        LargestWeight = 2,
        SwitchWeight = 1.5,
        Shrinkage = 4,
        LeastRounds = 0,
        LeastEffectiveSampleSize = 0,
        LeastEffectiveShare = 0,
        UnsupportedShare = 1,
        LeastRewarded = 0,
        CalibrationLevel = 0,
    };

    /// <summary>Weights .2 ÷ .2 = 1, .6 ÷ .2 = 3, .5 ÷ 1 = .5, 0 ÷ .5 = 0.</summary>
    private static readonly LoggedRounds Rounds = new(2, [0, 1, 1, 0], [1, 1, 0, 1], [.2, .2, 1, .5]);

    private static readonly TargetPolicy Policy = TargetPolicy.Of("target", 2, [.2, .8, .4, .6, .5, .5, 0, 1]);

    /// <summary>Expected of the taken actions: .5, .5, .5, 1; of the policy: .5, .4 · .25 + .6 · .5 = .4, .5, .25.</summary>
    private static readonly RewardPredictions Predictions = RewardPredictions.Of(2, [.5, .5, .25, .5, .5, .5, 1, .25]);

    [Theory]
    [InlineData(OffPolicyEstimator.InversePropensity, (1 + 3) / 4.0)]
    [InlineData(OffPolicyEstimator.ClippedInversePropensity, (1 + 2) / 4.0)]
    [InlineData(OffPolicyEstimator.SelfNormalized, (1 + 3) / 4.5)]
    [InlineData(OffPolicyEstimator.DirectMethod, (.5 + .4 + .5 + .25) / 4)]
    [InlineData(OffPolicyEstimator.DoublyRobust, ((.5 + .4 + .5 + .25) / 4) + ((.5 + 1.5 - .25) / 4))]
    [InlineData(OffPolicyEstimator.SelfNormalizedDoublyRobust, ((.5 + .4 + .5 + .25) / 4) + ((.5 + 1.5 - .25) / 4.5))]
    [InlineData(OffPolicyEstimator.SwitchDoublyRobust, ((.5 + .4 + .5 + .25) / 4) + ((.5 - .25) / 4))]
    [InlineData(
        OffPolicyEstimator.ShrunkDoublyRobust,
        ((.5 + .4 + .5 + .25) / 4) + (((4 / 5.0 * .5) + (4 * 3 / 13.0 * .5) - (4 * .5 / 4.25 * .5)) / 4))]
    public void Evaluate_FourRounds_AgreesWithTheFormula(OffPolicyEstimator estimator, double expected) =>
        Assert.Equal(expected, Evaluate().Of(estimator).Value, 1e-12);

    [Fact]
    public void Evaluate_FourRounds_TellsWeights()
    {
        OffPolicyEvaluation evaluation = Evaluate();

        Assert.Equal(4.5 * 4.5 / 10.25, evaluation.EffectiveSampleSize, 1e-12);
        Assert.Equal(3, evaluation.LargestWeight, 1e-12);
        Assert.Equal(4.5 / 4, evaluation.MeanWeight, 1e-12);
        Assert.Equal(.75, evaluation.WeightedShare);
        Assert.Equal((.75, 4, 0), (evaluation.LoggedValue, evaluation.Rounds, evaluation.UnsupportedShare));
        OffPolicyEstimate clipped = evaluation.Of(OffPolicyEstimator.ClippedInversePropensity);
        Assert.Equal(3.5 * 3.5 / 5.25, clipped.EffectiveSampleSize, 1e-12);
        Assert.Equal((2, .75, 2), (clipped.LargestWeight, clipped.WeightedShare, clipped.Parameter));
        Assert.Equal(0, evaluation.Of(OffPolicyEstimator.DirectMethod).EffectiveSampleSize);
    }

    /// <summary>Products 1, 3, 0, 0 with mean 1: deviations 0, 2, −1, −1.</summary>
    [Fact]
    public void Evaluate_FourRounds_ErrorsAreThoseOfAMeanAndOfARatio()
    {
        OffPolicyEvaluation evaluation = Evaluate();
        double ratio = 4 / 4.5;

        Assert.Equal(Math.Sqrt(6 / 3.0 / 4), evaluation.Of(OffPolicyEstimator.InversePropensity).StandardError, 1e-12);
        Assert.Equal(
            Math.Sqrt(4 / 3.0 * (Square(1 - ratio) + Square(3 * (1 - ratio)) + Square(.5 * ratio))) / 4.5,
            evaluation.Of(OffPolicyEstimator.SelfNormalized).StandardError, 1e-12);

        static double Square(double value) => value * value;
    }

    /// <summary>
    /// 400 rounds with weights 1, 1, 2, 4 in turn and a reward in every eighth of each: the hypothetical round weighs
    /// min(3 · 22 ÷ 8, 4) = 4, or with weights 0, 2 as often, ln 20 · 2 = 2 · 3, so 2. t of 400 degrees at 97.5 % is 1.965912.
    /// </summary>
    [Theory]
    [InlineData(new[] { .25, .25, .5, 1.0 }, 4)]
    [InlineData(new[] { 0, .5, 0, .5 }, 2)]
    public void Evaluate_FourHundredRounds_EndsHaveAHypotheticalRound(double[] probabilities, double hypothetical)
    {
        const int Count = 400;
        const double Reach = 1.965912;
        int[] actions = [.. Enumerable.Range(0, Count).Select(round => round % 4)];
        double[] rewards = [.. Enumerable.Range(0, Count).Select(round => round / 4 % 8 == 0 ? 1.0 : 0)];
        double[] propensities = new double[Count], table = new double[4 * Count];
        for (int round = 0; round < Count; round++)
        {
            propensities[round] = .25;
            table[(4 * round) + (round % 4)] = probabilities[round % 4];
            table[(4 * round) + ((round + 1) % 4)] += 1 - probabilities[round % 4];
        }

        OffPolicyEstimate estimate = new OffPolicyEvaluator(Unchecked).Evaluate(
            new LoggedRounds(4, actions, rewards, propensities), TargetPolicy.Of("target", 4, table)).Of(OffPolicyEstimator.SelfNormalized);

        Assert.Equal(End(1), estimate.High, 1e-6);
        Assert.Equal(Math.Max(End(0), 0), estimate.Low, 1e-6);

        double End(double reward)
        {
            (double Weight, double Reward)[] all =
                [.. actions.Select((action, round) => (probabilities[action] * 4, rewards[round])), (hypothetical, reward)];
            double weights = all.Sum(one => one.Weight), value = all.Sum(one => one.Weight * one.Reward) / weights;
            double squares = all.Sum(one => one.Weight * one.Weight * (one.Reward - value) * (one.Reward - value));
            return value + ((reward == 1 ? Reach : -Reach) * Math.Sqrt(squares * (Count + 1) / Count) / weights);
        }
    }

    [Fact]
    public void Evaluate_OfTheLoggingPolicy_IsTheMeanReward()
    {
        TargetPolicy same = TargetPolicy.Of("same", 2, [.2, .8, .8, .2, 0, 1, .5, .5]);
        OffPolicyEvaluation evaluation = new OffPolicyEvaluator(Unchecked).Evaluate(Rounds, same);

        Assert.Equal(.75, evaluation.Of(OffPolicyEstimator.InversePropensity).Value, 1e-15);
        Assert.Equal(.75, evaluation.Of(OffPolicyEstimator.SelfNormalized).Value, 1e-15);
        Assert.Equal((1, 4), (evaluation.MeanWeight, evaluation.EffectiveSampleSize));
    }

    /// <summary>The policy takes in every round what the log didn't.</summary>
    [Fact]
    public void Evaluate_WithoutWeights_LeavesTheDirectMethod()
    {
        TargetPolicy other = TargetPolicy.Of("other", 2, [0, 1, 1, 0, 1, 0, 0, 1]);
        OffPolicyEvaluation evaluation = new OffPolicyEvaluator(Unchecked).Evaluate(Rounds, other, Predictions);

        double direct = evaluation.Of(OffPolicyEstimator.DirectMethod).Value;
        Assert.Equal((.5 + .25 + .5 + .25) / 4, direct, 1e-15);
        foreach (OffPolicyEstimator estimator in (OffPolicyEstimator[])[OffPolicyEstimator.DoublyRobust,
            OffPolicyEstimator.SelfNormalizedDoublyRobust, OffPolicyEstimator.SwitchDoublyRobust, OffPolicyEstimator.ShrunkDoublyRobust])
            Assert.Equal(direct, evaluation.Of(estimator).Value, 1e-15);
        OffPolicyEstimate nothing = evaluation.Of(OffPolicyEstimator.SelfNormalized);
        Assert.Equal((0, 0, 1), (nothing.Value, nothing.Low, nothing.High));
    }

    [Theory]
    [InlineData(0, OffPolicyEstimator.DirectMethod)]
    [InlineData(double.PositiveInfinity, OffPolicyEstimator.DoublyRobust)]
    public void Evaluate_SwitchAndShrinkageAtTheirEnds_AreDirectAndDoublyRobust(double parameter, OffPolicyEstimator end)
    {
        OffPolicyEvaluation evaluation = Evaluate(Unchecked with { SwitchWeight = parameter, Shrinkage = parameter });

        Assert.Equal(evaluation.Of(end).Value, evaluation.Of(OffPolicyEstimator.SwitchDoublyRobust).Value, 1e-12);
        Assert.Equal(evaluation.Of(end).Value, evaluation.Of(OffPolicyEstimator.ShrunkDoublyRobust).Value, 1e-12);
    }

    private static OffPolicyEvaluation Evaluate(OffPolicyOptions? options = null) =>
        new OffPolicyEvaluator(options ?? Unchecked).Evaluate(Rounds, Policy, Predictions);
}
