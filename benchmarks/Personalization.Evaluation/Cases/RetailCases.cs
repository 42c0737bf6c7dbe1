using System.Diagnostics;
using Personalization.Clustering;
using Personalization.Core;
using Personalization.Data;
using Personalization.Recommendations;

namespace Personalization.Evaluation.Cases;

/// <summary>The file that most cases read.</summary>
internal static class Retail
{
    public const string File = "online-retail-ii/online_retail_II.csv.gz";

    public static EventReadResult Read(EvaluationContext context) => EventFile.Read(context.Data(File));
}

/// <summary>Every count of the cleaning report, to be held against benchmarks/peers/clean_online_retail.py.</summary>
internal sealed class RetailCountsCase : IEvaluationCase
{
    public string Name => "retail-counts";

    public string Description => "Online Retail II: every count of the cleaning report, and the revenue to the cent";

    public void Run(EvaluationContext context)
    {
        EventReadResult read = Retail.Read(context);
        OrderTable orders = OrderTable.From(read.Log);
        context.Figure("EventFile", "rows_read", read.Report.RowsRead);
        context.Figure("EventFile", "rows_kept", read.Report.RowsKept);
        context.Figure("EventFile", "exact_duplicates", read.Report.ExactDuplicates);
        foreach (RuleCount rule in read.Report.Rules)
            context.Figure("EventFile", rule.Name, rule.Dropped, null, ("matched_alone", rule.Matched), ("repaired", rule.Repaired));
        context.Figure("EventFile", "customers", read.Log.Customers.Count);
        context.Figure("EventFile", "items", read.Log.Items.Count);
        context.Figure("OrderTable", "orders", orders.Count);
        context.Figure("OrderTable", "revenue", (double)orders.Total, null, ("exact", orders.Total));
    }
}

/// <summary>Reading and cleaning alone, in a fresh process, as a user's first call.</summary>
internal sealed class ReadCleanCase : IEvaluationCase
{
    public string Name => "read-clean";

    public string Description => "Online Retail II: read and clean, first call of a process";

    public void Run(EvaluationContext context)
    {
        Stopwatch watch = Stopwatch.StartNew();
        EventReadResult read = Retail.Read(context);
        context.Figure("EventFile", "rows_kept", read.Report.RowsKept);
        context.Figure("EventFile", "seconds", watch.Elapsed.TotalSeconds);
    }
}

/// <summary>
/// The job that the peer does too, report and files included, in a fresh process: read, cleaned, RFM, segments, clusters. Steps that the
/// peer hasn't are left out, so that the ratio stays what it was as the job grows.
/// </summary>
internal sealed class WholeJobCase : IEvaluationCase
{
    public string Name => "whole-job";

    private static readonly PipelineSteps Steps = PipelineSteps.Empty
        .Add(new ReadStep())
        .Add(new OrdersStep())
        .Add(new RfmStep())
        .Add(new SegmentsStep())
        .Add(new ClustersStep());

    public string Description =>
        "Online Retail II: reading, cleaning, RFM, segments and clusters, with report and files, first call of a process";

    public void Run(EvaluationContext context)
    {
        string folder = Path.Combine(Path.GetTempPath(), "personalization-whole-job-" + Environment.ProcessId);
        try
        {
            Stopwatch watch = Stopwatch.StartNew();
            PersonalizationResult result = new PersonalizationPipeline(new() { Seed = 1 }, Steps).Run(context.Data(Retail.File));
            result.Save(folder);
            double seconds = watch.Elapsed.TotalSeconds;
            foreach ((string step, double took) in result.Seconds) context.Figure("step", step, took, took);
            context.Figure("PersonalizationPipeline", "customers", result.Customers.Count);
            context.Figure("PersonalizationPipeline", "orders", result.Orders.Count);
            context.Figure("PersonalizationPipeline", "revenue", (double)result.Orders.Total);
            ClusterSelection clusters = result.Clusters!;
            context.Figure(
                "KMeansModel", "k", clusters.RecommendedClusterCount, null, ("inertia", clusters.Model.Inertia),
                ("silhouette", clusters.Recommended.Silhouette.Mean));
            context.Figure("HtmlReport", "report_kb", new FileInfo(Path.Combine(folder, PersonalizationFiles.Report)).Length / 1e3);
            context.Figure("PersonalizationPipeline", "seconds", seconds, seconds);
        }
        finally
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
    }
}

/// <summary>Item neighbours against popularity, on purchases after a point in time.</summary>
internal sealed class RecommendCase : IEvaluationCase
{
    public string Name => "recommend";

    public string Description => "Online Retail II: item neighbours and popularity, last tenth of the time held out, new items only";

    public void Run(EvaluationContext context)
    {
        EventLog log = Retail.Read(context).Log;
        EventSplit split = EventSplit.LastShare(log, .1);
        InteractionMatrix past = InteractionMatrix.From(split.Train), held = InteractionMatrix.From(split.Test);
        Measure(context, "popularity", () => new PopularityTrainer().Fit(split.Train), held, past);
        foreach (int neighbors in (int[])[10, 20, 50, 200])
            Measure(
                context,
                $"item-neighbors/{neighbors}",
                () => new ItemNeighborsTrainer(new() { NeighborCount = neighbors }).Fit(split.Train),
                held,
                past);
    }

    private static void Measure(
        EvaluationContext context, string model, Func<IRecommender> fit, InteractionMatrix held, InteractionMatrix past)
    {
        Stopwatch watch = Stopwatch.StartNew();
        IRecommender recommender = fit();
        double fitSeconds = watch.Elapsed.TotalSeconds;
        RankingScores scores = RankingEvaluator.Evaluate(recommender, held, past);
        foreach (string metric in (string[])["HR@10", "NDCG@10", "Recall@20"])
            context.Figure(model, metric, scores[metric], fitSeconds, ("customers", scores.CustomerCount));
    }
}
