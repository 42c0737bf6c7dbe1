using System.Security.Cryptography;
using Personalization.Numerics;

namespace Personalization.Bandits.Tests.Ranking;

/// <summary>
/// Hashes of whole logs, written down: whoever makes ranking quicker must decide, learn and log the same, to the last bit, or logs of
/// before would be read into another state. Also at any vector width: under DOTNET_EnableAVX512=0 and DOTNET_EnableAVX2=0.
/// </summary>
public sealed class LogBytesTests
{
    [Theory]
    [InlineData("thompson", "DDE372D138854DE9")]
    [InlineData("fading", "02EF537C3FF4B420")]
    [InlineData("shared", "D3C59E5BE1108447")]
    [InlineData("crowded", "09967AF4E11DC22F")]
    [InlineData("ucb", "ADECB97952BFCDC3")]
    [InlineData("softmax", "EC26CADAFAED255A")]
    [InlineData("gaussian", "D87BDC7EF662E7B0")]
    [InlineData("apprentice", "353D023BAF497889")]
    public void Rank_ManyDecisions_LogIsTheSameForEver(string kind, string hash)
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.log");
        try
        {
            Write(path, kind);
            Assert.Equal(hash, Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)))[..16]);
        }
        finally
        {
            File.Delete(path);
            File.Delete(path + ".lock");
        }
    }

    private static void Write(string path, string kind)
    {
        IBanditPolicy policy = kind switch
        {
            "gaussian" => new GaussianBandit(),
            "fading" => new LinearBandit(new() { HalfLife = 200 }),
            "shared" => new LinearBandit(new() { Shared = true }),
            "crowded" => new LinearBandit(new() { MaximumFeatures = 12, MaximumActions = 9 }),
            "ucb" => new LinearBandit(new() { Exploration = BanditExploration.UpperConfidence }),
            "softmax" => new LinearBandit(new() { Exploration = BanditExploration.Softmax }),
            _ => new LinearBandit(),
        };
        HandClock clock = new();
        using Ranker ranker = Ranker.Open(
            path, policy, new() { Apprentice = kind == "apprentice", ApprenticeWindow = 50, WaitingTime = TimeSpan.FromMinutes(1) }, clock);
        RandomStream random = new(1, "log bytes");
        RankAction[] actions = [.. Enumerable.Range(0, 20).Select(i => new RankAction($"a{i}", Features(random, "action", 12)))];
        RankSlot[] slots = [new("top", new(new Feature("place", 1))), new("side", new(new Feature("action1", .5)), ["a3"]), new("end")];
        for (int i = 0; i < 600; i++)
        {
            clock.Move(random.NextInt32(20));
            // Now and then an action has new features, or a context names one twice or as an action does.
            if (i % 100 == 99) actions[i / 100] = new RankAction($"a{i / 100}", Features(random, "action", 13));
            FeatureSet context = i % 7 == 0
                ? new(new Feature("x0", random.NextDouble()), new Feature("x0", .3), new Feature("action2", random.NextDouble()))
                : Features(random, "x", 3 + (i / 20));
            LoggedDecision decision = ranker.Rank(new RankRequest(context, actions)
            {
                Slots = i % 5 == 0 ? slots : [],
                Excluded = i % 3 == 0 ? ["a1", "a2"] : [],
                DeferActivation = i % 11 == 0,
                Consent = i % 13 == 0 ? false : null,
            });
            if (i % 22 == 0) ranker.Activate(decision.EventId);
            foreach (DecidedSlot slot in decision.Slots)
            {
                if (random.NextInt32(4) > 0) ranker.Reward(decision.EventId, random.NextDouble() < .3 ? 1 : random.NextDouble(), slot.Id);
            }

            if (i == 300) ranker.Compact();
        }
    }

    private static FeatureSet Features(RandomStream random, string name, int count) =>
        new(Enumerable.Range(0, count).Select(i => new Feature($"{name}{i}", (2 * random.NextDouble()) - 1)));
}
