using Personalization.Bandits.Tests.Policies;
using Personalization.Numerics;

namespace Personalization.Bandits.Tests.Ranking;

public sealed class RankerTests
{
    private readonly HandClock _clock = new();

    [Fact]
    public void Rank_Decision_SaysAllThatWasPossible()
    {
        using Ranker ranker = new(new LinearBandit(), time: _clock);
        LoggedDecision decision = ranker.Rank(Request("one"));

        DecidedSlot slot = Assert.Single(decision.Slots);
        Assert.Equal(("one", "linear-thompson.0", DecisionSource.Policy), (decision.EventId, decision.Version, decision.Source));
        Assert.Equal(TwoTastes.Actions.Select(action => action.Id), slot.Possible.Select(possible => possible.Action.Id));
        Assert.Equal(1, slot.Possible.Sum(possible => possible.Propensity), 9);
        Assert.True(slot.Propensity > 0);
        Assert.Contains("chosen with probability", Assert.Single(decision.Reasons), StringComparison.Ordinal);
        Assert.Same(decision, ranker.Rank(Request("one")));
        Assert.Equal(1, ranker.Status.Decisions);
    }

    /// <summary>The lots are drawn by the propensities: over many decisions each action is taken about as often as it says.</summary>
    [Fact]
    public void Rank_ManyDecisions_LotsFollowThePropensities()
    {
        using Ranker ranker = new(new LinearBandit(new() { Floor = .3 }), time: _clock);
        Dictionary<string, double> taken = [], said = [];
        for (int i = 0; i < 4_000; i++)
        {
            DecidedSlot slot = ranker.Rank(Request($"e{i}")).Slots[0];
            taken[slot.Chosen.Id] = taken.GetValueOrDefault(slot.Chosen.Id) + 1;
            foreach (PossibleAction possible in slot.Possible)
                said[possible.Action.Id] = said.GetValueOrDefault(possible.Action.Id) + possible.Propensity;
            if (i < 200) ranker.Reward($"e{i}", slot.Chosen.Id == "a2" ? 1 : 0);
        }

        foreach ((string id, double expected) in said) Assert.Equal(expected, taken.GetValueOrDefault(id), 4 * Math.Sqrt(expected));
    }

    [Fact]
    public void Reward_Earliest_TheFirstIsLearnedAtOnce()
    {
        using Ranker ranker = new(new GaussianBandit(), time: _clock);
        ranker.Rank(Request("one"));
        Assert.Equal(RewardOutcome.Taken, ranker.Reward("one", 1));
        Assert.Equal((1, 0), (ranker.Status.Learned, ranker.Status.Waiting));
        Assert.Equal(RewardOutcome.Unknown, ranker.Reward("one", 1));
        Assert.Equal(RewardOutcome.Unknown, ranker.Reward("never", 1));
    }

    [Fact]
    public void Reward_Sum_IsLearnedWhenWaitingIsOver()
    {
        using Ranker ranker = new(
            new GaussianBandit(), new() { Rewards = RewardRule.Sum, WaitingTime = TimeSpan.FromSeconds(10), DefaultReward = -1 }, _clock);
        ranker.Rank(Request("one"));
        ranker.Rank(Request("two"));
        ranker.Reward("one", 2);
        ranker.Reward("one", 3);
        _clock.Move(9.9);
        ranker.Settle();
        Assert.Equal((0, 2), (ranker.Status.Learned, ranker.Status.Waiting));
        _clock.Move(.2);
        ranker.Settle();
        Assert.Equal((2, 0), (ranker.Status.Learned, ranker.Status.Waiting));
        Assert.Equal((5 - 1) / 2.0, ranker.Status.MeanReward);
        Assert.Equal(RewardOutcome.Unknown, ranker.Reward("one", 2));
    }

    [Fact]
    public void Rank_OneSlotThatExcludes_LeavesThemOut()
    {
        using Ranker ranker = new(new LinearBandit(), time: _clock);
        LoggedDecision decision = ranker.Rank(Request("one") with { Slots = [new("top", Excluded: ["a0", "a1"])] });
        Assert.DoesNotContain(decision.Slots[0].Possible, possible => possible.Action.Id is "a0" or "a1");
    }

    [Fact]
    public void Rank_TooManySlotsOrTooLongAText_IsRefused()
    {
        using Ranker ranker = new(new LinearBandit(), time: _clock);
        RankAction[] many = [.. Enumerable.Range(0, 1_100).Select(i => new RankAction($"a{i}"))];
        RankRequest request = new(FeatureSet.Empty, many) { Slots = [.. Enumerable.Range(0, 1_001).Select(i => new RankSlot($"s{i}"))] };
        Assert.Throws<ArgumentException>(() => ranker.Rank(request));
        Assert.Throws<ArgumentException>(() => ranker.Rank(Request(new string('x', 1_001))));
        Assert.Equal(0, ranker.Status.Decisions);
    }

    /// <summary>What was asked for before is remembered by what it is, not by the list it came in.</summary>
    [Fact]
    public void Rank_ListThatChanges_IsTakenAsItIsNow()
    {
        using Ranker ranker = new(new LinearBandit(), time: _clock);
        List<RankAction> actions = [.. Request("one").Actions];
        ranker.Rank(new RankRequest(FeatureSet.Empty, actions));
        actions.RemoveAt(0);
        actions[1] = new RankAction("new");
        LoggedDecision decision = ranker.Rank(new RankRequest(FeatureSet.Empty, actions));
        Assert.Equal(actions, decision.Slots[0].Possible.Select(possible => possible.Action));

        actions[0] = new RankAction("new");
        ArgumentException fault = Assert.Throws<ArgumentException>(() => ranker.Rank(new RankRequest(FeatureSet.Empty, actions)));
        Assert.Contains("'new'", fault.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ranker.Rank(new RankRequest(FeatureSet.Empty, actions)));
    }

    [Fact]
    public void Activate_Deferred_CountsOnlyThen()
    {
        using Ranker ranker = new(new GaussianBandit(), time: _clock);
        ranker.Rank(Request("shown") with { DeferActivation = true });
        ranker.Rank(Request("unseen") with { DeferActivation = true });
        Assert.Equal(RewardOutcome.NotActivated, ranker.Reward("shown", 1));
        Assert.True(ranker.Activate("shown"));
        Assert.True(ranker.Activate("shown"));
        Assert.False(ranker.Activate("never"));
        Assert.Equal(RewardOutcome.Taken, ranker.Reward("shown", 1));
        _clock.Move(3_600);
        ranker.Settle();
        Assert.Equal((1, 0), (ranker.Status.Learned, ranker.Status.Waiting));
    }

    [Fact]
    public void Rank_Slots_HaveDifferentActionsAndTheirOwnRewards()
    {
        using Ranker ranker = new(new LinearBandit(), time: _clock);
        LoggedDecision decision = ranker.Rank(Request("one") with
        {
            Slots = [new("top", new FeatureSet(new Feature("place", 1))), new("side", Excluded: ["a0", "a1"]), new("foot")],
            Excluded = ["a4"],
        });

        Assert.Equal(3, decision.Slots.Select(slot => slot.Chosen.Id).Distinct().Count());
        Assert.DoesNotContain("a4", decision.Slots.SelectMany(slot => slot.Possible).Select(possible => possible.Action.Id));
        Assert.DoesNotContain("a0", decision.Slots[1].Possible.Select(possible => possible.Action.Id));
        Assert.Equal(RewardOutcome.Taken, ranker.Reward("one", 1, "side"));
        Assert.Equal(RewardOutcome.AlreadyRewarded, ranker.Reward("one", 1, "side"));
        Assert.Equal(RewardOutcome.Taken, ranker.Reward("one", 0, "top"));
        Assert.Contains(
            "it has top, side, foot", Assert.Throws<ArgumentException>(() => ranker.Reward("one", 0, "left")).Message,
            StringComparison.Ordinal);
        _clock.Move(3_600);
        ranker.Settle();
        Assert.Equal(3, ranker.Status.Learned);
    }

    [Fact]
    public void Rank_NoConsent_TakesTheBaselineAndKeepsNothing()
    {
        LinearBandit policy = new();
        using Ranker ranker = new(policy, time: _clock);
        LoggedDecision decision = ranker.Rank(Request("one") with { Consent = false, Excluded = ["a0"] });
        Assert.Equal(("a1", 1.0, DecisionSource.NoConsent), (decision.Slots[0].Chosen.Id, decision.Slots[0].Propensity, decision.Source));
        Assert.Empty(decision.Context.Features);
        Assert.Contains("didn't agree", decision.Reasons[0], StringComparison.Ordinal);
        ranker.Reward("one", 1);
        Assert.Equal(0, policy.Learned);
    }

    [Fact]
    public void Rank_MoreWaitThanMay_TheOldestIsSettled()
    {
        using Ranker ranker = new(new GaussianBandit(), new() { MaximumWaiting = 3 }, _clock);
        for (int i = 0; i < 5; i++) ranker.Rank(Request($"e{i}"));
        Assert.Equal((3, 2), (ranker.Status.Waiting, ranker.Status.Learned));
        Assert.Equal(RewardOutcome.Unknown, ranker.Reward("e1", 1));
        Assert.Equal(RewardOutcome.Taken, ranker.Reward("e2", 1));
    }

    /// <summary>
    /// The shop's rule gives each taste what it likes; the apprentice sees that, and leaves once it would do so in nine of ten.
    /// </summary>
    [Fact]
    public void Apprentice_LeavesWhenItMatches()
    {
        RankerOptions options = new() { Apprentice = true, ApprenticeMatch = .9, ApprenticeWindow = 100 };
        using Ranker ranker = new(new LinearBandit(), options, _clock);
        RandomStream random = new(1, "apprentice");
        int matched = 0, after = 0;
        for (int i = 0; i < 2_000 && after < 200; i++)
        {
            int taste = random.NextInt32(2), own = taste == 0 ? 1 : 3;
            bool wasApprentice = ranker.Status.IsApprentice;
            RankAction[] actions = [TwoTastes.Actions[own], .. TwoTastes.Actions.Where((_, place) => place != own)];
            LoggedDecision decision = ranker.Rank(new RankRequest(TwoTastes.Context(taste), actions) { EventId = $"e{i}" });
            ranker.Reward($"e{i}", random.NextDouble() < TwoTastes.Chance(taste, int.Parse(decision.Slots[0].Chosen.Id[1..])) ? 1 : 0);
            if (wasApprentice)
            {
                Assert.Equal((actions[0].Id, DecisionSource.Baseline, 1.0),
                    (decision.Slots[0].Chosen.Id, decision.Source, decision.Slots[0].Propensity));
                Assert.True(ranker.Status.Match is null or < .9 || !ranker.Status.IsApprentice);
            }
            else
            {
                after++;
                Assert.Equal(DecisionSource.Policy, decision.Source);
                if (decision.Slots[0].Chosen.Id == actions[0].Id) matched++;
            }
        }

        Assert.False(ranker.Status.IsApprentice);
        Assert.True(matched > 100, $"{matched} of 200 after it left are as the shop's own rule");
    }

    /// <summary>A rule that nothing known tells is never matched.</summary>
    [Fact]
    public void Apprentice_RuleByChance_Stays()
    {
        using Ranker ranker = new(new LinearBandit(), new() { Apprentice = true, ApprenticeMatch = .9, ApprenticeWindow = 50 }, _clock);
        RandomStream random = new(1, "chance");
        for (int i = 0; i < 500; i++)
        {
            int own = random.NextInt32(5);
            RankAction[] actions = [TwoTastes.Actions[own], .. TwoTastes.Actions.Where((_, place) => place != own)];
            ranker.Rank(new RankRequest(TwoTastes.Context(0), actions) { EventId = $"e{i}" });
        }

        Assert.True(ranker.Status.IsApprentice);
        Assert.InRange(ranker.Status.Match ?? -1, 0, .6);
    }

    [Fact]
    public void Rank_WhatCantBe_SaysWhy()
    {
        using Ranker ranker = new(new LinearBandit(), time: _clock);
        Says("0 actions", new RankRequest(FeatureSet.Empty, []));
        Says("Two actions have the id 'a'", new RankRequest(FeatureSet.Empty, [new("a"), new("a")]));
        Says("all are excluded", Request("x") with { Excluded = ["a0", "a1", "a2", "a3", "a4"] });
        Says("stand in slots before", new RankRequest(FeatureSet.Empty, [new("a")]) { Slots = [new("1"), new("2")] });
        Says("Two slots", Request("x") with { Slots = [new("1"), new("1")] });
        Says("event id", Request(" "));
        Assert.Throws<ArgumentException>(() => ranker.Reward("x", double.NaN));
        Assert.Equal(0, ranker.Status.Decisions);
        Assert.Contains(
            "above 0", Assert.Throws<ArgumentOutOfRangeException>(() => new RankerOptions { WaitingTime = TimeSpan.Zero }).Message,
            StringComparison.Ordinal);

        void Says(string why, RankRequest request) =>
            Assert.Contains(why, Assert.Throws<ArgumentException>(() => ranker.Rank(request)).Message, StringComparison.Ordinal);
    }

    internal static RankRequest Request(string? eventId, int taste = 0) =>
        new(TwoTastes.Context(taste), TwoTastes.Actions) { EventId = eventId };
}
