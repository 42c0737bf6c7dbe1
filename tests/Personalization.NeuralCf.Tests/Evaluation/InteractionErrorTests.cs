using Personalization.Core;

namespace Personalization.NeuralCf.Tests;

public sealed class InteractionErrorTests
{
    private static readonly EventLog Past = Shops.Purchases("anna: x", "ben: y z", "cora: x y z");

    /// <summary>
    /// Anna takes y for the first time, so that z alone is what she never had. Ben takes what he had, Dora wasn't there, and nobody knows
    /// w.
    /// </summary>
    private static readonly InteractionMatrix Held =
        Matrix(("anna", "x"), ("anna", "y"), ("anna", "w"), ("ben", "y"), ("dora", "z"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(NeuralCfLoss.SquaredError)]
    [InlineData(NeuralCfLoss.BinaryCrossEntropy)]
    public void Of_OneNewItemAndOneMissing_IsTheErrorByHand(NeuralCfLoss loss)
    {
        NeuralCfModel model = Fit(Past, loss);
        float[] scores = new float[3];
        Assert.True(model.TryScore(new CustomerId("anna"), scores));
        Assert.Equal(["x", "y", "z"], model.Items.Select(item => item.Value));
        double[] said = [.. scores.Select(score => loss == NeuralCfLoss.SquaredError ? score : 1 / (1 + Math.Exp(-(double)score)))];

        InteractionError error = InteractionError.Of(model, Held, InteractionMatrix.From(Past), cancellationToken: Token)!;

        Assert.Equal((1, 4), (error.Positives, error.Negatives));
        Assert.Equal(Math.Sqrt((Math.Pow(1 - said[1], 2) + (4 * Math.Pow(said[2], 2))) / 5), error.RootMeanSquaredError, 12);
        Assert.Equal(.4, error.OfMean, 12); // √(1/5 · 4/5)
    }

    [Theory]
    [InlineData(NeuralCfLoss.BayesianPersonalizedRanking)]
    [InlineData(NeuralCfLoss.SampledSoftmax)]
    public void Of_TrainedToRank_IsNull(NeuralCfLoss loss) =>
        Assert.Null(InteractionError.Of(Fit(Past, loss), Held, InteractionMatrix.From(Past), cancellationToken: Token));

    [Fact]
    public void Of_NothingNew_IsNull()
    {
        InteractionMatrix past = InteractionMatrix.From(Past);

        Assert.Null(InteractionError.Of(Fit(Past, NeuralCfLoss.SquaredError), past, past, cancellationToken: Token));
    }

    /// <summary>Whoever took all that was missing has nothing to draw from.</summary>
    [Fact]
    public void Of_NothingMissing_CountsPositivesAlone()
    {
        InteractionError error = InteractionError.Of(
            Fit(Past, NeuralCfLoss.SquaredError), Matrix(("anna", "y"), ("anna", "z")), InteractionMatrix.From(Past),
            cancellationToken: Token)!;

        Assert.Equal((2, 0, 0), (error.Positives, error.Negatives, error.OfMean));
    }

    [Fact]
    public void Of_AnyThreads_SameBits_AndAnotherSeedDrawsOthers()
    {
        EventSplit split = EventSplit.LastShare(Shops.Random(120, 50, 3_000), .2);
        InteractionMatrix past = InteractionMatrix.From(split.Train), held = InteractionMatrix.From(split.Test);
        NeuralCfModel model = Fit(split.Train, NeuralCfLoss.SquaredError);

        InteractionError[] errors =
            [.. ((int[])[1, 2, 7]).Select(threads => InteractionError.Of(model, held, past, 3, threads, Token)!)];

        Assert.True(errors[0].Positives > 100);
        Assert.Equal(4 * errors[0].Positives, errors[0].Negatives);
        Assert.Single(errors.Distinct());
        Assert.NotEqual(errors[0], InteractionError.Of(model, held, past, 4, cancellationToken: Token));
    }

    private static InteractionMatrix Matrix(params (string Customer, string Item)[] pairs) =>
        InteractionMatrix.From(pairs.Select(pair => (new CustomerId(pair.Customer), new ItemId(pair.Item), 1f)));

    private static NeuralCfModel Fit(EventLog past, NeuralCfLoss loss) =>
        new NeuralCfTrainer(new() { Factors = 4, Loss = loss, MaxEpochs = 2, LearningRate = .05 }).Fit(past, cancellationToken: Token);
}
