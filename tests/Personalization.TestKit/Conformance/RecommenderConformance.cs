using Personalization.Core;
using Xunit;

namespace Personalization.TestKit;

/// <summary>What every recommender must do. Derive, say how to fit, save and load, and every test here runs.</summary>
public abstract class RecommenderConformance<TModel>
    where TModel : class, IRecommender
{
    private const int BoardSize = 50;

    private static readonly EventLog Log = Shops.Random(80, 120, 3_000);

    /// <summary>False where everybody is recommended the same, but for what they have.</summary>
    protected virtual bool IsPersonal => true;

    /// <summary>True where every item has a score of its own, so that what speaks for nobody has no known order.</summary>
    protected virtual bool ScoresEverything => false;

    /// <summary>True where what was bought last speaks most: bought from left to right, nobody ever goes on to the first item.</summary>
    protected virtual bool FollowsTheOrder => false;

    /// <summary>True where what an item is speaks for it, and not who bought it: the board's items have their colour as category.</summary>
    protected virtual bool ReadsContent => false;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    protected abstract TModel Fit(EventLog log, int? threads, CancellationToken cancellationToken);

    protected abstract void Save(TModel model, Stream destination);

    protected abstract TModel Load(Stream source);

    /// <summary>Lists for all customers that the model learned from, in their order, made in the package's own way for many.</summary>
    protected abstract IEnumerable<(CustomerId Customer, IReadOnlyList<Recommendation> List)> RecommendAll(
        TModel model, int count, int? threads, CancellationToken cancellationToken);

    /// <summary>The one place where a recommender is asked.</summary>
    protected static IReadOnlyList<Recommendation> Recommend(
        IRecommender model, CustomerId customer, int count, RecommendationFilter? filter = null) =>
        model.Recommend(customer, count, filter);

    [Fact]
    public void Fit_AnyNumberOfThreads_GivesTheSameBytes()
    {
        byte[] one = Bytes(Fit(Log, 1, Token));

        Assert.Equal(one, Bytes(Fit(Log, 2, Token)));
        Assert.Equal(one, Bytes(Fit(Log, 7, Token)));
        Assert.Equal(one, Bytes(Fit(Log)));
    }

    [Fact]
    public void Fit_EventsInAnotherOrder_GivesTheSameBytes()
    {
        ShopEvent[] events = [.. Log.Events()];
        new Random(5).Shuffle(events);

        Assert.Equal(Bytes(Fit(Log)), Bytes(Fit(EventLog.From(events))));
    }

    [Fact]
    public void Fit_Cancelled_OperationCanceledException() =>
        Assert.ThrowsAny<OperationCanceledException>(() => Fit(Log, null, new CancellationToken(canceled: true)));

    [Fact]
    public void Fit_EmptyLog_RecommendsNothing()
    {
        TModel model = Fit(EventLog.From([]));

        Assert.Empty(Recommend(model, new CustomerId("anyone"), 10));
        Assert.Empty(RecommendAll(model, 10, null, Token));
        Assert.Empty(Recommend(Reload(model), new CustomerId("anyone"), 10));
    }

    [Fact]
    public void Fit_OneEvent_RecommendsItToOthersAlone()
    {
        TModel model = Fit(Shops.Purchases("a: x"));

        Assert.Empty(Recommend(model, new CustomerId("a"), 10));
        Assert.Equal(["x"], Recommend(model, new CustomerId("b"), 10).Ids());
    }

    /// <summary>What is missing comes first; where nobody's taste counts, all items are as popular and come in the order of ids.</summary>
    [Fact]
    public void Recommend_Checkerboard_KnownAnswer()
    {
        EventLog log = Shops.Checkerboard(BoardSize, FollowsTheOrder, ReadsContent);
        TModel model = Fit(log);
        InteractionMatrix bought = InteractionMatrix.From(log);
        for (int row = 0; row < log.Customers.Count; row++)
        {
            CustomerId customer = log.Customers[row];
            string[] open = [.. Enumerable.Range(0, BoardSize).Except(bought.ItemsOf(row).ToArray()).Select(i => log.Items.IdAt(i).Value)];

            IReadOnlyList<Recommendation> list = Recommend(model, customer, BoardSize);

            string[] ids = list.Ids();
            if (ScoresEverything) ids.AsSpan(1).Sort();
            Assert.Equal(IsPersonal ? [customer.Value, .. open.Where(item => item != customer.Value)] : open, ids);
            Assert.Equal(IsPersonal ? RecommendationSource.Personal : RecommendationSource.Popular, list[0].Source);
        }
    }

    [Fact]
    public void Recommend_AskedForAll_FallsWithoutRepeatsOrWhatWasBought()
    {
        TModel model = Fit(Log);
        InteractionMatrix bought = InteractionMatrix.From(Log);
        for (int row = 0; row < Log.Customers.Count; row++)
        {
            IReadOnlyList<Recommendation> list = Recommend(model, Log.Customers[row], int.MaxValue);

            Assert.Equal(Log.Items.Count - bought.ItemsOf(row).Length, list.Count);
            Assert.Equal(list.Count, list.Select(r => r.Item).Distinct().Count());
            Assert.Equal(list.OrderByDescending(r => r.Score).ThenBy(r => r.Item), list);
        }
    }

    /// <summary>A filter leaves out and changes nothing else: as many as asked for, in the same order, while there are that many.</summary>
    [Fact]
    public void Recommend_AnyFilter_IsTheWholeListFiltered()
    {
        TModel model = Fit(Log);
        Random random = new(7);
        for (int run = 0; run < 300; run++)
        {
            CustomerId customer = run % 10 == 0 ? new CustomerId("nobody") : Log.Customers[random.Next(Log.Customers.Count)];
            HashSet<ItemId> available = Some(model.Items, .7), excluded = Some(model.Items, .2);
            HashSet<string> categories = Some(Enumerable.Range(0, 7).Select(k => $"k{k}"), .5);
            int count = random.Next(1, 60);
            RecommendationFilter all = new() { IncludeBought = random.Next(2) == 0 };
            RecommendationFilter filter = all with { IsAvailable = available.Contains, Excluded = excluded, Categories = categories };

            IEnumerable<ItemId> expected = Recommend(model, customer, int.MaxValue, all).Select(r => r.Item)
                .Where(item => available.Contains(item) && !excluded.Contains(item) && categories.Contains(Log.Items.Find(item)!.Category!))
                .Take(count);

            Assert.Equal(expected, Recommend(model, customer, count, filter).Select(r => r.Item));
        }

        HashSet<T> Some<T>(IEnumerable<T> of, double share) => [.. of.Where(_ => random.NextDouble() < share)];
    }

    [Fact]
    public void Recommend_IncludeBought_MayListEverything() =>
        Assert.Equal(Log.Items.Count, Recommend(Fit(Log), Log.Customers[0], int.MaxValue, new() { IncludeBought = true }).Count);

    [Fact]
    public void Recommend_UnknownCustomer_AsManyOfWhatIsPopular()
    {
        IReadOnlyList<Recommendation> list = Recommend(Fit(Log), new CustomerId("nobody"), 12);

        Assert.Equal(12, list.Count);
        Assert.All(list, r => Assert.Equal(RecommendationSource.Popular, r.Source));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Recommend_FewerThanOne_ArgumentOutOfRangeException(int count) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Recommend(Fit(Log), Log.Customers[0], count));

    [Fact]
    public void Recommend_CheckThatThrows_LeavesTheModelClean()
    {
        TModel model = Fit(Log);
        string[] before = [.. All(model)];
        RecommendationFilter broken = new() { IsAvailable = _ => throw new InvalidOperationException("The stock system is down.") };

        Assert.Throws<InvalidOperationException>(() => Recommend(model, Log.Customers[1], 5, broken));

        Assert.Equal(before, All(model));
    }

    [Fact]
    public async Task Recommend_FromManyThreads_IsWhatOneThreadGets()
    {
        TModel model = Fit(Log);
        string[] expected = [.. All(model)];

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Assert.Equal(expected, All(model)), Token)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void RecommendAll_AnyNumberOfThreads_IsWhatSingleCallsGive(int threads)
    {
        TModel model = Fit(Log);

        Assert.Equal(All(model), RecommendAll(model, 10, threads, Token).Select(list => Text(list.Customer, list.List)));
    }

    [Fact]
    public void RecommendAll_Cancelled_OperationCanceledException() =>
        Assert.ThrowsAny<OperationCanceledException>(() => RecommendAll(Fit(Log), 3, null, new CancellationToken(canceled: true)).Count());

    [Fact]
    public void Load_Saved_RecommendsAndSavesTheSame()
    {
        TModel model = Fit(Log);
        TModel loaded = Reload(model);
        RecommendationFilter filter = new() { Categories = new HashSet<string> { "k1", "k5" } };

        Assert.Equal(All(model), All(loaded));
        Assert.Equal(Bytes(model), Bytes(loaded));
        Assert.Equal(Recommend(model, Log.Customers[3], 20, filter).Ids(), Recommend(loaded, Log.Customers[3], 20, filter).Ids());
    }

    [Fact]
    public void Load_CutShort_ModelFileException()
    {
        byte[] whole = Bytes(Fit(Log));
        for (int length = 0; length < whole.Length; length += 1 + (whole.Length / 200))
            Assert.Throws<ModelFileException>(() => Load(new MemoryStream(whole, 0, length)));
    }

    [Fact]
    public void Load_Altered_ModelFileExceptionOrAModelThatWorks()
    {
        byte[] whole = Bytes(Fit(Shops.Random(10, 12, 60)));
        Random random = new(11);
        int refused = 0;
        for (int run = 0; run < 2_000; run++)
        {
            byte[] altered = [.. whole];
            altered[random.Next(altered.Length)] ^= (byte)random.Next(1, 256);
            try
            {
                TModel model = Load(new MemoryStream(altered));
                foreach (CustomerId customer in model.Customers) Recommend(model, customer, 5);
            }
            catch (ModelFileException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 500, 1_999);
    }

    [Fact]
    public void Load_AnotherKind_ModelFileException()
    {
        using MemoryStream stream = new();
        new ModelFileWriter("something else", 1).WriteTo(stream);
        stream.Position = 0;

        Assert.Contains("'something else'", Assert.Throws<ModelFileException>(() => Load(stream)).Message, StringComparison.Ordinal);
    }

    private TModel Fit(EventLog log) => Fit(log, null, Token);

    private static IEnumerable<string> All(TModel model) =>
        model.Customers.Select(customer => Text(customer, Recommend(model, customer, 10)));

    private static string Text(CustomerId customer, IReadOnlyList<Recommendation> list) =>
        $"{customer}: {string.Join(", ", list.Select(r => $"{r.Item} {r.Score} {r.Source} {string.Join('+', r.BecauseOf)}"))}";

    private byte[] Bytes(TModel model)
    {
        using MemoryStream stream = new();
        Save(model, stream);
        return stream.ToArray();
    }

    private TModel Reload(TModel model) => Load(new MemoryStream(Bytes(model)));
}
