using System.Text.Json;
using Personalization.Beha2Vec;
using Personalization.Clustering;
using Personalization.Core;
using Personalization.Insights;
using Personalization.Numerics;

namespace Personalization;

/// <summary>
/// Learns how customers behave from the order of their events, embeds them, clusters them by their signatures, and names the clusters.
/// Finds <see cref="BehaviorClusters"/>, writes the columns <see cref="EmbeddingColumn"/>, <see cref="ClusterColumn"/> and <see
/// cref="ClusterNameColumn"/>, a section of the report, <see cref="PersonalizationFiles.BehaviorClusters"/> and the model <see
/// cref="PersonalizationFiles.Beha2Vec"/>; nothing of these where there are too few customers. Not one of
/// <c>PipelineSteps.Default</c>.
/// </summary>
/// <example><c>PipelineSteps.Default.AddAfter&lt;ClustersStep&gt;(new Beha2VecStep())</c></example>
/// <param name="options">How; null: the defaults.</param>
public sealed class Beha2VecStep(Beha2VecStepOptions? options = null) : IPipelineStep
{
    /// <summary>The column of the embeddings after each customer's last event.</summary>
    public const string EmbeddingColumn = "behavior_embedding";

    /// <summary>The column of the clusters' numbers, from 0; missing where a customer is in none.</summary>
    public const string ClusterColumn = "behavior_cluster";

    /// <summary>The column of the clusters' names.</summary>
    public const string ClusterNameColumn = "behavior_cluster_name";

    private readonly Beha2VecStepOptions _options = options ?? new Beha2VecStepOptions();

    /// <inheritdoc />
    public string Name => "beha2vec";

    /// <inheritdoc />
    public double Weight => 40;

    /// <inheritdoc />
    public void Run(PipelineContext context)
    {
        CustomerTable customers = context.Customers;
        if (customers.Count < _options.FewestCustomers) return;
        CancellationToken token = context.CancellationToken;
        EventSequences sequences = EventSequences.From(context.Log, _options.Sequences);
        Beha2VecOptions training = (_options.Model ?? Beha2VecStepOptions.ModelFor(context.Log)) with
        {
            Seed = context.Options.Seed,
            Threads = context.Options.Threads,
        };
        Beha2VecModel model = new Beha2VecTrainer(training).Fit(sequences, context.Progress, token);
        FeatureTable signatures = BehaviorSignatures.Of(
            model, sequences, customers.Customers, customers.AsOf, _options.Signature with { Threads = context.Options.Threads }, token);
        (IClusterModel clusters, int[] labels, string reason) = BehaviorClusterFit.Of(signatures, _options, context);
        FeatureTable figures = BehaviorFigures.Of(context.Log, customers);
        MoneyColumn monetary = customers.Column<MoneyColumn>(ColumnNames.Monetary);
        ClusterProfiles profiles = ClusterProfiles.From(
            figures, labels, Math.Max(1, clusters.ClusterCount), figures.Log1P().Standardize().Scaling,
            [.. Enumerable.Range(0, customers.Count).Select(row => monetary.AmountAt(row) ?? 0)]);
        int[] rows = customers.Customers.RowsIn(sequences.Customers);
        BehaviorClusters found = new()
        {
            Model = model,
            Signatures = signatures,
            Clusters = clusters,
            Labels = labels,
            Figures = figures,
            Profiles = profiles,
            Names = _options.Names.Name(profiles),
            Reason = reason,
            Transitions = TransitionMatrix.Of(sequences, [.. rows.Where(row => row >= 0)]),
            ClusterTransitions =
            [
                .. Enumerable.Range(0, profiles.Count).Select(cluster =>
                    TransitionMatrix.Of(sequences, [.. rows.Where((row, place) => row >= 0 && labels[place] == cluster)])),
            ],
            Map = PrincipalComponents.Of(signatures.Values, 2),
            MapCustomers = _options.MapCustomers,
        };
        context.Add(found);
        context.AddModel(PersonalizationFiles.Beha2Vec, model);
        context.AddColumns(
            new VectorColumn(EmbeddingColumn, Embeddings(model, customers)) { Description = "Embedding after the last event." },
            new WholeNumberColumn(ClusterColumn, [.. labels.Select(label => label < 0 ? WholeNumberColumn.Missing : label)])
            {
                Description = "Number of the cluster of behaviour, from 0.",
            },
            new CategoryColumn(ClusterNameColumn, [.. labels.Select(label => label < 0 ? null : found.Names[label])])
            {
                Description = "Name of the cluster of behaviour.",
            });
    }

    /// <inheritdoc />
    public void Report(PersonalizationResult result, ReportBuilder report)
    {
        if (result.BehaviorClusters is { } found) Beha2VecReport.Add(report, found);
    }

    /// <inheritdoc />
    public IEnumerable<OutputFile> Files(PersonalizationResult result)
    {
        BehaviorClusters? found = result.BehaviorClusters;
        yield return new OutputFile(
            PersonalizationFiles.BehaviorClusters, found is null ? null : stream => BehaviorClustersFile.Write(found, stream));
        if (found is null) yield return PersonalizationFiles.NoModel(PersonalizationFiles.Beha2Vec);
    }

    /// <inheritdoc />
    public void Summarize(PersonalizationResult result, Utf8JsonWriter summary)
    {
        if (result.BehaviorClusters is not { } found)
        {
            summary.WriteNull("beha2vec");
            return;
        }

        FitReport report = found.Model.Report;
        summary.WriteStartObject("beha2vec");
        summary.WriteString("options", found.Model.Options.ToString());
        summary.WriteNumber("epochs", report.Iterations);
        if (report.Objectives.Count > 0) summary.WriteNumber("objective", report.Objectives[^1]);
        summary.WriteNumber("clusters", found.Profiles.Count);
        summary.WriteStartArray("names");
        foreach (string name in found.Names) summary.WriteStringValue(name);
        summary.WriteEndArray();
        summary.WriteStartArray("sizes");
        foreach (ClusterProfile profile in found.Profiles) summary.WriteNumberValue(profile.Size);
        summary.WriteEndArray();
        summary.WriteEndObject();
    }

    private static Matrix Embeddings(Beha2VecModel model, CustomerTable customers)
    {
        int[] rows = customers.Customers.RowsIn(model.Customers);
        Matrix embeddings = new(rows.Length, model.Options.Dimensions);
        for (int row = 0; row < rows.Length; row++)
        {
            if (rows[row] >= 0) model.Embeddings.Row(rows[row]).CopyTo(embeddings.Row(row));
        }

        return embeddings;
    }
}

/// <summary>What <see cref="Beha2VecStep"/> found.</summary>
public static class Beha2VecFindings
{
    extension(PersonalizationResult result)
    {
        /// <summary>Clusters of customers by how they behave; null where the step didn't run or there were too few customers.</summary>
        public BehaviorClusters? BehaviorClusters => result.Find<BehaviorClusters>();
    }
}
