using System.Globalization;
using Personalization.Clustering;
using Personalization.Insights;

namespace Personalization;

/// <summary>Groups found in the data: how many, why, and who they are.</summary>
internal static class ClustersReport
{
    /// <param name="report">The report.</param>
    /// <param name="selection">The numbers of clusters that were tried, and the one to take, with the reason.</param>
    /// <param name="profiles">What the clusters are like.</param>
    /// <param name="names">A name for each of the profiles, in their order.</param>
    /// <param name="known">What the shop knows of them; null where it knows nothing.</param>
    /// <exception cref="ArgumentException">There are more or fewer names than profiles.</exception>
    public static void Add(
        ReportBuilder report, ClusterSelection selection, ClusterProfiles profiles, IReadOnlyList<string> names, TableBlock? known = null)
    {
        if (names.Count != profiles.Count)
            throw new ArgumentException($"There are {names.Count} names for {profiles.Count} clusters; give one for each.", nameof(names));

        NamedCluster[] clusters = ByRevenue(profiles, names);
        report.AddSummary("Who the customers are", Sentence(clusters));
        List<ReportBlock> blocks = [];
        AddChoice(blocks, selection);
        AddClusters(blocks, clusters, report.Money);
        if (known is not null) blocks.AddRange([known, new ParagraphBlock(GroupAttributes.Meaning)]);
        report.AddSection(new ReportSection(
            "clusters", "Groups found in the data",
            "Segments follow rules that people wrote. Clusters are found by comparing customers with each other, "
            + "so they may show groups that nobody asked for.",
            blocks));
    }

    /// <summary>Says why there is no such section.</summary>
    public static void Add(ReportBuilder report, NoClusters none)
    {
        report.AddSummary("Who the customers are", none.Reason);
        report.AddSection(new ReportSection(
            "clusters", "Groups found in the data", "Clusters are found by comparing customers with each other.",
            [new CalloutBlock("Why none?", none.Reason)]));
    }

    /// <summary>Clusters that hold customers, by revenue from the top where it is known, else by size; equals by name.</summary>
    private static NamedCluster[] ByRevenue(ClusterProfiles profiles, IReadOnlyList<string> names) =>
    [
        .. profiles.Where(profile => profile.Size > 0).Select(profile => new NamedCluster(names[profile.Cluster], profile))
            .OrderByDescending(cluster => cluster.Profile.Revenue ?? 0).ThenByDescending(cluster => cluster.Profile.Size)
            .ThenBy(cluster => cluster.Name, StringComparer.Ordinal),
    ];

    private static string Sentence(NamedCluster[] clusters)
    {
        ClusterProfile first = clusters[0].Profile;
        return $"Compared with each other they form {ReportText.Counted(clusters.Length, "cluster", "clusters")}"
            + (first.RevenueShare is { } revenue
                ? $"; the one that brings most, “{clusters[0].Name}”, is {ReportText.Share(first.Share)} of customers "
                    + $"and {ReportText.Share(revenue)} of revenue."
                : $", the largest of them “{clusters[0].Name}”.");
    }

    private static void AddChoice(List<ReportBlock> blocks, ClusterSelection selection)
    {
        LineChart Curve(string title, string subtitle, string axis, Func<ClusterCandidate, double> value) => new()
        {
            Title = title,
            Subtitle = subtitle,
            X = new Axis("Number of clusters"),
            Y = new Axis(axis),
            Series = [new LineSeries(title, [.. selection.Candidates.Select(tried => new LinePoint(tried.ClusterCount, value(tried)))])],
            MarkedX = selection.RecommendedClusterCount,
            MarkedText = $"recommended: {ReportText.Count(selection.RecommendedClusterCount)}",
        };

        int sampleSize = selection.Candidates.Max(tried => tried.Silhouette.SampleSize);
        string sampled = selection.Candidates.Any(tried => tried.Silhouette.StandardError > 0)
            ? $"Silhouettes are those of a sample of {ReportText.Counted(sampleSize, "customer", "customers")}."
            : "";
        blocks.Add(new ChartsBlock(
            [
                Curve("Elbow", "look for the bend", "Inertia (sum of squared distances)", tried => tried.Inertia),
                Curve("Silhouette", "higher is better", "Mean silhouette", tried => tried.Silhouette.Mean),
                Curve("Davies–Bouldin", "lower is better", "Davies–Bouldin index", tried => tried.DaviesBouldin),
            ],
            3, sampled));
        blocks.Add(new CalloutBlock("How many?", selection.Reason));
    }

    private static void AddClusters(List<ReportBlock> blocks, NamedCluster[] clusters, ValueFormat money)
    {
        bool revenue = Array.TrueForAll(clusters, cluster => cluster.Profile.RevenueShare is not null);
        if (revenue)
        {
            blocks.Add(new ChartsBlock(
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

        ReportColumn[] columns =
        [
            new("Cluster"), new("Customers", ReportCells.Numbers), new("Share", ReportCells.Numbers),
            .. revenue
                ? [new ReportColumn("Revenue", ReportCells.Numbers), new ReportColumn("Share of revenue", ReportCells.Numbers)]
                : Array.Empty<ReportColumn>(),
            .. clusters[0].Profile.Features.Select(feature => new ReportColumn($"Median {Title(feature.Feature)}", ReportCells.Numbers)),
            new("What sets it apart", ReportCells.Details),
        ];
        blocks.Add(new TableBlock("Clusters", columns, [.. clusters.Select(cluster => Row(cluster, revenue, money))]));
        blocks.Add(new ParagraphBlock(
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

    private sealed record NamedCluster(string Name, ClusterProfile Profile);
}
