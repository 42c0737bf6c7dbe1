using System.Globalization;
using Personalization.Clustering;

namespace Personalization.Insights;

/// <summary>Groups found in the data: how many, why, and who they are.</summary>
internal static class ClusterSection
{
    public static Section? Build(ReportInput input, ValueFormat money)
    {
        List<Block> blocks = [];
        if (input.Clusters is { } selection) AddChoice(blocks, selection);
        if (NamedCluster.Of(input) is { Length: > 0 } clusters) AddClusters(blocks, clusters, money);
        return blocks.Count == 0
            ? null
            : new Section(
                "clusters", "Groups found in the data",
                "Segments follow rules that people wrote. Clusters are found by comparing customers with each other, "
                + "so they may show groups that nobody asked for.",
                blocks);
    }

    private static void AddChoice(List<Block> blocks, ClusterSelection selection)
    {
        LineChart Curve(string title, string subtitle, string axis, Func<ClusterCandidate, double> value) => new()
        {
            Title = title,
            Subtitle = subtitle,
            X = new Axis("Number of clusters"),
            Y = new Axis(axis),
            Series = [new LineSeries(title, [.. selection.Candidates.Select(tried => new LinePoint(tried.ClusterCount, value(tried)))])],
            MarkedX = selection.RecommendedClusterCount,
            MarkedText = $"recommended: {ReportText.Number(selection.RecommendedClusterCount)}",
        };

        int sampleSize = selection.Candidates.Max(tried => tried.Silhouette.SampleSize);
        string sampled = selection.Candidates.Any(tried => tried.Silhouette.StandardError > 0)
            ? $"Silhouettes are those of a sample of {ReportText.Counted(sampleSize, "customer", "customers")}."
            : "";
        blocks.Add(new Figures(
            [
                Curve("Elbow", "look for the bend", "Inertia (sum of squared distances)", tried => tried.Inertia),
                Curve("Silhouette", "higher is better", "Mean silhouette", tried => tried.Silhouette.Mean),
                Curve("Davies–Bouldin", "lower is better", "Davies–Bouldin index", tried => tried.DaviesBouldin),
            ],
            3, sampled));
        blocks.Add(new Callout("How many?", selection.Reason));
    }

    private static void AddClusters(List<Block> blocks, NamedCluster[] clusters, ValueFormat money)
    {
        bool revenue = Array.TrueForAll(clusters, cluster => cluster.Profile.RevenueShare is not null);
        if (revenue)
        {
            blocks.Add(new Figures(
                [new BarChart
                {
                    Title = "Share of revenue by cluster",
                    Subtitle = "the line marks the share of customers",
                    Bars = [.. clusters
                        .Select(cluster => new Bar(cluster.Name, Math.Max(0, cluster.Profile.RevenueShare ?? 0), cluster.Profile.Share))],
                    Value = new Axis("Revenue") { Format = ValueFormat.Percent },
                    ReferenceName = "customers",
                    Width = 400,
                }], 1));
        }

        Column[] columns =
        [
            new("Cluster"), new("Customers", ColumnKind.Number), new("Share", ColumnKind.Number),
            .. revenue
                ? [new Column("Revenue", ColumnKind.Number), new Column("Share of revenue", ColumnKind.Number)]
                : Array.Empty<Column>(),
            .. clusters[0].Profile.Features.Select(feature => new Column($"Median {Title(feature.Feature)}", ColumnKind.Number)),
            new("What sets it apart", ColumnKind.Detail),
        ];
        blocks.Add(new DataTable("Clusters", columns, [.. clusters.Select(cluster => Row(cluster, revenue, money))]));
        blocks.Add(new Paragraph(
            "A standard deviation (sd) is the usual distance of a customer from the average, "
            + "on the scale on which the customers were compared."));
    }

    private static string[] Row(NamedCluster cluster, bool revenue, ValueFormat money)
    {
        ClusterProfile profile = cluster.Profile;
        return
        [
            cluster.Name, ReportText.Count(profile.Size), ReportText.Share(profile.Share),
            .. revenue
                ? [money.Long((double)(profile.Revenue ?? 0), 0), ReportText.Share(profile.RevenueShare ?? 0)]
                : Array.Empty<string>(),
            .. profile.Features.Select(feature => IsMoney(feature.Feature) ? money.Long(feature.Median, 0) : Number(feature.Median)),
            ReportText.Capitalized(profile.Summary),
        ];
    }

    /// <summary>The features of an RFM table that are amounts.</summary>
    private static bool IsMoney(string feature) => feature is "monetary" or "average_order";

    private static string Title(string feature) => feature switch
    {
        "recency" => "recency, days",
        "tenure" => "tenure, days",
        "monetary" => "spend",
        "average_order" => "average order",
        _ => feature,
    };

    private static string Number(double value) => value.ToString(Math.Abs(value) < 10 ? "0.##" : "#,0.#", CultureInfo.InvariantCulture);
}

/// <summary>A cluster that holds customers, with its name.</summary>
internal sealed record NamedCluster(string Name, ClusterProfile Profile)
{
    /// <summary>By revenue from the top where it is known, else by size; equals by name. Empty where there are no profiles.</summary>
    public static NamedCluster[] Of(ReportInput input)
    {
        if (input.ClusterProfiles is not { } profiles) return [];
        IReadOnlyList<string> names = input.ClusterNames ?? ClusterNameBook.Default.Name(profiles);
        return
        [
            .. profiles.Where(profile => profile.Size > 0).Select(profile => new NamedCluster(names[profile.Cluster], profile))
                .OrderByDescending(cluster => cluster.Profile.Revenue ?? 0).ThenByDescending(cluster => cluster.Profile.Size)
                .ThenBy(cluster => cluster.Name, StringComparer.Ordinal),
        ];
    }
}
