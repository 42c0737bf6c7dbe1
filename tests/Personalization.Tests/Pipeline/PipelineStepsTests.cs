using System.Text.Json;
using Personalization.Core;
using Personalization.Rfm;
using Personalization.Simulation;

namespace Personalization.Tests;

public sealed class PipelineStepsTests : IDisposable
{
    private static readonly EventLog Shop = JewelryShop.Simulate(new JewelryShopOptions { CustomerCount = 300, Seed = 5 }).Log;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("personalization-steps-");

    public void Dispose() => _folder.Delete(recursive: true);

    private string In(string name) => Path.Combine(_folder.FullName, name);

    [Fact]
    public void Add_StepFromOutside_ColumnSectionFileAndSummaryLine()
    {
        PersonalizationResult result = new PersonalizationPipeline(steps: PipelineSteps.Default.Add(new VisitsStep())).Run(Shop);
        result.Save(_folder.FullName);

        Assert.Equal("visits", result.Customers.Column<WholeNumberColumn>("views").Step);
        Assert.EndsWith(",views", File.ReadLines(In("customers.csv")).First(), StringComparison.Ordinal);
        Assert.Contains("id=\"visits\"", File.ReadAllText(In("report.html")), StringComparison.Ordinal);
        using JsonDocument summary = JsonDocument.Parse(File.ReadAllBytes(In("summary.json")));
        Assert.Equal(File.ReadAllText(In("visits.txt")).Trim(), summary.RootElement.GetProperty("views").GetRawText());
        Assert.True(summary.RootElement.GetProperty("views").GetInt64() > result.Customers.Count);
        Assert.True(summary.RootElement.GetProperty("seconds").TryGetProperty("visits", out _));
    }

    [Fact]
    public void Columns_OfEachStep_NameTheStep() =>
        Assert.All(
            new PersonalizationPipeline().Run(Shop).Customers.Columns,
            column => Assert.Contains(PipelineSteps.Default, step => step.Name == column.Step));

    [Fact]
    public void Replace_StepOfTheSameName_TakesItsPlace()
    {
        PipelineSteps steps = PipelineSteps.Default.Replace(new ClustersStep(new() { FewestCustomers = 1_000_000 }));

        Assert.Equal(PipelineSteps.Default.Select(step => step.Name), steps.Select(step => step.Name));
        Assert.Null(new PersonalizationPipeline(steps: steps).Run(Shop).Clusters);
    }

    [Fact]
    public void Replace_UnknownName_ErrorNamesTheSteps()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => PipelineSteps.Default.Replace(new VisitsStep()));
        Assert.Contains("no step 'visits' to replace; the steps are read, orders, rfm", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_AStepThatNobodyNeeds_EverythingElse()
    {
        PersonalizationResult result = new PersonalizationPipeline(steps: PipelineSteps.Default.Without<OffersStep>()).Run(Shop);
        result.Save(_folder.FullName);

        Assert.False(File.Exists(In("offers.csv")));
        Assert.DoesNotContain("id=\"offers\"", File.ReadAllText(In("report.html")), StringComparison.Ordinal);
        Assert.Contains(
            "made a OfferPlan", Assert.Throws<InvalidOperationException>(() => result.Offers).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_AStepThatOthersNeed_ErrorNamesBoth()
    {
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(
            () => new PersonalizationPipeline(steps: PipelineSteps.Default.Without<OrdersStep>()).Run(Shop));

        Assert.Contains("'rfm' needs a OrderTable", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddAfter_AStep_StandsBehindIt() =>
        Assert.Equal(
            ["read", "orders", "rfm", "visits", "segments"],
            PipelineSteps.Default.AddAfter<RfmStep>(new VisitsStep()).Take(5).Select(step => step.Name));

    [Fact]
    public void Add_TheSameNameTwice_Error() =>
        Assert.Contains("Two steps are called 'visits'", Assert.Throws<ArgumentException>(
            () => PipelineSteps.Empty.Add(new VisitsStep()).Add(new VisitsStep())).Message, StringComparison.Ordinal);

    [Fact]
    public void Run_TwoStepsWithOneColumn_ErrorNamesBoth()
    {
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(
            () => new PersonalizationPipeline(steps: PipelineSteps.Default.Add(new Quick("other", context => context.AddColumns(
                new WholeNumberColumn("frequency", new int[context.Customers.Count]))))).Run(Shop));

        Assert.Contains("Steps 'rfm' and 'other' both write a column 'frequency'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_TwoStepsWithOneFinding_ErrorNamesBoth()
    {
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(
            () =>
                new PersonalizationPipeline(
                    steps: PipelineSteps.Default.Add(new Quick("other", context => context.Add(context.Get<RfmTable>())))).Run(Shop));

        Assert.Contains("Steps 'rfm' and 'other' both made a RfmTable", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Save_TwoStepsWithOneFile_ErrorNamesIt()
    {
        PersonalizationResult result = new PersonalizationPipeline(
            steps: PipelineSteps.Default.Add(new Quick("other", file: "offers.csv"))).Run(Shop);

        Assert.Contains(
            "'offers.csv'",
            Assert.Throws<InvalidOperationException>(() => result.Save(_folder.FullName)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../out.csv")]
    [InlineData("/out.csv")]
    [InlineData("a/../../b.csv")]
    [InlineData("")]
    [InlineData("a//b.csv")]
    [InlineData("a\\b.csv")]
    public void OutputFile_NameThatLeadsOutOfTheFolder_Error(string name) =>
        Assert.ThrowsAny<ArgumentException>(() => new OutputFile(name, null));

    [Fact]
    public void Save_FileThatTheRunHasNothingFor_IsDeleted()
    {
        Directory.CreateDirectory(In("models"));
        File.WriteAllText(In("models/clusters.safetensors"), "of an earlier run");
        EventLog few = Shop.ForCustomers(RfmTable.From(Shop).Customers.Take(10));
        new PersonalizationPipeline().Run(few).Save(_folder.FullName);

        Assert.False(File.Exists(In("models/clusters.safetensors")));
    }

    [Fact]
    public void Run_Consent_NobodyIsRecommendedOrOfferedAnythingWithout()
    {
        PersonalizationResult result = new PersonalizationPipeline(
            new() { Consent = new OddRows(RfmTable.From(Shop).Customers) }).Run(Shop);

        Assert.Contains(result.Offers.Decisions, decision => decision.Offer is not null);
        for (int row = 0; row < result.Customers.Count; row += 2)
        {
            Assert.Empty(result.Customers[row].RecommendedItems);
            Assert.Null(result.Offers.Find(result.Customers[row].Id)!.Offer);
        }
    }

    [Fact]
    public void Run_History_CountsAgainstCaps()
    {
        // By the one order alone: what won-back customers bring later makes a second offer to most of them pay.
        PipelineSteps steps = PipelineSteps.Default.Replace(new OffersStep(new() { Allocation = new() { WinBackShare = 0 } }));
        PersonalizationResult first = new PersonalizationPipeline(steps: steps).Run(Shop);
        PersonalizationResult second = new PersonalizationPipeline(new() { History = first.Offers.ToHistory() }, steps).Run(Shop);

        Assert.True(second.Offers.Total.Offers < first.Offers.Total.Offers);
    }

    private sealed class OddRows(IdIndex<CustomerId> customers) : IConsentPolicy
    {
        public bool Allows(CustomerId customer, ConsentPurpose purpose) => customers.TryGetRow(customer, out int row) && row % 2 == 1;
    }

    private sealed class Quick(string name, Action<PipelineContext>? run = null, string? file = null) : IPipelineStep
    {
        public string Name => name;

        public void Run(PipelineContext context) => run?.Invoke(context);

        public IEnumerable<OutputFile> Files(PersonalizationResult result) => file is null ? [] : [new OutputFile(file, _ => { })];
    }
}
