using Personalization.Core;
using Personalization.Neural;

namespace Personalization.Recommendations;

/// <summary>
/// Learns a factorization machine of second order (Rendle 2010) over customer, item, category, moment and channel: who buys what, and when.
/// Stateless and thread-safe; the same data and seed give the same bytes for any number of threads.
/// </summary>
/// <param name="options">How to learn; null for the defaults.</param>
/// <remarks>
/// Time of an epoch: purchases · (fields + 2 · (1 + negatives)) · factors, a purchase of one item counting once for each hour band,
/// weekday, month and channel it was bought in.
/// </remarks>
public sealed class FactorizationMachineTrainer(FactorizationMachineOptions? options = null)
{
    private readonly FactorizationMachineOptions _options = options ?? new FactorizationMachineOptions();

    /// <summary>
    /// Fits on the purchases of a log. The last new item of some customers is held out, and training stops where the ranking of these
    /// doesn't improve any more; the weights of the best epoch are kept.
    /// </summary>
    /// <param name="log">The events; an empty log gives a model that recommends nothing.</param>
    /// <param name="progress">Told of the loss, the validation figure and the speed.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <exception cref="TrainingDivergedException">The loss or a weight isn't finite any more; the message tells the options.</exception>
    public FactorizationMachineModel Fit(
        EventLog log, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        return Fit(log, CustomerCodes.None, progress, cancellationToken);
    }

    /// <summary>Fits on the purchases of a log, with columns of customers as features too.</summary>
    /// <param name="log">The events.</param>
    /// <param name="customers">Has the columns <see cref="FactorizationMachineOptions.CustomerColumns"/>.</param>
    /// <param name="progress">Told of the loss, the validation figure and the speed.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <exception cref="ArgumentException">The table lacks a column, or it isn't one of names.</exception>
    /// <exception cref="TrainingDivergedException">The loss or a weight isn't finite any more; the message tells the options.</exception>
    public FactorizationMachineModel Fit(
        EventLog log, CustomerTable customers, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(customers);
        return Fit(log, CustomerCodes.Of(customers, _options.CustomerColumns, log.Customers), progress, cancellationToken);
    }

    private FactorizationMachineModel Fit(
        EventLog log, CustomerCodes codes, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        InteractionMatrix interactions = InteractionMatrix.From(log);
        double[] popularity = new double[interactions.Items.Count];
        for (int customer = 0; customer < interactions.Customers.Count; customer++)
        {
            foreach (int item in interactions.ItemsOf(customer)) popularity[item]++;
        }

        ItemSpace space = ItemSpace.Of(interactions, log.Items, popularity);
        ContextLayout layout = new(_options.Context, _options.HourBandHours, log.Channels, codes.Levels);
        FactorizationExamples examples = FactorizationExamples.Of(log, layout, _options.ValidationCustomers, _options.Seed);
        FactorizationTask task = new(_options, examples, layout, codes, space);
        FitReport report = FitReport.ClosedForm();
        if (task.ExampleCount == 0) progress?.Report(new FitProgress("trained", 1));
        else report = TrainingLoop.Run(task, Training(), progress, cancellationToken: cancellationToken);
        return new FactorizationMachineModel(_options, space, layout, codes, task.Weights, task.MeansOfContext(), report);
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
