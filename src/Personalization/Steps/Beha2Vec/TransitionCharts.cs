using Personalization.Beha2Vec;
using Personalization.Clustering;
using Personalization.Insights;

namespace Personalization;

/// <summary>What comes after what, as grids of shares: a row sums to 1.</summary>
internal static class TransitionCharts
{
    public static HeatGrid Of(string title, string subtitle, TransitionMatrix transitions)
    {
        int count = transitions.Steps.Count;
        string[] names = [.. transitions.Steps.Select(step => step.Replace('_', ' '))];
        return new HeatGrid
        {
            Title = title,
            Subtitle = subtitle,
            Rows = names,
            Columns = names,
            RowTitle = "After",
            ColumnTitle = "Comes",
            Values = [.. Enumerable.Range(0, count * count).Select(cell => transitions.Probability(cell / count, cell % count))],
            Format = ValueFormat.Percent,
        };
    }

    /// <summary>A grid for each cluster; none where there is one type of event only.</summary>
    public static ChartsBlock[] OfClusters(BehaviorClusters found, ClusterProfile[] profiles) => found.Transitions.Steps.Count < 2
        ? []
        :
        [
            new ChartsBlock(
                [
                    .. profiles.Select(profile => Of(
                        found.Names[profile.Cluster], ReportText.Counted(profile.Size, "customer", "customers"),
                        found.ClusterTransitions[profile.Cluster])),
                ],
                2,
                "A row says what came right after a step, as a share of all that came after it."),
        ];
}
