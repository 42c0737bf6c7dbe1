namespace Personalization.Numerics.Tests;

/// <summary>Beside no other tests: the loops share one count of threads at work.</summary>
[CollectionDefinition("parallel loops", DisableParallelization = true)]
public sealed class ParallelLoopsCollection;

[Collection("parallel loops")]
public sealed class ParallelChunksTests
{
    [Theory]
    [InlineData(0, 5)]
    [InlineData(11, 5)]
    [InlineData(1000, 7)]
    public void Run_AnyThreads_VisitsEachElementOnce(int count, int chunkSize)
    {
        foreach (int threads in new[] { 1, 2, 8 })
        {
            int[] visits = new int[count];
            ParallelChunks.Run(
                count,
                chunkSize,
                (_, start, end) =>
                {
                    for (int i = start; i < end; i++)
                        Interlocked.Increment(ref visits[i]);
                },
                threads,
                TestContext.Current.CancellationToken);
            Assert.All(visits, visit => Assert.Equal(1, visit));
        }
    }

    [Fact]
    public void Reduce_OneOrManyThreads_MergesInChunkOrder()
    {
        string Join(int threads) => ParallelChunks.Reduce(
            10, 3, (start, end) => $"[{start},{end})", (left, right) => left + right, threads, TestContext.Current.CancellationToken);

        Assert.Equal("[0,3)[3,6)[6,9)[9,10)", Join(1));
        Assert.Equal(Join(1), Join(4));
    }

    [Fact]
    public void Run_SeveralChunksFail_ThrowsLowest()
    {
        for (int attempt = 0; attempt < 50; attempt++)
        {
            InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => ParallelChunks.Run(
                100, 1, (chunk, _, _) => throw new InvalidOperationException($"{chunk}"), 2, TestContext.Current.CancellationToken));
            Assert.Equal("0", error.Message);
        }
    }

    [Fact]
    public void Run_LaterChunkFailsFirst_StillRunsAllBelowAndThrowsLowest()
    {
        for (int attempt = 0; attempt < 20; attempt++)
        {
            int below = 0;
            using ManualResetEventSlim laterFailed = new();
            InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => ParallelChunks.Run(
                100,
                1,
                (chunk, _, _) =>
                {
                    if (chunk < 30)
                    {
                        // At most a moment: where no helper comes, the caller reaches the later chunks by itself.
                        laterFailed.Wait(5);
                        Interlocked.Increment(ref below);
                        return;
                    }

                    laterFailed.Set();
                    throw new InvalidOperationException($"{chunk}");
                },
                2,
                TestContext.Current.CancellationToken));
            Assert.Equal(("30", 30), (error.Message, below));
        }
    }

    [Fact]
    public void Run_CancelledInside_StopsAndThrows()
    {
        using CancellationTokenSource source = new CancellationTokenSource();
        int ran = 0;
        Assert.Throws<OperationCanceledException>(() => ParallelChunks.Run(
            1000,
            1,
            (_, _, _) =>
            {
                Interlocked.Increment(ref ran);
                source.Cancel();
            },
            2,
            source.Token));
        Assert.InRange(ran, 1, 2);
    }

    [Fact]
    public void Run_Nested_RunsInlineOnItsWorker()
    {
        ParallelChunks.Run(
            8,
            1,
            (_, _, _) =>
            {
                int outer = Environment.CurrentManagedThreadId;
                ParallelChunks.Run(8, 1, (_, _, _) => Assert.Equal(outer, Environment.CurrentManagedThreadId), 2);
            },
            2,
            TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Run_ManyCallersAtOnce_NoMoreThreadsThanCallersOrProcessors()
    {
        int working = 0, most = 0;
        int callers = Environment.ProcessorCount + 2;
        using Barrier ready = new Barrier(callers);
        Thread[] threads = new Thread[callers];
        for (int i = 0; i < callers; i++)
        {
            threads[i] = new Thread(() =>
            {
                ParallelChunks.Run(1, 1, (_, _, _) => ready.SignalAndWait(), 1);
                ParallelChunks.Run(
                    40,
                    1,
                    (_, _, _) =>
                    {
                        int now = Interlocked.Increment(ref working);
                        for (int seen = most; now > seen && Interlocked.CompareExchange(ref most, now, seen) != seen; seen = most)
                            Thread.SpinWait(1);

                        Thread.SpinWait(20_000);
                        Interlocked.Decrement(ref working);
                    },
                    null);
            });
            threads[i].Start();
        }

        foreach (Thread thread in threads)
            thread.Join();

        Assert.InRange(most, 1, callers + 1);
    }

    [Fact]
    public void Run_MoreThreadsThanProcessors_GetsThemWhereAsked()
    {
        ThreadPool.GetMinThreads(out int workers, out int ports);
        ThreadPool.SetMinThreads(Math.Max(workers, 8), ports);
        using Barrier together = new Barrier(7);

        // Each chunk waits until seven are at work: it would never end on fewer threads.
        ParallelChunks.Run(7, 1, (_, _, _) => Assert.True(together.SignalAndWait(30_000)), 7, TestContext.Current.CancellationToken);
    }
}
