using Personalization.Beha2Vec;
using Personalization.Neural;
using Personalization.Numerics;
using TorchSharp;

namespace Personalization.Torch.Tests;

/// <summary>
/// The same weights and the same batch, packed with hand-written gradients and padded with automatic ones. What agrees here is that
/// attention over packed sequences is that over padded ones.
/// </summary>
public sealed class TorchBehaviorGradientTests
{
    /// <summary>Gradients relative to a parameter's longest one.</summary>
    private const double OfLogits = 1e-4, OfGradients = 1e-3;

    /// <summary>Examples of two chunks, from one in the middle of an order on.</summary>
    private const int First = 7, Count = 150;

    public static TheoryData<BehaviorPositions, BehaviorItemLoss> All
    {
        get
        {
            TheoryData<BehaviorPositions, BehaviorItemLoss> all = [];
            foreach (BehaviorPositions positions in Enum.GetValues<BehaviorPositions>())
            {
                foreach (BehaviorItemLoss loss in Enum.GetValues<BehaviorItemLoss>()) all.Add(positions, loss);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Accumulate_SameWeightsAndBatch_SameLossAndGradients(BehaviorPositions positions, BehaviorItemLoss loss)
    {
        Libtorch.Require();
        BehaviorTask task = Ready(BehaviorShop.Options(positions, loss));
        int chunks = ParallelChunks.ChunkCount(Count, task.ChunkSize);
        Assert.True(chunks > 1);
        Gradients[] gradients = [.. Enumerable.Range(0, chunks).Select(_ => new Gradients(task.Parameters))];
        task.BeginStep();
        double managedLoss = TrainingRuns.Accumulate(task, task.CreateWorkspace(task.ChunkSize), First, Count, 1, gradients);

        using TorchParameters parameters = Load(task, out torch.Device device);
        using TorchBehaviorBatch batch = new(task, parameters, device, Count);
        using torch.Tensor torchLoss = batch.Accumulate(First, Count, step: 1);

        Assert.Equal(managedLoss, torchLoss.item<double>(), managedLoss * 1e-5);
        double worst = 0;
        for (int p = 0; p < task.Parameters.Count; p++)
        {
            float[] managed = TrainingRuns.Sum(gradients, task.Parameters[p]), ofTorch = new float[managed.Length];
            parameters.ReadGradient(p, ofTorch);
            double longest = managed.Max(Math.Abs), apart = managed.Zip(ofTorch, (a, b) => Math.Abs(a - b)).Max();
            Assert.True(longest > 1e-5, $"'{task.Parameters[p].Name}' has no gradient");
            Assert.True(apart <= OfGradients * longest, $"'{task.Parameters[p].Name}': {apart} apart, the longest is {longest}");
            worst = Math.Max(worst, apart / longest);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{worst:E1} apart at most, relative to a parameter's longest gradient");
    }

    /// <summary>Sequences of one event, of more than the window, and of as many as are looked back at.</summary>
    [Theory]
    [InlineData(BehaviorPositions.Rotary, 6)]
    [InlineData(BehaviorPositions.Rotary, 50)]
    [InlineData(BehaviorPositions.Alibi, 6)]
    [InlineData(BehaviorPositions.Alibi, 50)]
    [InlineData(BehaviorPositions.Learned, 6)]
    public void Embed_SameWeightsAndBatch_SameLogits(BehaviorPositions positions, int window)
    {
        Libtorch.Require();
        Beha2VecOptions options = BehaviorShop.Options(positions) with { Window = window };
        BehaviorTask task = Ready(options);
        using TorchParameters parameters = Load(task, out torch.Device device);
        using TorchBehaviorBatch batch = new(task, parameters, device, Count);
        using torch.Tensor states = batch.Embed(First, Count, step: 1);
        float[] ofTorch = states.data<float>().ToArray();

        BehaviorChunk chunk = task.CreateWorkspace(task.ChunkSize);
        int items = task.Network.Shape.Items, row = 0;
        ItemScorer scorer = new(task.Network.Items);
        Matrix own = new(1, items), others = new(1, items);
        SortedSet<int> lengths = [];
        double worst = 0, largest = 0;
        for (int start = 0; start < Count; start += task.ChunkSize)
        {
            task.Prepare(chunk, First + start, Math.Min(task.ChunkSize, Count - start), 1);
            task.Network.Forward(chunk.Sequences);
            for (int i = 1; i < chunk.Sequences.Starts.Length; i++) lengths.Add(chunk.Sequences.Starts[i] - chunk.Sequences.Starts[i - 1]);
            for (int i = 0; i < chunk.Sequences.RowCount; i++, row++)
            {
                scorer.Score(chunk.Sequences.Output.Slice(i, 1, 0, options.Dimensions), own);
                Memory<float> other = ofTorch.AsMemory(row * options.Dimensions, options.Dimensions);
                scorer.Score(new MatrixView(other, 1, options.Dimensions), others);
                for (int item = 1; item < items; item++)
                {
                    worst = Math.Max(worst, Math.Abs(own[0, item] - others[0, item]));
                    largest = Math.Max(largest, Math.Abs(own[0, item]));
                }
            }
        }

        Assert.Equal(ofTorch.Length, row * options.Dimensions);
        Assert.Equal(1, lengths.Min);
        Assert.Equal(options.MaxLength, lengths.Max);
        Assert.True(largest > 1);
        Assert.True(worst < OfLogits, $"{worst:E1} apart, the largest is {largest}");
        TestContext.Current.TestOutputHelper?.WriteLine($"{worst:E1} apart at most, the largest is {largest}");
    }

    private static BehaviorTask Ready(Beha2VecOptions options)
    {
        BehaviorTask task = BehaviorShop.Task(options);
        foreach (Parameter parameter in task.Parameters) parameter.FillNormal(7, .4);
        task.BeginEpoch(3);
        return task;
    }

    private static TorchParameters Load(BehaviorTask task, out torch.Device device)
    {
        device = TorchLibrary.Open(TorchDevice.Cpu);
        TorchLibrary.UseThreads(1);
        TorchParameters parameters = new(new AdamW(task.Parameters), new AdamWOptions(), device);
        parameters.Load();
        return parameters;
    }
}
