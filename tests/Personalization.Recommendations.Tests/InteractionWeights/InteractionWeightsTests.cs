using Personalization.Core;

namespace Personalization.Recommendations.Tests;

public sealed class InteractionWeightsTests
{
    private static readonly EventLog Log = Shop();

    /// <summary>A recommender that is the better the nearer a view's weight is to .4, and better without refunds.</summary>
    [Fact]
    public void Learn_KnownBest_FindsItByDoublingAndLeavingOut()
    {
        LearnedInteractions learned = InteractionWeights.Learn(Log, (_, weights) => new Known(Log, Places(weights)));

        Assert.Equal(
            [("purchase", 1f), ("view", .4f)],
            learned.Options.Weights.Select(pair => (pair.Key.Name, pair.Value)).OrderBy(pair => pair.Name));
        Assert.Equal(1, learned.Ndcg, 12);
        Assert.Equal(("", false), (learned.Trials[0].Change, learned.Trials[0].Ndcg == 1));
        Assert.Equal(["", "refund × 0", "view × 2", "view × 2"], learned.Trials.Where(trial => trial.IsKept).Select(trial => trial.Change));
        Assert.Equal(1 + 3 + 3 + 3, learned.Trials.Count); // both types, then the view alone
        Assert.All(learned.Trials, trial => Assert.Equal(InteractionValue.Count, trial.Options.Value));

        static int Places(InteractionOptions weights) =>
            (weights.Weights.TryGetValue(EventType.View, out float view) ? (int)Math.Abs(Math.Round(Math.Log2(view / .4))) : 5)
            + (weights.Weights.ContainsKey(EventType.Refund) ? 1 : 0);
    }

    [Fact]
    public void Learn_ItemNeighbors_SameForAnyNumberOfThreadsAndNeverBelowTheStart()
    {
        EventLog log = Shops.Random(60, 40, 2_500);

        LearnedInteractions one = Learn(1), four = Learn(4);

        Assert.Equal(one.Trials.Select(trial => (trial.Change, trial.Ndcg)), four.Trials.Select(trial => (trial.Change, trial.Ndcg)));
        Assert.Equal(one.Trials.Max(trial => trial.Ndcg), one.Ndcg);
        Assert.InRange(one.CustomerCount, 1, 60);

        LearnedInteractions Learn(int threads) => InteractionWeights.Learn(
            log,
            (past, weights) => new ItemNeighborsTrainer(new() { Interactions = weights }).Fit(past),
            new() { Threads = threads, Rounds = 1 });
    }

    [Fact]
    public void Learn_PurchasesAlone_TriesOnce() => Assert.Single(InteractionWeights.Learn(
        Shops.Purchases("1: a b c d", "2: b c a d", "3: c d a e"),
        (past, weights) => new ItemNeighborsTrainer(new() { Interactions = weights }).Fit(past), new() { ValidationShare = .3 }).Trials);

    [Fact]
    public void Learn_NothingNewLater_SaysWhatToDo() => Assert.Contains(
        "a longer log",
        Assert.Throws<ArgumentException>(() => InteractionWeights.Learn(
            Shops.Purchases("1: a b a b", "2: a b a b"),
            (past, _) => new PopularityTrainer().Fit(past),
            new() { ValidationShare = .5 })).Message,
        StringComparison.Ordinal);

    private static EventLog Shop()
    {
        List<ShopEvent> events = [];
        for (int customer = 0; customer < 20; customer++)
        {
            for (int day = 0; day < 10; day++)
            {
                EventType type = day is 4 or 9 ? EventType.Purchase : day is 3 ? EventType.Refund : EventType.View;
                events.Add(new ShopEvent(new CustomerId($"c{customer:00}"), Shops.Start.AddDays(day), type)
                {
                    Item = new ItemId(day is 9 ? "z" : $"i{day}"),
                });
            }
        }

        return EventLog.From(events);
    }

    /// <summary>Recommends the item that everybody buys last, at a place.</summary>
    private sealed class Known(EventLog log, int place) : IRecommender
    {
        public IdIndex<CustomerId> Customers => log.Customers;

        public IdIndex<ItemId> Items => log.Items.Ids;

        public RequestParts Uses => RequestParts.None;

        public IReadOnlyList<Recommendation> Recommend(RecommendationRequest request) =>
            [.. Enumerable.Range(0, place + 1).Select(i => new Recommendation(new ItemId(i == place ? "z" : $"other {i}"), -i))];
    }
}
