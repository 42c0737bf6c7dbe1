using Personalization.Core;

namespace Personalization.Recommendations.Tests;

public sealed class RecommendationRequestTests
{
    private static readonly EventLog Log = Shops.Random(80, 40, 900);

    private static readonly IRecommender Machine = new FactorizationMachineTrainer(new() { Factors = 4, MaxEpochs = 3 }).Fit(Log);

    private static readonly IRecommender[] Models =
    [
        new ItemNeighborsTrainer().Fit(Log), new PopularityTrainer().Fit(Log), new ComplementsTrainer().Fit(Log),
        new ContentTrainer().Fit(Log), new BasketRulesTrainer(new() { MinimumCount = 1, MinimumSupport = 0 }).Fit(Log),
    ];

    /// <summary>A request with one part other than the plain one's, where the list may show it.</summary>
    private static IEnumerable<(RequestParts Part, RecommendationRequest Request)> Changed(RecommendationRequest plain, int seed)
    {
        Random random = new(seed);
        ItemId[] items = random.GetItems<ItemId>([.. Log.Items.Ids], 10);
        yield return (RequestParts.Customer, plain with { Customer = Log.Customers[random.Next(Log.Customers.Count)] });
        yield return (RequestParts.Basket, plain with { Basket = items });
        yield return (RequestParts.Session, plain with { Session = items });
        yield return (RequestParts.Context, plain with { Context = new(Log.LastTime.AddHours(random.Next(99)), "app") });
        yield return (RequestParts.Candidates, plain with { Candidates = items.ToHashSet() });
        yield return (RequestParts.Filter, plain with { Filter = new() { Excluded = items.ToHashSet() } });
    }

    [Fact]
    public void Uses_EveryPart_IsSaidWhereItChangesTheListAndNowhereElse()
    {
        foreach (IRecommender model in Models)
        {
            RequestParts seen = RequestParts.None;
            for (int seed = 0; seed < 20; seed++)
            {
                RecommendationRequest plain = new() { Customer = Log.Customers[seed] };
                foreach ((RequestParts part, RecommendationRequest request) in Changed(plain, seed))
                {
                    if (!List(model, request).SequenceEqual(List(model, plain))) seen |= part;
                }
            }

            Assert.Equal(model.Uses, seen);
        }

        static IEnumerable<(ItemId, double)> List(IRecommender model, RecommendationRequest request) =>
            model.Recommend(request).Select(r => (r.Item, r.Score));
    }

    [Fact]
    public void Recommend_Candidates_IsTheWholeListWithoutTheRest()
    {
        foreach (IRecommender model in Models)
        {
            HashSet<ItemId> candidates = [.. Log.Items.Ids.Where((_, row) => row % 3 == 0), new("unknown")];
            RecommendationRequest whole = new() { Customer = Log.Customers[5], Count = int.MaxValue };

            Assert.Equal(
                model.Recommend(whole).Select(r => r.Item).Where(candidates.Contains).Take(7),
                model.Recommend(whole with { Candidates = candidates, Count = 7 }).Select(r => r.Item));
            Assert.Empty(model.Recommend(whole with { Candidates = new HashSet<ItemId>() }));
        }
    }

    [Fact]
    public void Recommend_ItemsAtHand_AreNotRecommendedUnlessAskedFor()
    {
        foreach (IRecommender model in Models)
        {
            ItemId[] first = [.. model.Recommend(new()).Select(r => r.Item)];
            RecommendationRequest request = new() { Basket = first[..2], Session = first[2..3], Count = int.MaxValue };

            Assert.DoesNotContain(model.Recommend(request), r => first.Take(3).Contains(r.Item));
            Assert.Equal(Log.Items.Count, model.Recommend(request with { Filter = new() { IncludeBought = true } }).Count);
        }
    }

    [Fact]
    public void Request_CountBelowOne_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => new RecommendationRequest { Count = 0 });

    [Fact]
    public void RecommendAll_Progress_EndsAtOne()
    {
        foreach (EventLog log in (EventLog[])[Log, EventLog.From([])])
        {
            Progress progress = new();
            new PopularityTrainer().Fit(log).RecommendAll(3, progress: progress, cancellationToken: TestContext.Current.CancellationToken);
            new ItemNeighborsTrainer().Fit(log, progress, TestContext.Current.CancellationToken);

            Assert.Equal(1, progress.Last["recommending"]);
            Assert.Equal(1, progress.Last["item neighbours"]);
        }
    }

    [Fact]
    public void ToColumn_TableOfOtherCustomers_HasEachOnesOwnList()
    {
        IRecommender model = Models[0];
        IReadOnlyList<CustomerRecommendations> lists = model.RecommendAll(4, cancellationToken: TestContext.Current.CancellationToken);
        CustomerTable table = new(IdIndex<CustomerId>.From([new("nobody"), Log.Customers[7], Log.Customers[2]]), Log.LastTime);

        table = table.With(model.ToColumn(lists, table.Customers));

        Assert.Equal(lists[2].Recommendations.Select(r => r.Item), table[0].RecommendedItems);
        Assert.Equal(lists[7].Recommendations.Select(r => r.Item), table[1].RecommendedItems);
        Assert.Empty(table.Find(new("nobody"))!.RecommendedItems);
    }

    [Fact]
    public void ToColumn_ListsOfAnotherModel_SaysWhatIsWrong()
    {
        IReadOnlyList<CustomerRecommendations> lists = Models[0].RecommendAll(4, cancellationToken: TestContext.Current.CancellationToken);
        IRecommender other = new PopularityTrainer().Fit(Shops.Purchases("a: x"));

        Assert.Contains("80 lists for 1 customers", Fault(lists), StringComparison.Ordinal);
        Assert.Contains("is in a list, and the model doesn't know it", Fault([lists[0]]), StringComparison.Ordinal);

        string Fault(IReadOnlyList<CustomerRecommendations> lists) =>
            Assert.Throws<ArgumentException>(() => other.ToColumn(lists, other.Customers)).Message;
    }

    private sealed class Progress : IProgress<FitProgress>
    {
        private readonly Lock _gate = new();

        public Dictionary<string, double?> Last { get; } = [];

        public void Report(FitProgress value)
        {
            lock (_gate) Last[value.Stage] = value.Fraction;
        }
    }
}
