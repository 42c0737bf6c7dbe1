using Personalization.Core;

namespace Personalization.Recommendations.Tests;

/// <summary>Where views count, what was viewed speaks for a customer and may still be recommended; what was bought may not.</summary>
public sealed class ViewedItemsTests
{
    private static readonly InteractionOptions Counted = new()
    {
        Value = InteractionValue.Count,
        Weights = new Dictionary<EventType, float> { [EventType.View] = .5f, [EventType.Purchase] = 1 },
    };

    /// <summary>All buy a, b, c and d; the one who came last bought a and b, and has only looked at c.</summary>
    private static readonly EventLog Log = EventLog.From(
    [
        .. from customer in Enumerable.Range(0, 12)
           from item in (string[])["a", "b", "c", "d"]
           select Event($"c{customer:00}", EventType.Purchase, item),
        Event("late", EventType.Purchase, "a"),
        Event("late", EventType.Purchase, "b"),
        Event("late", EventType.View, "c"),
        Event("other", EventType.Purchase, "e"),
    ]);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Names => ["als", "bpr", "item-neighbors", "user-neighbors"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Recommend_ViewsCount_ListsWhatWasViewedAndNotWhatWasBought(string name)
    {
        (IRecommender model, Func<Stream, IRecommender> load) = Fit(name, Log, Counted);
        using MemoryStream file = new();
        ((IModel)model).Save(file);
        file.Position = 0;
        foreach (IRecommender each in (IRecommender[])[model, load(file)])
        {
            string[] list = each.Recommend(new("late"), 10).Ids();

            Assert.Contains("c", list);
            Assert.DoesNotContain("a", list);
            Assert.DoesNotContain("b", list);
            Assert.DoesNotContain("c", each.Recommend(new RecommendationRequest { Customer = new("late"), Basket = [new("c")] }).Ids());
            Assert.Equal(5, each.Recommend(new("late"), 10, new() { IncludeBought = true }).Count);
        }
    }

    /// <summary>The other way round: what was bought is kept out though it isn't what counts.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Recommend_OnlyViewsCount_BoughtItemsStayOut(string name)
    {
        InteractionOptions views = new() { Weights = new Dictionary<EventType, float> { [EventType.View] = 1 } };
        EventLog log = EventLog.From(Log.Events().Concat(Log.Events().Where(e => e.Customer.Value != "late").Select(
            e => e with { Type = EventType.View })));

        string[] list = Fit(name, log, views).Model.Recommend(new("late"), 10).Ids();

        Assert.Contains("c", list);
        Assert.DoesNotContain("a", list);
        Assert.DoesNotContain("b", list);
    }

    /// <summary>A matrix says nothing of purchases: all that is in it is had.</summary>
    [Fact]
    public void Recommend_FittedOnAMatrix_EverythingInItStaysOut() => Assert.DoesNotContain(
        "c",
        new AlsTrainer(new() { Factors = 4 }).Fit(InteractionMatrix.From(Log, Counted), cancellationToken: Token)
            .Recommend(new("late"), 10).Ids());

    private static (IRecommender Model, Func<Stream, IRecommender> Load) Fit(string name, EventLog log, InteractionOptions counted) =>
        name switch
        {
            "als" => (
                new AlsTrainer(new() { Factors = 4, Interactions = counted }).Fit(log, cancellationToken: Token),
                stream => AlsModel.Load(stream)),
            "bpr" => (
                new BprTrainer(new() { Factors = 4, Interactions = counted }).Fit(log, cancellationToken: Token),
                stream => BprModel.Load(stream)),
            "item-neighbors" => (
                new ItemNeighborsTrainer(new() { Interactions = counted }).Fit(log, cancellationToken: Token),
                stream => ItemNeighborsModel.Load(stream)),
            _ => (
                new UserNeighborsTrainer(new() { Interactions = counted }).Fit(log, cancellationToken: Token),
                stream => UserNeighborsModel.Load(stream)),
        };

    private static ShopEvent Event(string customer, EventType type, string item) =>
        new(new CustomerId(customer), new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Unspecified), type) { Item = new ItemId(item) };
}
