using System.Numerics.Tensors;
using Personalization.Core;
using Personalization.Neural;
using Personalization.NeuralCf;
using Personalization.Numerics;
using TorchSharp;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Personalization.Torch;

/// <summary>
/// <see cref="TrainingLoop"/> with steps on a device: the same batches from the same weights, the same validation, patience, progress,
/// checkpoints and errors. Weights come back to the managed network at the end of each epoch.
/// </summary>
internal sealed class TorchTrainingRun : IDisposable
{
    /// <summary>Steps between looks at the loss, each of which waits for the device.</summary>
    private const int StepsUnseenOnCuda = 32;

    private readonly NeuralCfTask _task;
    private readonly TrainingOptions _options;
    private readonly TimeProvider _clock;
    private readonly CancellationToken _cancellationToken;
    private readonly AdamW _optimizer;
    private readonly TrainingState _state;
    private readonly TrainingProgress _progress;
    private readonly string _fingerprint;
    private readonly TorchParameters _parameters;
    private readonly TorchBatch _batch;
    private readonly Tensor _unseenLoss;
    private readonly int _mostUnseen;
    private readonly int _count;
    private readonly int _batchSize;
    private readonly long _stepsInAll;
    private readonly long _start;
    private long _lastCheckpoint;
    private int _unseen;
    private int _unseenSteps;

    public TorchTrainingRun(
        NeuralCfTask task, TrainingOptions options, TorchDevice device, IProgress<FitProgress>? progress, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        AdamWOptions adam = options.AdamW ?? throw new NotSupportedException("Torch steps by AdamW; the options name none.");
        (_task, _options, _clock, _cancellationToken) = (task, options, clock, cancellationToken);
        Device where = TorchLibrary.Open(device);
        TorchLibrary.UseThreads(options.Threads);
        manual_seed(unchecked((long)task.Options.Seed)).Dispose();
        _optimizer = new AdamW(task.Parameters, adam);
        _state = new TrainingState(_optimizer);
        _count = Guard.AtLeast(task.ExampleCount, 1);
        _batchSize = Math.Min(options.BatchSize, _count);
        _stepsInAll = (long)options.MaxEpochs * ParallelChunks.ChunkCount(_count, _batchSize);
        _fingerprint = options.Fingerprint(task.Fingerprint, _count);
        _start = _lastCheckpoint = clock.GetTimestamp();
        _progress = new TrainingProgress(_state, progress, clock, task.MetricName, options.MaxEpochs, _count);
        _parameters = new TorchParameters(_optimizer, adam, where);
        _batch = new TorchBatch(task, _parameters, where, _batchSize);
        using DisposeScope scope = NewDisposeScope();
        _unseenLoss = zeros(1, ScalarType.Float64, where).DetachFromDisposeScope();
        _mostUnseen = device == TorchDevice.Cuda ? StepsUnseenOnCuda : 1;
    }

    private bool IsOutOfPatience => _state.BestEpoch >= 0 && _state.Epoch - 1 - _state.BestEpoch >= _options.Patience;

    public FitReport Run()
    {
        if (File.Exists(_options.Checkpoint)) _state.Load(_options.Checkpoint, _fingerprint);
        _parameters.Load();
        _progress.Begin();
        try
        {
            RunEpochs();
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

    public void Dispose()
    {
        _unseenLoss.Dispose();
        _parameters.Dispose();
    }

    private void RunEpochs()
    {
        try
        {
            while (_state.Epoch < _options.MaxEpochs && !IsOutOfPatience) RunEpoch();
        }
        catch (OperationCanceledException)
        {
            Save(); // which may find that the loss of the last steps isn't finite
            throw;
        }
    }

    private void RunEpoch()
    {
        _task.BeginEpoch(_state.Epoch);
        while (_state.Done + _unseen < _count)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            int size = Math.Min(_batchSize, _count - _state.Done - _unseen);
            Step(_state.Done + _unseen, size);
            bool isDue = _clock.GetElapsedTime(_lastCheckpoint) >= _options.CheckpointInterval && _options.Checkpoint is not null;
            if (_unseenSteps >= _mostUnseen || isDue) See();
            if (isDue) Save();
        }

        See();
        _parameters.StoreWeights();
        foreach (Parameter parameter in _optimizer.Parameters)
        {
            if (!TensorPrimitives.IsFiniteAll<float>(parameter.Values.Values))
                throw Diverged($"Weights of '{parameter.Name}' became infinite or NaN");
        }

        _state.FinishEpoch(_task.Validate(_cancellationToken));
        Save();
        _progress.Tell();
    }

    private void Step(int first, int size)
    {
        using DisposeScope scope = NewDisposeScope();
        _unseenLoss.add_(_batch.Accumulate(first, size));
        _parameters.Step(_options.LearningRate.At(_optimizer.Steps + 1, _stepsInAll), _options.ClipNorm);
        _unseen += size;
        _unseenSteps++;
    }

    /// <summary>Looks at the loss of the steps since the last look, and counts their examples.</summary>
    private void See()
    {
        if (_unseen == 0) return;
        double loss = _unseenLoss.item<double>();
        if (!double.IsFinite(loss)) throw Diverged(FormattableString.Invariant($"The loss became {loss}"));
        _unseenLoss.zero_();
        int seen = _unseen;
        (_unseen, _unseenSteps) = (0, 0);
        _state.Loss += loss;
        _state.Done += seen;
        _progress.Made(seen);
    }

    private void Save()
    {
        if (_options.Checkpoint is null) return;
        See();
        _parameters.Store();
        _state.Save(_options.Checkpoint, _fingerprint);
        _lastCheckpoint = _clock.GetTimestamp();
    }

    private TrainingDivergedException Diverged(string what) => new(
        $"{what} in epoch {_state.Epoch + 1}, after {_optimizer.Steps} steps. Lower the learning rate, or clip the gradient. Trained "
        + $"{_fingerprint}.");
}
