using Personalization.Core;
using Personalization.Neural;

namespace Personalization.Beha2Vec;

/// <summary>
/// Learns from each customer's events what comes next: a transformer (Vaswani et al. 2017; SASRec, Kang and McAuley 2018) over event type,
/// item, category, price and time, whose last state is the customer's embedding; also, where options ask for it, what was masked within
/// the history (BERT4Rec, Sun et al. 2019). Stateless and thread-safe; the same sequences and seed
/// give the same bytes for any number of threads and any vector width.
/// </summary>
/// <param name="options">How to learn; null for the defaults.</param>
/// <remarks>
/// Time of an epoch: events · (blocks · (dimensions² + dimensions · events looked back at) + dimensions · items). The next item is told by
/// a softmax over all items.
/// </remarks>
public sealed class Beha2VecTrainer(Beha2VecOptions? options = null)
{
    private readonly Beha2VecOptions _options = Beha2VecOptions.Valid(options ?? new Beha2VecOptions());
    private readonly BehaviorLoop _loop = (task, training, progress, token) =>
        TrainingLoop.Run(task, training, progress, cancellationToken: token);

    /// <summary>For an engine, which trains the same task in a loop of its own.</summary>
    internal Beha2VecTrainer(Beha2VecOptions? options, BehaviorLoop loop)
        : this(options) => _loop = loop;

    /// <summary>
    /// Fits on sequences of events. The last event of some customers is held out, and training stops where telling its item doesn't improve
    /// any more; the weights of the best epoch are kept. A few customers are left out altogether, to calibrate probabilities on.
    /// </summary>
    /// <param name="sequences">The events; without any, a model that recommends what is popular, which is nothing.</param>
    /// <param name="progress">Told of the loss, the validation figure and the speed.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <exception cref="TrainingDivergedException">The loss or a weight isn't finite any more; the message tells the options.</exception>
    public Beha2VecModel Fit(
        EventSequences sequences, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        cancellationToken.ThrowIfCancellationRequested();
        BehaviorExamples examples = new(sequences, _options.MaxLength, _options.ValidationCustomers, _options.Seed);
        BehaviorTask task = new(_options, examples);
        FitReport report = FitReport.ClosedForm();
        if (task.ExampleCount == 0) progress?.Report(new FitProgress("trained", 1));
        else report = _loop(task, Training(_options), progress, cancellationToken);
        BehaviorCalibration calibration = TemperatureFit.Fit(task.Network, examples, cancellationToken);
        return Beha2VecModel.Of(_options, task.Network, sequences, calibration, report, cancellationToken);
    }

    internal static TrainingOptions Training(Beha2VecOptions options) => new()
    {
        MaxEpochs = options.MaxEpochs,
        BatchSize = options.BatchSize,
        LearningRate = new() { Rate = options.LearningRate, Decay = options.LearningRateDecay },
        AdamW = new() { WeightDecay = options.WeightDecay },
        Patience = options.Patience,
        Threads = options.Threads,
        Checkpoint = options.Checkpoint,
    };
}

/// <summary>Trains a task, and leaves the weights of the best epoch in its network.</summary>
internal delegate FitReport BehaviorLoop(
    BehaviorTask task, TrainingOptions training, IProgress<FitProgress>? progress, CancellationToken cancellationToken);
