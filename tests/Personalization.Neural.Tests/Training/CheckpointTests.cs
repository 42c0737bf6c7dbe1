using System.Globalization;
using Personalization.Core;
using Personalization.Numerics;
using Personalization.TestKit;

namespace Personalization.Neural.Tests;

public sealed class CheckpointTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("checkpoint").FullName;
    private readonly TrainingOptions _options;

    public CheckpointTests() => _options = new()
    {
        MaxEpochs = 8,
        BatchSize = 100,
        Patience = 3,
        LearningRate = new() { Rate = .02, WarmUp = .2, Decay = LearningRateDecay.Linear },
        AdamW = new() { WeightDecay = .01 },
        Checkpoint = Path.Combine(_folder, "run.safetensors"),
        CheckpointInterval = TimeSpan.Zero,
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>
    /// A run that dies again and again, within steps, between them, in validation and while it tells of the epoch that was its last, with
    /// checkpoints after every step or every few.
    /// </summary>
    [Fact]
    public void Run_KilledAgainAndAgain_SameBytes()
    {
        (float[] weights, FitReport report) = Uninterrupted();

        Properties.HoldForSeeds(25, seed =>
        {
            RandomStream random = new((ulong)seed, "kills");
            int seconds = random.NextInt32(2) * random.NextInt32(60);
            TrainingOptions options = _options with { CheckpointInterval = TimeSpan.FromSeconds(seconds) };
            for (int kills = random.NextInt32(1, 5); kills > 0; kills--)
            {
                int left = random.NextInt32(30);
                Saboteur saboteur = new(() =>
                {
                    if (Interlocked.Decrement(ref left) == 0) throw new KilledException();
                });
                ParityTask killed = Task((_, _) => saboteur.Strike());
                Assert.IsType<KilledException>(Record.Exception(() => TrainingLoop.Run(killed, options, saboteur, new TickingClock()))
                    ?? new KilledException());
                if (left > 0) return; // it was done before it could be killed
            }

            ParityTask task = Task();
            Same(report, TrainingLoop.Run(task, options, clock: new TickingClock()));
            Assert.Equal(weights, task.Weights);
            Assert.False(File.Exists(options.Checkpoint));
        });
    }

    /// <summary>The last thing before the end is a checkpoint in which patience has run out already.</summary>
    [Fact]
    public void Run_KilledWhenPatienceHadRunOut_GoesNoFurther()
    {
        (float[] weights, FitReport report) = Uninterrupted();
        Assert.Equal(StopReason.NoImprovement, report.StopReason);
        int epochs = 0;
        Saboteur saboteur = new(() =>
        {
            if (++epochs == report.Iterations) throw new KilledException();
        });
        Assert.Throws<KilledException>(() => TrainingLoop.Run(Task(), _options, saboteur, new StoppedClock()));

        ParityTask task = Task((call, _) => Assert.NotEqual("step", call));
        Same(report, TrainingLoop.Run(task, _options));

        Assert.Equal(weights, task.Weights);
    }

    [Theory]
    [InlineData("begin", 2)]
    [InlineData("step", 6)]
    [InlineData("validate", 1)]
    public void Run_Cancelled_LeavesACheckpointToGoOnFrom(string at, long number)
    {
        (float[] weights, FitReport report) = Uninterrupted();
        using CancellationTokenSource source = new();
        TrainingOptions options = _options with { CheckpointInterval = TimeSpan.FromDays(1) };
        ParityTask cancelled = Task((call, which) =>
        {
            if (call == at && which == number) source.Cancel();
        });

        Assert.Throws<OperationCanceledException>(() => TrainingLoop.Run(cancelled, options, cancellationToken: source.Token));

        Assert.True(File.Exists(options.Checkpoint));
        List<long> steps = [];
        ParityTask task = Task((call, which) => steps.Add(call == "step" ? which : long.MaxValue));
        Same(report, TrainingLoop.Run(task, options with { Threads = 1 }));
        Assert.Equal(weights, task.Weights);
        Assert.True(steps.Min() >= 5, "It began anew.");
    }

    [Fact]
    public void Run_CheckpointOfOtherOptions_SaysSoAndLeavesIt()
    {
        Interrupt();
        byte[] before = File.ReadAllBytes(_options.Checkpoint!);

        string options = Assert.Throws<ModelFileException>(() => TrainingLoop.Run(
            Task(), _options with { LearningRate = new() { Rate = .5 } })).Message;
        string data = Assert.Throws<ModelFileException>(() => TrainingLoop.Run(new ParityTask(seed: 2), _options)).Message;

        Assert.Contains("learning rate 0.02", options, StringComparison.Ordinal);
        Assert.Contains("learning rate 0.5", options, StringComparison.Ordinal);
        Assert.Contains("delete it to begin anew", options, StringComparison.Ordinal);
        Assert.Contains("parity, seed 2", data, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(_options.Checkpoint!));
    }

    [Fact]
    public void Run_OtherCultureAndThreads_GoesOn()
    {
        Interrupt();
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "," } };
        try
        {
            TrainingLoop.Run(Task(), _options with { Threads = 3, CheckpointInterval = TimeSpan.FromDays(1) });
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Run_DamagedCheckpoint_SoundOrAClearError()
    {
        Interrupt();
        byte[] sound = File.ReadAllBytes(_options.Checkpoint!);
        int refused = 0;
        for (ulong seed = 0; seed < 60; seed++)
        {
            File.WriteAllBytes(_options.Checkpoint!, new FileMutator(seed).Mutate(sound));
            ParityTask task = Task();
            float[] before = task.Weights;

            Exception? error = Record.Exception(() => TrainingLoop.Run(task, _options with { CheckpointInterval = TimeSpan.FromDays(1) }));

            Assert.True(error is null or ModelFileException or TrainingDivergedException, $"Damage {seed}: {error}");
            if (error is not ModelFileException) continue;
            Assert.Equal(before, task.Weights);
            refused++;
        }

        Assert.True(refused > 10);
    }

    [Fact]
    public void Run_Diverged_DeletesTheCheckpoint()
    {
        TrainingOptions options = _options with { AdamW = null, LearningRate = new() { Rate = 1e20 } };

        Assert.Throws<TrainingDivergedException>(() => TrainingLoop.Run(Task(), options));

        Assert.False(File.Exists(options.Checkpoint));
    }

    /// <summary>A figure that is best early, so that patience runs out before the last epoch.</summary>
    private static ParityTask Task(Action<string, long>? calls = null) =>
        new() { Calls = calls, Metric = epoch => epoch is 1 or 3 ? epoch : 0 };

    private static void Same(FitReport expected, FitReport actual)
    {
        Assert.Equal((expected.Iterations, expected.StopReason), (actual.Iterations, actual.StopReason));
        Assert.Equal(expected.Series.Select(series => series.Name), actual.Series.Select(series => series.Name));
        Assert.All(expected.Series.Zip(actual.Series), pair => Assert.Equal(pair.First.Values, pair.Second.Values));
    }

    private (float[] Weights, FitReport Report) Uninterrupted()
    {
        ParityTask task = Task();
        FitReport report = TrainingLoop.Run(task, _options with { Checkpoint = null });
        return (task.Weights, report);
    }

    private void Interrupt() => Assert.Throws<KilledException>(() => TrainingLoop.Run(
        Task((_, which) =>
        {
            if (which == 12) throw new KilledException();
        }),
        _options));

    private sealed class KilledException : Exception;

    /// <summary>Breaks in whenever progress is told of, too.</summary>
    private sealed class Saboteur(Action strike) : IProgress<FitProgress>
    {
        public void Strike() => strike();

        public void Report(FitProgress value) => strike();
    }

    /// <summary>Progress is told of at the ends of epochs alone.</summary>
    private sealed class StoppedClock : TimeProvider
    {
        public override long GetTimestamp() => 0;
    }
}
