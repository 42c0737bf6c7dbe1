namespace Personalization.Bandits.Tests.Evaluation;

public sealed class OffPolicyPropertyTests
{
    private static readonly SimulatedBandit Bandit = SimulatedBandit.Make(1, 6, .2, .5, 1, .1);

    [Fact]
    public void Evaluate_AnyThreads_SameBytes()
    {
        (LoggedRounds rounds, int[] kinds) = Bandit.Draw(5_000, 1);
        OffPolicyEvaluation one = new OffPolicyEvaluator(new() { Threads = 1 }).Evaluate(rounds, Bandit.Policy(kinds));
        OffPolicyEvaluation four = new OffPolicyEvaluator(new() { Threads = 4 }).Evaluate(rounds, Bandit.Policy(kinds));

        Assert.True(one.IsAnswered);
        Assert.Equal(one.Estimates, four.Estimates);
        Assert.Equal(one.ToString(), four.ToString());
    }

    /// <summary>Rewards in cents instead of euros, counted from another point: estimates follow.</summary>
    [Fact]
    public void Evaluate_RewardsScaledAndShifted_SelfNormalizedEstimatesFollow()
    {
        (LoggedRounds rounds, int[] kinds) = Bandit.Draw(3_000, 2);
        LoggedRounds other = new(
            rounds.ActionCount, rounds.Actions, Array.ConvertAll(rounds.Rewards.ToArray(), r => (100 * r) - 7), rounds.Propensities);
        OffPolicyEvaluation before = new OffPolicyEvaluator().Evaluate(rounds, Bandit.Policy(kinds));
        OffPolicyEvaluation after = new OffPolicyEvaluator(new() { RewardBounds = (-7, 93) }).Evaluate(other, Bandit.Policy(kinds));

        foreach (OffPolicyEstimator estimator in (OffPolicyEstimator[])[OffPolicyEstimator.SelfNormalized,
            OffPolicyEstimator.DirectMethod, OffPolicyEstimator.SelfNormalizedDoublyRobust])
        {
            (OffPolicyEstimate first, OffPolicyEstimate second) = (before.Of(estimator), after.Of(estimator));
            Assert.Equal((100 * first.Value) - 7, second.Value, 1e-9);
            Assert.Equal(100 * first.StandardError, second.StandardError, 1e-9);
            if (estimator == OffPolicyEstimator.DirectMethod) continue;
            Assert.Equal((100 * first.Low) - 7, second.Low, 1e-9);
            Assert.Equal((100 * first.High) - 7, second.High, 1e-9);
        }
    }

    [Fact]
    public void Evaluate_ManyLogs_AreRightOnAverageAndHeldByTheirIntervals()
    {
        const int Logs = 300;
        int held = 0;
        double sum = 0;
        for (int log = 0; log < Logs; log++)
        {
            (LoggedRounds rounds, int[] kinds) = Bandit.Draw(500, 3, (ulong)log);
            OffPolicyEstimate estimate = new OffPolicyEvaluator().Evaluate(rounds, Bandit.Policy(kinds)).Answer!;
            if (estimate.Low <= Bandit.TrueValue && Bandit.TrueValue <= estimate.High) held++;
            sum += estimate.Value;
        }

        Assert.InRange(held, .95 * Logs, Logs);
        Assert.Equal(Bandit.TrueValue, sum / Logs, .005);
    }

    /// <summary>Every round written twice, as two rounds of one customer, tells no more than it did once.</summary>
    [Fact]
    public void Evaluate_RoundsTwiceInClusters_ErrorsStay()
    {
        (LoggedRounds rounds, int[] kinds) = Bandit.Draw(1_000, 4);
        int[] twice = [.. Enumerable.Range(0, 2 * rounds.Count).Select(i => i / 2)];
        LoggedRounds doubled = new(
            rounds.ActionCount, Array.ConvertAll(twice, i => rounds.Actions[i]), Array.ConvertAll(twice, i => rounds.Rewards[i]),
            Array.ConvertAll(twice, i => rounds.Propensities[i]), [], Array.ConvertAll(twice, i => 7 * i));
        OffPolicyEvaluation once = new OffPolicyEvaluator().Evaluate(rounds, Bandit.Policy(kinds));
        OffPolicyEvaluation both = new OffPolicyEvaluator().Evaluate(doubled, Bandit.Policy(Array.ConvertAll(twice, i => kinds[i])));

        OffPolicyEstimate one = once.Of(OffPolicyEstimator.SelfNormalized), two = both.Of(OffPolicyEstimator.SelfNormalized);
        Assert.Equal(one.Value, two.Value, 1e-12);
        Assert.Equal(one.StandardError, two.StandardError, 1e-12);
        Assert.InRange(two.High - two.Low, .95 * (one.High - one.Low), 1.05 * (one.High - one.Low));
    }

    /// <summary>A log of one customer tells nothing of others.</summary>
    [Fact]
    public void Evaluate_OneCluster_HasNoErrorAndTheWidestInterval()
    {
        OffPolicyEvaluation evaluation = new OffPolicyEvaluator(OffPolicyFormulaTests.Unchecked).Evaluate(
            new LoggedRounds(2, [0, 1, 0], [0, 1, 1], [.5, .5, .5], [], [3, 3, 3]), TargetPolicy.Uniform());

        Assert.True(double.IsNaN(evaluation.Answer!.StandardError));
        Assert.Equal((0, 1), (evaluation.Answer.Low, evaluation.Answer.High));
    }

    /// <summary>Fold by fold, by the words of the documentation.</summary>
    [Fact]
    public void ByAction_OfClusters_IsTheMeanOfTheOtherFolds()
    {
        // Clusters 9, 4 and 7 are units 0, 1 and 2; with two folds units 0 and 2 are predicted by unit 1, and it by them.
        LoggedRounds rounds = new(2, [0, 1, 0, 0, 1], [1, 0, 4, 2, 6], [.5, .5, .5, .5, .5], [], [9, 9, 4, 4, 7]);
        double[] predicted = Filled(CrossFittedRewards.ByAction(rounds, new() { Folds = 2, PriorRounds = 1 }), rounds);

        double[] ofUnit1 = [((4 + 2) + 3) / 3.0, 3], ofOthers = [(1 + (7 / 3.0)) / 2, (0 + 6 + (7 / 3.0)) / 3];
        Assert.Equal([.. ofUnit1, .. ofUnit1, .. ofOthers, .. ofOthers, .. ofUnit1], predicted, (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void ByAction_WithPositions_KeepsThemApart()
    {
        LoggedRounds rounds = new(1, [0, 0, 0, 0], [1, 5, 1, 5], [1, 1, 1, 1], [0, 1, 0, 1]);
        double[] predicted = Filled(CrossFittedRewards.ByAction(rounds, new() { Folds = 4, PriorRounds = 0 }), rounds);

        Assert.Equal([1, 5, 1, 5], predicted);
    }

    /// <summary>A reward that is linear in the context, for each action another way, is found but for the penalty.</summary>
    [Fact]
    public void Linear_OfALinearReward_FindsIt()
    {
        const int Count = 2_000;
        float[] contexts = new float[Count * 2];
        int[] actions = new int[Count];
        double[] rewards = new double[Count], propensities = new double[Count];
        for (int round = 0; round < Count; round++)
        {
            (contexts[2 * round], contexts[(2 * round) + 1], actions[round], propensities[round]) =
                (round % 17, 5, round % 3 == 0 ? 1 : 0, .5);
            rewards[round] = Expected(round, actions[round]);
        }

        LoggedRounds rounds = new(3, actions, rewards, propensities);
        double[] predicted = Filled(CrossFittedRewards.Linear(rounds, new(contexts, Count, 2), new() { PriorRounds = 1e-6 }), rounds);
        for (int round = 0; round < Count; round++)
        {
            Assert.Equal(Expected(round, 0), predicted[3 * round], 1e-6);
            Assert.Equal(Expected(round, 1), predicted[(3 * round) + 1], 1e-6);
            Assert.InRange(predicted[(3 * round) + 2], rewards.Average() - .1, rewards.Average() + .1);
        }

        static double Expected(int round, int action) => action == 0 ? 2 + (3 * (round % 17)) : 40 - (round % 17);
    }

    private static double[] Filled(RewardPredictions predictions, LoggedRounds rounds)
    {
        double[] all = new double[rounds.Count * rounds.ActionCount];
        for (int round = 0; round < rounds.Count; round++)
            predictions.Fill(round, all.AsSpan(round * rounds.ActionCount, rounds.ActionCount));
        return all;
    }
}
