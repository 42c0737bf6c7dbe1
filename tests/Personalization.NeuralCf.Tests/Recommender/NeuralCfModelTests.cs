using Personalization.Core;
using Personalization.Neural;
using Personalization.Numerics;
using Personalization.Recommendations;

namespace Personalization.NeuralCf.Tests;

public sealed class NeuralCfModelTests
{
    private const int Customers = 160, ItemsOfGroup = 40, Bought = 12, ListLength = 10;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<NeuralCfArchitecture, NeuralCfLoss> Learners => new()
    {
        { NeuralCfArchitecture.DotProduct, NeuralCfLoss.BinaryCrossEntropy },
        { NeuralCfArchitecture.DotProduct, NeuralCfLoss.SquaredError },
        { NeuralCfArchitecture.DotProduct, NeuralCfLoss.BayesianPersonalizedRanking },
        { NeuralCfArchitecture.DotProduct, NeuralCfLoss.SampledSoftmax },
        { NeuralCfArchitecture.Gmf, NeuralCfLoss.BinaryCrossEntropy },
        { NeuralCfArchitecture.Mlp, NeuralCfLoss.BinaryCrossEntropy },
        { NeuralCfArchitecture.NeuMf, NeuralCfLoss.SampledSoftmax },
    };

    /// <summary>Two groups that buy from a half of the range each: whoever learned that finds twice as much as popularity does.</summary>
    [Theory]
    [MemberData(nameof(Learners))]
    public void Fit_TwoGroups_FindsFarMoreThanPopularity(NeuralCfArchitecture architecture, NeuralCfLoss loss)
    {
        (EventLog train, ItemId[] heldOut) = Planted();
        NeuralCfOptions options = new()
        {
            Architecture = architecture,
            Loss = loss,
            Factors = 8,
            HiddenLayers = [16, 8],
            LearningRate = .01,
            BatchSize = 128,
            Patience = 20,
        };

        NeuralCfModel model = new NeuralCfTrainer(options).Fit(train, cancellationToken: Token);

        PopularityModel popularity = new PopularityTrainer().Fit(train, cancellationToken: Token);
        int found = Hits(model, heldOut), popular = Hits(popularity, heldOut);
        Assert.True(found > 1.5 * popular, $"{found} of {Customers} found, popularity {popular}");
        Assert.Contains(model.Report.Series, series => series.Name == "ndcg@10");
    }

    [Fact]
    public void Fit_Matrix_RunsAllEpochsAndKnowsNoCategories()
    {
        InteractionMatrix matrix = InteractionMatrix.From(Shops.Random(40, 30, 500));

        NeuralCfModel model = new NeuralCfTrainer(new() { Factors = 4, MaxEpochs = 5 }).Fit(matrix, cancellationToken: Token);

        Assert.Equal(5, model.Report.Iterations);
        RecommendationFilter rings = new() { Categories = new HashSet<string> { "rings" } };
        ArgumentException error = Assert.Throws<ArgumentException>(() => model.Recommend(model.Customers[0], 3, rings));
        Assert.Contains("catalogue", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_RateFarTooHigh_TrainingDivergedExceptionWithTheOptions()
    {
        NeuralCfTrainer trainer = new(new() { LearningRate = 1e30, Factors = 7 });

        EventLog log = Shops.Random(40, 30, 500);

        TrainingDivergedException error = Assert.Throws<TrainingDivergedException>(() => trainer.Fit(log, cancellationToken: Token));

        Assert.Contains("DotProduct of 7 factors", error.Message, StringComparison.Ordinal);
        Assert.Contains("LearningRate 1E+30", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Recommend_Reasons_AreOwnItemsOfTheSameGroup()
    {
        EventLog train = Planted().Train;
        NeuralCfOptions options = new() { Factors = 8, LearningRate = .01, BatchSize = 128 };
        NeuralCfModel model = new NeuralCfTrainer(options).Fit(train, cancellationToken: Token);
        InteractionMatrix bought = InteractionMatrix.From(train);
        int same = 0, all = 0;
        for (int row = 0; row < bought.Customers.Count; row++)
        {
            foreach (Recommendation recommendation in model.Recommend(bought.Customers[row], ListLength))
            {
                Assert.InRange(recommendation.BecauseOf.Count, 0, 3);
                foreach (ItemId reason in recommendation.BecauseOf)
                {
                    Assert.True(bought.Items.TryGetRow(reason, out int item));
                    Assert.Contains(item, bought.ItemsOf(row).ToArray());
                    all++;
                    same += reason.Value[0] == recommendation.Item.Value[0] ? 1 : 0;
                }
            }
        }

        Assert.True(all > 1_000 && same > .9 * all, $"{same} of {all} reasons are of the item's own group");
    }

    [Fact]
    public void Recommend_CustomerWithoutPurchases_GetsWhatIsPopular()
    {
        EventLog log = EventLog.From(
        [
            .. Shops.Random(20, 15, 200).Events(),
            new ShopEvent(new CustomerId("looker"), new DateTime(2024, 1, 1), EventType.View) { Item = new ItemId("i0001") },
        ]);
        NeuralCfModel model = new NeuralCfTrainer(new() { Factors = 4, MaxEpochs = 2 }).Fit(log, cancellationToken: Token);

        IReadOnlyList<Recommendation> list = model.Recommend(new CustomerId("looker"), 5);

        Assert.Equal(5, list.Count);
        Assert.All(list, recommendation => Assert.Equal(RecommendationSource.Popular, recommendation.Source));
        Assert.False(model.TryScore(new CustomerId("looker"), new float[model.Items.Count]));
    }

    [Fact]
    public void TryScore_KnownCustomer_IsWhatTheListSays()
    {
        NeuralCfModel model = new NeuralCfTrainer(new() { Architecture = NeuralCfArchitecture.NeuMf, Factors = 4, MaxEpochs = 3 })
            .Fit(Shops.Random(40, 30, 500), cancellationToken: Token);
        float[] scores = new float[model.Items.Count];

        Assert.True(model.TryScore(model.Customers[1], scores));

        Assert.All(
            model.Recommend(model.Customers[1], 30, new() { IncludeBought = true }),
            recommendation => Assert.True(model.Items.TryGetRow(recommendation.Item, out int row) && scores[row] == recommendation.Score));
        Assert.Throws<ArgumentException>(() => model.TryScore(model.Customers[1], new float[3]));
    }

    [Fact]
    public void Load_WeightThatIsNoNumber_ModelFileException()
    {
        NeuralCfTrainer trainer = new(new() { Factors = 4, MaxEpochs = 1 });
        NeuralCfModel model = trainer.Fit(Shops.Random(10, 12, 60), cancellationToken: Token);
        using MemoryStream stream = new();
        model.Save(stream);
        byte[] bytes = stream.ToArray();
        float[] scores = new float[model.Items.Count];
        int refused = 0;
        for (int at = 0; at + 4 <= bytes.Length; at += 4)
        {
            byte[] altered = [.. bytes];
            BitConverter.TryWriteBytes(altered.AsSpan(at), float.NaN);
            try
            {
                NeuralCfModel loaded = NeuralCfModel.Load(new MemoryStream(altered));
                foreach (CustomerId customer in loaded.Customers)
                {
                    if (loaded.Items.Count == scores.Length && loaded.TryScore(customer, scores))
                        Assert.DoesNotContain(scores, float.IsNaN);
                }
            }
            catch (ModelFileException error)
            {
                refused += error.Message.Contains("finite", StringComparison.Ordinal) ? 1 : 0;
            }
        }

        Assert.True(refused > 50, $"{refused} refused");
    }

    private static int Hits(IRecommender model, ItemId[] heldOut)
    {
        int hits = 0;
        for (int customer = 0; customer < Customers; customer++)
            hits += model.Recommend(new CustomerId($"{customer:000}"), ListLength).Any(r => r.Item == heldOut[customer]) ? 1 : 0;
        return hits;
    }

    /// <summary>
    /// Customers who buy nine in ten of their items from their group's half of the range, and an item of it that they bought and nobody is
    /// told of.
    /// </summary>
    private static (EventLog Train, ItemId[] HeldOut) Planted()
    {
        ItemId[] heldOut = new ItemId[Customers];
        List<ShopEvent> events = [];
        for (int customer = 0; customer < Customers; customer++)
        {
            RandomStream random = new(5, "planted", (ulong)customer);
            int group = customer % 2;
            int[] own = random.SampleWithoutReplacement(Bought + 1, ItemsOfGroup);
            heldOut[customer] = Item(group, own[0]);
            for (int i = 1; i < own.Length; i++)
            {
                events.Add(new ShopEvent(new CustomerId($"{customer:000}"), new DateTime(2024, 1, 1).AddDays(i), EventType.Purchase)
                {
                    Item = Item(random.NextDouble() < .9 ? group : 1 - group, own[i]),
                });
            }
        }

        return (EventLog.From(events), heldOut);
    }

    private static ItemId Item(int group, int number) => new($"{"ab"[group]}{number:00}");
}
