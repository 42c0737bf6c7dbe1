using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Neural.Tests;

public sealed class TrainingLoopTests
{
    private static readonly TrainingOptions s_options = new()
    {
        MaxEpochs = 4,
        BatchSize = 150,
        LearningRate = new() { Rate = .02, WarmUp = .1, Decay = LearningRateDecay.Cosine },
        AdamW = new() { WeightDecay = .01 },
        ClipNorm = 2,
        Patience = 100,
    };

    [Fact]
    public void Run_Parity_LearnsIt()
    {
        ParityTask task = new();

        FitReport report = TrainingLoop.Run(task, s_options with { MaxEpochs = 100, BatchSize = 32 });

        Assert.Equal(1, task.Validate(default));
        Assert.Equal([FitReport.ObjectiveSeries, "accuracy"], report.Series.Select(series => series.Name));
        Assert.All(report.Series, series => Assert.Equal(100, series.Values.Count));
        Assert.Equal((100, StopReason.IterationLimit), (report.Iterations, report.StopReason));
        Assert.True(report.Objectives[^1] < .2 * report.Objectives[0]);
    }

    [Fact]
    public void Run_GradientDescent_LowersTheLoss()
    {
        TrainingOptions options = s_options with { AdamW = null, LearningRate = new() { Rate = .5 }, MaxEpochs = 30 };

        FitReport report = TrainingLoop.Run(new ParityTask(), options);

        Assert.True(report.Objectives[^1] < report.Objectives[0]);
    }

    /// <summary>
    /// Written down so that any number of threads, a machine of another vector width, or DOTNET_EnableAVX512=0, DOTNET_EnableAVX2=0 and
    /// DOTNET_EnableHWIntrinsic=0 on this one, must give the same.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Run_AnyThreads_SameBytesOnEveryMachine(int threads)
    {
        ParityTask task = new();
        foreach (Parameter parameter in task.Parameters) parameter.FillUniform(5, .5);

        TrainingLoop.Run(task, s_options with { Threads = threads, BatchSize = 300 });

        byte[] hash = SHA256.HashData(MemoryMarshal.AsBytes(task.Weights.AsSpan()));
        Assert.Equal("2f5a4f3641b438fe", Convert.ToHexStringLower(hash)[..16]);
    }

    [Fact]
    public void Run_MetricThatGetsWorse_StopsAndKeepsTheBestWeights()
    {
        List<float[]> after = [];
        ParityTask? task = null;
        task = new ParityTask
        {
            Metric = epoch =>
            {
                after.Add(task!.Weights);
                return epoch == 3 ? 1 : .1 * epoch;
            },
        };

        FitReport report = TrainingLoop.Run(task, s_options with { MaxEpochs = 20, Patience = 2 });

        Assert.Equal((6, StopReason.NoImprovement), (report.Iterations, report.StopReason));
        Assert.Equal([0, .1, .2, 1, .4, .5], report.Series[1].Values);
        Assert.Equal(after[3], task.Weights);
        Assert.NotEqual(after[5], task.Weights);
    }

    [Fact]
    public void Run_NoMetric_LastWeightsAndOneSeries()
    {
        ParityTask task = new() { Metric = _ => double.NaN };

        FitReport report = TrainingLoop.Run(task, s_options with { Patience = 1 });

        Assert.Equal((4, StopReason.IterationLimit, 1), (report.Iterations, report.StopReason, report.Series.Count));
    }

    [Fact]
    public void Run_RateFarTooHigh_NamesTheOptions()
    {
        string message = Assert.Throws<TrainingDivergedException>(() => TrainingLoop.Run(
            new ParityTask(), s_options with { AdamW = null, ClipNorm = null, LearningRate = new() { Rate = 1e30 } })).Message;

        Assert.Contains("learning rate 1E+30", message, StringComparison.Ordinal);
        Assert.Contains("parity, seed 1", message, StringComparison.Ordinal);
        Assert.Contains("Lower the learning rate", message, StringComparison.Ordinal);
    }

    /// <summary>The loss is that of the weights before the last step; what this step made of them is seen all the same.</summary>
    [Fact]
    public void Run_LastStepBreaksTheWeights_NamesThem()
    {
        TrainingOptions options = new() { BatchSize = 1_000, MaxEpochs = 1, AdamW = null, LearningRate = new() { Rate = 1e39 } };

        string message = Assert.Throws<TrainingDivergedException>(() => TrainingLoop.Run(new ParityTask(), options)).Message;

        Assert.Contains("Weights of 'left.weight' became infinite or NaN in epoch 1, after 1 steps", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Progress_RisesToOneWithTimeLeft()
    {
        Collector collector = new();

        TrainingLoop.Run(new ParityTask(), s_options, collector, new TickingClock());

        double[] fractions = [.. collector.Reports.Select(report => report.Fraction!.Value)];
        Assert.Equal(fractions.Order(), fractions);
        Assert.True(fractions.Length > 4);
        Assert.Equal(1, fractions[^1]);
        Assert.Equal(TimeSpan.Zero, collector.Reports[^1].Remaining);
        Assert.All(collector.Reports, report => Assert.True(report is { Objective: not null, PerSecond: > 0, Remaining: not null }));
        Assert.NotNull(collector.Reports[^1].Metric);
        Assert.Contains("accuracy", collector.Reports[^1].Stage, StringComparison.Ordinal);
        Assert.Equal(4 * 350, collector.Reports[^1].Count);
    }

    /// <summary>A step allocates the objects of its loops and twelve matrix products, 5 KB, where one matrix of its batch has 16.</summary>
    [Fact]
    public void Run_MoreEpochs_AllocateLittleMore()
    {
        long Allocated(int epochs)
        {
            ParityTask task = new() { Metric = _ => double.NaN };
            long before = GC.GetAllocatedBytesForCurrentThread();
            TrainingLoop.Run(task, s_options with { MaxEpochs = epochs, BatchSize = 256, Threads = 1 });
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Allocated(2);
        long few = Allocated(2), many = Allocated(52);

        Assert.InRange((many - few) / 100, 0, 8_000);
    }

    private sealed class Collector : IProgress<FitProgress>
    {
        public List<FitProgress> Reports { get; } = [];

        public void Report(FitProgress value) => Reports.Add(value);
    }
}
