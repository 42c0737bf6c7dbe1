using Personalization.Core;
using Personalization.Numerics;
using Personalization.VectorIndex;

namespace Personalization.Beha2Vec.Tests;

public sealed class EmbeddingsTests
{
    /// <summary>As of a moment, an embedding is that of a log which ends there; and of a number of events, that of so many.</summary>
    [Fact]
    public void Embed_AnyMoment_IsThatOfTheLogBeforeIt()
    {
        EventLog log = Samples.Shop(4, 120);
        Beha2VecModel model = Samples.Fit(log: log);
        EventSequences sequences = EventSequences.From(log, model.Vocabulary);
        Properties.HoldForSeeds(30, seed =>
        {
            Random random = new(seed);
            DateTime moment = log.FirstTime + (random.NextDouble() * (log.LastTime - log.FirstTime));
            int customer = random.Next(log.Customers.Count);
            Matrix past = new(log.Customers.Count, model.Options.Dimensions);
            EventSequences before = EventSequences.From(log.Before(moment), model.Vocabulary);
            model.Embed(before, past);
            float[] byTime = new float[past.Columns], byCount = new float[past.Columns];

            model.Embed(sequences, customer, moment, byTime);
            model.Embed(sequences, customer, before.LengthOf(customer), byCount);

            Assert.Equal(past.Row(customer).ToArray(), byTime);
            Assert.Equal(past.Row(customer).ToArray(), byCount);
        });
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Embed(sequences, 0, 10_000, new float[8]));
        Assert.Throws<ArgumentException>(() => model.Embed(sequences, 0, log.LastTime, new float[3]));
        Assert.Throws<ArgumentException>(() => model.Embed(EventSequences.From(log), 0, log.LastTime, new float[8]));
    }

    [Fact]
    public void ItemEmbeddings_TimesACustomers_AreTheScores()
    {
        Beha2VecModel model = Samples.Fit();
        float[] scores = new float[model.Items.Count];
        model.ScoreItems(model.Embeddings.Row(0), scores);

        Assert.Equal((model.Items.Count, model.Options.Dimensions), (model.ItemEmbeddings.Rows, model.ItemEmbeddings.Columns));
        for (int item = 0; item < scores.Length; item++)
        {
            double dot = 0;
            for (int i = 0; i < model.Options.Dimensions; i++) dot += (double)model.Embeddings[0, i] * model.ItemEmbeddings[item, i];
            Assert.Equal(dot, scores[item], 1e-4);
        }
    }

    [Fact]
    public void Index_OfCustomersAndItems_FindsTheNearest()
    {
        EventLog log = EventLog.From(
            [.. Samples.Shop().Events(), new ShopEvent(new CustomerId("shown"), Shops.Start, EventType.Exposure)]);
        Beha2VecModel model = Samples.Fit(log: log);

        using EmbeddingIndex customers = model.ToCustomerIndex(), items = model.ToItemIndex(new() { Metric = VectorMetric.Dot });

        Assert.Equal(model.Customers.Count - 1, customers.Count); // "shown" has no event that counts
        Assert.Equal(3, customers.Search(model.Embeddings.Row(3), 1)[0].Key);
        float[] scores = new float[model.Items.Count];
        model.ScoreItems(model.Embeddings.Row(3), scores);
        Assert.Equal(scores.IndexOf(scores.Max()), items.Search(model.Embeddings.Row(3), 1)[0].Key);
    }
}
