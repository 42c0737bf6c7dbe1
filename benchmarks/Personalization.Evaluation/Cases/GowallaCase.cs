using System.Diagnostics;
using System.IO.Compression;
using Personalization.Core;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// Gowalla as LightGCN split it, by full ranking: Recall@20 divided by the number of test items, NDCG@20 with binary gains. Options are
/// chosen by <c>--part validation</c>, which fits on a part of the training set and measures on the rest of it; the test items are looked
/// at once, with what was chosen.
/// </summary>
internal sealed class GowallaCase : IEvaluationCase
{
    public string Name => "gowalla";

    public string Description =>
        "Gowalla, full ranking, Recall@20 and NDCG@20: recommenders in closed form " + RecommenderArguments.Usage
        + " [--every 1: one customer of so many is measured]";

    public void Run(EvaluationContext context)
    {
        bool isTest = context.Option("part", "test") == "test";
        int every = context.Option("every", 1);
        InteractionMatrix train = Read(context, isTest ? ["train", "valid"] : ["train"], 1);
        InteractionMatrix held = Read(context, [isTest ? "test" : "valid"], every);
        context.Say($"{train.Count} interactions, {train.Customers.Count} customers, {train.Items.Count} items; {held.Count} held out");
        RecommenderArguments.FitAll(context, "popularity,item-neighbors,ease,graph-filter", train, (model, name, options, seconds) =>
        {
            Stopwatch watch = Stopwatch.StartNew();
            RankingScores scores = RankingEvaluator.Evaluate(model, held, train, [20]);
            double each = 1e3 * watch.Elapsed.TotalSeconds / scores.CustomerCount;
            foreach (string metric in (string[])["Recall@20", "NDCG@20", "Coverage@20"])
            {
                context.Figure(
                    name, metric, scores[metric], seconds, ("part", isTest ? "test" : "validation"), ("options", options),
                    ("customers", scores.CustomerCount), ("ms_per_list", each));
            }
        });
    }

    /// <summary>A line a user: the user, then its items. Some users have none in a file.</summary>
    private static InteractionMatrix Read(EvaluationContext context, string[] files, int every)
    {
        List<(CustomerId, ItemId, float)> all = [];
        foreach (string file in files)
        {
            using GZipStream unpacked = new(File.OpenRead(context.Data($"gowalla/{file}.txt.gz")), CompressionMode.Decompress);
            using StreamReader reader = new(unpacked);
            for (int line = 0; reader.ReadLine() is { } text; line++)
            {
                string[] cells = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (line % every != 0) continue;
                foreach (string item in cells.Skip(1).Distinct()) all.Add((new CustomerId(cells[0]), new ItemId(item), 1));
            }
        }

        return InteractionMatrix.From(all);
    }
}
