using System.Diagnostics;
using Personalization.Core;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// Recommenders in one table on Online Retail II: split by time, the latest tenth of the events held out, new items only, full ranking, and
/// with <c>--split strong</c> on customers whom no model met. The models are <see cref="ComparedModels"/>.
/// </summary>
internal sealed class RecommendersCase : IEvaluationCase
{
    private const string Main = "NDCG@10";

    private static readonly string[] Columns =
        [Main, "Recall@10", "MAP@10", "MRR@10", "Coverage@10", "Gini@10", "Novelty@10", "Serendipity@10", "ARP@10", "APLT@10"];

    public string Name => "recommenders";

    public string Description => "Online Retail II: recommenders in one table, latest tenth of the events held out "
        + "[--models parts of names, with commas] [--split time|strong] [--ties listed|pessimistic] [--resamples 2000] [--markdown FILE]";

    public void Run(EvaluationContext context)
    {
        EventLog log = Retail.Read(context).Log;
        RecommenderComparisonOptions options = new()
        {
            Columns = Columns,
            Ranking = new()
            {
                Ties = context.Option("ties", "listed") == "pessimistic" ? RankingTies.Pessimistic : RankingTies.AsListed,
                SegmentOf = Segments(EventSplit.LastShare(log, .1).Train),
            },
            Resamples = context.Option("resamples", 2_000),
        };
        Stopwatch watch = Stopwatch.StartNew();
        RecommenderEntry[] models = ComparedModels.Named(context.Option("models", "").Split(',', StringSplitOptions.RemoveEmptyEntries));
        TrainingTold told = new(context);
        bool strong = context.Option("split", "time") == "strong";
        RecommenderComparisonOptions whole = options with { Ranking = options.Ranking with { SegmentOf = null } };
        RecommenderComparison comparison = strong
            ? RecommenderComparison.Run(models, StrongSplit.Of(log, .2, seed: 1), whole, told)
            : RecommenderComparison.Run(models, EventSplit.LastShare(log, .1), options, told);
        context.Say($"{comparison.Rows.Count} models in {watch.Elapsed.TotalSeconds:F1} s\n\n{comparison.ToMarkdown()}");
        foreach ((string segment, _) in comparison.Rows[0].Scores.Segments) context.Say($"\n\n{comparison.ToMarkdown(segment)}");
        if (context.Option("markdown", "") is { Length: > 0 } file) File.WriteAllText(file, comparison.ToMarkdown());
        ComparedRecommender best = comparison.Rows.MaxBy(row => row.Scores[Main])!;
        foreach (ComparedRecommender row in comparison.Rows) Tell(context, row, best, options, strong ? "strong" : "time");
    }

    private static void Tell(
        EvaluationContext context, ComparedRecommender row, ComparedRecommender best, RecommenderComparisonOptions options, string split)
    {
        PairedDifference? fromBest = row == best
            ? null
            : PairedBootstrap.Compare(row.Scores, best.Scores, Main, options.Seed, options.Resamples);
        if (fromBest is not null)
            context.Say($"{row.Name}: {fromBest.Mean:+0.0000;-0.0000} [{fromBest.Low:0.0000}, {fromBest.High:0.0000}] from {best.Name}");
        foreach (string figure in options.Columns)
        {
            PairedDifference? difference = row.DifferenceIn(figure);
            (string, object)[] more =
            [
                ("split", split),
                ("customers", row.Scores.CustomerCount),
                ("rank_seconds", row.RankSeconds),
                .. difference is null ? [] : Told(difference),
                .. fromBest is null || figure != Main ? [] : Told(fromBest, " from best").Prepend(("best", best.Name)),
                .. row.Scores.Segments.Select(segment => ($"of {segment.Key}", (object)segment.Value[figure])),
            ];
            context.Figure(row.Name, figure, row.Scores[figure], row.FitSeconds, more);
        }
    }

    private static (string Name, object Value)[] Told(PairedDifference difference, string from = "") =>
    [
        ($"difference{from}", difference.Mean), ($"low{from}", difference.Low), ($"high{from}", difference.High),
        ($"p{from}", difference.PValue),
    ];

    /// <summary>By how many items a customer bought before: those of whom little is known are another matter.</summary>
    private static Func<CustomerId, string?> Segments(EventLog train)
    {
        InteractionMatrix past = InteractionMatrix.From(train);
        return customer => !past.Customers.TryGetRow(customer, out int row) ? "nothing before" : past.ItemsOf(row).Length switch
        {
            0 => "nothing before",
            < 20 => "below 20 items before",
            _ => "20 items before or more",
        };
    }
}
