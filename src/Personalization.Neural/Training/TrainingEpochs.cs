using System.Numerics.Tensors;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Neural;

/// <summary>
/// The epochs of one run of <see cref="TrainingLoop"/>, whatever makes the steps: batches in order, validation, patience, progress,
/// checkpoints and errors.
/// </summary>
/// <typeparam name="TWorkspace">Buffers of one chunk of the task at work.</typeparam>
internal abstract class TrainingEpochs<TWorkspace>
    where TWorkspace : class
{
    private readonly TimeProvider _clock;
    private readonly CancellationToken _cancellationToken;
    private readonly TrainingState _state;
    private readonly TrainingProgress _progress;
    private readonly string _fingerprint;
    private readonly int _count;
    private readonly long _stepsInAll;
    private readonly long _start;
    private long _lastCheckpoint;
    private int _unseen;
    private int _unseenSteps;

    protected TrainingEpochs(
        TrainingTask<TWorkspace> task, TrainingOptions options, Optimizer optimizer, IProgress<FitProgress>? progress, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        (Task, Options, Optimizer, _clock, _cancellationToken) = (task, options, optimizer, clock, cancellationToken);
        _state = new TrainingState(optimizer);
        _count = Guard.AtLeast(task.ExampleCount, 1);
        BatchSize = Math.Min(options.BatchSize, _count);
        _stepsInAll = (long)options.MaxEpochs * ParallelChunks.ChunkCount(_count, BatchSize);
        _fingerprint = options.Fingerprint(task.Fingerprint, _count);
        _start = _lastCheckpoint = clock.GetTimestamp();
        _progress = new TrainingProgress(_state, progress, clock, task.MetricName, options.MaxEpochs, _count);
    }

    protected TrainingTask<TWorkspace> Task { get; }

    protected TrainingOptions Options { get; }

    protected Optimizer Optimizer { get; }

    /// <summary>Examples of a step at most.</summary>
    protected int BatchSize { get; }

    /// <summary>The learning rate of the step under way.</summary>
    protected double LearningRate => Options.LearningRate.At(Optimizer.Steps + 1, _stepsInAll);

    /// <summary>Steps between looks at the loss.</summary>
    protected virtual int MostUnseenSteps => 1;

    /// <summary>Whether the figure has not got better for as many epochs as patience has.</summary>
    private bool IsOutOfPatience => _state.BestEpoch >= 0 && _state.Epoch - 1 - _state.BestEpoch >= Options.Patience;

    public FitReport Run()
    {
        if (File.Exists(Options.Checkpoint)) _state.Load(Options.Checkpoint, _fingerprint);
        BeginRun();
        _progress.Begin();
        try
        {
            RunEpochs();
        }
        catch (TrainingDivergedException) when (Options.Checkpoint is not null)
        {
            File.Delete(Options.Checkpoint);
            throw;
        }

        StopReason reason = IsOutOfPatience ? StopReason.NoImprovement : StopReason.IterationLimit;
        _state.RestoreBest();
        if (Options.Checkpoint is { } checkpoint) File.Delete(checkpoint);
        _progress.End();
        List<FitSeries> series = [new FitSeries(FitReport.ObjectiveSeries, _state.Losses)];
        if (_state.Metrics.Count > 0) series.Add(new FitSeries(Task.MetricName, _state.Metrics));
        return new FitReport(_state.Epoch, reason, series, _clock.GetElapsedTime(_start));
    }

    /// <summary>Called before the first step, when weights and moments are those that it begins from. Default: does nothing.</summary>
    protected virtual void BeginRun()
    {
    }

    /// <summary>Makes a step on examples of the epoch.</summary>
    /// <param name="first">Place of the first in the epoch's order.</param>
    /// <param name="size">How many.</param>
    protected abstract void Step(int first, int size);

    /// <summary>The sum of the losses of all examples since the last call.</summary>
    protected abstract double TakeLoss();

    /// <summary>Brings the task's parameters up to date, for them to be read as a whole.</summary>
    protected abstract void BringWeights();

    /// <summary>Brings what a checkpoint holds, weights and moments, to the optimizer. Default: does nothing.</summary>
    protected virtual void BringState()
    {
    }

    private void RunEpochs()
    {
        try
        {
            while (_state.Epoch < Options.MaxEpochs && !IsOutOfPatience) RunEpoch();
        }
        catch (OperationCanceledException)
        {
            // Whatever is under way when it comes, the state is that of the last step; whose loss may turn out not to be finite.
            Save();
            throw;
        }
    }

    private void RunEpoch()
    {
        Task.BeginEpoch(_state.Epoch);
        while (_state.Done + _unseen < _count)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            int size = Math.Min(BatchSize, _count - _state.Done - _unseen);
            Step(_state.Done + _unseen, size);
            _unseen += size;
            _unseenSteps++;
            bool isDue = Options.Checkpoint is not null && _clock.GetElapsedTime(_lastCheckpoint) >= Options.CheckpointInterval;
            if (_unseenSteps >= MostUnseenSteps || isDue) See();
            if (isDue) Save();
        }

        See();
        BringWeights();
        foreach (Parameter parameter in Optimizer.Parameters)
        {
            if (!TensorPrimitives.IsFiniteAll<float>(parameter.Values.Values))
                throw Diverged($"Weights of '{parameter.Name}' became infinite or NaN");
        }

        _state.FinishEpoch(Task.Validate(_cancellationToken));
        Save();
        _progress.Tell();
    }

    /// <summary>Looks at the loss of the steps since the last look, and counts their examples.</summary>
    private void See()
    {
        if (_unseen == 0) return;
        double loss = TakeLoss();
        if (!double.IsFinite(loss)) throw Diverged(FormattableString.Invariant($"The loss became {loss}"));
        int seen = _unseen;
        (_unseen, _unseenSteps) = (0, 0);
        _state.Loss += loss;
        _state.Done += seen;
        _progress.Made(seen);
    }

    private void Save()
    {
        if (Options.Checkpoint is null) return;
        See();
        BringState();
        _state.Save(Options.Checkpoint, _fingerprint);
        _lastCheckpoint = _clock.GetTimestamp();
    }

    private TrainingDivergedException Diverged(string what) => new(
        $"{what} in epoch {_state.Epoch + 1}, after {Optimizer.Steps} steps. Lower the learning rate, or clip the gradient. Trained "
        + $"{_fingerprint}.");
}
