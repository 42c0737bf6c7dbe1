using Personalization.Core;
using Personalization.Neural;
using Personalization.Numerics;

namespace Personalization.NeuralCf;

/// <summary>
/// Learns vectors of customers and items, and how they become a score, from who bought what (He et al. 2017; Rendle et al. 2020). Stateless
/// and thread-safe; the same data and seed give the same bytes for any number of threads.
/// </summary>
/// <param name="options">How to learn; null for the defaults.</param>
/// <remarks>
/// Time of an epoch: interactions · (1 + negatives) · weights of a score. What the interactions are worth isn't looked at: they are there
/// or not.
/// </remarks>
public sealed class NeuralCfTrainer(NeuralCfOptions? options = null)
{
    private const double SlowerAfterPretraining = 10;

    private readonly NeuralCfOptions _options = NeuralCfOptions.Valid(options ?? new NeuralCfOptions());
    private readonly NeuralCfLoop _loop = (task, training, progress, token) =>
        TrainingLoop.Run(task, training, progress, cancellationToken: token);

    /// <summary>For an engine, which trains the same task in a loop of its own.</summary>
    internal NeuralCfTrainer(NeuralCfOptions? options, NeuralCfLoop loop)
        : this(options) => _loop = loop;

    /// <summary>
    /// Fits on the purchases of a log, each customer and item once. The last new item of some customers is held out, and training stops
    /// where the ranking of these doesn't improve any more; the weights of the best epoch are kept.
    /// </summary>
    /// <param name="log">The events; an empty log gives a model that recommends nothing.</param>
    /// <param name="progress">Told of the loss, the validation figure and the speed.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <exception cref="TrainingDivergedException">The loss or a weight isn't finite any more; the message tells the options.</exception>
    public NeuralCfModel Fit(EventLog log, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Fit(log, new SideFeatures(), progress, cancellationToken);

    /// <summary>Fits on the purchases of a log, and on features of customers and items beside their ids.</summary>
    /// <param name="log">The events; an empty log gives a model that recommends nothing.</param>
    /// <param name="features">Features of every customer and item of the log, or of one side.</param>
    /// <param name="progress">Told of the loss, the validation figure and the speed.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <exception cref="ArgumentException">A customer or item of the log has no features.</exception>
    /// <exception cref="TrainingDivergedException">The loss or a weight isn't finite any more; the message tells the options.</exception>
    public NeuralCfModel Fit(
        EventLog log, SideFeatures features, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(features);
        InteractionMatrix interactions = InteractionMatrix.From(log);
        TrainingExamples examples = TrainingExamples.WithValidation(interactions, log, _options.ValidationCustomers, _options.Seed);
        return Fit(examples, interactions, log.Items, features, progress, cancellationToken);
    }

    /// <summary>Fits on any interactions, for all epochs: nothing says what came last, so nothing is held out.</summary>
    /// <param name="interactions">Who had to do with what.</param>
    /// <param name="catalog">Knows the items' categories; null for a model that can't filter by category.</param>
    /// <param name="progress">Told of the loss and the speed.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <exception cref="TrainingDivergedException">The loss or a weight isn't finite any more; the message tells the options.</exception>
    public NeuralCfModel Fit(
        InteractionMatrix interactions,
        ItemCatalog? catalog = null,
        IProgress<FitProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(interactions);
        return Fit(TrainingExamples.Of(interactions), interactions, catalog, new SideFeatures(), progress, cancellationToken);
    }

    private NeuralCfModel Fit(
        TrainingExamples examples, InteractionMatrix interactions, ItemCatalog? catalog, SideFeatures features,
        IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Matrix? ofCustomers = features.Of(interactions.Customers), ofItems = features.Of(interactions.Items);
        NeuralCfTask task = new(_options, examples, ofCustomers, ofItems);
        FitReport report = FitReport.ClosedForm();
        if (task.ExampleCount == 0) progress?.Report(new FitProgress("trained", 1));
        else if (_options is { Architecture: NeuralCfArchitecture.NeuMf, PretrainingEpochs: > 0 }) report = TrainInStages();
        else report = Train(task, _options, progress);
        foreach (Parameter parameter in task.Parameters) RequireFinite(parameter);
        double[] popularity = new double[interactions.Items.Count];
        for (int customer = 0; customer < interactions.Customers.Count; customer++)
        {
            foreach (int item in interactions.ItemsOf(customer)) popularity[item]++;
        }

        task.Network.ForgetUnseen(
            customer => customer < interactions.Customers.Count && !interactions.ItemsOf(customer).IsEmpty,
            item => item < popularity.Length && popularity[item] > 0);
        NetworkShape shape = task.Network.Shape;
        ItemSpace space = ItemSpace.Of(interactions, catalog, popularity);
        return new NeuralCfModel(_options, space, shape, task.Network.WholeOf, FeatureMaker.Of(features, shape), report);

        FitReport Train(NeuralCfTask one, NeuralCfOptions how, IProgress<FitProgress>? told) =>
            _loop(one, Training(how), told, cancellationToken);

        FitReport TrainInStages()
        {
            NeuralCfTask[] parts =
            [
                .. new[] { NeuralCfArchitecture.Gmf, NeuralCfArchitecture.Mlp }.Select((part, stage) =>
                {
                    NeuralCfOptions own = Pretraining.OptionsOf(part, _options);
                    NeuralCfTask one = new(own, examples, ofCustomers, ofItems);
                    Train(one, own, Stage(part.ToString(), stage));
                    return one;
                }),
            ];
            Pretraining.Begin(task.Network, parts[0].Network, parts[1].Network);
            NeuralCfOptions together = _options with { LearningRate = _options.LearningRate / SlowerAfterPretraining };
            return Train(task, together, Stage(_options.Architecture.ToString(), Pretraining.Stages - 1));
        }

        StageProgress? Stage(string name, int stage) =>
            progress is null ? null : new StageProgress(progress, name, stage, Pretraining.Stages);
    }

    internal static TrainingOptions Training(NeuralCfOptions options) => new()
    {
        MaxEpochs = options.MaxEpochs,
        BatchSize = options.BatchSize,
        LearningRate = new() { Rate = options.LearningRate },
        AdamW = new() { WeightDecay = options.WeightDecay },
        Patience = options.Patience,
        Threads = options.Threads,
    };

    private void RequireFinite(Parameter parameter)
    {
        foreach (float weight in parameter.Values.Values)
        {
            if (!float.IsFinite(weight))
            {
                throw new TrainingDivergedException(
                    $"A weight of '{parameter.Name}' became {weight}. Lower the learning rate. Trained with {_options}.");
            }
        }
    }
}

/// <summary>Trains a task, and leaves the weights of the best epoch in its network.</summary>
internal delegate FitReport NeuralCfLoop(
    NeuralCfTask task, TrainingOptions training, IProgress<FitProgress>? progress, CancellationToken cancellationToken);
