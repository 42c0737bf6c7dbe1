using System.Diagnostics;
using Personalization.Core;
using Personalization.Recommendations;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// Recommenders in one table on Online Retail II: split by time, the latest tenth of the events held out, new items only, full ranking, and
/// with <c>--split strong</c> on customers whom no model met. A model is a line of <see cref="Models"/>.
/// </summary>
internal sealed class RecommendersCase : IEvaluationCase
{
    /// <summary>The models, the baseline first; options are their defaults, or chosen on what is held out of the past.</summary>
    private static readonly RecommenderEntry[] Models =
    [
        new("popularity", log => new PopularityTrainer().Fit(log)),
        new("popularity, half-life 90 days", log => new PopularityTrainer(new() { HalfLifeDays = 90 }).Fit(log)),
        new("item neighbours", log => new ItemNeighborsTrainer().Fit(log)),
    ];

    private static readonly string[] Columns =
        ["NDCG@10", "Recall@10", "MAP@10", "MRR@10", "Coverage@10", "Gini@10", "Novelty@10", "Serendipity@10", "ARP@10", "APLT@10"];

    public string Name => "recommenders";

    public string Description => "Online Retail II: recommenders in one table, latest tenth of the events held out "
        + "[--split time|strong] [--ties listed|pessimistic] [--resamples 2000] [--markdown FILE]";

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
        bool strong = context.Option("split", "time") == "strong";
        RecommenderComparisonOptions whole = options with { Ranking = options.Ranking with { SegmentOf = null } };
        RecommenderComparison comparison = strong
            ? RecommenderComparison.Run(Models, StrongSplit.Of(log, .2, seed: 1), whole)
            : RecommenderComparison.Run(Models, EventSplit.LastShare(log, .1), options);
        context.Say($"{comparison.Rows.Count} models in {watch.Elapsed.TotalSeconds:F1} s\n\n{comparison.ToMarkdown()}");
        foreach ((string segment, _) in comparison.Rows[0].Scores.Segments) context.Say($"\n\n{comparison.ToMarkdown(segment)}");
        if (context.Option("markdown", "") is { Length: > 0 } file) File.WriteAllText(file, comparison.ToMarkdown());
        foreach (ComparedRecommender row in comparison.Rows) Tell(context, row, options.Columns, strong ? "strong" : "time");
    }

    private static void Tell(EvaluationContext context, ComparedRecommender row, IReadOnlyList<string> figures, string split)
    {
        foreach (string figure in figures)
        {
            PairedDifference? difference = row.DifferenceIn(figure);
            (string, object)[] more =
            [
                ("split", split),
                ("customers", row.Scores.CustomerCount),
                ("rank_seconds", row.RankSeconds),
                .. difference is null ? [] : Told(difference),
                .. row.Scores.Segments.Select(segment => ($"of {segment.Key}", (object)segment.Value[figure])),
            ];
            context.Figure(row.Name, figure, row.Scores[figure], row.FitSeconds, more);
        }
    }

    private static (string Name, object Value)[] Told(PairedDifference difference) =>
        [("difference", difference.Mean), ("low", difference.Low), ("high", difference.High), ("p", difference.PValue)];

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
