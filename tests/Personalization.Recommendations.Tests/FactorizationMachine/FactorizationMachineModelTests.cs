using Personalization.Core;

namespace Personalization.Recommendations.Tests;

/// <summary>A shop where mornings buy coffee and rolls, evenings wine and cheese, and the app sells books, the counter papers.</summary>
public sealed class FactorizationMachineModelTests
{
    private static readonly FactorizationMachineOptions Small =
        new() { Factors = 8, LearningRate = .02, BatchSize = 64, MaxEpochs = 20, ValidationCustomers = 0 };

    private static readonly EventLog Log = Shop();

    private static readonly FactorizationMachineModel Model = new FactorizationMachineTrainer(Small).Fit(Log);

    [Theory]
    [InlineData(7, null, new[] { "coffee", "roll" })]
    [InlineData(20, null, new[] { "cheese", "wine" })]
    [InlineData(13, "app", new[] { "book", "novel" })]
    [InlineData(13, "counter", new[] { "daily", "weekly" })]
    public void Recommend_Moment_ChangesTheListAsTheShopDoes(int hour, string? channel, string[] expected)
    {
        RecommendationContext moment = new(new DateTime(2024, 2, 20, hour, 30, 0), channel);
        RecommendationRequest request = new() { Context = moment, Count = 2, Filter = new() { IncludeBought = true } };

        foreach (CustomerId customer in (CustomerId[])[new("c03"), new("c17"), new("a stranger")])
        {
            IReadOnlyList<Recommendation> list = Model.Recommend(request with { Customer = customer });

            Assert.Equal(expected, list.Ids().Order(StringComparer.Ordinal));
            Assert.All(list, item => Assert.Equal(RecommendationSource.Personal, item.Source));
        }
    }

    [Fact]
    public void Recommend_StrangerAtNoKnownMoment_GetsWhatIsPopular()
    {
        Assert.All(Model.Recommend(new()), item => Assert.Equal(RecommendationSource.Popular, item.Source));
        Assert.All(
            Model.Recommend(new() { Context = new(null, "a channel never seen") }),
            item => Assert.Equal(RecommendationSource.Popular, item.Source));
        Assert.False(Model.TryScore(new(), new float[Model.Items.Count]));
    }

    [Fact]
    public void TryScore_KnownCustomer_IsWhatEveryPairSaysInDoublePrecision()
    {
        using MemoryStream stream = new();
        Model.Save(stream);
        stream.Position = 0;
        using ModelFile file = ModelFile.Read(stream);
        int width = Small.Factors + 1;
        string[] names = ["customers", "items", "categories", "context"];
        float[][] tables = Array.ConvertAll(names, name => file.Floats($"{name}.weight", -1, width));
        float bias = file.Floats("bias", 1, 1)[0];
        int customer = 5;
        float[] scores = new float[Model.Items.Count];

        RecommendationContext moment = new(new DateTime(2024, 2, 20, 7, 0, 0), "app");
        Assert.True(Model.TryScore(new() { Customer = Model.Customers[customer], Context = moment }, scores));

        // Rows of the context: six bands of hours, seven weekdays from Sunday, twelve months, then channels: app, counter, none else.
        int[] context = [1, 6 + 2, 6 + 7 + 1, 6 + 7 + 12];
        for (int item = 0; item < scores.Length; item++)
        {
            int category = Model.Items[item].Value is "coffee" or "roll" or "wine" or "cheese" ? 0 : 1;
            float[][] features =
                [Row(0, customer), Row(1, item), Row(2, category), .. context.Select(row => Row(3, row))];
            double expected = bias + features.Sum(row => (double)row[^1]);
            for (int i = 0; i < features.Length; i++)
            {
                for (int j = 0; j < i; j++)
                    expected += Enumerable.Range(0, Small.Factors).Sum(f => (double)features[i][f] * features[j][f]);
            }

            Assert.Equal(expected, scores[item], 1e-4);
        }

        float[] Row(int table, int row) => tables[table][(row * width)..((row + 1) * width)];
    }

    [Fact]
    public void Fit_SegmentColumn_TellsCustomersApart()
    {
        // Two kinds of customers, each of whom bought one item of their kind; two more bought nothing, and are told by the column alone.
        EventLog bought = Shops.Purchases(
            [.. Enumerable.Range(0, 60).Select(row => $"c{row:00}: {(row % 2 == 0 ? "red" : "blue")}{row / 2 % 5}")]);
        ShopEvent[] visits =
        [
            new(new("c60"), Shops.Start, EventType.View) { Item = new("red0") },
            new(new("c61"), Shops.Start, EventType.View) { Item = new("red0") },
        ];
        EventLog log = EventLog.From([.. bought.Events(), .. visits]);
        string[] kinds = [.. log.Customers.Select((_, row) => row % 2 == 0 ? "reds" : "blues")];
        CustomerTable table = new CustomerTable(log.Customers, log.LastTime).With(new CategoryColumn("kind", kinds));
        FactorizationMachineOptions options = Small with { CustomerColumns = ["kind"], MaxEpochs = 100 };
        FactorizationMachineModel model = new FactorizationMachineTrainer(options).Fit(log, table);

        Assert.Equal(["kind"], model.CustomerColumns);
        Assert.All(model.Recommend(new CustomerId("c60"), 3), item => Assert.StartsWith("red", item.Item.Value, StringComparison.Ordinal));
        Assert.All(model.Recommend(new CustomerId("c61"), 3), item => Assert.StartsWith("blue", item.Item.Value, StringComparison.Ordinal));
    }

    [Fact]
    public void Fit_TableWithoutTheColumn_SaysWhatThereIs() => Assert.Contains(
        "no column 'segment'",
        Assert.Throws<ArgumentException>(
            () => new FactorizationMachineTrainer(Small).Fit(Log, new CustomerTable(Log.Customers, Log.LastTime))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Fit_Validation_IsReported()
    {
        FactorizationMachineModel model = new FactorizationMachineTrainer(Small with { ValidationCustomers = 4, MaxEpochs = 3 }).Fit(Log);

        Assert.Equal(["objective", "ndcg@10"], model.Report.Series.Select(series => series.Name));
        Assert.All(model.Report.Series[1].Values, value => Assert.InRange(value, 0, 1));
    }

    [Fact]
    public void Options_OutOfRange_Throw()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new FactorizationMachineOptions { Factors = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new FactorizationMachineOptions { Context = (ContextParts)64 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new FactorizationMachineOptions { HourBandHours = 25 });
        Assert.Throws<ArgumentException>(() => new FactorizationMachineOptions { CustomerColumns = [" "] });
    }

    private static EventLog Shop()
    {
        Random random = new(2);
        List<ShopEvent> events = [];
        for (int customer = 0; customer < 30; customer++)
        {
            for (int day = 0; day < 12; day++)
            {
                DateTime date = Shops.Start.AddDays((day * 5) + random.Next(5));
                Buy(customer, date.AddHours(6 + random.Next(3)), null, "coffee", "roll");
                Buy(customer, date.AddHours(18 + random.Next(4)), null, "wine", "cheese");
                Buy(customer, date.AddHours(13), "app", "book", "novel");
                Buy(customer, date.AddHours(13), "counter", "daily", "weekly");
            }
        }

        return EventLog.From(events);

        void Buy(int customer, DateTime time, string? channel, params string[] items) =>
            events.Add(new ShopEvent(new CustomerId($"c{customer:00}"), time, EventType.Purchase)
            {
                Item = new ItemId(items[random.Next(items.Length)]),
                Channel = channel,
                Category = channel is null ? "food" : "print",
            });
    }
}
