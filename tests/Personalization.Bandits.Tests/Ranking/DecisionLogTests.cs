using Personalization.Bandits.Tests.Policies;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Bandits.Tests.Ranking;

public sealed class DecisionLogTests : IDisposable
{
    private static readonly RankerOptions Options = new() { WaitingTime = TimeSpan.FromSeconds(30), Rewards = RewardRule.Earliest };

    private readonly string _folder = Directory.CreateTempSubdirectory("decisions").FullName;
    private readonly HandClock _clock = new();

    private string Log => Path.Combine(_folder, "decisions.log");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, null)]
    [InlineData(false, 100)]
    public void Open_AfterAnOrderlyEnd_TheStateIsTheSameBytes(bool apprentice, int? halfLife)
    {
        RankerOptions options = Options with { Apprentice = apprentice, ApprenticeMatch = .7, ApprenticeWindow = 50 };
        LinearBandit Policy() => new(new() { HalfLife = halfLife });
        (byte[] before, RankerStatus status) = Live(Policy(), options, 300);

        using Ranker again = Ranker.Open(Log, Policy(), options, _clock);

        Assert.Equal(status, again.Status);
        Assert.Equal(before, Saved(again));
        Assert.True(status.Learned > 100);
    }

    /// <summary>Cut off at any byte, the log opens with a state that is that of its whole records, and takes more.</summary>
    [Fact]
    public void Open_CutAtAnyByte_ReadsWhatIsWhole()
    {
        Live(new LinearBandit(), Options, 12);
        byte[] whole = File.ReadAllBytes(Log);
        long learned = -1;
        for (int cut = 0; cut <= whole.Length; cut += cut < whole.Length - 200 ? 13 : 1)
        {
            File.WriteAllBytes(Log, whole[..cut]);
            using Ranker ranker = Ranker.Open(Log, new LinearBandit(), Options, _clock);
            Assert.True(ranker.Status.Learned >= learned);
            learned = ranker.Status.Learned;
            Assert.Equal(RewardOutcome.Unknown, ranker.Reward("never", 1));
            ranker.Rank(RankerTests.Request("after"));
        }

        Assert.True(learned > 5);
    }

    /// <summary>Records whose check sums are right, and which can't be true all the same.</summary>
    [Theory]
    [InlineData("propensity")]
    [InlineData("source")]
    [InlineData("slots")]
    public void Read_RecordThatCantBe_SaysSo(string wrong)
    {
        using (Journal journal = Journal.Open(Log, DecisionRecords.JournalKind))
        {
            DecisionRecords records = new(journal.Begin, new DecisionBook());
            records.Decided(new LoggedDecision
            {
                EventId = "one",
                Time = _clock.GetUtcNow(),
                Version = "v",
                Source = wrong == "source" ? (DecisionSource)9 : DecisionSource.Policy,
                Context = FeatureSet.Empty,
                Slots =
                [
                    new DecidedSlot(
                        "first", FeatureSet.Empty, [new PossibleAction(new RankAction("a"), wrong == "propensity" ? 2 : 1, null)], 0),
                ],
            });
            records.Settled("one", _clock.GetUtcNow(), wrong == "slots" ? [1, 0] : [1]);
        }

        Assert.Throws<InvalidDataException>(() => Ranker.Open(Log, new LinearBandit(), Options, _clock));
    }

    [Fact]
    public void Open_SumOfRewardsStillWaiting_GoesOnFromTheSum()
    {
        RankerOptions options = Options with { Rewards = RewardRule.Sum };
        using (Ranker ranker = Ranker.Open(Log, new GaussianBandit(), options, _clock))
        {
            ranker.Rank(RankerTests.Request("one"));
            ranker.Reward("one", 1);
            ranker.Reward("one", 2);
        }

        using Ranker again = Ranker.Open(Log, new GaussianBandit(), options, _clock);
        again.Reward("one", 4);
        _clock.Move(31);
        again.Settle();
        Assert.Equal(7, again.Status.MeanReward);
        Assert.Equal([7.0], DecisionLog.Read(Log).Single().Rewards!);
    }

    /// <summary>What can't be logged or learned is refused before it counts, so that the log can always be read again.</summary>
    [Fact]
    public void Open_AfterWhatWasRefused_StateIsTheSame()
    {
        RankerOptions options = Options with { Rewards = RewardRule.Sum };
        RankSlot[] slots = [.. Enumerable.Range(0, 900).Select(i => new RankSlot($"s{i}"))];
        RankAction[] many = [.. Enumerable.Range(0, 1_000).Select(i => new RankAction($"m{i}"))];
        RankerStatus status;
        using (Ranker ranker = Ranker.Open(Log, new BetaBandit(), options, _clock))
        {
            RankRequest large = new(FeatureSet.Empty, many) { EventId = "large", Slots = slots };
            Assert.Throws<ArgumentException>(() => ranker.Rank(large));
            ranker.Rank(RankerTests.Request("one"));
            Assert.Equal(RewardOutcome.Taken, ranker.Reward("one", .7));
            ArgumentException fault = Assert.Throws<ArgumentException>(() => ranker.Reward("one", .7));
            Assert.Contains("must be 0 to 1", fault.Message, StringComparison.Ordinal);
            _clock.Move(60);
            ranker.Settle();
            status = ranker.Status;
        }

        using Ranker again = Ranker.Open(Log, new BetaBandit(), options, _clock);
        Assert.Equal((1, 1, .7), (status.Decisions, status.Learned, status.MeanReward));
        Assert.Equal(status, again.Status);
        Assert.Throws<ArgumentException>(() => new Ranker(new BetaBandit(), new() { DefaultReward = -1 }));
    }

    [Fact]
    public void Open_ByteChanged_IsRefused()
    {
        Live(new LinearBandit(), Options, 12);
        byte[] bytes = File.ReadAllBytes(Log);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(Log, bytes);
        Assert.Throws<JournalException>(() => Ranker.Open(Log, new LinearBandit(), Options, _clock));
    }

    [Fact]
    public void Open_WithAPolicyThatCantLearnIt_SaysWhichRecord()
    {
        using (Ranker ranker = Ranker.Open(Log, new LinearBandit(), Options, _clock))
        {
            ranker.Rank(RankerTests.Request("one"));
            ranker.Reward("one", 7);
        }

        InvalidDataException fault = Assert.Throws<InvalidDataException>(() => Ranker.Open(Log, new BetaBandit(), Options, _clock));
        Assert.Contains("open it with the policy and options it was written with", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Compact_StateStays_AndTheLogShrinks(bool apprentice)
    {
        RankerOptions options = Options with { Apprentice = apprentice, ApprenticeMatch = .95, ApprenticeWindow = 400 };
        byte[] before;
        RankerStatus status;
        long length;
        using (Ranker ranker = Ranker.Open(Log, new LinearBandit(), options, _clock))
        {
            Run(ranker, 300);
            ranker.Rank(RankerTests.Request("waits") with { DeferActivation = true });
            ranker.Activate("waits");
            (status, length) = (ranker.Status, new FileInfo(Log).Length);
            ranker.Compact();
            Assert.Equal(status, ranker.Status);
            Assert.True(new FileInfo(Log).Length < length, $"{new FileInfo(Log).Length} of {length}");
            for (int i = 0; i < 20; i++)
            {
                ranker.Rank(RankerTests.Request($"second{i}", i % 2));
                ranker.Reward($"second{i}", i % 2);
            }

            (before, status) = (Saved(ranker), ranker.Status);
        }

        using Ranker again = Ranker.Open(Log, new LinearBandit(), options, _clock);
        Assert.Equal(status, again.Status);
        Assert.Equal(before, Saved(again));
        Assert.Equal(RewardOutcome.Taken, again.Reward("waits", 1));
    }

    [Fact]
    public void Read_Decisions_AreAsTheyWereGiven()
    {
        List<LoggedDecision> given = [];
        using (Ranker ranker = Ranker.Open(Log, new LinearBandit(), Options, _clock))
        {
            given.AddRange(Run(ranker, 40));
            given.Add(ranker.Rank(RankerTests.Request("waits") with
            {
                Consent = true,
                Slots = [new("top", new FeatureSet(new Feature("p", 1))), new("foot")],
            }));
        }

        LoggedDecision[] read = [.. DecisionLog.Read(Log)];

        Assert.Equal(given.Select(own => own.EventId).Order(), read.Select(own => own.EventId).Order());
        foreach (LoggedDecision decision in read)
        {
            LoggedDecision own = given.Single(other => other.EventId == decision.EventId);
            Assert.Equal(
                (own.Time, own.Version, own.Source, own.Consent),
                (decision.Time, decision.Version, decision.Source, decision.Consent));
            Assert.Equal(own.Context.Features, decision.Context.Features);
            Assert.Equal(own.Reasons, decision.Reasons);
            Assert.Equal(own.Slots.Select(slot => slot.Id), decision.Slots.Select(slot => slot.Id));
            foreach ((DecidedSlot a, DecidedSlot b) in own.Slots.Zip(decision.Slots))
            {
                Assert.Equal((a.Chosen.Id, a.Propensity, a.Place), (b.Chosen.Id, b.Propensity, b.Place));
                Assert.Equal(a.Features.Features, b.Features.Features);
                Assert.Equal(
                    a.Possible.Select(one => (one.Action.Id, one.Propensity)), b.Possible.Select(one => (one.Action.Id, one.Propensity)));
                Assert.Equal(a.Possible[0].Action.Features.Features, b.Possible[0].Action.Features.Features);
            }

            Assert.Equal(own.EventId == "waits", decision.Rewards is null);
        }
    }

    /// <summary>A policy taught by a log is the one that decided it, byte by byte, as it learns in the order of settling.</summary>
    [Fact]
    public void Teach_AnotherOfItsKind_IsTheSame()
    {
        (byte[] before, RankerStatus status) = Live(new LinearBandit(), Options, 200);
        LinearBandit taught = new();
        Assert.Equal(status.Learned, DecisionLog.Teach(Log, taught, TestContext.Current.CancellationToken));
        Assert.Equal(before, BanditPolicyTests.Saved(taught));
        GaussianBandit other = new();
        DecisionLog.Teach(Log, other, TestContext.Current.CancellationToken);
        Assert.Equal(status.Learned, other.Learned);
    }

    /// <summary>
    /// The log judges a policy that knows nothing: what it would do is about equal chances, worth the mean of what was tried.
    /// </summary>
    [Fact]
    public void Rounds_OfALog_JudgeAnotherPolicy()
    {
        Live(new LinearBandit(new() { Floor = 1 }), Options with { Seed = 1 }, 400);
        LoggedBandit log = DecisionLog.Rounds(Log, TestContext.Current.CancellationToken);
        GaussianBandit fresh = new(new() { Draws = 4_000 });
        TargetPolicy target = log.Target(fresh, TestContext.Current.CancellationToken);
        OffPolicyEvaluation evaluation = new OffPolicyEvaluator().Evaluate(log.Rounds, target);

        Assert.Equal(["a0", "a1", "a2", "a3", "a4"], log.Actions.Order());
        Assert.True(evaluation.IsAnswered, evaluation.ToString());
        Assert.Equal(log.Rounds.Rewards.ToArray().Average(), evaluation.Answer!.Value, .05);
        Assert.Equal("gaussian-thompson", target.Name);
        Assert.All(log.Rounds.Propensities.ToArray(), own => Assert.Equal(.2, own, 9));
        Assert.Equal(0, fresh.Learned);
    }

    private (byte[] State, RankerStatus Status) Live(IBanditPolicy policy, RankerOptions options, int decisions)
    {
        using Ranker ranker = Ranker.Open(Log, policy, options, _clock);
        Run(ranker, decisions);
        return (Saved(ranker), ranker.Status);
    }

    /// <summary>Decisions, of which two in three are rewarded and the others wait until their time is over.</summary>
    private List<LoggedDecision> Run(Ranker ranker, int decisions, string name = "e")
    {
        RandomStream random = new(1, "decision log tests");
        List<LoggedDecision> all = [];
        for (int i = 0; i < decisions; i++)
        {
            int taste = random.NextInt32(2);
            LoggedDecision decision = ranker.Rank(RankerTests.Request($"{name}{i}", taste) with { DeferActivation = i % 7 == 0 });
            all.Add(decision);
            if (i % 14 == 0) ranker.Activate(decision.EventId);
            int action = int.Parse(decision.Slots[0].Chosen.Id[1..], System.Globalization.CultureInfo.InvariantCulture);
            if (i % 3 != 0) ranker.Reward(decision.EventId, random.NextDouble() < TwoTastes.Chance(taste, action) ? 1 : 0);
            _clock.Move(2);
        }

        _clock.Move(60);
        ranker.Settle();
        return all;
    }

    private static byte[] Saved(Ranker ranker)
    {
        using MemoryStream stream = new();
        ranker.SavePolicy(stream);
        return stream.ToArray();
    }
}
