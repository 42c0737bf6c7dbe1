using Personalization.Core;
using Personalization.Neural;

namespace Personalization.Beha2Vec;

/// <summary>
/// Learns from each customer's events what comes next: a transformer (Vaswani et al. 2017; SASRec, Kang and McAuley 2018) over event type,
/// item, category, price and time, whose last state is the customer's embedding. Stateless and thread-safe; the same sequences and seed
/// give the same bytes for any number of threads and any vector width.
/// </summary>
/// <param name="options">How to learn; null for the defaults.</param>
/// <remarks>
/// Time of an epoch: events · (blocks · (dimensions² + dimensions · events looked back at) + dimensions · items). The next item is told by a
/// softmax over all items.
/// </remarks>
public sealed class Beha2VecTrainer(Beha2VecOptions? options = null)
{
    private readonly Beha2VecOptions _options = Beha2VecOptions.Valid(options ?? new Beha2VecOptions());

    /// <summary>
    /// Fits on sequences of events. The last event of some customers is held out, and training stops where telling its item doesn't improve
    /// any more; the weights of the best epoch are kept.
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
        else report = TrainingLoop.Run(task, Training(), progress, cancellationToken: cancellationToken);
        return FittedModel.Of(_options, task.Network, examples, report, cancellationToken);
    }

    private TrainingOptions Training() => new()
    {
        MaxEpochs = _options.MaxEpochs,
        BatchSize = _options.BatchSize,
        LearningRate = new() { Rate = _options.LearningRate },
        AdamW = new() { WeightDecay = _options.WeightDecay },
        Patience = _options.Patience,
        Threads = _options.Threads,
    };
}
