using System.Diagnostics;
using System.Globalization;
using Personalization.Core;
using Personalization.NeuralCf;
using Personalization.Recommendations;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// Neural collaborative filtering beside item neighbours and popularity, on the split of the case <c>recommend</c>: the latest tenth of the
/// events is held out, new items only, full ranking. Options are chosen by what is held out of the past, which the validation figures are
/// of; with <c>--validate</c> nothing later is looked at.
/// </summary>
internal sealed class NeuralCfRetailCase : IEvaluationCase
{
    public string Name => "ncf-retail";

    public string Description =>
        "Online Retail II, latest tenth of the events held out, new items only: NeuMF on squared error, dot product, item neighbours and "
        + "popularity [--model neumf|dot|others] [--validate 1] " + NeuralCfArguments.Usage;

    /// <summary>A dot product as the docs advise, tuned on the validation figure.</summary>
    private static readonly NeuralCfOptions DotProduct = new()
    {
        Factors = 64,
        BatchSize = 1_024,
        LearningRate = 2e-3,
        MaxEpochs = 20,
        ValidationCustomers = 1_000,
        Seed = 1,
    };

    public void Run(EvaluationContext context)
    {
        EventLog log = Retail.Read(context).Log;
        EventSplit split = EventSplit.LastShare(log, .1);
        string only = context.Option("model", "all");
        NeuralCfOptions network = NeuralCfStepOptions.ModelFor(InteractionMatrix.From(split.Train).Count) with { Seed = 1 };
        if (only is "all" or "neumf") Neural(context, "NeuMf", network, split);
        if (only is "all" or "dot") Neural(context, "DotProduct", DotProduct, split);
        if (only is not ("all" or "others")) return;
        Measure(context, "item-neighbors", split, () => new ItemNeighborsTrainer().Fit(split.Train));
        Measure(context, "popularity", split, () => new PopularityTrainer().Fit(split.Train));
    }

    private static void Neural(EvaluationContext context, string name, NeuralCfOptions defaults, EventSplit split)
    {
        NeuralCfOptions options = NeuralCfArguments.Read(context, defaults);
        Stopwatch watch = Stopwatch.StartNew();
        NeuralCfModel model = new NeuralCfTrainer(options).Fit(split.Train, new TrainingTold(context));
        double seconds = watch.Elapsed.TotalSeconds;
        context.Figure(name, "epochs", model.Report.Iterations, seconds, ("stopped", model.Report.StopReason), ("options", options));
        foreach (FitSeries series in model.Report.Series)
        {
            bool loss = series.Name == FitReport.ObjectiveSeries;
            context.Figure(
                name, loss ? "loss" : $"validation_{series.Name}", loss ? series.Values[^1] : series.Values.Max(), seconds,
                ("epochs", string.Join(' ', series.Values.Select(Short))));
        }

        if (context.Option("validate", 0) != 0) return;
        Measure(context, name, split, () => model, seconds);
        InteractionMatrix past = InteractionMatrix.From(split.Train), held = InteractionMatrix.From(split.Test);
        InteractionError error = InteractionError.Of(model, held, past, options.Seed)!;
        context.Figure(
            name, "RMSE", error.RootMeanSquaredError, seconds, ("positives", error.Positives), ("negatives", error.Negatives),
            ("of_mean", error.OfMean));
    }

    private static void Measure(
        EvaluationContext context, string name, EventSplit split, Func<IRecommender> fit, double? fitSeconds = null)
    {
        Stopwatch watch = Stopwatch.StartNew();
        IRecommender recommender = fit();
        double seconds = fitSeconds ?? watch.Elapsed.TotalSeconds;
        RankingScores scores =
            RankingEvaluator.Evaluate(recommender, InteractionMatrix.From(split.Test), InteractionMatrix.From(split.Train), [10]);
        foreach (string metric in (string[])["Precision@10", "Recall@10", "F1@10", "HR@10", "NDCG@10"])
            context.Figure(name, metric, scores[metric], seconds, ("customers", scores.CustomerCount));
    }

    private static string Short(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);
}
