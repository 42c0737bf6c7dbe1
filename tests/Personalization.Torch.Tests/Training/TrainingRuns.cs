using Personalization.Core;
using Personalization.Neural;

namespace Personalization.Torch.Tests;

/// <summary>What tests of runs share, whatever is trained.</summary>
internal static class TrainingRuns
{
    /// <summary>
    /// Of losses: 1e-8 as a rule, and 1e-4 where rounding puts one input of a ReLU on the other side of its kink.
    /// </summary>
    public const double Noise = 1e-3;

    /// <summary>The managed parts in the plainest loop, from a checkpoint on where there is one; it stays.</summary>
    public static double[] Dense<TWorkspace>(TrainingTask<TWorkspace> task, TrainingOptions options, string? checkpoint)
        where TWorkspace : class
    {
        AdamW optimizer = new(task.Parameters, options.AdamW);
        TrainingState state = new(optimizer);
        if (checkpoint is not null) state.Load(checkpoint, options.Fingerprint(task.Fingerprint, task.ExampleCount));
        Gradients[] gradients = [];
        TWorkspace workspace = task.CreateWorkspace(task.ChunkSize);
        while (state.Epoch < options.MaxEpochs)
        {
            task.BeginEpoch(state.Epoch);
            while (state.Done < task.ExampleCount)
            {
                int count = Math.Min(options.BatchSize, task.ExampleCount - state.Done), chunks = 1 + ((count - 1) / task.ChunkSize);
                if (gradients.Length < chunks) gradients = [.. Enumerable.Range(0, chunks).Select(_ => new Gradients(task.Parameters))];
                optimizer.CatchUp();
                task.BeginStep();
                state.Loss += Accumulate(task, workspace, state.Done, count, optimizer.Steps + 1, gradients.AsSpan(0, chunks));
                state.Done += count;
                optimizer.Step(gradients.AsSpan(0, chunks), options.LearningRate.Rate);
            }

            optimizer.CatchUp();
            state.FinishEpoch(task.Validate(TestContext.Current.CancellationToken));
        }

        state.RestoreBest();
        return [.. state.Losses];
    }

    /// <summary>The gradients of a batch's mean loss, chunk by chunk; gives the sum of losses.</summary>
    public static double Accumulate<TWorkspace>(
        TrainingTask<TWorkspace> task, TWorkspace workspace, int first, int count, long step, ReadOnlySpan<Gradients> gradients)
        where TWorkspace : class
    {
        double loss = 0;
        for (int chunk = 0; chunk < gradients.Length; chunk++)
        {
            int start = chunk * task.ChunkSize, size = Math.Min(task.ChunkSize, count - start);
            gradients[chunk].Clear();
            task.Prepare(workspace, first + start, size, step);
            loss += task.Accumulate(workspace, first + start, size, step, 1f / count, gradients[chunk]);
        }

        return loss;
    }

    /// <summary>A parameter's gradient: the sum over all chunks and rows, as the optimizer makes it.</summary>
    public static float[] Sum(IEnumerable<Gradients> chunks, Parameter parameter)
    {
        float[] sum = new float[parameter.Count];
        foreach (Gradients chunk in chunks)
        {
            if (!parameter.IsSparse)
            {
                ReadOnlySpan<float> values = chunk.Of(parameter).Values;
                for (int i = 0; i < sum.Length; i++) sum[i] += values[i];
                continue;
            }

            RowGradients rows = chunk.RowsOf(parameter);
            for (int i = 0; i < rows.Rows.Length; i++)
            {
                Span<float> values = rows.ValuesAt(i);
                for (int column = 0; column < values.Length; column++) sum[(rows.Rows[i] * parameter.Columns) + column] += values[column];
            }
        }

        return sum;
    }

    /// <summary>Stops a run in the middle of its fourth epoch, where it leaves a checkpoint.</summary>
    public static void Interrupt(int maxEpochs, string checkpoint, Action<IProgress<FitProgress>, CancellationToken> run)
    {
        using CancellationTokenSource stop = new();
        Assert.ThrowsAny<OperationCanceledException>(() => run(new StopAfter(3.4 / maxEpochs, stop), stop.Token));
        Assert.True(File.Exists(checkpoint));
    }

    /// <summary>Gives a test a path for its checkpoint, where libtorch can be had.</summary>
    public static void WithCheckpoint(Action<string> test)
    {
        Libtorch.Require();
        DirectoryInfo folder = Directory.CreateTempSubdirectory("personalization-torch-");
        try
        {
            test(Path.Combine(folder.FullName, "run.model"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public static void AssertSame<TWorkspace>(
        IReadOnlyList<double> losses, TrainingTask<TWorkspace> task, IReadOnlyList<double> others, TrainingTask<TWorkspace> other)
        where TWorkspace : class
    {
        double worst = Farthest(losses, others);
        Assert.True(worst < Noise, $"losses are {worst:E1} apart: {Text(losses)}; {Text(others)}");
        foreach ((Parameter own, Parameter counterpart) in task.Parameters.Zip(other.Parameters))
        {
            double apart = own.Values.Values.ToArray().Zip(counterpart.Values.Values.ToArray(), (a, b) => Math.Abs(a - b)).Max();
            double largest = own.Values.Values.ToArray().Max(Math.Abs);
            Assert.True(apart < .02 * largest, $"'{own.Name}': {apart} apart, the largest is {largest}");
        }
    }

    /// <summary>The largest difference, relative.</summary>
    public static double Farthest(IReadOnlyList<double> values, IReadOnlyList<double> others)
    {
        Assert.Equal(values.Count, others.Count);
        return values.Zip(others, (a, b) => Math.Abs(a - b) / Math.Abs(a)).Max();
    }

    public static string Text(IReadOnlyList<double> values) => string.Join(", ", values.Select(value => value.ToString("0.000000")));

    private sealed class StopAfter(double fraction, CancellationTokenSource stop) : IProgress<FitProgress>
    {
        public void Report(FitProgress value)
        {
            if (value.Fraction >= fraction) stop.Cancel();
        }
    }
}

/// <summary>A second goes by whenever somebody looks, so that every step is told of.</summary>
internal sealed class QuickClock : TimeProvider
{
    private long _seconds;

    public override long TimestampFrequency => 1;

    public override long GetTimestamp() => Interlocked.Increment(ref _seconds);
}
