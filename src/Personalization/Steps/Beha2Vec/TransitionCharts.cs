using Personalization.Beha2Vec;
using Personalization.Clustering;
using Personalization.Insights;

namespace Personalization;

/// <summary>What comes after what, as grids of percents: a row sums to 100.</summary>
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
            Values = [.. Enumerable.Range(0, count * count).Select(cell => Percent(transitions, cell / count, cell % count))],
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
                3,
                "A row says what came right after a step, in percent of all that came after it; blank is less than half a percent."),
        ];

    /// <summary>Whole percents: more would not fit into a cell. Nothing to read is left blank.</summary>
    private static double Percent(TransitionMatrix transitions, int from, int to)
    {
        double percent = Math.Round(100 * transitions.Probability(from, to));
        return percent > 0 ? percent : double.NaN;
    }
}
