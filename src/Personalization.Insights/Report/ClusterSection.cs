using System.Globalization;

namespace Personalization.Insights;

/// <summary>Groups found in the data: how many, why, and who they are.</summary>
internal static class ClusterSection
{
    public static Section? Build(ClusterChoiceFacts? choice, IReadOnlyList<ClusterFacts>? clusters, ValueFormat money)
    {
        List<Block> blocks = [];
        if (choice is not null) AddChoice(blocks, choice);
        if (clusters is not null) AddClusters(blocks, clusters, money);
        return blocks.Count == 0
            ? null
            : new Section(
                "clusters", "Groups found in the data",
                "Segments follow rules that people wrote. Clusters are found by comparing customers with each other, so they show groups nobody asked for.", blocks);
    }

    private static void AddChoice(List<Block> blocks, ClusterChoiceFacts choice)
    {
        LineChart Curve(string title, string subtitle, string axis, Func<ClusterCountFacts, double> value) => new()
        {
            Title = title,
            Subtitle = subtitle,
            X = new Axis("Number of clusters"),
            Y = new Axis(axis),
            Series = [new LineSeries(title, [.. choice.Counts.Select(count => new LinePoint(count.Count, value(count)))])],
            MarkedX = choice.Recommended,
            MarkedText = string.Create(CultureInfo.InvariantCulture, $"chosen: {choice.Recommended}"),
        };

        List<Chart> charts = [];
        if (choice.Counts.Any(count => double.IsFinite(count.Inertia)))
            charts.Add(Curve("Elbow", "look for the bend", "Inertia (sum of squared distances)", count => count.Inertia));
        if (choice.Counts.Any(count => double.IsFinite(count.Silhouette)))
            charts.Add(Curve("Silhouette", "higher is better", "Mean silhouette", count => count.Silhouette));
        if (choice.Counts.Any(count => double.IsFinite(count.DaviesBouldin)))
            charts.Add(Curve("Davies–Bouldin", "lower is better", "Index", count => count.DaviesBouldin));
        blocks.Add(new Figures(charts));
        blocks.Add(new Callout(string.Create(CultureInfo.InvariantCulture, $"{choice.Recommended} clusters."), choice.Reason));
    }

    private static void AddClusters(List<Block> blocks, IReadOnlyList<ClusterFacts> clusters, ValueFormat money)
    {
        double customers = clusters.Sum(cluster => cluster.Customers);
        ClusterFacts[] ordered = [.. clusters.OrderByDescending(cluster => cluster.RevenueShare).ThenBy(cluster => cluster.Name, StringComparer.Ordinal)];
        blocks.Add(new Figures(
            [new BarChart
            {
                Title = "Share of revenue by cluster",
                Bars = [.. ordered.Select(cluster => new Bar(cluster.Name, cluster.RevenueShare, cluster.Customers / customers))],
                Value = new Axis("Revenue") { Format = ValueFormat.Percent },
                ReferenceName = "customers",
                Width = 400,
            }], 1));
        blocks.Add(new DataTable(
            "Clusters",
            [new("Cluster"), new("Who they are", ColumnKind.Prose), new("Customers", ColumnKind.Number), new("Share", ColumnKind.Number),
                new("Share of revenue", ColumnKind.Number), new("Median recency, days", ColumnKind.Number), new("Median orders", ColumnKind.Number),
                new("Median spend", ColumnKind.Number), new("What sets them apart", ColumnKind.Detail)],
            [.. ordered.Select(cluster => (IReadOnlyList<string>)
            [
                cluster.Name, cluster.Profile, ReportText.Count(cluster.Customers), ReportText.Share(cluster.Customers, customers),
                ReportText.Share(cluster.RevenueShare), cluster.Recency.ToString("0.#", CultureInfo.InvariantCulture),
                cluster.Frequency.ToString("0.#", CultureInfo.InvariantCulture), money.Long(cluster.Monetary, 0), cluster.SetsApart,
            ])]));
    }
}
