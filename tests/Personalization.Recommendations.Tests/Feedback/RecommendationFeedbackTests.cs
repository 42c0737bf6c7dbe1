using Personalization.Core;

namespace Personalization.Recommendations.Tests;

public sealed class RecommendationFeedbackTests
{
    private static readonly CustomerId Ann = new("ann");
    private static readonly DateTime Now = new(2024, 5, 1, 12, 0, 0, DateTimeKind.Unspecified);
    private static readonly EventLog Log = Shops.Random(60, 40, 900, seed: 4);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Recommend_NothingObserved_IsTheModelsList()
    {
        ItemNeighborsModel model = Model();
        IRecommender live = model.With(new RecommendationFeedback());

        foreach (CustomerId customer in model.Customers)
            Assert.Equal(model.Recommend(customer, 7).Ids(), live.Recommend(customer, 7).Ids());
    }

    /// <summary>Whatever else happens, a hidden item never returns, and lists stay full.</summary>
    [Fact]
    public void Recommend_HiddenItem_NeverReturns()
    {
        RecommendationFeedback feedback = new(new() { Customers = 5, RecentItems = 3 });
        IRecommender live = Model().With(feedback);
        Random random = new(8);
        EventType[] types =
        [
            EventType.View, EventType.Click, EventType.AddToCart, EventType.RemoveFromCart, EventType.Purchase, EventType.Refund,
            EventType.Pass, EventType.MoreLikeThis, EventType.Wishlist, EventType.NotInterested,
        ];
        Dictionary<CustomerId, HashSet<ItemId>> hidden = [];
        for (int step = 0; step < 4_000; step++)
        {
            CustomerId customer = Log.Customers[random.Next(12)];
            ItemId item = Log.Items.IdAt(random.Next(Log.Items.Count));
            EventType type = random.Next(20) == 0 ? EventType.NotInterested : types[random.Next(types.Length - 1)];
            feedback.Observe(new ShopEvent(customer, Now, type) { Item = item });
            if (!hidden.TryGetValue(customer, out HashSet<ItemId>? own)) hidden[customer] = own = [];
            if (type == EventType.NotInterested) own.Add(item);
            int count = random.Next(1, 12);

            IReadOnlyList<Recommendation> list = live.Recommend(customer, count, new() { IncludeBought = true });

            Assert.Empty(list.Select(r => r.Item).Intersect(own));
            Assert.Equal(Math.Min(count, Log.Items.Count - own.Count), list.Select(r => r.Item).Distinct().Count());
            Assert.Equal(own.Order(), feedback.HiddenFrom(customer));
        }
    }

    [Fact]
    public void Recommend_AfterAView_WhatGoesWithIt()
    {
        EventLog log = Shops.Purchases("a: x y", "b: x y", "c: x y", "d: p q", "e: p q");
        RecommendationFeedback feedback = new();
        IRecommender live = new ItemNeighborsTrainer().Fit(log, cancellationToken: Token).With(feedback);
        Assert.Equal("x", live.Recommend(Ann, 1).Ids()[0]);

        Assert.True(feedback.Observe(Event(EventType.View, "p")));

        Assert.Equal("q", live.Recommend(Ann, 1).Ids()[0]);
    }

    [Fact]
    public void Recommend_PutBackFromTheCart_CountsNoMore()
    {
        EventLog log = Shops.Purchases("a: x y", "b: x y", "c: x y", "d: p q", "e: p q");
        RecommendationFeedback feedback = new();
        IRecommender live = new ItemNeighborsTrainer().Fit(log, cancellationToken: Token).With(feedback);
        string[] before = live.Recommend(Ann, 4).Ids();

        feedback.Observe(Event(EventType.AddToCart, "p"));
        Assert.Equal("q", live.Recommend(Ann, 4).Ids()[0]);
        feedback.Observe(Event(EventType.RemoveFromCart, "p"));

        Assert.Equal(before, live.Recommend(Ann, 4).Ids());
    }

    [Fact]
    public void Recommend_PassedOver_FallsThreePlacesEach()
    {
        EventLog log = Shops.Purchases("1: a", "2: a", "3: a", "4: a", "5: a b", "6: a b", "7: a b c", "8: b c d", "9: d e");
        RecommendationFeedback feedback = new();
        IRecommender live = new PopularityTrainer().Fit(log, cancellationToken: Token).With(feedback);
        Assert.Equal(["a", "b", "c", "d", "e"], live.Recommend(Ann, 5).Ids());

        feedback.Observe(Event(EventType.Pass, "a"));
        Assert.Equal(["b", "c", "d", "a", "e"], live.Recommend(Ann, 5).Ids());
        Assert.Equal(["b", "c", "d"], live.Recommend(Ann, 3).Ids());

        feedback.Observe(Event(EventType.Click, "a"));
        Assert.Equal(["b", "c", "d", "e"], live.Recommend(Ann, 5).Ids());
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2.9, true)]
    [InlineData(3, false)]
    [InlineData(5, false)]
    public void Observe_Rating_LowOnesHide(double rating, bool hides)
    {
        RecommendationFeedback feedback = new();

        feedback.Observe(Event(EventType.Rating, "x") with { Quantity = rating });

        Assert.Equal(hides ? ["x"] : [], feedback.HiddenFrom(Ann).Select(item => item.Value));
    }

    [Fact]
    public void Observe_NoItemOrNoFeedback_False()
    {
        RecommendationFeedback feedback = new();

        Assert.False(feedback.Observe(new ShopEvent(Ann, Now, EventType.View)));
        Assert.False(feedback.Observe(Event(EventType.Search, "x")));
        Assert.False(feedback.Observe(new ShopEvent(default, Now, EventType.View) { Item = new("x") }));
    }

    [Fact]
    public void Unhide_Hidden_ComesBack()
    {
        RecommendationFeedback feedback = new();
        feedback.Observe(Event(EventType.NotInterested, "x"));

        Assert.True(feedback.Unhide(Ann, new("x")));
        Assert.False(feedback.Unhide(Ann, new("x")));
        Assert.Empty(feedback.HiddenFrom(Ann));
    }

    [Fact]
    public void Remove_Customer_NothingIsLeft()
    {
        RecommendationFeedback feedback = new();
        feedback.Observe(Event(EventType.NotInterested, "x"));

        Assert.True(feedback.Remove(Ann));
        Assert.False(feedback.Remove(Ann));
        Assert.Empty(feedback.HiddenFrom(Ann));
    }

    [Fact]
    public void Replay_Log_IsWhatWatchingItGave()
    {
        RecommendationFeedback watched = new(), replayed = new();
        foreach (ShopEvent e in Log.Events()) watched.Observe(e);

        replayed.Replay(Log);

        ItemNeighborsModel model = Model();
        foreach (CustomerId customer in model.Customers)
            Assert.Equal(model.With(watched).Recommend(customer, 9).Ids(), model.With(replayed).Recommend(customer, 9).Ids());
    }

    [Fact]
    public async Task Observe_FromManyThreads_KeepsEveryHiddenItem()
    {
        RecommendationFeedback feedback = new(new() { Customers = 10 });
        CustomerId[] customers = [.. Enumerable.Range(0, 40).Select(i => new CustomerId($"c{i}"))];

        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(
            () =>
            {
                foreach (CustomerId customer in customers)
                {
                    feedback.Observe(new ShopEvent(customer, Now, EventType.NotInterested) { Item = new($"i{thread}") });
                    feedback.Observe(new ShopEvent(customer, Now, EventType.View) { Item = new("seen") });
                }
            },
            Token)));

        Assert.All(customers, customer => Assert.Equal(["i0", "i1", "i2", "i3"], feedback.HiddenFrom(customer).Select(i => i.Value)));
    }

    private static ItemNeighborsModel Model() => new ItemNeighborsTrainer().Fit(Log, cancellationToken: Token);

    private static ShopEvent Event(EventType type, string item) => new(Ann, Now, type) { Item = new(item) };
}
