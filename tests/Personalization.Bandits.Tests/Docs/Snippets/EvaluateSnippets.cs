using Personalization.Bandits.Tests.Evaluation;
using Personalization.Numerics;

namespace Personalization.Bandits.Tests;

/// <summary>The code of docs/how-to/evaluate-before-the-switch.md and docs/models/off-policy-evaluation.md.</summary>
public sealed class EvaluateSnippets
{
    [Fact]
    public void BeforeTheSwitch_ALog_Answers()
    {
        SimulatedBandit bandit = SimulatedBandit.Make(2, 4, .2, .5, 1, .1);
        (LoggedRounds drawn, int[] kinds) = bandit.Draw(4_000, 1);
        ReadOnlySpan<int> actions = drawn.Actions;
        ReadOnlySpan<double> rewards = drawn.Rewards, propensities = drawn.Propensities;
        int[] customers = [.. Enumerable.Range(0, drawn.Count).Select(round => round / 2)];
        double[][] newPolicy = [.. kinds.Select(kind => bandit.Row(kind))];

        LoggedRounds log = new(actionCount: 4, actions, rewards, propensities, clusters: customers);
        TargetPolicy candidate = TargetPolicy.Of("new ranking", (round, probabilities) => newPolicy[round].CopyTo(probabilities));

        OffPolicyEvaluation evaluation = new OffPolicyEvaluator().Evaluate(log, candidate);
        Console.WriteLine(evaluation);
        if (evaluation.Answer is { } answer)
            Console.WriteLine($"{answer.Value:P1} ({answer.Low:P1} to {answer.High:P1}); today {evaluation.LoggedValue:P1}");
        foreach (OffPolicyRefusal refusal in evaluation.Refusals)
            Console.WriteLine($"{refusal.Reason}: {refusal.Message}");

        Assert.True(evaluation.IsAnswered);

        float[] features = new float[2 * log.Count];
        RewardPredictions expected = CrossFittedRewards.Linear(log, new MatrixView(features, log.Count, 2));
        OffPolicyEvaluation sharper = new OffPolicyEvaluator().Evaluate(log, candidate, expected);

        Assert.True(sharper.IsAnswered);

        PolicyComparison search = new PolicySearch().Compare(
            log, [candidate, TargetPolicy.Uniform(), TargetPolicy.Always(0), TargetPolicy.Always(1)]);
        Console.WriteLine(search.Best is { } best
            ? $"{best.Policy} gains at least {best.Gain!.GainLow:N3} a round"
            : "none is surely better: stay");

        Assert.Equal(4, search.Policies.Count);
    }

    [Fact]
    public void Model_Example_HasAllEstimates()
    {
        SimulatedBandit bandit = SimulatedBandit.Make(2, 3, .2, 0, 1, 0);
        (LoggedRounds rounds, _) = bandit.Draw(1_000, 1);

        OffPolicyEvaluation evaluation = new OffPolicyEvaluator(new() { LargestWeight = 20 }).Evaluate(rounds, TargetPolicy.Always(2));
        foreach (OffPolicyEstimate estimate in evaluation.Estimates)
        {
            Console.WriteLine(
                $"{estimate.Estimator}: {estimate.Value:N4}, {estimate.Low:N4} to {estimate.High:N4}, "
                    + $"of {estimate.EffectiveSampleSize:N0} effective rounds");
        }

        Assert.Equal(8, evaluation.Estimates.Count);
    }
}
