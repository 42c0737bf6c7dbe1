using Personalization.Beha2Vec;
using Personalization.Core;
using Personalization.Neural;
using static Personalization.Torch.Tests.TrainingRuns;

namespace Personalization.Torch.Tests;

/// <summary>Training of sequences, managed and on libtorch, side by side.</summary>
public sealed class TorchBehaviorTrainingTests
{
    /// <summary>Of losses; nothing in the network has a kink.</summary>
    private const double Noise = 1e-5;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<BehaviorPositions, BehaviorItemLoss> Curves => TorchBehaviorGradientTests.All;

    [Theory]
    [MemberData(nameof(Curves))]
    public void Fit_SameOptions_SameCurves(BehaviorPositions positions, BehaviorItemLoss loss)
    {
        Libtorch.Require();
        Beha2VecOptions options = BehaviorShop.Options(positions, loss);

        Beha2VecModel managed = new Beha2VecTrainer(options).Fit(BehaviorShop.Sequences, cancellationToken: Token);
        Beha2VecModel ofTorch = new TorchBeha2VecTrainer(options).Fit(BehaviorShop.Sequences, cancellationToken: Token);

        Assert.Equal((managed.Report.Iterations, managed.Report.StopReason), (ofTorch.Report.Iterations, ofTorch.Report.StopReason));
        Assert.True(managed.Report.Objectives[^1] < .98 * managed.Report.Objectives[0], "there is nothing to learn");
        double worst = Farthest(managed.Report.Objectives, ofTorch.Report.Objectives);
        Assert.True(worst < Noise, $"losses are {worst:E1} apart: {Text(managed.Report.Objectives)}; {Text(ofTorch.Report.Objectives)}");
        IReadOnlyList<double> own = Figures(managed), others = Figures(ofTorch);
        Assert.True(own.Zip(others, (a, b) => Math.Abs(a - b)).Max() < .03, $"ndcg@10: {Text(own)}; {Text(others)}");
        TestContext.Current.TestOutputHelper?.WriteLine($"{worst:E1} apart at most; ndcg@10 {Text(own)}; {Text(others)}");
    }

    [Theory]
    [InlineData(BehaviorPositions.Rotary, BehaviorItemLoss.SampledSoftmax)]
    [InlineData(BehaviorPositions.Learned, BehaviorItemLoss.Softmax)]
    public void Run_CheckpointOfTheManagedLoop_GoesOn(BehaviorPositions positions, BehaviorItemLoss loss) => WithCheckpoint(checkpoint =>
    {
        Beha2VecOptions options = BehaviorShop.Options(positions, loss);
        Interrupt(options.MaxEpochs, checkpoint, (told, token) => Run(false, BehaviorShop.Task(options), checkpoint, told, token));
        BehaviorTask expected = BehaviorShop.Task(options), resumed = BehaviorShop.Task(options);
        double[] losses = Dense(expected, Beha2VecTrainer.Training(options), checkpoint);

        FitReport report = Run(true, resumed, checkpoint, null, Token);

        Assert.False(File.Exists(checkpoint));
        Assert.Equal(options.MaxEpochs, report.Iterations);
        AssertSame(losses, expected, report.Objectives, resumed);
    });

    [Theory]
    [InlineData(BehaviorPositions.Rotary, BehaviorItemLoss.SampledSoftmax)]
    [InlineData(BehaviorPositions.Learned, BehaviorItemLoss.Softmax)]
    public void Run_CheckpointOfTorch_GoesOnManaged(BehaviorPositions positions, BehaviorItemLoss loss) => WithCheckpoint(checkpoint =>
    {
        Beha2VecOptions options = BehaviorShop.Options(positions, loss);
        BehaviorTask expected = BehaviorShop.Task(options), resumed = BehaviorShop.Task(options);
        FitReport whole = Run(true, expected, null, null, Token);
        Interrupt(options.MaxEpochs, checkpoint, (told, token) => Run(true, BehaviorShop.Task(options), checkpoint, told, token));

        double[] losses = Dense(resumed, Beha2VecTrainer.Training(options), checkpoint);

        AssertSame(losses, resumed, whole.Objectives, expected);
        FitReport report = Run(false, BehaviorShop.Task(options), checkpoint, null, Token);
        Assert.False(File.Exists(checkpoint));
        Assert.True(Farthest(whole.Objectives, report.Objectives) < Noise);
    });

    /// <summary>What is dropped depends on the seed and the step alone.</summary>
    [Fact]
    public void Run_InterruptedWithDropout_GoesOnAsIfNothingHadHappened() => WithCheckpoint(checkpoint =>
    {
        Beha2VecOptions options = BehaviorShop.Options(BehaviorPositions.Rotary) with { Dropout = .3 };
        FitReport whole = Run(true, BehaviorShop.Task(options), null, null, Token);
        Interrupt(options.MaxEpochs, checkpoint, (told, token) => Run(true, BehaviorShop.Task(options), checkpoint, told, token));

        FitReport resumed = Run(true, BehaviorShop.Task(options), checkpoint, null, Token);

        Assert.Equal(whole.Objectives, resumed.Objectives);
        FitReport without = Run(true, BehaviorShop.Task(options with { Dropout = 0 }), null, null, Token);
        Assert.NotEqual(whole.Objectives[0], without.Objectives[0], 1e-3);
    });

    [Fact]
    public void Fit_NothingToLearnFrom_NeedsNoLibrary()
    {
        EventSequences empty = EventSequences.From(EventLog.From([]));

        Assert.Equal(0, new TorchBeha2VecTrainer().Fit(empty, cancellationToken: Token).Customers.Count);
    }

    [Fact]
    public void Fit_OptionsThatDoNotGoTogether_RefusedWhenMade() =>
        Assert.Throws<ArgumentException>(() => new TorchBeha2VecTrainer(new() { Dimensions = 10, Heads = 3 }));

    private static FitReport Run(
        bool onTorch, BehaviorTask task, string? checkpoint, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        TrainingOptions training = Beha2VecTrainer.Training(task.Options) with { Checkpoint = checkpoint };
        if (!onTorch) return TrainingLoop.Run(task, training, progress, new QuickClock(), cancellationToken);
        using TorchTrainingRun<BehaviorChunk> run = new(
            task, training, TorchBeha2VecTrainer.Batches(task), TorchDevice.Cpu, progress, new QuickClock(), cancellationToken);
        return run.Run();
    }

    private static IReadOnlyList<double> Figures(Beha2VecModel model) => model.Report.Series.Single(s => s.Name == "ndcg@10").Values;
}
