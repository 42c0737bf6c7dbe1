using System.Numerics.Tensors;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Neural;

/// <summary>One run of <see cref="TrainingLoop"/>.</summary>
internal sealed class TrainingRun<TWorkspace>
    where TWorkspace : class
{
    private readonly TrainingTask<TWorkspace> _task;
    private readonly TrainingOptions _options;
    private readonly TimeProvider _clock;
    private readonly CancellationToken _cancellationToken;
    private readonly Optimizer _optimizer;
    private readonly TrainingState _state;
    private readonly TrainingProgress _progress;
    private readonly string _fingerprint;
    private readonly TouchedRows _touched;
    private readonly Gradients[] _gradients;
    private readonly TWorkspace[] _workspaces;
    private readonly double[] _losses;
    private readonly int _count;
    private readonly int _batch;
    private readonly int _chunkSize;
    private readonly long _stepsInAll;
    private readonly long _start;
    private long _lastCheckpoint;

    public TrainingRun(
        TrainingTask<TWorkspace> task, TrainingOptions options, IProgress<FitProgress>? progress, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        (_task, _options, _clock, _cancellationToken) = (task, options, clock, cancellationToken);
        IReadOnlyList<Parameter> parameters = task.Parameters;
        _optimizer = options.AdamW is { } adam ? new AdamW(parameters, adam) : new Sgd(parameters);
        _state = new TrainingState(_optimizer);
        _touched = new TouchedRows(_optimizer.Parameters);
        _count = Guard.AtLeast(task.ExampleCount, 1);
        _batch = Math.Min(options.BatchSize, _count);
        _chunkSize = Guard.AtLeast(task.ChunkSize, 1);
        int chunks = ParallelChunks.ChunkCount(_batch, _chunkSize);
        _gradients = [.. Enumerable.Range(0, chunks).Select(_ => new Gradients(parameters))];
        _workspaces = [.. Enumerable.Range(0, chunks).Select(_ => task.CreateWorkspace(Math.Min(_chunkSize, _batch)))];
        _losses = new double[chunks];
        _stepsInAll = (long)options.MaxEpochs * ParallelChunks.ChunkCount(_count, _batch);
        _fingerprint = options.Fingerprint(task.Fingerprint, _count);
        _start = _lastCheckpoint = clock.GetTimestamp();
        _progress = new TrainingProgress(_state, progress, clock, task.MetricName, options.MaxEpochs, _count);
    }

    /// <summary>Whether the figure has not got better for as many epochs as patience has.</summary>
    private bool IsOutOfPatience => _state.BestEpoch >= 0 && _state.Epoch - 1 - _state.BestEpoch >= _options.Patience;

    public FitReport Run()
    {
        if (File.Exists(_options.Checkpoint)) _state.Load(_options.Checkpoint, _fingerprint);
        _progress.Begin();
        try
        {
            while (_state.Epoch < _options.MaxEpochs && !IsOutOfPatience) RunEpoch();
        }
        catch (OperationCanceledException)
        {
            // Whatever is under way when it comes, the state is that of the last step.
            Save();
            throw;
        }
        catch (TrainingDivergedException) when (_options.Checkpoint is not null)
        {
            File.Delete(_options.Checkpoint);
            throw;
        }

        StopReason reason = IsOutOfPatience ? StopReason.NoImprovement : StopReason.IterationLimit;
        _state.RestoreBest();
        if (_options.Checkpoint is { } checkpoint) File.Delete(checkpoint);
        _progress.End();
        List<FitSeries> series = [new FitSeries(FitReport.ObjectiveSeries, _state.Losses)];
        if (_state.Metrics.Count > 0) series.Add(new FitSeries(_task.MetricName, _state.Metrics));
        return new FitReport(_state.Epoch, reason, series, _clock.GetElapsedTime(_start));
    }

    private void RunEpoch()
    {
        _task.BeginEpoch(_state.Epoch);
        while (_state.Done < _count)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            int size = Math.Min(_batch, _count - _state.Done);
            double loss = Step(_state.Done, size);
            if (!double.IsFinite(loss)) throw Diverged(FormattableString.Invariant($"The loss became {loss}"));
            _state.Loss += loss;
            _state.Done += size;
            _progress.Made(size);
            if (_clock.GetElapsedTime(_lastCheckpoint) >= _options.CheckpointInterval) Save();
        }

        _optimizer.CatchUp(_options.Threads);
        foreach (Parameter parameter in _optimizer.Parameters)
        {
            if (!TensorPrimitives.IsFiniteAll<float>(parameter.Values.Values))
                throw Diverged($"Weights of '{parameter.Name}' became infinite or NaN");
        }

        _state.FinishEpoch(_task.Validate(_cancellationToken));
        Save();
        _progress.Tell();
    }

    private double Step(int first, int size)
    {
        int step = _optimizer.Steps + 1, chunks = ParallelChunks.ChunkCount(size, _chunkSize);
        float scale = 1f / size;
        ParallelChunks.Run(
            size,
            _chunkSize,
            (chunk, start, end) => _task.Prepare(_workspaces[chunk], first + start, end - start, step),
            _options.Threads);
        _touched.Clear();
        for (int chunk = 0; chunk < chunks; chunk++) _task.AddRows(_workspaces[chunk], _touched);
        _optimizer.CatchUp(_touched, _options.Threads);
        _task.BeginStep();
        ParallelChunks.Run(
            size,
            _chunkSize,
            (chunk, start, end) =>
            {
                _gradients[chunk].Clear();
                _losses[chunk] = _task.Accumulate(_workspaces[chunk], first + start, end - start, step, scale, _gradients[chunk]);
            },
            _options.Threads);
        double loss = 0;
        for (int chunk = 0; chunk < chunks; chunk++) loss += _losses[chunk];
        double rate = _options.LearningRate.At(step, _stepsInAll);
        _optimizer.Step(_gradients.AsSpan(0, chunks), rate, _options.ClipNorm ?? double.PositiveInfinity, _options.Threads);
        return loss;
    }

    private void Save()
    {
        if (_options.Checkpoint is null) return;
        _state.Save(_options.Checkpoint, _fingerprint);
        _lastCheckpoint = _clock.GetTimestamp();
    }

    private TrainingDivergedException Diverged(string what) => new(
        $"{what} in epoch {_state.Epoch + 1}, after {_optimizer.Steps} steps. Lower the learning rate, or clip the gradient. Trained "
        + $"{_fingerprint}.");
}
