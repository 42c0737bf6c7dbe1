using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Neural;

/// <summary>Epochs whose steps are made here: chunks of a batch on several threads, then the optimizer.</summary>
internal sealed class TrainingRun<TWorkspace> : TrainingEpochs<TWorkspace>
    where TWorkspace : class
{
    private readonly TouchedRows _touched;
    private readonly Gradients[] _gradients;
    private readonly TWorkspace[] _workspaces;
    private readonly double[] _losses;
    private readonly int _chunkSize;
    private double _loss;

    public TrainingRun(
        TrainingTask<TWorkspace> task, TrainingOptions options, IProgress<FitProgress>? progress, TimeProvider clock,
        CancellationToken cancellationToken)
        : base(task, options, OptimizerOf(task, options), progress, clock, cancellationToken)
    {
        _touched = new TouchedRows(Optimizer.Parameters);
        _chunkSize = Guard.AtLeast(task.ChunkSize, 1);
        int chunks = ParallelChunks.ChunkCount(BatchSize, _chunkSize);
        _gradients = [.. Enumerable.Range(0, chunks).Select(_ => new Gradients(task.Parameters))];
        _workspaces = [.. Enumerable.Range(0, chunks).Select(_ => task.CreateWorkspace(Math.Min(_chunkSize, BatchSize)))];
        _losses = new double[chunks];
    }

    protected override void Step(int first, int size)
    {
        int step = Optimizer.Steps + 1, chunks = ParallelChunks.ChunkCount(size, _chunkSize);
        float scale = 1f / size;
        ParallelChunks.Run(
            size,
            _chunkSize,
            (chunk, start, end) => Task.Prepare(_workspaces[chunk], first + start, end - start, step),
            Options.Threads);
        _touched.Clear();
        for (int chunk = 0; chunk < chunks; chunk++) Task.AddRows(_workspaces[chunk], _touched);
        Optimizer.CatchUp(_touched, Options.Threads);
        Task.BeginStep();
        ParallelChunks.Run(
            size,
            _chunkSize,
            (chunk, start, end) =>
            {
                _gradients[chunk].Clear();
                _losses[chunk] = Task.Accumulate(_workspaces[chunk], first + start, end - start, step, scale, _gradients[chunk]);
            },
            Options.Threads);
        _loss = 0;
        for (int chunk = 0; chunk < chunks; chunk++) _loss += _losses[chunk];
        Optimizer.Step(_gradients.AsSpan(0, chunks), LearningRate, Options.ClipNorm ?? double.PositiveInfinity, Options.Threads);
    }

    protected override double TakeLoss() => _loss;

    protected override void BringWeights() => Optimizer.CatchUp(Options.Threads);

    private static Optimizer OptimizerOf(TrainingTask<TWorkspace> task, TrainingOptions options) =>
        options.AdamW is { } adam ? new AdamW(task.Parameters, adam) : new Sgd(task.Parameters);
}
