using Personalization.Bandits.Tests.Ranking;

namespace Personalization.Bandits.Tests;

/// <summary>The code of docs/how-to/rank-and-reward.md and docs/how-to/move-from-azure-personalizer.md.</summary>
public sealed class RankSnippets
{
    [Fact]
    public void RankAndReward_ALog_IsReadAndJudged()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("rank-snippets").FullName, "decisions.log");
        RewardOutcome first = Decide(path);
        Assert.Equal(RewardOutcome.Taken, first);

        foreach (LoggedDecision past in DecisionLog.Read(path))
            Console.WriteLine($"{past.Time:u} {past.Slots[0].Chosen.Id} ({past.Slots[0].Propensity:P0}): {past.Rewards?[0]}");

        LoggedBandit log = DecisionLog.Rounds(path);
        GaussianBandit candidate = new();
        OffPolicyEvaluation evaluation = new OffPolicyEvaluator().Evaluate(log.Rounds, log.Target(candidate));
        Console.WriteLine(evaluation);

        Assert.False(evaluation.IsAnswered);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    [Fact]
    public void MoveFromAzure_ItsCalls_Work()
    {
        using Ranker ranker = new(new LinearBandit(), time: new HandClock());

        // POST /rank
        RankRequest request = new(
            FeatureSet.Parse("""[{ "device": "mobile" }, { "time": { "weekend": true } }]"""),
            [
                new RankAction("article-a", FeatureSet.Parse("""[{ "topic": "sports" }]""")),
                new RankAction("article-b", FeatureSet.Parse("""[{ "topic": "politics", "length": 0.3 }]""")),
            ])
        {
            EventId = "75269AD0-BFEE-4598-8196-C57383D38E10",
            Excluded = [],
            DeferActivation = false,
        };
        LoggedDecision decision = ranker.Rank(request);
        string rewardActionId = decision.Slots[0].Chosen.Id;

        // POST /events/{eventId}/reward
        ranker.Reward(decision.EventId, 1);

        Assert.StartsWith("article-", rewardActionId, StringComparison.Ordinal);
        Assert.Equal(1, ranker.Status.Learned);
    }

    private static RewardOutcome Decide(string path)
    {
        RankAction[] actions =
        [
            new("rings", new FeatureSet(new Feature("price", .7), Feature.Level("metal", "gold"))),
            new("earrings", new FeatureSet(new Feature("price", .3), Feature.Level("metal", "silver"))),
            new("gift-guide"),
        ];
        using Ranker ranker = Ranker.Open(path, new LinearBandit(), new() { WaitingTime = TimeSpan.FromMinutes(30) });

        LoggedDecision decision = ranker.Rank(new RankRequest(
            new FeatureSet(Feature.Level("device", "mobile"), new Feature("hour", .8)), actions));
        Console.WriteLine(decision.Reasons[0]);

        RewardOutcome outcome = ranker.Reward(decision.EventId, 1);   // it was clicked
        return outcome;
    }
}
