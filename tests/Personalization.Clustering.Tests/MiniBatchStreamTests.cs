using System.Runtime.InteropServices;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering.Tests;

public sealed class MiniBatchStreamTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FitAsync_Clouds_FindsThem()
    {
        Matrix samples = ClusterSamples.Clouds(5, 600, 3);
        MiniBatchKMeansModel model = await Trainer(5, 64).FitAsync(Blocks(samples, 100), 1, null, Token);

        Assert.Equal(ClusterSamples.CloudLabels(5, 600), ClusterSamples.Predict(model, samples));
        Assert.Equal(Enumerable.Repeat(600L, 5), model.Sizes);
        Assert.True(model.TrainingLabels.IsEmpty);
        Assert.Equal(3_000, model.LearnedWeights.Sum(), 6);
    }

    /// <summary>In one pass over rows that all stay in their cluster, each center is the mean of its rows.</summary>
    [Fact]
    public async Task FitAsync_OnePassOverSeparatedRows_CentersAreTheMeans()
    {
        Matrix samples = ClusterSamples.Clouds(3, 500, 4);
        MiniBatchKMeansModel model = await Trainer(3, 50).FitAsync(Blocks(samples, 1_000), 1, null, Token);

        for (int cluster = 0; cluster < 3; cluster++)
        {
            for (int column = 0; column < 4; column++)
            {
                double mean = Enumerable.Range(0, 500).Average(i => (double)samples[(3 * i) + cluster, column]);
                Assert.Equal(mean, model.Centers[cluster, column], 1e-4);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(1_000)]
    public async Task FitAsync_AnyBlocks_SameModel(int rowsAtOnce)
    {
        Matrix samples = ClusterSamples.Gaussian(1_000, 9, 1);
        MiniBatchKMeansTrainer trainer = Trainer(4, 64);

        Assert.Equal(
            Bytes(await trainer.FitAsync(Blocks(samples, 333), 2, null, Token)),
            Bytes(await trainer.FitAsync(Blocks(samples, rowsAtOnce), 2, null, Token)));
    }

    [Fact]
    public async Task FitAsync_AnyNumberOfThreads_SameModel()
    {
        Matrix samples = ClusterSamples.Gaussian(20_000, 20, 2);
        MiniBatchKMeansOptions options = new() { ClusterCount = 40, BatchSize = 4_096, Threads = 1 };
        byte[] one = Bytes(await new MiniBatchKMeansTrainer(options).FitAsync(Blocks(samples, 5_000), 1, null, Token));

        Assert.Equal(
            one, Bytes(await new MiniBatchKMeansTrainer(options with { Threads = 2 }).FitAsync(Blocks(samples, 5_000), 1, null, Token)));
        Assert.Equal(
            one, Bytes(await new MiniBatchKMeansTrainer(options with { Threads = 7 }).FitAsync(Blocks(samples, 5_000), 1, null, Token)));
    }

    [Fact]
    public async Task FitAsync_MorePasses_MeanSquaredDistanceFallsTowardsKMeans()
    {
        Matrix samples = ClusterSamples.Gaussian(6_000, 3, 3);
        double exact = new KMeansTrainer(new() { Starts = 5 }).Fit(samples, null, Token).Inertia;
        MiniBatchKMeansModel model = await Trainer(8, 256).FitAsync(Blocks(samples, 500), 6, null, Token);

        Assert.Equal(6, model.Report.Iterations);
        Assert.True(model.Report.Objectives[5] < model.Report.Objectives[0]);
        Assert.InRange(model.Inertia / exact, .99, 1.06);
    }

    [Fact]
    public async Task ResumeAsync_MoreRows_CentersGoOnAndKeepTheirNumbers()
    {
        // Cloud 0 moves from 0 beyond cloud 1: it is still number 0.
        Matrix samples = ClusterSamples.Clouds(2, 100, 1), moved = new(100, 1);
        MiniBatchKMeansTrainer trainer = Trainer(2, 20);
        MiniBatchKMeansModel model = await trainer.FitAsync(Blocks(samples, 50), 1, null, Token);
        byte[] before = Bytes(model);
        for (int row = 0; row < moved.Rows; row++) moved[row, 0] = -60 + (row % 3);
        MiniBatchKMeansModel later = await trainer.ResumeAsync(model, Blocks(moved, 50), 1, null, Token);

        Assert.Equal(before, Bytes(model));
        Assert.Equal(model.Centers[1, 0], later.Centers[1, 0]);
        Assert.Equal((model.Centers[0, 0] + Enumerable.Range(0, 100).Average(row => moved[row, 0])) / 2, later.Centers[0, 0], 1e-3);
        Assert.Equal([200.0, 100.0], later.LearnedWeights);
        Assert.Equal([100L, 0L], later.Sizes);
        Assert.Equal(model.Batches + 5, later.Batches);
    }

    [Fact]
    public async Task ResumeAsync_LoadedModel_SameAsTheModelItself()
    {
        Matrix samples = ClusterSamples.Gaussian(500, 3, 4), more = ClusterSamples.Gaussian(500, 3, 5);
        MiniBatchKMeansTrainer trainer = Trainer(4, 50);
        MiniBatchKMeansModel model = trainer.Fit(samples, null, Token), loaded = ClusterSamples.Reload(model);

        Assert.Equal(
            Bytes(await trainer.ResumeAsync(model, Blocks(more, 100), 1, null, Token)),
            Bytes(await trainer.ResumeAsync(loaded, Blocks(more, 100), 1, null, Token)));
        await Assert.ThrowsAsync<ArgumentException>(() => Trainer(5, 50).ResumeAsync(model, Blocks(more, 100), 1, null, Token));
        await Assert.ThrowsAsync<ArgumentException>(
            () => trainer.ResumeAsync(model, Blocks(ClusterSamples.Gaussian(9, 4, 1), 9), 1, null, Token));
    }

    [Fact]
    public async Task FitAsync_BadRows_ErrorNumbersThemAcrossBlocks()
    {
        Matrix samples = ClusterSamples.Gaussian(300, 3, 6);
        samples[250, 1] = float.NaN;

        Assert.Contains("Row 250 has NaN in feature 1", (await Assert.ThrowsAsync<ArgumentException>(
            () => Trainer(2, 20).FitAsync(Blocks(samples, 100), 1, null, Token))).Message, StringComparison.Ordinal);
        Assert.Contains("found no rows", (await Assert.ThrowsAsync<ArgumentException>(
            () => Trainer(2, 20).FitAsync(Blocks(new Matrix(0, 3), 10), 1, null, Token))).Message, StringComparison.Ordinal);
        Assert.Contains("2 distinct rows; 3 clusters", (await Assert.ThrowsAsync<ArgumentException>(
            () => Trainer(3, 20).FitAsync(Blocks(Matrix.FromRows([1], [2], [1]), 2), 1, null, Token))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FitAsync_CancelledMeanwhile_OperationCanceledException()
    {
        using CancellationTokenSource source = new();
        List<long> seen = new();
        Inline progress = new(report =>
        {
            seen.Add(report.Count!.Value);
            source.Cancel();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Trainer(2, 20).FitAsync(Blocks(ClusterSamples.Gaussian(1_000, 3, 7), 100), 1, progress, source.Token));
        Assert.Equal([100L], seen);
    }

    [Fact]
    public async Task RowStream_FileInBlocks_SameModelAsFromMemory()
    {
        Matrix samples = ClusterSamples.Gaussian(1_000, 5, 8);
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            await File.WriteAllBytesAsync(path, MemoryMarshal.AsBytes(samples.Values).ToArray(), Token);
            MiniBatchKMeansTrainer trainer = Trainer(3, 64);
            byte[] expected = Bytes(await trainer.FitAsync(Blocks(samples, 1_000), 3, null, Token));

            Assert.Equal(expected, Bytes(await trainer.FitAsync(RowStream.Open(path, 5, 77), 3, null, Token)));
            Assert.Equal(expected, Bytes(await trainer.FitAsync(RowStream.Open(() => File.OpenRead(path), 5), 3, null, Token)));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task RowStream_EndsWithinARow_ErrorSaysWhere()
    {
        RowStream rows = RowStream.Open(() => new MemoryStream(new byte[(4 * 3 * 10) + 5]), 3, 4);

        Assert.Contains("After 10 rows of 3 values there are 5 bytes more", (await Assert.ThrowsAsync<InvalidDataException>(
            () => Trainer(2, 4).FitAsync(rows, 1, null, Token))).Message, StringComparison.Ordinal);
    }

    /// <summary>
    /// All that is ever allocated, on the one thread that works, is less than the rows would take: they can't have been kept.
    /// </summary>
    [Fact]
    public async Task FitAsync_LongStream_RowsAreNotKept()
    {
        Matrix block = ClusterSamples.Gaussian(1_000, 16, 9);
        MiniBatchKMeansTrainer trainer = Trainer(4, 500, 1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Task<MiniBatchKMeansModel> fit = trainer.FitAsync(Repeated(block, 200), 1, null, Token);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True(fit.IsCompletedSuccessfully);
        Assert.Equal(200_000, (await fit).Sizes.Sum());
        Assert.InRange(allocated, 1, 200_000 * 16 * sizeof(float) / 4);
    }

    private static MiniBatchKMeansTrainer Trainer(int clusterCount, int batchSize, int? threads = null) =>
        new(new() { ClusterCount = clusterCount, BatchSize = batchSize, Seed = 3, Threads = threads });

    private static byte[] Bytes(MiniBatchKMeansModel model)
    {
        using MemoryStream stream = new();
        model.Save(stream);
        return stream.ToArray();
    }

    private static async IAsyncEnumerable<MatrixView> Blocks(Matrix samples, int rowsAtOnce)
    {
        // The buffer is overwritten, as a source may do once the next block is asked for.
        Matrix buffer = new(rowsAtOnce, samples.Columns);
        for (int row = 0; row < samples.Rows; row += rowsAtOnce)
        {
            await Task.Yield();
            int count = Math.Min(rowsAtOnce, samples.Rows - row);
            samples.Values.Slice(row * samples.Columns, count * samples.Columns).CopyTo(buffer.Values);
            yield return buffer.View.Slice(0, count);
        }
    }

    /// <summary>The same block over and over, there at once, so that the caller's thread goes through to the end.</summary>
    private static async IAsyncEnumerable<MatrixView> Repeated(Matrix samples, int times)
    {
        await Task.CompletedTask;
        for (int i = 0; i < times; i++)
            yield return samples;
    }

    private sealed class Inline(Action<FitProgress> report) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => report(value);
    }
}
