using System.Diagnostics;
using System.Globalization;
using Personalization.Core;
using Personalization.Recommendations;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// The hybrid beside each of its parts, on the split of the case <c>recommend</c>: the latest tenth of the events is held out, new items
/// only, full ranking. Its weights are learned from the latest tenth of what comes before.
/// </summary>
internal sealed class HybridCase : IEvaluationCase
{
    public string Name => "hybrid";

    public string Description =>
        "Online Retail II, latest tenth of the events held out, new items only: the hybrid, each of its parts, and popularity";

    public void Run(EvaluationContext context)
    {
        EventLog log = Retail.Read(context).Log;
        EventSplit split = EventSplit.LastShare(log, .1);
        InteractionMatrix past = InteractionMatrix.From(split.Train), held = InteractionMatrix.From(split.Test);
        HybridOptions options = new()
        {
            Regularization = context.Option("regularization", 3),
            ListedItems = context.Option("listed", 50),
            SampledItems = context.Option("sampled", 400),
            Seed = 1,
        };
        Stopwatch watch = Stopwatch.StartNew();
        HybridModel hybrid = new HybridTrainer(null, options).Fit(split.Train);
        double seconds = watch.Elapsed.TotalSeconds;
        Measure("hybrid", hybrid);
        for (int part = 0; part < hybrid.Parts.Count; part++)
        {
            foreach (int length in (int[])[0, 1, 5, 20])
                context.Say($"{hybrid.PartNames[part]}, {length} items: {Text(hybrid.WeightsOf(hybrid.PartNames[part], length))}");
            Measure(hybrid.PartNames[part], hybrid.Parts[part]);
        }

        void Measure(string name, IRecommender model)
        {
            Stopwatch asked = Stopwatch.StartNew();
            RankingScores scores = RankingEvaluator.Evaluate(model, held, past, [10]);
            double each = asked.Elapsed.TotalMilliseconds / scores.CustomerCount;
            foreach (string metric in (string[])["NDCG@10", "Recall@10", "HR@10"])
                context.Figure(name, metric, scores[metric], seconds, ("customers", scores.CustomerCount), ("ms_a_list", each));
        }
    }

    private static string Text(IEnumerable<double> weights) =>
        string.Join(' ', weights.Select(weight => weight.ToString("0.00", CultureInfo.InvariantCulture)));
}
