using Personalization.Core;
using Personalization.Neural;
using Personalization.NeuralCf;

namespace Personalization.Torch.Tests;

public sealed class TorchTrainerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Fit_RateFarTooHigh_TrainingDivergedExceptionWithTheOptions()
    {
        Libtorch.Require();
        TorchNeuralCfTrainer trainer = new(new() { LearningRate = 1e30, Factors = 7, Threads = 1 });
        EventLog log = Shops.Random(40, 30, 500);

        TrainingDivergedException error = Assert.Throws<TrainingDivergedException>(() => trainer.Fit(log, cancellationToken: Token));

        Assert.Contains("DotProduct of 7 factors", error.Message, StringComparison.Ordinal);
        Assert.Contains("LearningRate 1E+30", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_NothingGetsBetter_StopsAsTheManagedOne()
    {
        Libtorch.Require();
        NeuralCfOptions options = new() { Factors = 4, LearningRate = 1e-9, MaxEpochs = 12, Patience = 2, Threads = 1 };
        EventLog log = Shops.Random(60, 30, 900);

        FitReport managed = new NeuralCfTrainer(options).Fit(log, cancellationToken: Token).Report;
        FitReport ofTorch = new TorchNeuralCfTrainer(options).Fit(log, cancellationToken: Token).Report;

        Assert.Equal(StopReason.NoImprovement, managed.StopReason);
        Assert.Equal((managed.Iterations, managed.StopReason), (ofTorch.Iterations, ofTorch.StopReason));
    }

    [Fact]
    public void Fit_MatrixWithoutCatalog_RunsAllEpochsAndTells()
    {
        Libtorch.Require();
        List<FitProgress> told = [];
        NeuralCfOptions options = new() { Factors = 4, MaxEpochs = 5, Threads = 1 };

        NeuralCfModel model = new TorchNeuralCfTrainer(options).Fit(
            InteractionMatrix.From(Shops.Random(40, 30, 500)), null, new Collecting(told), Token);

        Assert.Equal((5, StopReason.IterationLimit), (model.Report.Iterations, model.Report.StopReason));
        Assert.Equal(1, told[^1].Fraction);
        Assert.All(told.Zip(told.Skip(1)), pair => Assert.True(pair.First.Fraction <= pair.Second.Fraction));
        Assert.Contains(told, each => each is { PerSecond: > 0, Objective: > 0 });
    }

    /// <summary>GMF and MLP first, each with options of its own, then NeuMF from their weights.</summary>
    [Fact]
    public void Fit_Pretraining_FollowsTheManagedOne()
    {
        Libtorch.Require();
        NeuralCfOptions options = new()
        {
            Architecture = NeuralCfArchitecture.NeuMf,
            Factors = 4,
            HiddenLayers = [8, 4],
            PretrainingEpochs = 2,
            MaxEpochs = 3,
            LearningRate = .01,
            BatchSize = 64,
            NegativeSampling = NegativeSampling.InBatch,
            Threads = 1,
        };
        EventLog log = Shops.Random(60, 30, 900);

        FitReport managed = new NeuralCfTrainer(options).Fit(log, cancellationToken: Token).Report;
        FitReport ofTorch = new TorchNeuralCfTrainer(options).Fit(log, cancellationToken: Token).Report;

        Assert.Equal(managed.Iterations, ofTorch.Iterations);
        Assert.All(managed.Objectives.Zip(ofTorch.Objectives), pair => Assert.Equal(pair.First, pair.Second, 1e-3 * pair.First));
    }

    [Fact]
    public void Fit_EmptyLogOrNoExample_NeedsNoLibrary() =>
        Assert.Empty(new TorchNeuralCfTrainer().Fit(EventLog.From([]), cancellationToken: Token).Items);

    [Fact]
    public void Fit_OptionsThatDoNotGoTogether_RefusedWhenMade() =>
        Assert.Throws<ArgumentException>(() =>
            new TorchNeuralCfTrainer(new() { Architecture = NeuralCfArchitecture.Mlp, HiddenLayers = [] }));

    private sealed class Collecting(List<FitProgress> told) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => told.Add(value);
    }
}
