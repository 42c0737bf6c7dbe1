using Personalization.Core;
using Personalization.Neural;
using Personalization.NeuralCf;
using static Personalization.Torch.Tests.TrainingRuns;

namespace Personalization.Torch.Tests;

/// <summary>The managed loop and the one on libtorch, side by side.</summary>
public sealed class TorchTrainingTests
{
    private static readonly EventLog Log = Shops.Random(120, 80, 3_000);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<NeuralCfArchitecture, NeuralCfLoss> Curves
    {
        get
        {
            TheoryData<NeuralCfArchitecture, NeuralCfLoss> all = [];
            foreach (NeuralCfArchitecture architecture in Enum.GetValues<NeuralCfArchitecture>())
            {
                foreach (NeuralCfLoss loss in Enum.GetValues<NeuralCfLoss>()) all.Add(architecture, loss);
            }

            return all;
        }
    }

    /// <summary>Batches, gradients and steps of the managed parts, every row up to date before each batch: float noise is left.</summary>
    [Theory]
    [MemberData(nameof(Curves))]
    public void Run_ManagedWithAllRowsUpToDate_SameLosses(NeuralCfArchitecture architecture, NeuralCfLoss loss)
    {
        Libtorch.Require();
        NeuralCfOptions options = Options(architecture, loss);
        double[] managed = Dense(Task(options), Training(options, null), null);

        FitReport report = Run(onTorch: true, Task(options), options, null, null, Token);

        double worst = Farthest(managed, report.Objectives);
        Assert.True(worst < Noise, $"losses are {worst:E1} apart: {Text(managed)}; {Text(report.Objectives)}");
        TestContext.Current.TestOutputHelper?.WriteLine($"{worst:E1} apart at most");
    }

    [Theory]
    [MemberData(nameof(Curves))]
    public void Fit_SameOptions_SameCurves(NeuralCfArchitecture architecture, NeuralCfLoss loss)
    {
        Libtorch.Require();
        NeuralCfOptions options = Options(architecture, loss);

        NeuralCfModel managed = new NeuralCfTrainer(options).Fit(Log, cancellationToken: Token);
        NeuralCfModel ofTorch = new TorchNeuralCfTrainer(options).Fit(Log, cancellationToken: Token);

        Assert.Equal((managed.Report.Iterations, managed.Report.StopReason), (ofTorch.Report.Iterations, ofTorch.Report.StopReason));
        double worst = Farthest(managed.Report.Objectives, ofTorch.Report.Objectives);
        Assert.True(worst < Noise, $"losses are {worst:E1} apart: {Text(managed.Report.Objectives)}; {Text(ofTorch.Report.Objectives)}");
        IReadOnlyList<double> own = Figures(managed), others = Figures(ofTorch);
        Assert.True(own.Zip(others, (a, b) => Math.Abs(a - b)).Max() < .03, $"ndcg@10: {Text(own)}; {Text(others)}");
        TestContext.Current.TestOutputHelper?.WriteLine($"{worst:E1} apart at most; ndcg@10 {Text(own)}; {Text(others)}");
    }

    /// <summary>
    /// What the managed loop has begun, stopped in the middle of an epoch, libtorch ends as the managed parts would with all rows up to
    /// date.
    /// </summary>
    [Theory]
    [InlineData(NeuralCfArchitecture.DotProduct)]
    [InlineData(NeuralCfArchitecture.NeuMf)]
    public void Run_CheckpointOfTheManagedLoop_GoesOn(NeuralCfArchitecture architecture) => WithCheckpoint(checkpoint =>
    {
        NeuralCfOptions options = Options(architecture, NeuralCfLoss.BinaryCrossEntropy);
        Stop(options, checkpoint, onTorch: false);
        NeuralCfTask expected = Task(options), resumed = Task(options);
        double[] losses = Dense(expected, Training(options, null), checkpoint);

        FitReport report = Run(onTorch: true, resumed, options, checkpoint, null, Token);

        Assert.False(File.Exists(checkpoint));
        Assert.Equal(options.MaxEpochs, report.Iterations);
        AssertSame(losses, expected, report.Objectives, resumed);
    });

    [Theory]
    [InlineData(NeuralCfArchitecture.DotProduct)]
    [InlineData(NeuralCfArchitecture.NeuMf)]
    public void Run_CheckpointOfTorch_GoesOnManaged(NeuralCfArchitecture architecture) => WithCheckpoint(checkpoint =>
    {
        NeuralCfOptions options = Options(architecture, NeuralCfLoss.BinaryCrossEntropy);
        NeuralCfTask expected = Task(options), resumed = Task(options);
        FitReport whole = Run(onTorch: true, expected, options, null, null, Token);
        Stop(options, checkpoint, onTorch: true);

        double[] losses = Dense(resumed, Training(options, null), checkpoint);

        AssertSame(losses, resumed, whole.Objectives, expected);
        FitReport report = Run(onTorch: false, Task(options), options, checkpoint, null, Token);
        Assert.False(File.Exists(checkpoint));
        Assert.True(Farthest(whole.Objectives, report.Objectives) < Noise);
    });

    [Fact]
    public void Run_CheckpointOfOtherOptions_ModelFileException() => WithCheckpoint(checkpoint =>
    {
        NeuralCfOptions options = Options(NeuralCfArchitecture.Gmf, NeuralCfLoss.SquaredError);
        Stop(options, checkpoint, onTorch: false);

        Assert.Throws<ModelFileException>(() =>
            Run(onTorch: true, Task(options with { Seed = 5 }), options with { Seed = 5 }, checkpoint, null, Token));

        Assert.True(File.Exists(checkpoint));
    });

    [Fact]
    public void Run_LossRunsOff_TheCheckpointIsDeleted() => WithCheckpoint(checkpoint =>
    {
        NeuralCfOptions options = Options(NeuralCfArchitecture.DotProduct, NeuralCfLoss.SquaredError) with { LearningRate = 1e30 };

        Assert.Throws<TrainingDivergedException>(() => Run(onTorch: true, Task(options), options, checkpoint, null, Token));

        Assert.False(File.Exists(checkpoint));
    });

    [Fact]
    public void Run_CheckpointAfterEveryStep_ChangesNothing() => WithCheckpoint(checkpoint =>
    {
        NeuralCfOptions options = Options(NeuralCfArchitecture.Gmf, NeuralCfLoss.SquaredError) with { MaxEpochs = 2 };
        NeuralCfTask plain = Task(options), saved = Task(options);

        using TorchTrainingRun<TaskWorkspace> first = Start(plain, Training(options, null), null, Token);
        TrainingOptions often = Training(options, checkpoint) with { CheckpointInterval = TimeSpan.Zero };
        using TorchTrainingRun<TaskWorkspace> second = Start(saved, often, null, Token);

        Assert.Equal(first.Run().Objectives, second.Run().Objectives);
        Assert.All(plain.Parameters.Zip(saved.Parameters), pair =>
            Assert.Equal(pair.First.Values.Values.ToArray(), pair.Second.Values.Values.ToArray()));
    });

    [Fact]
    public void Run_GradientClipped_SameCurves()
    {
        Libtorch.Require();
        NeuralCfOptions options = Options(NeuralCfArchitecture.NeuMf, NeuralCfLoss.SampledSoftmax);
        TrainingOptions training = Training(options, null) with
        {
            ClipNorm = .05,
            LearningRate = new() { Rate = .01, WarmUp = .1, Decay = LearningRateDecay.Cosine },
        };

        FitReport managed = TrainingLoop.Run(Task(options), training, cancellationToken: Token);
        using TorchTrainingRun<TaskWorkspace> run = Start(Task(options), training, null, Token);

        Assert.True(Farthest(managed.Objectives, run.Run().Objectives) < Noise);
    }

    private static NeuralCfOptions Options(NeuralCfArchitecture architecture, NeuralCfLoss loss) => new()
    {
        Architecture = architecture,
        Loss = loss,
        NegativeSampling = NegativeSampling.Popularity,
        Factors = 8,
        HiddenLayers = [12, 6],
        LearningRate = .005,
        BatchSize = 100,
        MaxEpochs = 6,
        Patience = 6,
        Seed = 4,
        Threads = 1,
    };

    private static TrainingOptions Training(NeuralCfOptions options, string? checkpoint) => new()
    {
        MaxEpochs = options.MaxEpochs,
        BatchSize = options.BatchSize,
        LearningRate = new() { Rate = options.LearningRate },
        AdamW = new() { WeightDecay = options.WeightDecay },
        Patience = options.Patience,
        Threads = options.Threads,
        Checkpoint = checkpoint,
    };

    private static NeuralCfTask Task(NeuralCfOptions options) =>
        new(options, TrainingExamples.WithValidation(InteractionMatrix.From(Log), Log, options.ValidationCustomers, options.Seed));

    private static FitReport Run(
        bool onTorch, NeuralCfTask task, NeuralCfOptions options, string? checkpoint, IProgress<FitProgress>? progress,
        CancellationToken cancellationToken)
    {
        TrainingOptions training = Training(options, checkpoint);
        if (!onTorch) return TrainingLoop.Run(task, training, progress, new QuickClock(), cancellationToken);
        using TorchTrainingRun<TaskWorkspace> run = Start(task, training, progress, cancellationToken);
        return run.Run();
    }

    private static void Stop(NeuralCfOptions options, string checkpoint, bool onTorch) => Interrupt(
        options.MaxEpochs, checkpoint, (told, token) => Run(onTorch, Task(options), options, checkpoint, told, token));

    private static TorchTrainingRun<TaskWorkspace> Start(
        NeuralCfTask task, TrainingOptions training, IProgress<FitProgress>? progress, CancellationToken token) =>
        new(task, training, TorchNeuralCfTrainer.Batches(task), TorchDevice.Cpu, progress, new QuickClock(), token);

    private static IReadOnlyList<double> Figures(NeuralCfModel model) => model.Report.Series.Single(s => s.Name == "ndcg@10").Values;
}
