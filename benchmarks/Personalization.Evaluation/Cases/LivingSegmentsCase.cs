using Personalization.Clustering;
using Personalization.Core;
using Personalization.Rfm;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// A shop that retrains its clusters every month for half a year: what lasts, who moves, and what the drift alarm says meanwhile.
/// </summary>
internal sealed class LivingSegmentsCase : IEvaluationCase
{
    private const int Months = 6;

    public string Name => "living-segments";

    public string Description => "Online Retail II: six monthly retrains of k-means, with lasting ids and the drift alarm";

    public void Run(EvaluationContext context)
    {
        EventLog log = Retail.Read(context).Log;
        (KMeansModel first, FeatureTable table, IReadOnlyList<string> names) = Train(context, log, Months);
        DriftMonitor monitor = DriftMonitor.From(first, table);
        LivingSegments segments = LivingSegments.Start(names);
        KMeansModel before = first;
        FeatureTable tableBefore = table;
        for (int month = Months - 1; month >= 0; month--)
        {
            (KMeansModel model, table, names) = Train(context, log, month);
            ClusterTransitions transitions = ClusterTransitions.Between(before, tableBefore, model, table);
            segments = segments.Next(transitions, names);
            context.Figure(
                $"generation-{segments.Generation}",
                "moved_share",
                transitions.MovedShare,
                null,
                ("customers", transitions.Shared),
                ("moved_by_retrain", transitions.MovedByRetrain),
                ("joined", transitions.Joined),
                ("summary", transitions.Summary), ("segments", string.Join(" | ", segments.Segments.Select(s => $"{s.Id} {s.Name}"))),
                ("drift_since_generation_1", monitor.Check(first, table).Reason));
            (before, tableBefore) = (model, table);
        }
    }

    private static (KMeansModel Model, FeatureTable Raw, IReadOnlyList<string> Names) Train(
        EvaluationContext context, EventLog log, int monthsAgo)
    {
        DateTime until = log.LastTime.Date.AddMonths(-monthsAgo);
        FeatureTable raw = RfmTable.From(log.Before(until), new RfmOptions { ReferenceDate = until }).ToFeatures();
        KMeansModel model = new KMeansTrainer(new() { ClusterCount = context.Option("clusters", 6), Seed = 1 }).Fit(
            raw.Log1P().Standardize());
        return (model, raw, ClusterNameBook.Default.Name(ClusterProfiles.From(model, raw)));
    }
}
