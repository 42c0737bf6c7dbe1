using System.Diagnostics;
using Personalization.Core;
using Personalization.NeuralCf;
using Personalization.Recommendations;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// MovieLens 1M by the protocol of He et al. 2017: each customer's last item is the test item, ranked among 99 others that were drawn once.
/// The model is chosen, which here means the number of epochs, by what is held out of the training set: the last item there of some
/// customers, which the model doesn't train on. The test items are looked at once, at the end.
/// </summary>
internal sealed class NeuralCfCase(NeuralCfEngine? torch = null) : IEvaluationCase
{
    public string Name => "ncf-ml1m";

    public string Description =>
        "MovieLens 1M, leave-one-out with 99 negatives: neural collaborative filtering " + NeuralCfArguments.Usage
        + (torch is null ? "" : " [--engine Torch|TorchCuda|Managed]");

    public void Run(EvaluationContext context)
    {
        EventLog train = LeaveOneOut.ReadTrain(context.Data("movielens-1m/ncf.train.rating.gz"));
        LeftOut[] tests = LeaveOneOut.ReadTests(context.Data("movielens-1m/ncf.test.negative.gz"));
        context.Say($"{train.EventCount} interactions, {train.Customers.Count} customers, {train.Items.Count} items");
        PopularityModel popularity = new PopularityTrainer().Fit(train);
        float[] popularities = [.. popularity.Items.Select(item => (float)popularity.PopularityOf(item))];
        LeaveOneOut.Measure(context, "popularity", 0, tests, popularity.Items, (_, scores) => popularities.CopyTo(scores, 0));

        NeuralCfOptions options = NeuralCfArguments.Read(context, new() { HiddenLayers = [64, 32, 16], Seed = 1 });
        Stopwatch watch = Stopwatch.StartNew();
        string engine = context.Option("engine", torch is null ? "Managed" : "Torch");
        NeuralCfModel model = engine == "Managed"
            ? new NeuralCfTrainer(options).Fit(train, new TrainingTold(context))
            : torch?.Invoke(engine, options, train, new TrainingTold(context))
                ?? throw new EvaluationException("--engine Torch is known to benchmarks/Personalization.Evaluation.Torch.");
        double seconds = watch.Elapsed.TotalSeconds;
        string name = options.Architecture.ToString();
        long samples = (long)train.EventCount * (1 + options.NegativesPerPositive);
        context.Figure(
            name, "epochs", model.Report.Iterations, seconds, ("samples_per_epoch", samples), ("options", options), ("engine", engine));
        LeaveOneOut.Measure(context, name, seconds, tests, model.Items, (customer, scores) => model.TryScore(customer, scores));
    }
}

/// <summary>Another way to fit: the engine's name, the options, the events and whom to tell.</summary>
internal delegate NeuralCfModel? NeuralCfEngine(string engine, NeuralCfOptions options, EventLog log, IProgress<FitProgress> progress);
