using Personalization.Beha2Vec;
using Personalization.Core;
using Personalization.Data;
using Personalization.Numerics;
using Personalization.Rfm;
using Personalization.VectorIndex;

namespace Personalization.Tests;

/// <summary>The code of docs/models/beha2vec.md.</summary>
[Collection("current directory")]
public sealed class ModelsBeha2VecSnippets : IDisposable
{
    private readonly SnippetFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Beha2Vec_FitAndFollow_Recommends()
    {
        EventLog log = EventFile.Read("orders.csv").Log;
        EventSequences sequences = EventSequences.From(log);
        Beha2VecModel model = new Beha2VecTrainer(new() { Dimensions = 32, MaxEpochs = 5 }).Fit(sequences);

        foreach (Recommendation item in model.Recommend(model.Customers[0], 5)) Console.WriteLine($"{item.Item} {item.Score}");
        model.Save("beha2vec.safetensors");

        Assert.NotEmpty(model.Items);
        Follow(log.Customers[0], log.LastTime.AddDays(1), log.Items.IdAt(0));
        Look(model, sequences);
    }

    [Fact]
    public void FeatureAutoencoder_FitAndEmbed_Saves()
    {
        EventLog log = EventFile.Read("orders.csv").Log;
        FeatureTable raw = PurchaseBehavior.From(OrderTable.From(log)).ToFeatures();
        FeatureAutoencoderModel model = new FeatureAutoencoderTrainer(new() { Dimensions = 4 }).Fit(raw.Log1P().Standardize());

        Matrix embeddings = model.Embed(raw);                                      // scaled as the fit's were
        double[] errors = model.ReconstructionErrors(raw);                         // the larger, the more unlike everybody else
        model.Save("features.safetensors");

        Assert.Equal((raw.RowCount, 4), (embeddings.Rows, embeddings.Columns));
        Assert.All(errors, error => Assert.InRange(error, 0, 1e3));
    }

    private static void Follow(CustomerId customer, DateTime now, ItemId ring)
    {
        Beha2VecModel model = Beha2VecModel.Load("beha2vec.safetensors");
        BehaviorState state = model.Start(customer);                               // where the fit left the customer; Start() for a visitor
        model.Append(state, new ShopEvent(customer, now, EventType.View) { Item = ring, Category = "rings", Channel = "web" });

        ReadOnlySpan<float> embedding = state.Embedding;
        NextStep next = model.PredictNext(state);
        Console.WriteLine($"{next.Types[0].Value} with {next.Types[0].Probability:p0}, half of the time within {next.Time.Median}");
        Console.WriteLine($"something within the hour: {next.Time.ProbabilityWithin(TimeSpan.FromHours(1)):p0}");

        byte[] saved = state.ToBytes();                                            // and later, maybe elsewhere
        BehaviorState restored = model.Restore(saved);

        Assert.Equal(embedding, restored.Embedding);
    }

    private static void Look(Beha2VecModel model, EventSequences sequences)
    {
        float[] inMay = new float[model.Options.Dimensions];
        model.Embed(sequences, customerRow: 0, before: new DateTime(2025, 6, 1), inMay);

        using EmbeddingIndex customers = model.ToCustomerIndex();
        VectorMatch[] alike = customers.Search(inMay, 10);                         // keys are rows of model.Customers

        using EmbeddingIndex items = model.ToItemIndex(new() { Metric = VectorMetric.Dot });
        VectorMatch[] likeliest = items.Search(inMay, 10);                         // keys are rows of model.Items

        TransitionMatrix steps = TransitionMatrix.Of(sequences, customerRows: [0, 1, 2]);
        double share = steps.Probability(steps.RowOf("view"), steps.RowOf("purchase"));

        Assert.NotEmpty(alike);
        Assert.NotEmpty(likeliest);
        Assert.InRange(share, 0, 1);
    }
}
