using System.Globalization;
using System.Text.Json;
using Personalization.Clustering;
using Personalization.Core;
using Personalization.Insights;

namespace Personalization;

/// <summary>How <see cref="AttributeClustersStep"/> clusters. Immutable; every default is valid.</summary>
public sealed record AttributeClustersStepOptions
{
    /// <summary>
    /// Columns to cluster on. Default null: recency, frequency and monetary value, and every number, flag and category of
    /// <see cref="CustomerFileStep"/> that at least half of the customers have.
    /// </summary>
    public IReadOnlyList<string>? Columns { get; init => field = value is null ? null : Guard.NotEmpty(value); }

    /// <summary>Number of clusters, at least 2. Default null: that which <see cref="ClustersStep"/> chose, else 4.</summary>
    public int? ClusterCount { get; init => field = Guard.AtLeast(value, 2); }

    /// <summary>How clusters are fitted; their number, seed and threads follow from the run.</summary>
    public KPrototypesOptions Model { get; init; } = new();
}

/// <summary>
/// Clusters the customers on what they bought and what the shop knows of them together, by k-prototypes on log(1 + x) of the numbers.
/// Stands behind <see cref="CustomerFileStep"/> and <see cref="ClustersStep"/>. Finds the <see cref="KPrototypesModel"/>, which is saved as
/// <c>attribute-clusters</c>, and writes the column attribute_cluster. Not among the steps of the whole job: add it.
/// </summary>
/// <param name="options">How; null: the defaults.</param>
public sealed class AttributeClustersStep(AttributeClustersStepOptions? options = null) : IPipelineStep
{
    /// <summary>Name of the column.</summary>
    public const string Column = GroupAttributes.AttributeCluster;

    /// <summary>Name of the model.</summary>
    public const string ModelName = "attribute-clusters";

    private const int UsualCount = 4;

    private static readonly string[] Behavior = [ColumnNames.RecencyDays, ColumnNames.Frequency, ColumnNames.Monetary];

    private readonly AttributeClustersStepOptions _options = options ?? new AttributeClustersStepOptions();

    /// <inheritdoc />
    public string Name => "attribute_clusters";

    /// <inheritdoc />
    public void Run(PipelineContext context)
    {
        CustomerTable customers = context.Customers;
        string[] columns = _options.Columns is { } asked ? [.. asked] : [.. Behavior, .. Known(customers)];
        FeatureTable features = MixedFeatures.From(customers, columns).Log1P();
        int count = _options.ClusterCount ?? context.Find<CustomerClusters>()?.Selection.RecommendedClusterCount ?? UsualCount;
        KPrototypesModel model = new KPrototypesTrainer(_options.Model with
        {
            ClusterCount = Math.Min(count, Math.Max(1, customers.Count / 2)),
            Seed = context.Options.Seed,
            Threads = context.Options.Threads,
        }).Fit(features, context.Progress, context.CancellationToken);
        context.Add(model);
        context.AddModel(ModelName, model);
        context.AddColumns(new CategoryColumn(
            Column, [.. model.TrainingLabels.ToArray().Select(label => string.Create(CultureInfo.InvariantCulture, $"Group {label + 1}"))])
        {
            Description = "Group of customers who are alike in what they bought and what the shop knows of them.",
        });
    }

    /// <inheritdoc />
    public void Report(PersonalizationResult result, ReportBuilder report)
    {
        if (result.Find<KPrototypesModel>() is not { } model) return;
        List<ReportBlock> blocks = [];
        if (GroupAttributes.Of(result).Table(Column, "Group") is { } table) blocks.Add(table);
        blocks.Add(new ParagraphBlock($"Compared were {string.Join(", ", model.FeatureNames)}. {GroupAttributes.Meaning}"));
        report.AddSection(new ReportSection(
            "attribute-clusters", "Groups alike in what is known of them",
            $"{ReportText.Counted(model.ClusterCount, "group", "groups")} of customers who are alike in what they bought and what the shop "
            + "knows of them.",
            blocks));
    }

    /// <inheritdoc />
    public void Summarize(PersonalizationResult result, Utf8JsonWriter summary)
    {
        if (result.Find<KPrototypesModel>() is not { } model) return;
        summary.WriteStartObject(Name);
        summary.WriteNumber("k", model.ClusterCount);
        summary.WriteNumber("gamma", Math.Round(model.Gamma, NumberColumn.DefaultDecimals));
        summary.WriteStartArray("sizes");
        foreach (long size in model.Sizes) summary.WriteNumberValue(size);
        summary.WriteEndArray();
        summary.WriteEndObject();
    }

    private static IEnumerable<string> Known(CustomerTable customers) =>
        from column in customers.Columns
        where column.Step == CustomerFileStep.StepName && MixedFeatures.CanBe(column)
        where 2 * Enumerable.Range(0, customers.Count).Count(row => !column.IsMissing(row)) >= customers.Count
        select column.Name;
}
