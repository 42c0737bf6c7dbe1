using System.Text.Json;
using Personalization.Clustering;
using Personalization.Core;
using Personalization.Insights;
using Personalization.Rfm;

namespace Personalization;

/// <summary>How <see cref="ClustersStep"/> clusters. Immutable; every default is valid.</summary>
public sealed record ClustersStepOptions
{
    /// <summary>
    /// Columns of the customer table to cluster on, after log(1 + x) and standardizing. Default null: recency, frequency and monetary
    /// value, as
    /// <see cref="RfmTable.ToFeatures"/> names them and <see cref="ClusterNameBook.Default"/> knows them.
    /// </summary>
    public IReadOnlyList<FeatureColumn>? Features { get; init => field = value is null ? null : Guard.NotEmpty(value); }

    /// <summary>How clusters are fitted and their number is chosen; its seed and threads follow from the run's options.</summary>
    public ClusterSelectorOptions Selector { get; init; } = new();

    /// <summary>The book that names clusters.</summary>
    public ClusterNameBook Names { get; init; } = ClusterNameBook.Default;

    /// <summary>Fewest customers that clusters are sought among, at least 2. Default 20.</summary>
    public int FewestCustomers { get; init => field = Guard.AtLeast(value, 2); } = 20;
}

/// <summary>Clusters of customers, with what they are like.</summary>
/// <param name="Selection">Clusters for every k that was tried, and the choice.</param>
/// <param name="Profiles">What the chosen clusters are like.</param>
/// <param name="Names">Their names, by cluster.</param>
public sealed record CustomerClusters(ClusterSelection Selection, ClusterProfiles Profiles, IReadOnlyList<string> Names);

/// <summary>Why there are no clusters.</summary>
/// <param name="Reason">A sentence for people.</param>
public sealed record NoClusters(string Reason);

/// <summary>
/// Clusters the customers, chooses how many clusters, and names them. Finds <see cref="CustomerClusters"/>, writes the columns cluster and
/// cluster_name and the model <see cref="PersonalizationFiles.Clusters"/>; where there are too few customers for clusters to mean anything,
/// or all are alike, it finds <see cref="NoClusters"/> instead.
/// </summary>
/// <param name="options">How; null: the defaults.</param>
public sealed class ClustersStep(ClustersStepOptions? options = null) : IPipelineStep
{
    private readonly ClustersStepOptions _options = options ?? new ClustersStepOptions();

    /// <inheritdoc />
    public string Name => "clusters";

    /// <inheritdoc />
    public double Weight => 4;

    /// <inheritdoc />
    public void Run(PipelineContext context)
    {
        CustomerTable customers = context.Customers;
        if (customers.Count < _options.FewestCustomers)
        {
            context.Add(new NoClusters(
                $"No clusters: there {(customers.Count == 1 ? "is 1 customer" : $"are {customers.Count} customers")}, and among fewer than "
                + $"{_options.FewestCustomers} groups are chance."));
            return;
        }

        FeatureTable raw = _options.Features is { } features
            ? FeatureTable.From(customers, features)
            : context.Get<RfmTable>().ToFeatures();
        ClusterSelectorOptions selector = _options.Selector with
        {
            KMeans = _options.Selector.KMeans with { Seed = context.Options.Seed, Threads = context.Options.Threads },
        };
        ClusterSelection selection = new ClusterSelector(selector).Fit(
            raw.Log1P().Standardize(), context.Progress, context.CancellationToken);
        if (selection.RecommendedClusterCount == 1)
        {
            context.Add(new NoClusters(
                $"No clusters: all {customers.Count} customers are alike in {string.Join(", ", raw.Names)}, so nothing sets them apart."));
            return;
        }

        MoneyColumn monetary = customers.Column<MoneyColumn>(ColumnNames.Monetary);
        ClusterProfiles profiles = ClusterProfiles.From(
            selection.Model, raw, [.. Enumerable.Range(0, customers.Count).Select(row => monetary.AmountAt(row) ?? 0)]);
        IReadOnlyList<string> names = _options.Names.Name(profiles);
        ReadOnlySpan<int> labels = selection.Model.TrainingLabels.Span;
        string[] named = new string[labels.Length];
        for (int row = 0; row < named.Length; row++) named[row] = names[labels[row]];
        context.Add(new CustomerClusters(selection, profiles, names));
        context.AddModel(PersonalizationFiles.Clusters, selection.Model);
        context.AddColumns(
            new WholeNumberColumn(ColumnNames.Cluster, labels) { Description = "Number of the cluster, from 0." },
            new CategoryColumn(ColumnNames.ClusterName, named) { Description = "Name of the cluster." });
    }

    /// <inheritdoc />
    public void Report(PersonalizationResult result, ReportBuilder report)
    {
        if (result.Find<CustomerClusters>() is { } clusters)
        {
            ClustersReport.Add(
                report, clusters.Selection, clusters.Profiles, clusters.Names,
                GroupAttributes.Of(result).Table(ColumnNames.ClusterName, "Cluster"));
        }
        else if (result.Find<NoClusters>() is { } none)
        {
            ClustersReport.Add(report, none);
        }
    }

    /// <inheritdoc />
    public IEnumerable<OutputFile> Files(PersonalizationResult result) =>
        result.Models.ContainsKey(PersonalizationFiles.Clusters)
            ? []
            : [new OutputFile($"{PersonalizationFiles.Models}/{PersonalizationFiles.Clusters}{PersonalizationFiles.ModelExtension}", null)];

    /// <inheritdoc />
    public void Summarize(PersonalizationResult result, Utf8JsonWriter summary)
    {
        if (result.Clusters is not { } selection)
        {
            summary.WriteNull("clusters");
            summary.WriteString("no_clusters", result.NoClusters);
            return;
        }

        summary.WriteStartObject("clusters");
        summary.WriteNumber("k", selection.RecommendedClusterCount);
        summary.WriteNumber("inertia", selection.Model.Inertia);
        summary.WriteNumber("silhouette", selection.Recommended.Silhouette.Mean);
        summary.WriteNumber("davies_bouldin", selection.Recommended.DaviesBouldin);
        summary.WriteStartArray("sizes");
        foreach (long size in selection.Model.Sizes) summary.WriteNumberValue(size);
        summary.WriteEndArray();
        summary.WriteEndObject();
    }
}

/// <summary>What <see cref="ClustersStep"/> found.</summary>
public static class ClustersFindings
{
    extension(PersonalizationResult result)
    {
        /// <summary>Clusters for every k that was tried, and the choice; null where there are none: see the reason beside it.</summary>
        public ClusterSelection? Clusters => result.Find<CustomerClusters>()?.Selection;

        /// <summary>Why there are no clusters, in a sentence for people; null where there are some.</summary>
        public string? NoClusters => result.Find<NoClusters>()?.Reason;

        /// <summary>What the chosen clusters are like; null where there are none.</summary>
        public ClusterProfiles? ClusterProfiles => result.Find<CustomerClusters>()?.Profiles;

        /// <summary>Names of the chosen clusters, by cluster; null where there are none.</summary>
        public IReadOnlyList<string>? ClusterNames => result.Find<CustomerClusters>()?.Names;
    }
}
