using Personalization.Bandits;
using Personalization.Core;
using Personalization.Numerics;
using Xunit;

namespace Personalization.TestKit;

/// <summary>What every policy that learns must do. Derive, say how to make one, and every test here runs.</summary>
public abstract class BanditPolicyConformance<TPolicy>
    where TPolicy : class, IBanditPolicy
{
    private const int DamagesTried = 200;

    private static readonly RankAction[] Actions =
        [.. Enumerable.Range(0, 6).Select(i => new RankAction($"action{i}", new FeatureSet(new Feature("price", i / 6.0))))];

    /// <summary>
    /// A policy that has learned nothing, always of the same options. It takes rewards of 0 and 1, and holds some fifty actions or features
    /// at most, so that the test of what is held reaches that.
    /// </summary>
    protected abstract TPolicy Create();

    [Fact]
    public void Decide_AnyRound_SharesAreProbabilities()
    {
        TPolicy policy = Create();
        Assert.False(string.IsNullOrWhiteSpace(policy.Name));
        for (int step = 0; step < 4; step++)
        {
            foreach (int count in (int[])[1, 2, 6, 60, 400])
            {
                RankAction[] some = [.. Enumerable.Range(0, count).Select(i => i < 6 ? Actions[i] : new RankAction($"new{i}"))];
                foreach (FeatureSet context in Contexts()) AssertProbabilities(policy, new BanditRound(context, some, (ulong)step));
            }

            Live(policy, 100, (ulong)step);
        }
    }

    [Fact]
    public void Decide_SameDraw_SameSharesAndNothingIsLearned()
    {
        TPolicy policy = Live(Create(), 200, 1);
        byte[] before = Bytes(policy);
        foreach (FeatureSet context in Contexts())
        {
            BanditRound round = new(context, Actions, 7);
            Assert.Equal(Shares(policy, round), Shares(policy, round));
        }

        Assert.Equal(before, Bytes(policy));
        Assert.Equal(Shares(Live(Create(), 200, 1), new(Contexts()[0], Actions, 3)), Shares(policy, new(Contexts()[0], Actions, 3)));
    }

    [Fact]
    public void Decide_RoomOfAnotherSize_Throws()
    {
        BanditRound round = new(FeatureSet.Empty, Actions, 1);
        Assert.Throws<ArgumentException>(() => Create().Decide(round, new double[5], []));
        Assert.Throws<ArgumentException>(() => Create().Decide(round, new double[7], []));
        Assert.Throws<ArgumentException>(() => Create().Decide(round, new double[6], new ActionValue[5]));
        Assert.Throws<ArgumentNullException>(() => Create().Decide(null!, new double[6], []));
    }

    /// <summary>
    /// What is expected of an action doesn't depend on its place, nor, but for the luck of the draw, does how often it is taken.
    /// </summary>
    [Fact]
    public void Decide_ActionsInAnotherOrder_AreExpectedTheSame()
    {
        const int Draws = 300;
        TPolicy policy = Live(Create(), 300, 2);
        RankAction[] turned = [.. Actions.Reverse()];
        ActionValue[] values = new ActionValue[6], ofTurned = new ActionValue[6];
        double[] shares = new double[6], sum = new double[6], sumTurned = new double[6];
        for (ulong draw = 0; draw < Draws; draw++)
        {
            policy.Decide(new BanditRound(Contexts()[0], Actions, draw), shares, values);
            for (int i = 0; i < 6; i++) sum[i] += shares[i] / Draws;
            policy.Decide(new BanditRound(Contexts()[0], turned, draw), shares, ofTurned);
            for (int i = 0; i < 6; i++) sumTurned[i] += shares[i] / Draws;
        }

        Array.Reverse(ofTurned);
        Array.Reverse(sumTurned);
        Assert.All(values.Zip(ofTurned), pair => Assert.Equal(pair.First.Mean, pair.Second.Mean, 1e-9));
        Assert.All(values.Zip(ofTurned), pair => Assert.Equal(pair.First.Deviation, pair.Second.Deviation, 1e-9));
        Assert.All(sum.Zip(sumTurned), pair => Assert.Equal(pair.First, pair.Second, .03));
    }

    [Fact]
    public void Learn_OneActionPays_ItIsTakenMoreOften()
    {
        TPolicy policy = Create();
        for (int i = 0; i < 600; i++) policy.Learn(Contexts()[0], Actions[i % 6], i % 6 == 4 ? 1 : 0, 1 / 6.0);
        double[] shares = Shares(policy, new BanditRound(Contexts()[0], Actions, 5));
        Assert.Equal(600, policy.Learned);
        Assert.True(shares[4] > .5, string.Join(", ", shares));
    }

    [Fact]
    public void Load_WhatWasSaved_GoesOnAsTheFirst()
    {
        TPolicy policy = Live(Create(), 300, 1), second = Live(Create(), 50, 9);
        Load(second, Bytes(policy));
        Assert.Equal(policy.Learned, second.Learned);
        Assert.Equal(Bytes(policy), Bytes(second));
        foreach (FeatureSet context in Contexts())
            Assert.Equal(Shares(policy, new(context, Actions, 2)), Shares(second, new(context, Actions, 2)));
        Assert.Equal(Bytes(Live(policy, 100, 2)), Bytes(Live(second, 100, 2)));
    }

    [Fact]
    public void Load_CutAnywhere_ModelFileExceptionAndNothingChanges()
    {
        byte[] bytes = Bytes(Live(Create(), 60, 1));
        TPolicy policy = Live(Create(), 40, 2);
        byte[] before = Bytes(policy);
        for (int length = 0; length < bytes.Length; length += 1 + (bytes.Length / DamagesTried))
            Assert.Throws<ModelFileException>(() => Load(policy, bytes[..length]));
        Assert.Equal(before, Bytes(policy));
    }

    /// <summary>An altered file is refused and changes nothing, or is taken and leaves a policy that decides.</summary>
    [Fact]
    public async Task Load_AlteredAnywhere_ModelFileExceptionOrPolicy()
    {
        byte[] bytes = Bytes(Live(Create(), 60, 1));
        await Task.Run(Alter, TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromMinutes(5), TestContext.Current.CancellationToken);

        void Alter()
        {
            FileMutator mutator = new(1);
            for (int i = 0; i < 2 * DamagesTried; i++)
            {
                byte[] altered = [.. bytes];
                int at = i / 2 * Math.Max(1, bytes.Length / DamagesTried) % bytes.Length;
                if (i % 2 == 0) altered[at] ^= 0x5f;
                else altered = mutator.Mutate(bytes);
                TPolicy policy = Live(Create(), 10, 2);
                byte[] before = Bytes(policy);
                Exception? error = Record.Exception(() => Load(policy, altered));
                Assert.True(error is null or ModelFileException, $"Damage {i}: {error}");
                if (error is null) AssertProbabilities(policy, new BanditRound(Contexts()[0], Actions, 1));
                else Assert.Equal(before, Bytes(policy));
            }
        }
    }

    /// <summary>What Check lets pass can be learned, saved and loaded; what it refuses Learn refuses too, and stays as it was.</summary>
    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(1e300)]
    [InlineData(-1e200)]
    [InlineData(1e150)]
    [InlineData(-1e20)]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(double.Epsilon)]
    [InlineData(1)]
    [InlineData(1 + 1e-15)]
    public void Check_AnyReward_IsWhatLearnTakes(double reward)
    {
        TPolicy policy = Live(Create(), 30, 1);
        byte[] before = Bytes(policy);
        Exception? refused = Record.Exception(() => policy.Check(reward));
        Assert.True(refused is null or ArgumentException, $"{refused}");
        Assert.Equal(before, Bytes(policy));
        FeatureSet context = Contexts()[0];
        for (int i = 0; i < 20; i++)
        {
            if (refused is not null) Assert.ThrowsAny<ArgumentException>(() => policy.Learn(context, Actions[i % 3], reward, .5));
            else policy.Learn(context, Actions[i % 3], reward, .5);
        }

        Assert.Equal(refused is null ? 50 : 30, policy.Learned);
        if (refused is not null) Assert.Equal(before, Bytes(policy));
        AssertProbabilities(policy, new BanditRound(context, Actions, 1));
        TPolicy again = Create();
        Load(again, Bytes(policy));
        Assert.Equal(Bytes(policy), Bytes(again));
    }

    /// <summary>Features as large and as small as may be: decisions stay probabilities, and what was learned can be loaded.</summary>
    [Theory]
    [InlineData(1e30)]
    [InlineData(-1e30)]
    [InlineData(1e-300)]
    [InlineData(0)]
    public void Learn_ExtremeFeatures_CanBeSavedAndLoaded(double value)
    {
        TPolicy policy = Live(Create(), 30, 1);
        FeatureSet context = new(new Feature("hour", value), new Feature("never before", value));
        for (int i = 0; i < 30; i++) policy.Learn(context, Actions[i % 3], i % 2, .5);
        AssertProbabilities(policy, new BanditRound(context, Actions, 1));
        AssertProbabilities(policy, new BanditRound(Contexts()[0], Actions, 1));
        TPolicy again = Create();
        Load(again, Bytes(policy));
        Assert.Equal(Bytes(policy), Bytes(again));
    }

    [Fact]
    public void Learn_NamesThatNeverEnd_HoldsNoMore()
    {
        TPolicy policy = Create();
        int half = 0;
        for (int i = 0; i < 2_000; i++)
        {
            FeatureSet context = new(new Feature($"feature{i:0000}", 1));
            RankAction action = new($"action{i:0000}", new FeatureSet(new Feature($"own{i:0000}", 1)));
            AssertProbabilities(policy, new BanditRound(context, [action, Actions[0]], (ulong)i));
            policy.Learn(context, action, i % 2, .5);
            if (i == 999) half = Bytes(policy).Length;
        }

        Assert.InRange(Bytes(policy).Length, 1, 1.05 * half);
    }

    /// <summary>Deciding and learning the same allocate as little after thousands of rounds as after hundreds.</summary>
    [Fact]
    public void Decide_ThousandsOfRounds_AllocateNoMoreThanTheFirst()
    {
        TPolicy policy = Live(Create(), 300, 1);
        long first = Allocations.Of(() => Live(policy, 100, 2));
        int saved = Bytes(policy).Length;
        Live(policy, 4_000, 3);
        Assert.InRange(Allocations.Of(() => Live(policy, 100, 4)), 0, (1.2 * first) + 10_000);
        Assert.InRange(Bytes(policy).Length, 1, (1.02 * saved) + 200);
    }

    /// <summary>Lets a policy decide and learn in a world where one action is best in the morning and another in the evening.</summary>
    private static TPolicy Live(TPolicy policy, int rounds, ulong seed)
    {
        RandomStream random = new(seed, "bandit policy conformance");
        double[] shares = new double[Actions.Length];
        for (int round = 0; round < rounds; round++)
        {
            int evening = random.NextInt32(2);
            policy.Decide(new BanditRound(Contexts()[evening], Actions, random.NextUInt64()), shares, []);
            double lot = random.NextDouble();
            int taken = 0;
            while (taken < Actions.Length - 1 && (lot -= shares[taken]) >= 0) taken++;
            double chance = taken == 1 + (3 * evening) ? .7 : .2;
            policy.Learn(Contexts()[evening], Actions[taken], random.NextDouble() < chance ? 1 : 0, Math.Max(shares[taken], 1e-9));
        }

        return policy;
    }

    /// <summary>A morning, an evening, nothing, and what no policy ever learned of.</summary>
    private static FeatureSet[] Contexts() =>
    [
        new(new Feature("hour", -.5), Feature.Level("day", "mon")), new(new Feature("hour", .5), Feature.Level("day", "sun")),
        FeatureSet.Empty, new(new Feature("unheard of", 3), new Feature("hour", 1), new Feature("hour", -2)),
    ];

    private static void AssertProbabilities(TPolicy policy, BanditRound round)
    {
        int count = round.Actions.Count;
        double[] shares = new double[count];
        Array.Fill(shares, double.NaN);
        ActionValue[] values = new ActionValue[count];
        policy.Decide(round, shares, values);
        Assert.All(shares, share => Assert.InRange(share, 0, 1 + 1e-12));
        Assert.Equal(1, shares.Sum(), 1e-9);
        Assert.All(values, value => Assert.True(double.IsFinite(value.Mean) && value.Deviation >= 0, $"{value}"));
        Assert.Equal(shares, Shares(policy, round));
    }

    private static double[] Shares(TPolicy policy, BanditRound round)
    {
        double[] shares = new double[round.Actions.Count];
        policy.Decide(round, shares, []);
        return shares;
    }

    private static byte[] Bytes(TPolicy policy)
    {
        using MemoryStream stream = new();
        policy.Save(stream);
        return stream.ToArray();
    }

    private static void Load(TPolicy policy, byte[] bytes)
    {
        using MemoryStream stream = new(bytes);
        policy.Load(stream);
    }
}
