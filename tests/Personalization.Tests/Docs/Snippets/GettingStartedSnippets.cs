using Personalization.Clustering;
using Personalization.Core;
using Personalization.Data;
using Personalization.Incentives;
using Personalization.Recommendations;
using Personalization.Rfm;
using Personalization.Simulation;

namespace Personalization.Tests;

/// <summary>The code of README.md and docs/getting-started.md, run in a folder with a simulated orders.csv.</summary>
[Collection("current directory")]
public sealed class GettingStartedSnippets : IDisposable
{
    private readonly SnippetFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void WholeJob_OnAFile_WritesTheReport()
    {
        PersonalizationPipeline pipeline = new(new() { Budget = 10_000m, Seed = 1 });
        PersonalizationResult result = pipeline.Run("orders.csv");

        foreach (SegmentProfile segment in result.Segments.Profiles)
            Console.WriteLine($"{segment.Segment.Name}: {segment.Customers} customers, {segment.ShareOfRevenue:P0} of revenue");
        foreach (OfferDecision decision in result.Offers.Decisions.Take(5))
            Console.WriteLine($"{decision.Customer}: {decision.Offer?.Name ?? "nothing"}, because {decision.Reasons[0]}");

        result.Save("out");

        Assert.True(File.Exists(Path.Combine("out", PersonalizationFiles.Report)));

        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        Progress<FitProgress> progress = new(p => Console.Error.WriteLine($"{p.Fraction:P0} {p.Stage}"));
        PersonalizationResult watched = pipeline.Run("orders.csv", progress: progress, cancellationToken: cancellationToken);

        Assert.Equal(result.Report.ToString(), watched.Report.ToString());
    }

    [Fact]
    public void WholeJob_OnTheSimulatedShop_StaysWithinTheBudget()
    {
        SimulatedShop shop = JewelryShop.Simulate(new JewelryShopOptions { CustomerCount = 500, Seed = 1 });
        PersonalizationResult simulated = new PersonalizationPipeline(new() { Budget = 1_000m }).Run(shop.Log);

        Assert.InRange(simulated.Offers.BudgetUsed, 0.01m, 1_000m);
    }

    [Fact]
    public void Records_OfAnyType_BecomeEvents()
    {
        OrderRow[] orders = [new("c1", new DateTime(2025, 1, 2), "ring", 1, 99m, "o1")];

        EventReadResult read = EventRecords.Read(orders, new RecordMapping<OrderRow>
        {
            Customer = row => row.CustomerNumber,
            LocalTime = row => row.BoughtAt,
            Item = row => row.Sku,
            Quantity = row => row.Pieces,
            UnitPrice = row => row.Price,
            Order = row => row.OrderNumber,
        });

        Assert.Equal(99m, OrderTable.From(read.Log).Total);
    }

    [Fact]
    public void OneStepAlone_OnAFile_Recommends()
    {
        EventLog log = EventFile.Read("orders.csv").Log;
        RfmTable rfm = RfmTable.From(log);
        KMeansModel clusters = new KMeansTrainer(new() { ClusterCount = 5 }).Fit(rfm.ToFeatures().Log1P().Standardize());
        ItemNeighborsModel items = new ItemNeighborsTrainer().Fit(log);
        IReadOnlyList<Recommendation> top = items.Recommend(rfm.Customers[0], 10);

        Assert.Equal(10, top.Count);
        Assert.Equal(5, clusters.ClusterCount);
    }

    private sealed record OrderRow(string CustomerNumber, DateTime BoughtAt, string Sku, int Pieces, decimal Price, string OrderNumber);
}
