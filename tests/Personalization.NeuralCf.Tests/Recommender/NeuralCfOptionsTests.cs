namespace Personalization.NeuralCf.Tests;

public sealed class NeuralCfOptionsTests
{
    [Fact]
    public void Init_OutOfRange_ArgumentOutOfRangeExceptionThatNamesIt()
    {
        Assert.Throws<ArgumentOutOfRangeException>("Factors", () => new NeuralCfOptions { Factors = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("HiddenLayers[1]", () => new NeuralCfOptions { HiddenLayers = [8, 0] });
        Assert.Throws<ArgumentOutOfRangeException>("NegativesPerPositive", () => new NeuralCfOptions { NegativesPerPositive = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("LearningRate", () => new NeuralCfOptions { LearningRate = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>("WeightDecay", () => new NeuralCfOptions { WeightDecay = double.PositiveInfinity });
    }

    [Theory]
    [InlineData(NeuralCfArchitecture.DotProduct, true)]
    [InlineData(NeuralCfArchitecture.Gmf, true)]
    [InlineData(NeuralCfArchitecture.Mlp, false)]
    [InlineData(NeuralCfArchitecture.NeuMf, false)]
    public void Trainer_NoHiddenLayers_RefusesWhatNeedsThem(NeuralCfArchitecture architecture, bool works)
    {
        NeuralCfOptions options = new() { Architecture = architecture, HiddenLayers = [] };

        Exception? error = Record.Exception(() => new NeuralCfTrainer(options));

        Assert.Equal(works, error is null);
        if (works) return;
        Assert.Contains($"{architecture} needs", Assert.IsType<ArgumentException>(error).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void HiddenLayers_CallersArrayChanges_OptionsDoNot()
    {
        int[] layers = [8, 4];
        NeuralCfOptions options = new() { HiddenLayers = layers };

        layers[0] = 1;

        Assert.Equal([8, 4], options.HiddenLayers);
    }
}
