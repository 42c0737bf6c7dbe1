using System.Diagnostics;
using Personalization.Beha2Vec;
using Personalization.Core;
using Personalization.Neural;
using Personalization.NeuralCf;
using TorchSharp;

namespace Personalization.Torch.Tests;

/// <summary>Alone: what other tests allocate would be taken for ours.</summary>
[CollectionDefinition(nameof(NativeMemory), DisableParallelization = true)]
public sealed class NativeMemory;

[Collection(nameof(NativeMemory))]
public sealed class TorchMemoryTests
{
    private const int WarmUp = 500, Batches = 1_000, BatchSize = 256, Customers = 40;

    /// <summary>What one batch holds in native memory is some 3 MB, so what a thousand leave behind would be seen.</summary>
    private const long MostBytes = 32_000_000;

    [Theory]
    [InlineData(NeuralCfArchitecture.DotProduct)]
    [InlineData(NeuralCfArchitecture.NeuMf)]
    public void Accumulate_ThousandBatches_LeaveNothingBehind(NeuralCfArchitecture architecture)
    {
        Libtorch.Require();
        NeuralCfOptions options = new() { Architecture = architecture, BatchSize = BatchSize, Threads = 1 };
        NeuralCfTask task = new(options, TrainingExamples.Of(InteractionMatrix.From(Shops.Random(200, 100, 4_000))));
        task.BeginEpoch(0);
        torch.Device device = TorchLibrary.Open(TorchDevice.Cpu);
        TorchLibrary.UseThreads(options.Threads);
        using TorchParameters parameters = new(new AdamW(task.Parameters), new AdamWOptions(), device);
        parameters.Load();
        using TorchBatch batch = new(task, parameters, device, BatchSize);
        Check(parameters, i => batch.Accumulate(i % 5 * BatchSize, BatchSize, step: i + 1));
    }

    [Theory]
    [InlineData(BehaviorPositions.Rotary, BehaviorItemLoss.SampledSoftmax)]
    [InlineData(BehaviorPositions.Alibi, BehaviorItemLoss.BinaryCrossEntropy)]
    [InlineData(BehaviorPositions.Learned, BehaviorItemLoss.Softmax)]
    public void Accumulate_ThousandBatchesOfSequences_LeaveNothingBehind(BehaviorPositions positions, BehaviorItemLoss loss)
    {
        Libtorch.Require();
        BehaviorTask task = BehaviorShop.Task(BehaviorShop.Options(positions, loss) with { Dropout = .1 });
        task.BeginEpoch(0);
        torch.Device device = TorchLibrary.Open(TorchDevice.Cpu);
        TorchLibrary.UseThreads(1);
        using TorchParameters parameters = new(new AdamW(task.Parameters), new AdamWOptions(), device);
        parameters.Load();
        using TorchBehaviorBatch batch = new(task, parameters, device, Customers);
        Check(parameters, i => batch.Accumulate(i % 5 * Customers, Customers, step: i + 1));
    }

    private static void Check(TorchParameters parameters, Action<int> accumulate)
    {
        Make(WarmUp);
        (long Bytes, long Tensors) before = (NativeBytes(), torch.Tensor.TotalCount);

        Make(Batches);

        long grown = NativeBytes() - before.Bytes;
        Assert.Equal(before.Tensors, torch.Tensor.TotalCount);
        Assert.True(grown < MostBytes, $"{Batches} batches left {grown / 1e6:0.0} MB behind");
        TestContext.Current.TestOutputHelper?.WriteLine($"{grown / 1e6:0.0} MB more after {Batches} batches");

        void Make(int count)
        {
            for (int i = 0; i < count; i++)
            {
                using DisposeScope scope = torch.NewDisposeScope();
                accumulate(i);
                parameters.Step(.001, null);
            }
        }
    }

    /// <summary>What the process holds beside the managed heap.</summary>
    private static long NativeBytes()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using Process self = Process.GetCurrentProcess();
        return self.WorkingSet64 - GC.GetGCMemoryInfo().TotalCommittedBytes;
    }
}
