using Personalization.Numerics;

namespace Personalization.Bandits.Tests.Evaluation;

/// <summary>A log that can't tell is refused with the reason and without a figure, and one that can isn't.</summary>
public sealed class OffPolicyRefusalTests
{
    private static readonly SimulatedBandit Even = SimulatedBandit.Make(1, 5, .2, 0, 1, 0);

    [Fact]
    public void Evaluate_EnoughOfEverything_Answers()
    {
        (LoggedRounds rounds, int[] kinds) = Even.Draw(1_000, 1);
        OffPolicyEvaluation evaluation = new OffPolicyEvaluator().Evaluate(rounds, Even.Policy(kinds, "new page"));

        Assert.True(evaluation.IsAnswered);
        Assert.Equal(7, evaluation.Estimates.Count);
        Assert.StartsWith("'new page' is worth ", evaluation.ToString(), StringComparison.Ordinal);
        Assert.Equal(OffPolicyEstimator.SelfNormalizedDoublyRobust, evaluation.Answer!.Estimator);
        Assert.Contains("LargestWeight", Assert.Throws<InvalidOperationException>(
            () => evaluation.Of(OffPolicyEstimator.ClippedInversePropensity)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_FewRounds_IsRefused()
    {
        (LoggedRounds rounds, int[] kinds) = Even.Draw(40, 1);

        AssertRefused(rounds, Even.Policy(kinds), OffPolicyRefusalReason.TooFewRounds, "The log has 40 rounds; at least 50 are needed.");
    }

    [Fact]
    public void Evaluate_FewClusters_IsRefused()
    {
        (LoggedRounds rounds, int[] kinds) = Even.Draw(1_000, 1);
        int[] clusters = [.. Enumerable.Range(0, rounds.Count).Select(round => round % 20)];
        LoggedRounds clustered = new(5, rounds.Actions, rounds.Rewards, rounds.Propensities, [], clusters);

        AssertRefused(
            clustered, Even.Policy(kinds), OffPolicyRefusalReason.TooFewRounds, "The log has 20 clusters; at least 50 are needed.");
    }

    /// <summary>The log took action 0 in 1 of 1,000 rounds, and the policy always would.</summary>
    [Fact]
    public void Evaluate_FewRoundsDecide_IsRefused()
    {
        int[] actions = [.. Enumerable.Range(0, 5_000).Select(round => round % 1_000 == 0 ? 0 : 1)];
        double[] rewards = [.. actions.Select((_, round) => round % 2 == 0 ? 1.0 : 0)];
        LoggedRounds rounds = new(2, actions, rewards, Array.ConvertAll(actions, action => action == 0 ? .001 : .999));

        AssertRefused(
            rounds, TargetPolicy.Always(0), OffPolicyRefusalReason.SmallEffectiveSample,
            "The 5000 rounds tell as much of this policy as 5 would that it had decided itself; at least 100 are needed.");
    }

    [Theory]
    [InlineData(.04, true)]
    [InlineData(.06, false)]
    public void Evaluate_ActionsNeverTaken_AreRefusedWhereTheyMatter(double share, bool answered)
    {
        (LoggedRounds rounds, _) = Even.Draw(2_000, 1);
        LoggedRounds wider = new(6, rounds.Actions, rounds.Rewards, rounds.Propensities);
        TargetPolicy policy = TargetPolicy.Of(
            "wider",
            (_, row) =>
            {
                row.Fill((1 - share) / 5);
                row[5] = share;
            });

        if (answered)
        {
            Assert.True(new OffPolicyEvaluator().Evaluate(wider, policy).IsAnswered);
            return;
        }

        AssertRefused(
            wider, policy, OffPolicyRefusalReason.NoSupport,
            "6.0 % of what the policy would do was never done in the log (action 5");
    }

    [Fact]
    public void Evaluate_RareRewards_AreRefused()
    {
        (LoggedRounds rounds, _) = Even.Draw(2_000, 1);
        double[] rewards = new double[rounds.Count];
        rewards.AsSpan(0, 9).Fill(1);

        AssertRefused(
            new LoggedRounds(5, rounds.Actions, rewards, rounds.Propensities), TargetPolicy.Uniform(), OffPolicyRefusalReason.TooFewRewards,
            "Only 9 rounds that count for this policy have another reward than the most frequent one; at least 10 are needed.");
    }

    /// <summary>Drawn by a policy with a taste, logged as if drawn evenly.</summary>
    [Fact]
    public void Evaluate_PropensitiesThatArent_AreRefused()
    {
        SimulatedBandit bandit = SimulatedBandit.Make(3, 5, .2, 2, 1, .1);
        (LoggedRounds rounds, _) = bandit.Draw(5_000, 1);
        double[] even = new double[rounds.Count];
        even.AsSpan().Fill(.2);

        Assert.True(new OffPolicyEvaluator().Evaluate(rounds, TargetPolicy.Uniform()).IsAnswered);
        AssertRefused(
            new LoggedRounds(5, rounds.Actions, rounds.Rewards, even), TargetPolicy.Uniform(), OffPolicyRefusalReason.WrongPropensities,
            "The logged propensities aren't those that the log was drawn with");
    }

    /// <summary>
    /// Most rounds leave one in two hundred to chance: with what was logged as it was, the few heavy rounds often don't come, and right
    /// propensities must not be called wrong for it.
    /// </summary>
    [Fact]
    public void Evaluate_RightPropensitiesThatLeaveLittleToChance_AreNotCalledWrong()
    {
        int refused = 0;
        for (ulong seed = 0; seed < 200; seed++)
        {
            RandomStream random = new(seed, "little chance");
            int[] actions = new int[4_000], wanted = new int[4_000];
            double[] rewards = new double[4_000], propensities = new double[4_000];
            for (int round = 0; round < actions.Length; round++)
            {
                int favorite = random.NextInt32(4);
                // In a tenth of the rounds the policy judged would take another than the one that the log nearly always took.
                wanted[round] = random.NextDouble() < .1 ? (favorite + 1) % 4 : favorite;
                actions[round] = random.NextDouble() < .02 ? random.NextInt32(4) : favorite;
                propensities[round] = actions[round] == favorite ? .985 : .005;
                rewards[round] = random.NextDouble() < .3 ? 1 : 0;
            }

            OffPolicyEvaluation told = new OffPolicyEvaluator(new() { Threads = 1 }).Evaluate(
                new LoggedRounds(4, actions, rewards, propensities), TargetPolicy.Of("wanted", (round, row) =>
                {
                    row.Clear();
                    row[wanted[round]] = 1;
                }), cancellationToken: TestContext.Current.CancellationToken);
            if (told.Refusals.Any(refusal => refusal.Reason == OffPolicyRefusalReason.WrongPropensities)) refused++;
        }

        Assert.InRange(refused, 0, 2);
    }

    [Fact]
    public void Evaluate_PolicyThatIsNone_NamesRoundAndValue()
    {
        LoggedRounds rounds = new(2, [0, 1], [0, 1], [.5, .5]);
        OffPolicyEvaluator evaluator = new(new() { Threads = 1 });

        Assert.StartsWith(
            "The probabilities of policy 'half' in round 0 add up to 0.5; they must add up to 1.",
            Assert.Throws<ArgumentException>(() => evaluator.Evaluate(rounds, TargetPolicy.Of("half", (_, row) => row[0] = .5))).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "Policy 'below' gives action 1 of round 1 the probability -0.5; it must be from 0 to 1.",
            Assert.Throws<ArgumentException>(
                () => evaluator.Evaluate(rounds, TargetPolicy.Of("below", 2, [.5, .5, 1, -.5]))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(
            () => evaluator.Evaluate(rounds, TargetPolicy.Of("nothing", 2, [.5, .5, double.NaN, .5])));
        Assert.StartsWith(
            "Policy 'long' has probabilities of 3 rounds and 2 actions; the log has 2 rounds and 2 actions.",
            Assert.Throws<ArgumentException>(
                () => evaluator.Evaluate(rounds, TargetPolicy.Of("long", 2, [.5, .5, .5, .5, .5, .5]))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => TargetPolicy.Of("torn", 2, [.5, .5, .5]));
        Assert.Throws<ArgumentException>(() => TargetPolicy.Of(" ", 2, [.5, .5]));
        Assert.StartsWith(
            "The expected reward of action 1 in round 0 is NaN; it must be finite.",
            Assert.Throws<ArgumentException>(() => evaluator.Evaluate(
                rounds, TargetPolicy.Uniform(), RewardPredictions.Of(2, [0, double.NaN, 0, 0]))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(
            () => evaluator.Evaluate(rounds, TargetPolicy.Uniform(), RewardPredictions.Of(3, [0, 0, 0, 0, 0, 0])));
        Assert.Throws<ArgumentException>(
            () => new OffPolicyEvaluator(new() { RewardBounds = (0, .5) }).Evaluate(rounds, TargetPolicy.Uniform()));
    }

    [Fact]
    public void Options_OutOfRange_Throw()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new OffPolicyOptions { Level = 1 });
        Assert.Throws<ArgumentException>(() => new OffPolicyOptions { RewardBounds = (1, 1) });
        Assert.Throws<ArgumentException>(() => new OffPolicyOptions { RewardBounds = (0, double.NaN) });
        Assert.Throws<ArgumentOutOfRangeException>(() => new OffPolicyOptions { LargestWeight = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new OffPolicyOptions { SwitchWeight = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new OffPolicyOptions { Shrinkage = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new OffPolicyOptions { UnsupportedShare = 1.1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new OffPolicyOptions { Threads = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new CrossFittedRewardOptions { Folds = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new CrossFittedRewardOptions { PriorRounds = -1 });
    }

    [Fact]
    public void CrossFittedRewards_OfWhatDoesntFit_Throw()
    {
        LoggedRounds rounds = new(2, [0, 1, 0], [0, 1, 0], [.5, .5, .5]);

        Assert.Throws<ArgumentException>(() => CrossFittedRewards.ByAction(rounds));
        Assert.Throws<ArgumentException>(() => CrossFittedRewards.ByAction(
            new LoggedRounds(2, [0, 1], [0, 1], [.5, .5], [0, int.MaxValue]), new() { Folds = 2 }));
        Assert.Throws<ArgumentException>(() => CrossFittedRewards.Linear(rounds, new(new float[2], 2, 1), new() { Folds = 2 }));
        Assert.Throws<ArgumentException>(
            () => CrossFittedRewards.Linear(rounds, new(new float[] { 1, float.NaN, 2 }, 3, 1), new() { Folds = 2 }));
        Assert.Throws<ArgumentException>(
            () => CrossFittedRewards.Linear(rounds, new(new float[3], 3, 1), new() { Folds = 2, PriorRounds = 0 }));
    }

    private static void AssertRefused(LoggedRounds rounds, TargetPolicy policy, OffPolicyRefusalReason reason, string message)
    {
        OffPolicyEvaluation evaluation = new OffPolicyEvaluator().Evaluate(rounds, policy);

        Assert.False(evaluation.IsAnswered);
        Assert.Empty(evaluation.Estimates);
        Assert.Null(evaluation.Answer);
        Assert.StartsWith(message, Assert.Single(evaluation.Refusals, r => r.Reason == reason).Message, StringComparison.Ordinal);
        Assert.Contains(message, evaluation.ToString(), StringComparison.Ordinal);
        Assert.Contains(message, Assert.Throws<InvalidOperationException>(
            () => evaluation.Of(OffPolicyEstimator.DoublyRobust)).Message, StringComparison.Ordinal);
    }
}
