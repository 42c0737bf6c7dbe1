using Personalization.Core;

namespace Personalization.Recommendations.Tests;

/// <summary>What every recommender of this package must do; one subclass each.</summary>
public abstract class RecommenderConformance
{
    private static readonly EventLog Log = Shops.Random(80, 120, 3_000);

    protected abstract IRecommender Fit(EventLog log, int? maxThreads, CancellationToken cancellationToken);

    protected abstract void Save(IRecommender model, Stream destination);

    protected abstract IRecommender Load(Stream source);

    [Fact]
    public void Fit_AnyNumberOfThreads_GivesTheSameBytes()
    {
        byte[] one = Bytes(Model(Log, 1));
        Assert.Equal(one, Bytes(Model(Log, 2)));
        Assert.Equal(one, Bytes(Model(Log)));
    }

    [Fact]
    public void Fit_EventsInAnotherOrder_GivesTheSameBytes()
    {
        ShopEvent[] events = [.. Log.Events()];
        new Random(5).Shuffle(events);
        Assert.Equal(Bytes(Model(Log)), Bytes(Model(EventLog.From(events))));
    }

    [Fact]
    public void Fit_Cancelled_Throws() =>
        Assert.ThrowsAny<OperationCanceledException>(() => Fit(Log, null, new CancellationToken(canceled: true)));

    [Fact]
    public void Fit_EmptyLog_RecommendsNothing()
    {
        IRecommender model = Model(EventLog.From([]));
        Assert.Empty(model.Recommend(new CustomerId("anyone"), 10));
        Assert.Empty(model.RecommendAll(10, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Empty(Reload(model).Recommend(new CustomerId("anyone"), 10));
    }

    [Fact]
    public void Fit_OneEvent_RecommendsItToOthersAlone()
    {
        IRecommender model = Model(Shops.Purchases("a: x"));
        Assert.Empty(model.Recommend(new CustomerId("a"), 10));
        Assert.Equal(["x"], model.Recommend(new CustomerId("b"), 10).Ids());
    }

    [Fact]
    public void Load_WhatWasSaved_RecommendsAndSavesTheSame()
    {
        IRecommender model = Model(Log);
        IRecommender loaded = Reload(model);
        AssertEqual(All(model), All(loaded));
        Assert.Equal(Bytes(model), Bytes(loaded));
        var filter = new RecommendationFilter { Categories = new HashSet<string> { "k1", "k5" } };
        Assert.Equal(model.Recommend(Log.Customers[3], 20, filter).Ids(), loaded.Recommend(Log.Customers[3], 20, filter).Ids());
    }

    [Fact]
    public void Load_CutShort_Throws()
    {
        byte[] whole = Bytes(Model(Log));
        for (int length = 0; length < whole.Length; length += 1 + (whole.Length / 200))
            Assert.Throws<ModelFileException>(() => Load(new MemoryStream(whole, 0, length)));
    }

    [Fact]
    public void Load_Altered_GivesAModelThatWorksOrTheOneException()
    {
        byte[] whole = Bytes(Model(Shops.Random(10, 12, 60)));
        var random = new Random(11);
        int refused = 0;
        for (int run = 0; run < 2_000; run++)
        {
            byte[] altered = [.. whole];
            altered[random.Next(altered.Length)] ^= (byte)random.Next(1, 256);
            try
            {
                IRecommender model = Load(new MemoryStream(altered));
                foreach (CustomerId customer in model.Customers) model.Recommend(customer, 5);
            }
            catch (ModelFileException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 500, 1_999);
    }

    [Fact]
    public void Load_AnotherKind_Throws()
    {
        var file = new ModelFileWriter("something else", 1);
        using var stream = new MemoryStream();
        file.WriteTo(stream);
        stream.Position = 0;
        Assert.Contains("'something else'", Assert.Throws<ModelFileException>(() => Load(stream)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RecommendAll_AnyNumberOfThreads_IsWhatSingleCallsGive()
    {
        IRecommender model = Model(Log);
        Assert.Equal(model.Customers, All(model).Select(list => list.Customer));
        foreach (int threads in (int[])[1, 2, 4])
        {
            IReadOnlyList<CustomerRecommendations> all = model.RecommendAll(10, maxThreads: threads, cancellationToken: TestContext.Current.CancellationToken);
            AssertEqual(All(model), all);
        }
    }

    [Fact]
    public async Task Recommend_FromManyThreads_IsWhatOneThreadGets()
    {
        IRecommender model = Model(Log);
        IReadOnlyList<CustomerRecommendations> expected = All(model);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => AssertEqual(expected, All(model)), TestContext.Current.CancellationToken)));
    }

    [Fact]
    public void RecommendAll_Cancelled_Throws() =>
        Assert.ThrowsAny<OperationCanceledException>(() => Model(Log).RecommendAll(3, cancellationToken: new CancellationToken(canceled: true)));

    [Fact]
    public void Recommend_AnyCustomer_FallsFromStartToEndWithoutRepeatsOrWhatWasBought()
    {
        IRecommender model = Model(Log);
        InteractionMatrix bought = InteractionMatrix.From(Log);
        for (int row = 0; row < Log.Customers.Count; row++)
        {
            IReadOnlyList<Recommendation> list = model.Recommend(Log.Customers[row], int.MaxValue);
            Assert.Equal(Log.Items.Count - bought.ItemsOf(row).Length, list.Count);
            Assert.Equal(list.Count, list.Select(r => r.Item).Distinct().Count());
            Assert.Equal(list.OrderByDescending(r => r.Score).ThenBy(r => r.Item).Select(r => r.Item), list.Select(r => r.Item));
        }
    }

    private IRecommender Model(EventLog log, int? maxThreads = null) => Fit(log, maxThreads, TestContext.Current.CancellationToken);

    private static CustomerRecommendations[] All(IRecommender model) =>
        [.. model.Customers.Select(customer => new CustomerRecommendations(customer, model.Recommend(customer, 10)))];

    private static void AssertEqual(IReadOnlyList<CustomerRecommendations> expected, IReadOnlyList<CustomerRecommendations> actual) =>
        Assert.Equal(expected.SelectMany(Flat), actual.SelectMany(Flat));

    private static IEnumerable<string> Flat(CustomerRecommendations list) =>
        list.Recommendations.Select(r => FormattableString.Invariant($"{list.Customer} {r.Item} {r.Score:R} {r.Source} {string.Join('+', r.BecauseOf)}"));

    private byte[] Bytes(IRecommender model)
    {
        using var stream = new MemoryStream();
        Save(model, stream);
        return stream.ToArray();
    }

    private IRecommender Reload(IRecommender model) => Load(new MemoryStream(Bytes(model)));
}

public sealed class ItemNeighborsConformance : RecommenderConformance
{
    protected override IRecommender Fit(EventLog log, int? maxThreads, CancellationToken cancellationToken) =>
        new ItemNeighborsTrainer(new() { NeighborCount = 10, MaxThreads = maxThreads }).Fit(log, cancellationToken: cancellationToken);

    protected override void Save(IRecommender model, Stream destination) => ((ItemNeighborsModel)model).Save(destination);

    protected override IRecommender Load(Stream source) => ItemNeighborsModel.Load(source);
}

public sealed class PopularityConformance : RecommenderConformance
{
    protected override IRecommender Fit(EventLog log, int? maxThreads, CancellationToken cancellationToken) =>
        new PopularityTrainer(new() { HalfLifeDays = 90 }).Fit(log, cancellationToken: cancellationToken);

    protected override void Save(IRecommender model, Stream destination) => ((PopularityModel)model).Save(destination);

    protected override IRecommender Load(Stream source) => PopularityModel.Load(source);
}
