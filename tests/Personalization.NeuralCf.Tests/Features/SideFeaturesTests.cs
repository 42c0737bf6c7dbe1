using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.NeuralCf.Tests;

public sealed class SideFeaturesTests
{
    private const int Customers = 120, ItemsOfGroup = 30, Bought = 10;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<NeuralCfArchitecture> Architectures => [.. Enum.GetValues<NeuralCfArchitecture>()];

    /// <summary>Two groups of customers buy from two categories; who has never bought is told from by the group alone.</summary>
    [Theory]
    [MemberData(nameof(Architectures))]
    public void WithCustomers_NobodyKnowsThem_GetItemsOfTheirGroup(NeuralCfArchitecture architecture)
    {
        NeuralCfModel model = Fit(architecture).WithCustomers(Table(["new0", "new1"], ["a", "b"]));

        Assert.Equal(Customers + 2, model.Customers.Count);
        foreach ((string customer, string category) in new[] { ("new0", "x"), ("new1", "y") })
        {
            IReadOnlyList<Recommendation> list = model.Recommend(new CustomerId(customer), 10);
            Assert.Equal(10, list.Count);
            Assert.All(list, item => Assert.Equal(RecommendationSource.Personal, item.Source));
            int own = list.Count(item => item.Item.Value.StartsWith(category, StringComparison.Ordinal));
            Assert.True(own >= 8, $"{customer}: {Names(list)}");
        }
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void WithItems_NobodyBoughtThem_GoToWhoBuysTheirCategory(NeuralCfArchitecture architecture)
    {
        NeuralCfModel model = Fit(architecture);
        EventLog news = Shops.Purchases("c: x_new/x y_new/y x00/x");

        NeuralCfModel more = model.WithItems(news.Items);

        Assert.Equal((2 * ItemsOfGroup) + 2, more.Items.Count);
        float[] ofA = Scores(more, "c000"), ofB = Scores(more, "c001");
        Assert.True(Score(ofA, "x_new") > Score(ofA, "y_new"));
        Assert.True(Score(ofB, "y_new") > Score(ofB, "x_new"));
        IReadOnlyList<Recommendation> list = more.Recommend(new CustomerId("c000"), 5, new() { Categories = new HashSet<string> { "x" } });
        Assert.All(list, item => Assert.StartsWith("x", item.Item.Value, StringComparison.Ordinal));

        float Score(float[] scores, string item) => scores[more.Items.TryGetRow(new ItemId(item), out int row) ? row : -1];
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void WithMore_WhoIsKnown_HasTheSameScores(NeuralCfArchitecture architecture)
    {
        NeuralCfModel model = Fit(architecture);
        float[] before = Scores(model, "c007");

        NeuralCfModel more = model.WithCustomers(Table(["a_new", "c007", "d_new"], ["a", "b", "b"]))
            .WithItems(Shops.Purchases("c: a_new/y x00/y z_new/x").Items);

        float[] after = Scores(more, "c007");
        int[] places = model.Items.RowsIn(more.Items);
        for (int item = 0; item < before.Length; item++) Assert.Equal(before[item], after[places[item]]);
        CustomerId customer = new("c007");
        Assert.Equal(
            model.Recommend(new RecommendationRequest { Customer = customer, Candidates = model.Items.ToHashSet() }).Select(r => r.Item),
            more.Recommend(new RecommendationRequest { Customer = customer, Candidates = model.Items.ToHashSet() }).Select(r => r.Item));
    }

    [Fact]
    public void Save_WithFeatures_LoadsAndEncodesNewCustomersTheSame()
    {
        NeuralCfModel model = Fit(NeuralCfArchitecture.NeuMf, vectors: true);
        using MemoryStream file = new();
        model.Save(file);
        file.Position = 0;

        NeuralCfModel loaded = NeuralCfModel.Kind.Load(file);

        Assert.Equal(model.CustomerFeatures, loaded.CustomerFeatures);
        Assert.Equal(["category=x", "category=y", "price_band=1", "vector_0"], loaded.ItemFeatures);
        CustomerTable table = Table(["new0"], ["b"]);
        Assert.Equal(Scores(model.WithCustomers(table), "new0"), Scores(loaded.WithCustomers(table), "new0"));
        Dictionary<ItemId, float[]> vectors = new() { [new ItemId("y_new")] = [3] };
        ItemCatalog news = Shops.Purchases("c: y_new/y").Items;
        Assert.Equal(Scores(model.WithItems(news, vectors), "c001"), Scores(loaded.WithItems(news, vectors), "c001"));
        Assert.NotEqual(Scores(model.WithItems(news, vectors), "c001"), Scores(loaded.WithItems(news), "c001"));
    }

    [Fact]
    public void Fit_CustomerWithoutFeatures_IsNamed()
    {
        EventLog log = Shops.Purchases("ann: x y", "bob: y z");
        FeatureTable features = FeatureTable.Create(IdIndex<CustomerId>.From([new CustomerId("ann")]), ("age", [1f]));

        ArgumentException error = Assert.Throws<ArgumentException>(
            () => new NeuralCfTrainer().Fit(log, new SideFeatures { Customers = features }, cancellationToken: Token));

        Assert.Contains("customer 'bob'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_ItemWithoutFeatures_IsNamed()
    {
        EventLog log = Shops.Purchases("ann: x y", "bob: y z"), fewer = Shops.Purchases("ann: x y");

        ArgumentException error = Assert.Throws<ArgumentException>(() => new NeuralCfTrainer().Fit(
            log, new SideFeatures { Items = ItemFeatures.From(fewer.Items) }, cancellationToken: Token));

        Assert.Contains("item 'z'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WithMore_TrainedWithoutFeatures_SaysSo()
    {
        NeuralCfModel model = new NeuralCfTrainer(new() { MaxEpochs = 1 }).Fit(Shops.Random(20, 20, 100), cancellationToken: Token);

        Assert.Throws<InvalidOperationException>(() => model.WithCustomers(Table(["new"], ["a"])));
        Assert.Throws<InvalidOperationException>(() => model.WithItems(Shops.Purchases("c: x").Items));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    public void Fit_AnyThreads_SameBytes(int threads) =>
        Assert.Equal(Bytes(Fit(NeuralCfArchitecture.NeuMf, threads: 1)), Bytes(Fit(NeuralCfArchitecture.NeuMf, threads: threads)));

    private static NeuralCfModel Fit(NeuralCfArchitecture architecture, bool vectors = false, int? threads = null)
    {
        EventLog log = Shops.Purchases([.. Enumerable.Range(0, Customers).Select(customer =>
        {
            RandomStream random = new(5, "group", (ulong)customer);
            string category = customer % 2 == 0 ? "x" : "y";
            return $"c{customer:000}: " + string.Join(' ', Enumerable.Range(0, Bought).Select(
                _ => $"{category}{random.NextInt32(ItemsOfGroup):00}/{category}"));
        })]);
        CustomerTable table = Table(
            [.. log.Customers.Select(customer => customer.Value)], [.. log.Customers.Select((_, row) => row % 2 == 0 ? "a" : "b")]);
        ItemFeatures items = ItemFeatures.From(log.Items);
        if (vectors) items = items.WithVectors(new Dictionary<ItemId, float[]> { [new ItemId("x01")] = [1], [new ItemId("y01")] = [2] });
        NeuralCfOptions options = new()
        {
            Architecture = architecture,
            Factors = 8,
            HiddenLayers = [16, 8],
            LearningRate = .01,
            BatchSize = 128,
            MaxEpochs = 12,
            ValidationCustomers = 0,
            Threads = threads,
        };
        return new NeuralCfTrainer(options).Fit(
            log, new SideFeatures { Customers = FeatureTable.From(table, "group"), Items = items }, cancellationToken: Token);
    }

    private static CustomerTable Table(string[] customers, string[] groups)
    {
        IdIndex<CustomerId> index = IdIndex<CustomerId>.From(customers.Select(customer => new CustomerId(customer)));
        return new CustomerTable(index, Shops.Start).With(new CategoryColumn("group", groups));
    }

    private static float[] Scores(NeuralCfModel model, string customer)
    {
        float[] scores = new float[model.Items.Count];
        Assert.True(model.TryScore(new CustomerId(customer), scores));
        return scores;
    }

    private static byte[] Bytes(NeuralCfModel model)
    {
        using MemoryStream bytes = new();
        model.Save(bytes);
        return bytes.ToArray();
    }

    private static string Names(IReadOnlyList<Recommendation> list) => string.Join(' ', list.Select(item => item.Item));
}
