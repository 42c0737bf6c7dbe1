using Personalization.Core;
using Personalization.Neural;
using Personalization.NeuralCf;

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
        Assert.True(worst < 1e-4, $"losses are {worst:E1} apart: {Text(managed.Report.Objectives)}; {Text(ofTorch.Report.Objectives)}");
        IReadOnlyList<double> own = Figures(managed), others = Figures(ofTorch);
        Assert.True(own.Zip(others, (a, b) => Math.Abs(a - b)).Max() < .02, $"ndcg@10: {Text(own)}; {Text(others)}");
        TestContext.Current.TestOutputHelper?.WriteLine($"{worst:E1} apart at most; ndcg@10 {Text(own)}; {Text(others)}");
    }

    /// <summary>What one has begun, stopped in the middle of an epoch, the other ends as if it had made all of it.</summary>
    [Theory]
    [InlineData(NeuralCfArchitecture.DotProduct, true)]
    [InlineData(NeuralCfArchitecture.DotProduct, false)]
    [InlineData(NeuralCfArchitecture.NeuMf, true)]
    [InlineData(NeuralCfArchitecture.NeuMf, false)]
    public void Run_CheckpointOfTheOther_GoesOn(NeuralCfArchitecture architecture, bool torchBegins)
    {
        Libtorch.Require();
        NeuralCfOptions options = Options(architecture, NeuralCfLoss.BinaryCrossEntropy);
        NeuralCfTask whole = Task(options);
        FitReport expected = TrainingLoop.Run(whole, Training(options, null), cancellationToken: Token);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("personalization-torch-");
        try
        {
            string checkpoint = Path.Combine(folder.FullName, "run.model");
            using CancellationTokenSource stop = new();
            Assert.ThrowsAny<OperationCanceledException>(() =>
                Run(torchBegins, Task(options), options, checkpoint, new StopAfter(3.4 / options.MaxEpochs, stop), stop.Token));
            Assert.True(File.Exists(checkpoint));

            NeuralCfTask resumed = Task(options);
            FitReport report = Run(!torchBegins, resumed, options, checkpoint, null, Token);

            Assert.False(File.Exists(checkpoint));
            Assert.Equal(expected.Iterations, report.Iterations);
            double worst = Farthest(expected.Objectives, report.Objectives);
            Assert.True(worst < 1e-4, $"losses are {worst:E1} apart: {Text(expected.Objectives)}; {Text(report.Objectives)}");
            for (int p = 0; p < whole.Parameters.Count; p++)
            {
                float[] own = whole.Parameters[p].Values.Values.ToArray(), others = resumed.Parameters[p].Values.Values.ToArray();
                double apart = own.Zip(others, (a, b) => Math.Abs(a - b)).Max(), largest = own.Max(Math.Abs);
                Assert.True(apart < .02 * largest, $"'{whole.Parameters[p].Name}': {apart} apart, the largest is {largest}");
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Run_CheckpointAfterEveryStep_IsTheManagedState()
    {
        Libtorch.Require();
        NeuralCfOptions options = Options(NeuralCfArchitecture.Gmf, NeuralCfLoss.SquaredError) with { MaxEpochs = 2 };
        DirectoryInfo folder = Directory.CreateTempSubdirectory("personalization-torch-");
        try
        {
            string checkpoint = Path.Combine(folder.FullName, "run.model");
            TrainingOptions training = Training(options, checkpoint) with { CheckpointInterval = TimeSpan.Zero };
            NeuralCfTask plain = Task(options), saved = Task(options);

            using TorchTrainingRun first = Start(plain, options, Training(options, null), null, Token);
            using TorchTrainingRun second = Start(saved, options, training, null, Token);
            Assert.Equal(first.Run().Objectives, second.Run().Objectives);

            Assert.All(plain.Parameters.Zip(saved.Parameters), pair =>
                Assert.Equal(pair.First.Values.Values.ToArray(), pair.Second.Values.Values.ToArray()));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

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
        using TorchTrainingRun run = Start(Task(options), options, training, null, Token);

        Assert.True(Farthest(managed.Objectives, run.Run().Objectives) < 1e-4);
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
    };

    private static TrainingOptions Training(NeuralCfOptions options, string? checkpoint) => new()
    {
        MaxEpochs = options.MaxEpochs,
        BatchSize = options.BatchSize,
        LearningRate = new() { Rate = options.LearningRate },
        AdamW = new() { WeightDecay = options.WeightDecay },
        Patience = options.Patience,
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
        using TorchTrainingRun run = Start(task, options, training, progress, cancellationToken);
        return run.Run();
    }

    private static TorchTrainingRun Start(
        NeuralCfTask task, NeuralCfOptions options, TrainingOptions training, IProgress<FitProgress>? progress, CancellationToken token) =>
        new(task, options, training, TorchDevice.Cpu, progress, new QuickClock(), token);

    /// <summary>The largest difference, relative.</summary>
    private static double Farthest(IReadOnlyList<double> values, IReadOnlyList<double> others)
    {
        Assert.Equal(values.Count, others.Count);
        return values.Zip(others, (a, b) => Math.Abs(a - b) / Math.Abs(a)).Max();
    }

    private static IReadOnlyList<double> Figures(NeuralCfModel model) => model.Report.Series.Single(s => s.Name == "ndcg@10").Values;

    private static string Text(IReadOnlyList<double> values) => string.Join(", ", values.Select(value => value.ToString("0.000000")));

    /// <summary>A second goes by whenever somebody looks, so that every step is told of.</summary>
    private sealed class QuickClock : TimeProvider
    {
        private long _seconds;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Interlocked.Increment(ref _seconds);
    }

    private sealed class StopAfter(double fraction, CancellationTokenSource stop) : IProgress<FitProgress>
    {
        public void Report(FitProgress value)
        {
            if (value.Fraction >= fraction) stop.Cancel();
        }
    }
}
