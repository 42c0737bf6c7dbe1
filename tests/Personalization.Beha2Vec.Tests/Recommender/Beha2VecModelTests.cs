using Personalization.Core;
using Personalization.Neural;

namespace Personalization.Beha2Vec.Tests;

public sealed class Beha2VecModelTests
{
    /// <summary>Every option but the threads comes back, each of them away from its default.</summary>
    [Fact]
    public void Load_EveryOptionChanged_ComesBack()
    {
        Beha2VecOptions options = new()
        {
            Dimensions = 8,
            Blocks = 1,
            Heads = 1,
            InnerWidth = 6,
            MaxLength = 7,
            Window = 4,
            Positions = BehaviorPositions.Alibi,
            Dropout = .1,
            ItemLoss = BehaviorItemLoss.Softmax,
            Negatives = 5,
            NegativePower = .5,
            ItemWeight = 2,
            TypeWeight = .4,
            GapWeight = .2,
            ContrastiveWeight = .3,
            MaskedWeight = .4,
            MaskedShare = .3,
            LearningRate = .002,
            LearningRateDecay = LearningRateDecay.Cosine,
            WeightDecay = .02,
            BatchSize = 9,
            MaxEpochs = 1,
            Patience = 2,
            ValidationCustomers = 3,
            Seed = 5,
        };
        Beha2VecOptions defaults = new();
        Assert.All(
            typeof(Beha2VecOptions).GetProperties().Where(
                property => property.Name is not nameof(Beha2VecOptions.Threads) and not nameof(Beha2VecOptions.Checkpoint)),
            property => Assert.NotEqual(property.GetValue(defaults), property.GetValue(options)));

        Assert.Equal(options, Reload(Samples.Fit(options)).Options);
    }

    [Fact]
    public void Load_KeyTypesAndVocabulary_ComeBack()
    {
        EventLog log = Samples.Shop();
        EventSequencesOptions options = new() { Types = new HashSet<EventType> { EventType.View, EventType.Purchase }, PriceBands = 3 };
        Beha2VecModel model = new Beha2VecTrainer(Samples.Small)
            .Fit(EventSequences.From(log, options), cancellationToken: TestContext.Current.CancellationToken);

        BehaviorVocabulary loaded = Reload(model).Vocabulary;

        Assert.Equal(["purchase", "view"], loaded.Types);
        Assert.True(loaded.IsKey(EventType.View));
        Assert.False(loaded.IsKey(EventType.AddToCart));
        Assert.Equal(model.Vocabulary.PriceCuts.ToArray(), loaded.PriceCuts.ToArray());
        Assert.Equal(model.Vocabulary.Items, loaded.Items);
    }

    /// <summary>A model that was loaded reads a log as the one that was saved does.</summary>
    [Fact]
    public void Embed_LoadedModel_SameBits()
    {
        EventLog log = Samples.Shop();
        Beha2VecModel model = Samples.Fit(log: log), loaded = Reload(model);
        Numerics.Matrix embeddings = new(log.Customers.Count, model.Options.Dimensions);

        loaded.Embed(EventSequences.From(log, loaded.Vocabulary), embeddings, cancellationToken: TestContext.Current.CancellationToken);

        for (int row = 0; row < embeddings.Rows; row++) Assert.Equal(model.Embeddings.Row(row), embeddings.Row(row));
    }

    [Fact]
    public void Recommend_CustomerOfExposuresAlone_GetsWhatIsPopular()
    {
        EventLog log = EventLog.From(
        [
            .. Samples.Shop().Events(),
            new ShopEvent(new CustomerId("shown"), Shops.Start, EventType.Exposure) { Item = new ItemId("i01") },
        ]);

        IReadOnlyList<Recommendation> list = Samples.Fit(log: log).Recommend(new CustomerId("shown"), 5);

        Assert.Equal(5, list.Count);
        Assert.All(list, recommendation => Assert.Equal(RecommendationSource.Popular, recommendation.Source));
    }

    [Fact]
    public void Recommend_ItemsBelowTheFloor_AreNotListed()
    {
        EventLog log = EventLog.From(
        [
            .. Samples.Shop().Events(),
            new ShopEvent(new CustomerId("c01"), Shops.Start, EventType.Purchase) { Item = new ItemId("rare") },
        ]);
        Beha2VecModel model = new Beha2VecTrainer(Samples.Small).Fit(
            EventSequences.From(log, new EventSequencesOptions { MinItemEvents = 2 }),
            cancellationToken: TestContext.Current.CancellationToken);

        Assert.False(model.Items.Contains(new ItemId("rare")));
        Assert.NotEmpty(model.Recommend(new CustomerId("c01"), 3));
    }

    /// <summary>The score of a list is the dot product with the item's embedding, and what was bought is kept out.</summary>
    [Fact]
    public void Recommend_KnownCustomer_IsTheOrderOfScores()
    {
        EventLog log = Samples.Shop();
        Beha2VecModel model = Samples.Fit(log: log);
        float[] scores = new float[model.Items.Count];
        model.ScoreItems(model.Embeddings.Row(1), scores);
        HashSet<string> bought =
        [
            .. log.Events().Where(e => e.Customer == model.Customers[1] && e.Type == EventType.Purchase).Select(e => e.Item.Value),
        ];

        IReadOnlyList<Recommendation> list = model.Recommend(model.Customers[1], 100);

        Assert.NotEmpty(bought);
        Assert.Equal(
            model.Items.Select((item, row) => (item.Value, Score: scores[row])).Where(pair => !bought.Contains(pair.Value))
                .OrderByDescending(pair => pair.Score).Select(pair => pair.Value),
            list.Ids());
        Assert.Throws<ArgumentException>(() => model.ScoreItems(model.Embeddings.Row(1), new float[3]));
    }

    /// <summary>A visit is events after the customer's own: the list is that of a live state which had them.</summary>
    [Theory]
    [InlineData("c01")]
    [InlineData("nobody")]
    public void Recommend_BasketAndSession_AreEventsAfterTheCustomersOwn(string customer)
    {
        EventLog log = Samples.Shop();
        Beha2VecModel model = Samples.Fit(log: log);
        BehaviorState state = model.Start(new CustomerId(customer));
        DateTime time = log.LastTime.AddHours(2);
        foreach ((string item, EventType type) in ((string, EventType)[])[("i02", EventType.AddToCart), ("i05", EventType.View)])
        {
            model.Append(state, new ShopEvent(new CustomerId(customer), time, type)
            {
                Item = new ItemId(item),
                Category = log.Items.Find(new ItemId(item))!.Category,
                Channel = "web",
            });
        }

        float[] scores = new float[model.Items.Count];
        model.ScoreItems(state.Embedding, scores);

        IReadOnlyList<Recommendation> list = model.Recommend(new RecommendationRequest
        {
            Customer = new CustomerId(customer),
            Basket = [new ItemId("i02")],
            Session = [new ItemId("never seen"), new ItemId("i05")],
            Context = new RecommendationContext(time, "web"),
            Filter = new RecommendationFilter { IncludeBought = true },
        });

        Assert.NotEmpty(list);
        Assert.All(list, recommendation =>
        {
            Assert.Equal(RecommendationSource.Personal, recommendation.Source);
            Assert.True(model.Items.TryGetRow(recommendation.Item, out int row));
            Assert.Equal(scores[row], recommendation.Score, 1e-4);
        });
    }

    private static Beha2VecModel Reload(Beha2VecModel model)
    {
        using MemoryStream stream = new();
        model.Save(stream);
        stream.Position = 0;
        return Beha2VecModel.Load(stream);
    }
}
