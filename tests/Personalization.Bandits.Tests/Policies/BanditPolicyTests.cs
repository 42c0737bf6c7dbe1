using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Bandits.Tests.Policies;

/// <summary>A world in which two kinds of customers like two of five actions.</summary>
internal static class TwoTastes
{
    public static readonly RankAction[] Actions =
        [.. Enumerable.Range(0, 5).Select(i => new RankAction($"a{i}", new FeatureSet(new Feature("price", i / 5.0))))];

    public static FeatureSet Context(int taste) => new(Feature.Level("taste", taste == 0 ? "warm" : "cold"), new Feature("hour", .5));

    public static double Chance(int taste, int action) => (taste, action) switch { (0, 1) or (1, 3) => .6, _ => .2 };

    public static IBanditPolicy[] All() =>
    [
        .. Enum.GetValues<BanditExploration>().Select(own => new LinearBandit(new() { Exploration = own })),
        new BetaBandit(), new GaussianBandit(), new LinearBandit(new() { HalfLife = 500 }), new LinearBandit(new() { Shared = true }),
    ];

    /// <summary>Lets a policy decide and learn; gives the mean of true chances in the last half.</summary>
    public static double Live(IBanditPolicy policy, int rounds, ulong seed)
    {
        RandomStream random = new(seed, "two tastes");
        double[] shares = new double[Actions.Length];
        double sum = 0;
        for (int round = 0; round < rounds; round++)
        {
            int taste = random.NextInt32(2);
            FeatureSet context = Context(taste);
            policy.Decide(new BanditRound(context, Actions, random.NextUInt64()), shares, []);
            double lot = random.NextDouble();
            int action = 0;
            while (action < 4 && (lot -= shares[action]) >= 0) action++;
            policy.Learn(context, Actions[action], random.NextDouble() < Chance(taste, action) ? 1 : 0, shares[action]);
            if (round >= rounds / 2) sum += Chance(taste, action);
        }

        return sum / (rounds - (rounds / 2));
    }
}

public sealed class BanditPolicyTests
{
    public static TheoryData<int> Policies => [.. Enumerable.Range(0, TwoTastes.All().Length)];

    [Theory]
    [MemberData(nameof(Policies))]
    public void Decide_AnyState_SharesAreProbabilitiesAndNothingChanges(int place)
    {
        IBanditPolicy policy = TwoTastes.All()[place];
        for (int step = 0; step < 3; step++)
        {
            byte[] before = Saved(policy);
            BanditRound round = new(TwoTastes.Context(1), TwoTastes.Actions, 7);
            (double[] first, double[] again) = (new double[5], new double[5]);
            ActionValue[] values = new ActionValue[5];
            policy.Decide(round, first, values);
            policy.Decide(round, again, []);

            Assert.Equal(first, again);
            Assert.All(first, share => Assert.InRange(share, 0, 1));
            Assert.Equal(1, first.Sum(), 9);
            Assert.All(values, value => Assert.True(value.Deviation > 0 && double.IsFinite(value.Mean)));
            Assert.Equal(before, Saved(policy));
            TwoTastes.Live(policy, 200, (ulong)step);
        }
    }

    /// <summary>What was saved and loaded decides, learns and is saved as the first.</summary>
    [Theory]
    [MemberData(nameof(Policies))]
    public void Load_WhatWasSaved_GoesOnAsTheFirst(int place)
    {
        (IBanditPolicy policy, IBanditPolicy second) = (TwoTastes.All()[place], TwoTastes.All()[place]);
        TwoTastes.Live(policy, 300, 1);
        using MemoryStream stream = new(Saved(policy));
        second.Load(stream);
        Assert.Equal(policy.Learned, second.Learned);

        Assert.Equal(TwoTastes.Live(policy, 300, 2), TwoTastes.Live(second, 300, 2));
        Assert.Equal(Saved(policy), Saved(second));
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void Load_DamagedFile_SaysSo(int place)
    {
        IBanditPolicy policy = TwoTastes.All()[place];
        TwoTastes.Live(policy, 50, 1);
        byte[] saved = Saved(policy);
        for (int cut = 0; cut < saved.Length; cut += 1 + (saved.Length / 40))
        {
            using MemoryStream stream = new(saved[..cut]);
            Assert.Throws<ModelFileException>(() => policy.Load(stream));
        }
    }

    /// <summary>Whoever sees the taste comes near the best chance of .6; who doesn't, near that of one action for both, .4.</summary>
    [Theory]
    [MemberData(nameof(Policies))]
    public void Learn_TwoTastes_FindsWhatEachLikes(int place)
    {
        IBanditPolicy policy = TwoTastes.All()[place];
        double chance = TwoTastes.Live(policy, 6_000, 5);
        double least = policy is not LinearBandit own ? .33 : own.Options.Shared ? 0 : own.Options.HalfLife is null ? .5 : .42;
        Assert.True(chance > least, $"{policy.Name} reaches {chance}");
    }

    /// <summary>One model for all actions learns from features of action and context together, also for actions it never saw.</summary>
    [Fact]
    public void Shared_FeaturesOfActionAndContext_CarryOverToNewActions()
    {
        LinearBandit policy = new(new() { Shared = true });
        RandomStream random = new(6, "shared");
        double[] shares = new double[2];
        for (int round = 0; round < 2_000; round++)
        {
            RankAction[] actions = [Fitting(random.NextInt32(2)), Fitting(random.NextInt32(2))];
            policy.Decide(new BanditRound(FeatureSet.Empty, actions, random.NextUInt64()), shares, []);
            int action = random.NextDouble() < shares[0] ? 0 : 1;
            double chance = actions[action].Features.Features[0].Value > 0 ? .6 : .2;
            policy.Learn(FeatureSet.Empty, actions[action], random.NextDouble() < chance ? 1 : 0, shares[action]);
        }

        policy.Decide(new BanditRound(FeatureSet.Empty, [Fitting(0), Fitting(1)], 1), shares, []);
        Assert.True(shares[1] > .95);

        RankAction Fitting(int fits) => new($"new{random.NextUInt64()}", new FeatureSet(new Feature("fits", fits)));
    }

    /// <summary>When the tastes change places, what forgets finds the new ones; the other goes on as it was for long.</summary>
    [Fact]
    public void HalfLife_TastesChange_AreFoundAgain()
    {
        double[] chances =
        [
            .. new double?[] { null, 300 }.Select(half =>
            {
                LinearBandit policy = new(new() { HalfLife = half, Floor = .05 });
                RandomStream random = new(2, "changing tastes");
                double[] shares = new double[5];
                double sum = 0;
                for (int round = 0; round < 12_000; round++)
                {
                    int taste = random.NextInt32(2), now = round < 8_000 ? taste : 1 - taste;
                    policy.Decide(new BanditRound(TwoTastes.Context(taste), TwoTastes.Actions, random.NextUInt64()), shares, []);
                    double lot = random.NextDouble();
                    int action = 0;
                    while (action < 4 && (lot -= shares[action]) >= 0) action++;
                    double reward = random.NextDouble() < TwoTastes.Chance(now, action) ? 1 : 0;
                    policy.Learn(TwoTastes.Context(taste), TwoTastes.Actions[action], reward, shares[action]);
                    if (round >= 9_000) sum += TwoTastes.Chance(now, action);
                }

                return sum / 3_000;
            }),
        ];

        Assert.True(chances[1] > chances[0] + .03, $"{chances[0]}, {chances[1]}");
    }

    [Fact]
    public void Learn_MoreNamesThanFit_SharesPlacesAndStaysBounded()
    {
        LinearBandit policy = new(new() { MaximumFeatures = 16, MaximumActions = 3 });
        for (int i = 0; i < 200; i++) policy.Learn(new FeatureSet(new Feature($"f{i}", 1)), new RankAction($"a{i % 10}"), 1, 1);

        byte[] saved = Saved(policy);
        Assert.InRange(saved.Length, 1, 3 * 16 * 17 * 8 + 4_000);
        double[] shares = new double[1];
        policy.Decide(new BanditRound(new FeatureSet(new Feature("new", 1)), [new RankAction("a1")], 1), shares, []);
        Assert.Equal([1.0], shares);
    }

    [Fact]
    public void Load_OtherOptions_AreRefused()
    {
        LinearBandit policy = new();
        policy.Learn(FeatureSet.Empty, new RankAction("a"), 1, 1);
        using MemoryStream stream = new(Saved(policy));
        ModelFileException fault = Assert.Throws<ModelFileException>(() => new LinearBandit(new() { Shared = true }).Load(stream));
        Assert.Contains("other options", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_RewardsThatCantBe_SayWhichCan()
    {
        ArgumentException two = Assert.Throws<ArgumentException>(() => new BetaBandit().Check(2));
        Assert.Contains("GaussianBandit", two.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new GaussianBandit().Check(double.NaN));
        Assert.Throws<ArgumentException>(() => new LinearBandit().Check(double.PositiveInfinity));
        Assert.Throws<ArgumentException>(() => new BetaBandit(new() { PriorMean = 3 }));
    }

    [Fact]
    public void DriftAlarm_MeanChanges_RingsOnceSoonAndSeldomOtherwise()
    {
        DriftAlarm alarm = new();
        RandomStream random = new(4, "drift");
        for (int i = 0; i < 20_000; i++) alarm.Add(random.NextDouble() < .3 ? 1 : 0);
        Assert.Equal(0, alarm.Rung);
        int until = 0;
        while (!alarm.Add(random.NextDouble() < .6 ? 1 : 0)) until++;
        Assert.InRange(until, 20, 400);
        for (int i = 0; i < 5_000; i++) alarm.Add(random.NextDouble() < .6 ? 1 : 0);
        Assert.Equal(1, alarm.Rung);
        Assert.Throws<ArgumentException>(() => alarm.Add(double.NaN));
    }

    internal static byte[] Saved(IBanditPolicy policy)
    {
        using MemoryStream stream = new();
        policy.Save(stream);
        return stream.ToArray();
    }
}
