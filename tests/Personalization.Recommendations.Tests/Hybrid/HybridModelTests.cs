using Personalization.Core;

namespace Personalization.Recommendations.Tests;

public sealed class HybridModelTests
{
    private static readonly EventLog Log = Shops.Random(80, 40, 1_500, seed: 6);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>One part knows what each customer will take, the other shouts at random: the list follows the first.</summary>
    [Fact]
    public void Fit_OnePartKnows_ItIsTrusted()
    {
        HybridModel model = new HybridTrainer(
        [
            new("knows", (log, _, _) => new Scores(log, (customer, item) => Likes(customer, item) ? 2 : 0)),
            new("shouts", (log, _, _) => new Scores(log, (customer, item) => (customer * 31 + item * 17) % 11)),
        ]).Fit(Taste(), cancellationToken: Token);

        double knows = model.WeightsOf("knows", 8).Sum(), shouts = model.WeightsOf("shouts", 8).Sum();
        Assert.True(knows > 10 * Math.Abs(shouts), $"{knows} and {shouts}");
        Assert.All(model.Recommend(model.Customers[5], 3), item => Assert.True(Likes(5, RowOf(model, item))));
    }

    /// <summary>Nobody bought x and y. x is a ring, as what is bought; y a clock, as what isn't.</summary>
    [Fact]
    public void Recommend_NewItems_BorrowFromThoseMostLikeThem()
    {
        List<ShopEvent> events = [];
        DateTime time = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);
        for (int customer = 0; customer < 60; customer++)
        {
            for (int day = 0; day < 8; day++)
            {
                bool isRing = (customer + day) % 8 > 0;
                string id = isRing ? $"ring {(customer * 3 + day) % 12}" : $"clock {customer % 3}";
                events.Add(Purchase(customer, time.AddDays((customer % 7) + (day * 9)), id, isRing ? "rings" : "clocks"));
            }
        }

        // Seen by one customer, bought by nobody.
        events.Add(Purchase(0, time, "ring new", "rings") with { Type = EventType.View });
        events.Add(Purchase(0, time, "clock new", "clocks") with { Type = EventType.View });
        HybridModel model = new HybridTrainer().Fit(EventLog.From(events), cancellationToken: Token);
        float[] scores = new float[model.Items.Count];

        Assert.True(model.TryScore(new() { Customer = new("c30") }, scores));

        Assert.True(model.Items.TryGetRow(new("ring new"), out int ring));
        Assert.True(model.Items.TryGetRow(new("clock new"), out int clock));
        Assert.True(scores[ring] > scores[clock], $"{scores[ring]} and {scores[clock]}");
    }

    [Fact]
    public void Recommend_ListAndScores_Agree()
    {
        HybridModel model = new HybridTrainer().Fit(Log, cancellationToken: Token);
        float[] scores = new float[model.Items.Count];
        foreach (CustomerId customer in model.Customers.Take(10))
        {
            model.TryScore(new() { Customer = customer }, scores);
            foreach (Recommendation item in model.Recommend(customer, 12)) Assert.Equal(scores[RowOf(model, item)], (float)item.Score);
        }
    }

    [Fact]
    public void Recommend_Reasons_AreOfAPartThatSpeaks()
    {
        HybridModel model = new HybridTrainer().Fit(Log, cancellationToken: Token);

        IReadOnlyList<Recommendation> list = model.Recommend(model.Customers[2], 10);

        Assert.Contains(list, item => item.Reasons.Count > 0);
        Assert.All(list, item => Assert.Equal(RecommendationSource.Personal, item.Source));
        Assert.All(list.SelectMany(item => item.Reasons), reason => Assert.NotEmpty(reason.InWords()));
    }

    [Fact]
    public void Trainer_PartsThatDontGo_ErrorSaysWhy()
    {
        HybridPart part = HybridPart.Default()[0];

        ArgumentException error = Assert.Throws<ArgumentException>(() => new HybridTrainer([part, part]));
        Assert.Contains("'item-neighbors'", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new HybridTrainer([]));
        Assert.Throws<ArgumentException>(() => new HybridTrainer([part with { Name = " " }]));
    }

    [Fact]
    public void WeightsOf_UnknownPart_ErrorListsThem()
    {
        HybridModel model = new HybridTrainer().Fit(Log, cancellationToken: Token);

        Assert.Contains(
            "item-neighbors, popularity, trend, content",
            Assert.Throws<KeyNotFoundException>(() => model.WeightsOf("ease", 1)).Message,
            StringComparison.Ordinal);
    }

    /// <summary>What a part did on the slice is what the evaluator says of it, fitted on what comes before.</summary>
    [Fact]
    public void ValidationNdcgOf_EachPart_IsTheEvaluatorsFigure()
    {
        HybridPart[] parts = [.. HybridPart.Default(), .. HybridPart.Thorough().Where(part => part.Name is "ease" or "als")];
        parts = [.. parts.Where(part => !part.KnowsNewItems)];
        EventSplit split = EventSplit.LastShare(Log, new HybridOptions().ValidationShare);
        HybridModel model = new HybridTrainer(parts).Fit(Log, cancellationToken: Token);
        using MemoryStream file = new();
        model.Save(file);
        file.Position = 0;
        HybridModel loaded = HybridModel.Load(file);
        foreach (HybridPart part in parts)
        {
            RankingScores scores = RankingEvaluator.Evaluate(
                part.Fit(split.Train, null, Token), InteractionMatrix.From(split.Test), InteractionMatrix.From(split.Train), [10],
                cancellationToken: Token);

            Assert.Equal(scores["NDCG@10"], model.ValidationNdcgOf(part.Name)!.Value, 1e-9);
            Assert.Equal(model.ValidationNdcgOf(part.Name), loaded.ValidationNdcgOf(part.Name));
        }

        Assert.Throws<KeyNotFoundException>(() => model.ValidationNdcgOf("nobody"));
        Assert.Null(new HybridTrainer().Fit(EventLog.From([]), cancellationToken: Token).ValidationNdcgOf("trend"));
    }

    [Fact]
    public void Save_PartThatIsNoModel_ErrorNamesIt()
    {
        HybridModel model = new HybridTrainer([new("mine", (log, _, _) => new Scores(log, (_, item) => item))])
            .Fit(Log, cancellationToken: Token);

        Assert.Contains(
            "'mine'", Assert.Throws<InvalidOperationException>(() => model.Save(new MemoryStream())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_HybridOfAHybrid_ModelFileException()
    {
        HybridModel inner = new HybridTrainer().Fit(Log, cancellationToken: Token);
        HybridModel outer = new HybridTrainer([new("inner", (_, _, _) => inner)]).Fit(Log, cancellationToken: Token);
        using MemoryStream file = new();
        outer.Save(file);
        file.Position = 0;

        ModelFileException error = Assert.Throws<ModelFileException>(() => HybridModel.Load(file));
        Assert.Contains("a hybrid itself", error.Message, StringComparison.Ordinal);
    }

    private static bool Likes(int customer, int item) => item % 4 == customer % 4;

    /// <summary>Forty customers, each buying items of the own kind, two a week.</summary>
    private static EventLog Taste()
    {
        DateTime time = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);
        return EventLog.From(
            from customer in Enumerable.Range(0, 40)
            from visit in Enumerable.Range(0, 12)
            let item = (4 * ((visit + customer) % 15)) + (customer % 4)
            select Purchase(customer, time.AddDays((visit * 7) + (customer % 5)), $"i{item:00}", null));
    }

    private static ShopEvent Purchase(int customer, DateTime time, string item, string? category) =>
        new(new CustomerId($"c{customer:00}"), time, EventType.Purchase) { Item = new(item), Category = category, ItemTitle = item };

    private static int RowOf(HybridModel model, Recommendation item) => model.Items.TryGetRow(item.Item, out int row) ? row : -1;

    /// <summary>Scores by a formula of the rows.</summary>
    private sealed class Scores(EventLog log, Func<int, int, float> score) : IScoringRecommender
    {
        public IdIndex<CustomerId> Customers => log.Customers;

        public IdIndex<ItemId> Items => log.Items.Ids;

        public RequestParts Uses => RequestParts.Customer;

        public IReadOnlyList<Recommendation> Recommend(RecommendationRequest request) => [];

        public bool TryScore(RecommendationRequest request, Span<float> scores)
        {
            if (!Customers.TryGetRow(request.Customer, out int customer)) return false;
            for (int item = 0; item < scores.Length; item++) scores[item] = score(customer, item);
            return true;
        }
    }
}
