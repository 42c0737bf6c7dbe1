using System.Security.Cryptography;
using Personalization.Core;

namespace Personalization.Beha2Vec.Tests;

public sealed class MaskedTrainerTests
{
    private static readonly Beha2VecOptions s_small = Samples.Small with { MaskedWeight = .5, Negatives = 5 };

    private static readonly Beha2VecOptions s_ofPaths = Samples.Small with
    {
        Dimensions = 16,
        InnerWidth = 32,
        Dropout = 0,
        LearningRate = .01,
        BatchSize = 16,
        MaxEpochs = 150,
        Patience = 150,
        Negatives = 8,
        ItemWeight = 0,
        TypeWeight = 0,
        GapWeight = 0,
        MaskedWeight = 1,
    };

    /// <summary>
    /// Customers walk in a circle of items: a masked one is told from either side, and the next one by a mask behind the last event, which
    /// is how it is judged where nothing else is taught.
    /// </summary>
    [Theory]
    [InlineData(BehaviorItemLoss.SampledSoftmax, BehaviorPositions.Rotary)]
    [InlineData(BehaviorItemLoss.Softmax, BehaviorPositions.Alibi)]
    [InlineData(BehaviorItemLoss.BinaryCrossEntropy, BehaviorPositions.Learned)]
    public void Fit_CustomersWalkInACircle_TellsMaskedAndNextItems(BehaviorItemLoss loss, BehaviorPositions positions)
    {
        FitReport report = Samples.Fit(s_ofPaths with { ItemLoss = loss, Positions = positions }, Circle()).Report;

        Assert.InRange(report.Objective, 0, .4 * report.Objectives[0]);
        Assert.InRange(report.Series[1].Values.Max(), .9, 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Fit_AnyThreads_SameBytesOnEveryMachine(int threads)
    {
        Beha2VecOptions options = s_small with { ContrastiveWeight = .2, NegativePower = .5, Threads = threads };
        Assert.Equal("0700e71124110c96", Convert.ToHexStringLower(SHA256.HashData(Save(Samples.Fit(options))))[..16]);
    }

    /// <summary>Killed in the midst of an epoch and begun again, it comes to the same bytes.</summary>
    [Fact]
    public void Fit_CancelledAndBegunAgain_SameBytes()
    {
        string checkpoint = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.checkpoint");
        Beha2VecOptions options = s_small with { MaxEpochs = 6, BatchSize = 2, Patience = 6 };
        byte[] whole = Save(Samples.Fit(options));
        EventSequences sequences = EventSequences.From(Samples.Shop());
        using CancellationTokenSource cancel = new();
        int told = 0;
        Told progress = new(() =>
        {
            if (++told == 3) cancel.Cancel();
        });

        Assert.ThrowsAny<OperationCanceledException>(
            () => new Beha2VecTrainer(options with { Checkpoint = checkpoint }).Fit(sequences, progress, cancel.Token));
        Assert.True(File.Exists(checkpoint));
        Beha2VecModel resumed = new Beha2VecTrainer(options with { Checkpoint = checkpoint })
            .Fit(sequences, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(whole, Save(resumed));
    }

    /// <summary>A model that learned of both sides looks back only: a live state is what an embedding of the history is.</summary>
    [Fact]
    public void Start_AfterMaskedTraining_EmbeddingOfTheHistory()
    {
        Beha2VecModel model = Samples.Fit(s_small);
        for (int customer = 0; customer < model.Customers.Count; customer++)
        {
            float[] live = model.Start(model.Customers[customer]).Embedding.ToArray();
            Assert.All(live.Zip(model.Embeddings.Row(customer).ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        }
    }

    /// <summary>Files of before there were masked events are as those without a weight, and load.</summary>
    [Theory]
    [InlineData(0, false)]
    [InlineData(.5, true)]
    public void Save_WithAndWithoutAWeight_OnlyThenInTheFile(double weight, bool isThere)
    {
        byte[] bytes = Save(Samples.Fit(s_small with { MaskedWeight = weight }));
        using ModelFile file = ModelFile.Read(new MemoryStream(bytes));

        Assert.Equal(isThere, file.TryGetMetadata("masked_weight", out _));
        Assert.Equal(isThere, file.Contains("mask_embedding.weight"));
        Assert.Equal(bytes, Save(Beha2VecModel.Load(new MemoryStream(bytes))));
    }

    [Fact]
    public void Options_MaskedWeightOrNone_ToldOnlyWhereItIs()
    {
        Assert.Contains("MaskedWeight 0.5 of 0.2,", s_small.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Masked", Samples.Small.ToString(), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => s_small with { MaskedWeight = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => s_small with { MaskedShare = 0 });
    }

    private static byte[] Save(Beha2VecModel model)
    {
        using MemoryStream bytes = new();
        model.Save(bytes);
        return bytes.ToArray();
    }

    private static EventLog Circle() => EventLog.From(Enumerable.Range(0, 80).SelectMany(customer =>
        Enumerable.Range(0, 6 + (customer % 5)).Select(place => new ShopEvent(
            new CustomerId($"c{customer:00}"), Shops.Start.AddHours(place), EventType.Purchase)
        {
            Item = new ItemId($"i{(customer + place) % 40:00}"),
        })));

    private sealed class Told(Action act) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => act();
    }
}
