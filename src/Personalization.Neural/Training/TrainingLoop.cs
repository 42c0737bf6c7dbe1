using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Neural;

/// <summary>
/// Trains a <see cref="TrainingTask{TWorkspace}"/>: batches in chunks on several threads, an optimizer's step for each, validation after each epoch, the best
/// weights kept, checkpoints on the way. The same seed gives the same bytes for any number of threads, any vector width, and any number of interruptions.
/// </summary>
public static class TrainingLoop
{
    /// <summary>Examples that one thread takes at a time; fixed, so that sums have one order.</summary>
    private const int ChunkSize = 128;

    /// <summary>Trains.</summary>
    /// <param name="task">What is trained; its parameters hold the weights of the best epoch afterwards.</param>
    /// <param name="options">How; null: the defaults.</param>
    /// <param name="progress">Told of loss, validation figure, samples a second and time left.</param>
    /// <param name="clock">Measures speed and checkpoint intervals, nothing else. Default: the system's.</param>
    /// <param name="cancellationToken">Stops between batches; a checkpoint stays.</param>
    /// <returns>Epochs, stop reason, and the series "loss" and, where there is one, the validation figure.</returns>
    /// <exception cref="TrainingDivergedException">The loss isn't finite any more.</exception>
    /// <exception cref="ModelFileException">The checkpoint is damaged, or of another run.</exception>
    public static FitReport Run<TWorkspace>(
        TrainingTask<TWorkspace> task, TrainingOptions? options = null, IProgress<FitProgress>? progress = null, TimeProvider? clock = null,
        CancellationToken cancellationToken = default)
        where TWorkspace : class
    {
        ArgumentNullException.ThrowIfNull(task);
        return new TrainingRun<TWorkspace>(task, options ?? new TrainingOptions(), progress, clock ?? TimeProvider.System, ChunkSize, cancellationToken).Run();
    }
}

/// <summary>One run of <see cref="TrainingLoop"/>.</summary>
internal sealed class TrainingRun<TWorkspace>
    where TWorkspace : class
{
    private readonly TrainingTask<TWorkspace> _task;
    private readonly TrainingOptions _options;
    private readonly IProgress<FitProgress>? _progress;
    private readonly TimeProvider _clock;
    private readonly CancellationToken _cancellationToken;
    private readonly int _chunkSize;
    private readonly Optimizer _optimizer;
    private readonly TrainingState _state;
    private readonly Gradients[] _gradients;
    private readonly TWorkspace[] _workspaces;
    private readonly double[] _losses;
    private readonly long _stepsInAll;
    private readonly long _start;
    private long _lastCheckpoint;
    private long _lastReport;
    private long _samples;

    public TrainingRun(
        TrainingTask<TWorkspace> task, TrainingOptions options, IProgress<FitProgress>? progress, TimeProvider clock, int chunkSize,
        CancellationToken cancellationToken)
    {
        (_task, _options, _progress, _clock, _chunkSize, _cancellationToken) = (task, options, progress, clock, chunkSize, cancellationToken);
        IReadOnlyList<Parameter> parameters = task.Parameters;
        _optimizer = options.AdamW is { } adam ? new AdamW(parameters, adam) : new Sgd(parameters);
        _state = new TrainingState(parameters, _optimizer);
        int batch = Math.Min(options.BatchSize, Guard.AtLeast(task.ExampleCount, 1, nameof(task))), chunks = ParallelChunks.ChunkCount(batch, chunkSize);
        _gradients = [.. Enumerable.Range(0, chunks).Select(_ => new Gradients(parameters))];
        _workspaces = [.. Enumerable.Range(0, chunks).Select(_ => task.CreateWorkspace(Math.Min(chunkSize, batch)))];
        _losses = new double[chunks];
        _stepsInAll = (long)options.MaxEpochs * ((task.ExampleCount + batch - 1) / batch);
        _start = _lastCheckpoint = _lastReport = clock.GetTimestamp();
    }

    public FitReport Run()
    {
        if (_options.Checkpoint is { } path && File.Exists(path)) _state.Load(path, Fingerprint());
        StopReason reason = StopReason.IterationLimit;
        while (_state.Epoch < _options.MaxEpochs)
        {
            RunEpoch();
            if (!FinishEpoch()) continue;
            reason = StopReason.NoImprovement;
            break;
        }

        if (_state.BestEpoch >= 0) _state.RestoreBest();
        if (_options.Checkpoint is { } done) File.Delete(done);
        _progress?.Report(new FitProgress("trained", 1) { Count = _state.Losses.Count, Unit = "epochs" });
        return Report(reason);
    }

    private void RunEpoch()
    {
        _task.BeginEpoch(_state.Epoch);
        int count = _task.ExampleCount, batch = Math.Min(_options.BatchSize, count);
        while (_state.Done < count)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            int size = Math.Min(batch, count - _state.Done);
            double loss = Step(_state.Done, size);
            if (!double.IsFinite(loss)) throw Diverged(loss);
            _state.Loss += loss;
            _state.Done += size;
            _samples += size;
            if (_clock.GetElapsedTime(_lastReport) > TimeSpan.FromMilliseconds(250)) Tell(count);
            if (_options.Checkpoint is { } path && _clock.GetElapsedTime(_lastCheckpoint) >= _options.CheckpointInterval) Save(path);
        }
    }

    private double Step(int first, int size)
    {
        long step = _optimizer.Steps + 1;
        float scale = 1f / size;
        int chunks = ParallelChunks.ChunkCount(size, _chunkSize);
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
        _optimizer.Step(_gradients.AsSpan(0, chunks), _options.LearningRate.At(step, _stepsInAll), _options.ClipNorm, _options.Threads);
        return loss;
    }

    /// <summary>True where patience has run out.</summary>
    private bool FinishEpoch()
    {
        _optimizer.CatchUp(_options.Threads);
        _state.Losses.Add(_state.Loss / _task.ExampleCount);
        double metric = _task.Validate(_cancellationToken);
        if (!double.IsNaN(metric))
        {
            bool better = _state.BestEpoch < 0 || metric > _state.Metrics[_state.BestEpoch];
            _state.Metrics.Add(metric);
            if (better) _state.KeepBest(_state.Epoch);
        }

        (_state.Epoch, _state.Done, _state.Loss) = (_state.Epoch + 1, 0, 0);
        if (_options.Checkpoint is { } path) Save(path);
        Tell(0);
        return !double.IsNaN(metric) && _state.Epoch - 1 - _state.BestEpoch >= _options.Patience;
    }

    private void Save(string path)
    {
        _state.Save(path, Fingerprint());
        _lastCheckpoint = _clock.GetTimestamp();
    }

    private string Fingerprint() => $"{_task.Fingerprint}, {_options with { Checkpoint = null, CheckpointInterval = TimeSpan.Zero, Threads = null }}";

    private void Tell(int count)
    {
        _lastReport = _clock.GetTimestamp();
        if (_progress is null) return;
        double share = _state.Done == 0 ? 0 : _state.Done / (double)count, seconds = _clock.GetElapsedTime(_start).TotalSeconds;
        double loss = _state.Done > 0 ? _state.Loss / _state.Done : _state.Losses[^1];
        string metric = _state.Metrics.Count > 0 ? FormattableString.Invariant($", {_task.MetricName} {_state.Metrics[^1]:0.0000}") : "";
        _progress.Report(new FitProgress(
            FormattableString.Invariant($"epoch {Math.Min(_state.Epoch + 1, _options.MaxEpochs)} of {_options.MaxEpochs}, loss {loss:0.0000}{metric}"),
            (_state.Epoch + share) / _options.MaxEpochs)
        {
            Count = _samples,
            Unit = "samples",
            PerSecond = seconds > 0 ? _samples / seconds : null,
            Objective = loss,
        });
    }

    private TrainingDivergedException Diverged(double loss) => new(
        $"The loss became {loss} in epoch {_state.Epoch + 1}, after {_optimizer.Steps} steps. Lower the learning rate, or clip the gradient. "
        + $"Trained with {_task.Fingerprint}, {_options}.");

    private FitReport Report(StopReason reason) => new(_state.Losses.Count, reason, _state.Losses, _clock.GetElapsedTime(_start));
}
