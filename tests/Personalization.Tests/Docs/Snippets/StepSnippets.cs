using System.Text.Json;
using Personalization.Clustering;
using Personalization.Core;
using Personalization.Insights;

namespace Personalization.Tests;

/// <summary>The code of docs/how-to/add-a-step.md and use-the-customer-table.md, run in a folder with a simulated orders.csv.</summary>
[Collection("current directory")]
public sealed class StepSnippets : IDisposable
{
    private readonly SnippetFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AddAStep_ReplacedLeftOutAndAdded_ShowsInTheSummary()
    {
        PipelineSteps steps = PipelineSteps.Default
            .Replace(new ClustersStep(new() { Selector = new() { MaxClusters = 6 } }))
            .Without<OffersStep>()
            .Add(new LapsedStep());
        PersonalizationResult result = new PersonalizationPipeline(new() { Seed = 1 }, steps).Run("orders.csv");

        using MemoryStream summary = new();
        result.WriteSummary(summary);
        Assert.InRange(JsonDocument.Parse(summary.ToArray()).RootElement.GetProperty("lapsed").GetInt32(), 1, result.Customers.Count - 1);
        Assert.Contains("Who lapsed", result.Report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void CustomerTable_ColumnsProfilesFeatures()
    {
        PersonalizationResult result = new PersonalizationPipeline().Run("orders.csv");

        CustomerTable customers = result.Customers;
        foreach (CustomerColumn column in customers.Columns)
            Console.WriteLine($"{column.Name} ({column.Kind}, by {column.Step}): {column.Description}");

        CustomerProfile first = customers[0];
        Console.WriteLine($"{first.Id}: {first.Segment}, {first.Monetary} in {first.Frequency} orders, {first.Text("country")}");

        double[] scores = new double[customers.Count];
        CustomerTable more = customers.With(new NumberColumn("satisfaction", scores) { Unit = "0 to 10" });
        using (FileStream file = File.Create("customers.json")) more.WriteJson(file);

        FeatureTable features = FeatureTable.From(customers, ColumnNames.RecencyDays, ColumnNames.Monetary, "segment");
        KMeansModel model = new KMeansTrainer(new() { ClusterCount = 4 }).Fit(features.Standardize());
        int[] clusters = model.Predict(customers);

        Assert.Equal(
            customers.Columns.Count + 1,
            JsonDocument.Parse(File.ReadAllBytes("customers.json")).RootElement.GetProperty("columns").GetArrayLength());
        Assert.Equal(model.TrainingLabels.ToArray(), clusters);
    }

    internal sealed class LapsedStep : IPipelineStep
    {
        public string Name => "lapsed";

        public void Run(PipelineContext context)
        {
            NumericColumn recency = context.Customers.Column<NumericColumn>(ColumnNames.RecencyDays);
            bool?[] lapsed = [.. Enumerable.Range(0, recency.Count).Select(row => (bool?)(recency.NumberAt(row) > 180))];
            context.AddColumns(new FlagColumn("lapsed", lapsed) { Description = "Bought nothing in half a year." });
        }

        public void Report(PersonalizationResult result, ReportBuilder report) =>
            report.AddSection(new ReportSection("lapsed", "Who lapsed", "Customers who bought nothing in half a year.",
                [new ParagraphBlock($"{ReportText.Count(Count(result))} of {ReportText.Count(result.Customers.Count)} customers.")]));

        public void Summarize(PersonalizationResult result, Utf8JsonWriter summary) => summary.WriteNumber("lapsed", Count(result));

        private static int Count(PersonalizationResult result) => result.Customers.Column<FlagColumn>("lapsed").Values.Count(true);
    }
}
