namespace Personalization.Bandits.Tests.Evaluation;

public sealed class PolicySearchTests
{
    /// <summary>Fifty policies of equal worth: at most one search in twenty finds one better, and one by one they would be.</summary>
    [Fact]
    public void Compare_FiftyPoliciesWorthTheSame_RarelyFindsOneBetter()
    {
        const int Logs = 100;
        SimulatedBandit bandit = SimulatedBandit.Make(12, 10, .1, .5, 1, .1, alike: true);
        int alarms = 0;
        for (int log = 0; log < Logs; log++)
        {
            (LoggedRounds rounds, int[] kinds) = bandit.Draw(1_000, 1, (ulong)log);
            PolicyComparison comparison = new PolicySearch().Compare(
                rounds, [.. Enumerable.Range(0, 50).Select(index => bandit.OtherPolicy(kinds, index))]);
            if (comparison.Best is not null) alarms++;
        }

        Assert.InRange(alarms, 0, .05 * Logs);
    }

    [Fact]
    public void Compare_OneBetterAmongMany_IsFoundWithAnIntervalThatHoldsItsWorth()
    {
        SimulatedBandit bandit = SimulatedBandit.Make(13, 10, .1, .5, 2, .1);
        (LoggedRounds rounds, int[] kinds) = bandit.Draw(5_000, 1);
        PolicyComparison comparison = new PolicySearch().Compare(
            rounds, [.. Enumerable.Range(0, 20).Select(index => bandit.OtherPolicy(kinds, index)), bandit.Policy(kinds)]);

        Assert.Equal("target", comparison.Best!.Policy);
        PolicyGain gain = comparison.Best.Gain!;
        Assert.InRange(bandit.TrueValue, gain.Low, gain.High);
        Assert.InRange(bandit.TrueValue - bandit.LoggedValue, gain.GainLow, gain.GainHigh);
        Assert.Equal(gain.Value - comparison.LoggedValue, gain.Gain, 1e-12);
        Assert.Equal(21, comparison.Policies.Count);
    }

    [Fact]
    public void Compare_OnePolicy_IsTheEvaluation()
    {
        SimulatedBandit bandit = SimulatedBandit.Make(1, 5, .2, 0, 1, 0);
        (LoggedRounds rounds, int[] kinds) = bandit.Draw(1_000, 1);
        PolicyGain gain = Assert.Single(new PolicySearch().Compare(rounds, [bandit.Policy(kinds)]).Policies).Gain!;
        OffPolicyEstimate answer = new OffPolicyEvaluator().Evaluate(rounds, bandit.Policy(kinds)).Answer!;

        Assert.Equal((answer.Value, answer.Low, answer.High), (gain.Value, gain.Low, gain.High));
    }

    /// <summary>Against itself the policy that logged neither gains nor loses.</summary>
    [Fact]
    public void Compare_TheLoggingPolicy_GainsNothing()
    {
        SimulatedBandit bandit = SimulatedBandit.Make(1, 5, .2, 1, 1, .1);
        (LoggedRounds rounds, int[] kinds) = bandit.Draw(1_000, 1);
        ComparedPolicy same = Assert.Single(new PolicySearch().Compare(rounds, [bandit.LoggingPolicy(kinds)]).Policies);

        Assert.Equal(0, same.Gain!.Gain, .01);
        Assert.False(same.Gain.IsSurelyBetter);
        Assert.InRange(same.Gain.GainHigh - same.Gain.GainLow, 0, .03);
    }

    [Fact]
    public void Compare_APolicyTheLogCantTellOf_IsRefusedAlone()
    {
        SimulatedBandit bandit = SimulatedBandit.Make(1, 5, .2, 0, 1, 0);
        (LoggedRounds drawn, int[] kinds) = bandit.Draw(1_000, 1);
        LoggedRounds rounds = new(6, drawn.Actions, drawn.Rewards, drawn.Propensities);
        TargetPolicy known = TargetPolicy.Of("known", (round, row) => bandit.Policy(kinds).Fill(round, row[..5]));
        PolicyComparison comparison = new PolicySearch().Compare(rounds, [TargetPolicy.Always(5), known]);

        Assert.Null(comparison.Policies[0].Gain);
        Assert.Contains(comparison.Policies[0].Refusals, r => r.Reason == OffPolicyRefusalReason.NoSupport);
        Assert.NotNull(comparison.Policies[1].Gain);
    }

    [Fact]
    public void Compare_NoPolicyOrTwoOfOneName_Throws()
    {
        LoggedRounds rounds = new(2, [0, 1], [0, 1], [.5, .5]);

        Assert.Throws<ArgumentException>(() => new PolicySearch().Compare(rounds, []));
        Assert.StartsWith(
            "Two policies are named 'uniform'",
            Assert.Throws<ArgumentException>(
                () => new PolicySearch().Compare(rounds, [TargetPolicy.Uniform(), TargetPolicy.Uniform()])).Message,
            StringComparison.Ordinal);
    }
}
