using Personalization.Core;

namespace Personalization.Beha2Vec.Tests;

/// <summary>What masked training does beside; what every training does, <see cref="Beha2VecTrainerTests"/> ask.</summary>
public sealed class MaskedTrainerTests
{
    private static readonly Beha2VecOptions s_small = Samples.Small with { MaskedWeight = .5, Negatives = 5 };

    private static readonly Beha2VecOptions s_ofPaths = Samples.OfPaths with
    {
        MaxEpochs = 150,
        Patience = 150,
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
        FitReport report = Samples.Fit(s_ofPaths with { ItemLoss = loss, Positions = positions }, Samples.Circle()).Report;

        Assert.InRange(report.Objective, 0, .4 * report.Objectives[0]);
        Assert.InRange(report.Series[1].Values.Max(), .9, 1);
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
        byte[] bytes = Samples.Bytes(Samples.Fit(s_small with { MaskedWeight = weight }));
        using ModelFile file = ModelFile.Read(new MemoryStream(bytes));

        Assert.Equal(isThere, file.TryGetMetadata("masked_weight", out _));
        Assert.Equal(isThere, file.Contains("mask_embedding.weight"));
        Assert.Equal(bytes, Samples.Bytes(Beha2VecModel.Load(new MemoryStream(bytes))));
    }

    [Fact]
    public void Options_MaskedWeightOrNone_ToldOnlyWhereItIs()
    {
        Assert.Contains("MaskedWeight 0.5 of 0.2,", s_small.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Masked", Samples.Small.ToString(), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => s_small with { MaskedWeight = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => s_small with { MaskedShare = 0 });
    }
}
