using System.Text.Json;
using Personalization.Core;
using Personalization.Data;
using Personalization.Rfm;
using Personalization.Simulation;
using Personalization.TestKit;

namespace Personalization.Tests;

public sealed class PersonalizationPipelineTests : IDisposable
{
    private static readonly EventLog Shop = JewelryShop.Simulate(new JewelryShopOptions { CustomerCount = 600, Seed = 5 }).Log;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("personalization-pipeline-");

    public void Dispose() => _folder.Delete(recursive: true);

    private string In(string name) => Path.Combine(_folder.FullName, name);

    [Fact]
    public void Run_SameSeed_SameBytesOfEveryFileForAnyThreads()
    {
        Dictionary<string, byte[]>? first = null;
        foreach (int threads in (int[])[1, 2, 7])
        {
            string folder = In($"threads{threads}");
            new PersonalizationPipeline(new() { Seed = 3, Budget = 500m, Threads = threads }).Run(Shop).Save(folder, includeTimings: false);
            Dictionary<string, byte[]> files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .ToDictionary(path => Path.GetRelativePath(folder, path), File.ReadAllBytes);
            first ??= files;

            Assert.Equal(first.Keys.Order(StringComparer.Ordinal), files.Keys.Order(StringComparer.Ordinal));
            Assert.All(
                files,
                file => Assert.True(file.Value.AsSpan().SequenceEqual(first[file.Key]), $"{file.Key} differs with {threads} threads."));
        }

        Assert.Equal(12, first!.Count);
    }

    [Fact]
    public void Run_OtherSeed_OtherModel()
    {
        static byte[] Model(ulong seed)
        {
            using MemoryStream stream = new();
            new PersonalizationPipeline(new() { Seed = seed }).Run(Shop).Clusters!.Model.Save(stream);
            return stream.ToArray();
        }

        Assert.NotEqual(Model(1), Model(2));
    }

    [Fact]
    public void Run_AnyBudget_IsNeverExceeded()
    {
        foreach (decimal budget in (decimal[])[0, .5m, 37.31m, 1_000m])
        {
            PersonalizationResult result = new PersonalizationPipeline(new() { Budget = budget }).Run(Shop);

            Assert.InRange(result.Offers.Decisions.Sum(d => d.WorstCaseCost), 0, budget);
            Assert.Equal(result.Rfm.Count, result.Offers.Decisions.Count);
            Assert.All(result.Offers.Decisions, decision => Assert.NotEmpty(decision.Reasons));
        }
    }

    [Fact]
    public void Run_Tables_AgreeWithEachOther()
    {
        PersonalizationResult result = new PersonalizationPipeline(
            steps: PipelineSteps.Default.Replace(new RecommendationsStep(new() { Count = 5 }))).Run(Shop);

        Assert.Equal(result.Rfm.Count, result.Segments.Profiles.Sum(p => p.Customers));
        Assert.Equal(result.Rfm.Count, result.Clusters!.Model.Sizes.Sum());
        Assert.Equal(result.Rfm.TotalMonetary, result.Segments.Profiles.Sum(p => p.Revenue));
        Assert.All(Enumerable.Range(0, result.Customers.Count).Select(row => result.Customers[row]), profile =>
        {
            RfmRow row = result.Rfm[profile.Id];
            Assert.Equal((row.Frequency, row.Monetary), (profile.Frequency, profile.Monetary));
            Assert.Equal(5, profile.RecommendedItems.Count);
            Assert.NotNull(profile.ClusterName);
            Assert.InRange(profile.PurchaseProbability!.Value, 0, 1);
        });
    }

    [Fact]
    public void Run_FewCustomers_NoClustersButEverythingElse()
    {
        EventLog few = Shop.ForCustomers(RfmTable.From(Shop).Customers.Take(10));
        PersonalizationResult result = new PersonalizationPipeline(new() { Budget = 50m }).Run(few);
        result.Save(In("few"));

        Assert.Null(result.Clusters);
        Assert.Equal(10, result.Offers.Decisions.Count);
        Assert.False(File.Exists(In("few/models/clusters.safetensors")));
    }

    [Fact]
    public void Run_NoPurchase_ErrorSaysWhatToMap()
    {
        EventLog views = EventLog.From([new ShopEvent(new CustomerId("a"), new DateTime(2025, 1, 1), EventType.View)]);

        ArgumentException error = Assert.Throws<ArgumentException>(() => new PersonalizationPipeline().Run(views));
        Assert.Contains("map the shop's event names to 'purchase'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Cancelled_Throws()
    {
        using CancellationTokenSource cancelled = new();
        cancelled.Cancel();

        Assert.Throws<OperationCanceledException>(() => new PersonalizationPipeline().Run(Shop, cancellationToken: cancelled.Token));
    }

    [Fact]
    public void Run_Progress_RisesToTheEnd()
    {
        Recorder recorder = new();
        new PersonalizationPipeline().Run(Shop, recorder, TestContext.Current.CancellationToken);

        double[] fractions = [.. recorder.Seen.Select(p => p.Fraction).OfType<double>()];
        Assert.Equal(fractions.Order(), fractions);
        Assert.Equal((0, 1), (fractions[0], fractions[^1]));
        Assert.Contains(recorder.Seen, p => p.Stage == "report");
    }

    [Fact]
    public void Save_Summary_HoldsEveryField()
    {
        new PersonalizationPipeline(new() { Budget = 100m }).Run(Shop).Save(In("out"));
        using JsonDocument summary = JsonDocument.Parse(File.ReadAllBytes(In("out/summary.json")));
        JsonElement root = summary.RootElement;

        string[] fields =
        [
            "rows_read", "rows_kept", "customers", "items", "orders", "revenue", "refunds", "reference_date", "clusters",
            "lifetime", "churn", "purchase_probability", "offers", "messages", "seconds",
            "peak_bytes",
        ];
        Assert.Equal(fields, root.EnumerateObject().Select(p => p.Name));
        Assert.Equal(
            ["k", "inertia", "silhouette", "davies_bouldin", "sizes"], root.GetProperty("clusters").EnumerateObject().Select(p => p.Name));
        Assert.Equal(
            ["count", "not_sent", "contact_cost", "contacts_learned", "contacts_of_customers", "contacts_later", "channels"],
            root.GetProperty("messages").EnumerateObject().Select(p => p.Name));
        Assert.Equal(
            ["count", "cost", "budget", "expected_value", "control"], root.GetProperty("offers").EnumerateObject().Select(p => p.Name));
        Assert.Equal(100m, root.GetProperty("offers").GetProperty("budget").GetDecimal());
    }

    [Fact]
    public void Run_OnlineRetail_CountsOfAnIndependentRecount()
    {
        string? path = TestData.Find("online-retail-ii/online_retail_II.csv.gz");
        Assert.SkipWhen(path is null, TestData.SkipReason);

        // Counted by benchmarks/peers/whole_job.py (pandas) on the same file.
        PersonalizationResult result = new PersonalizationPipeline(new() { Seed = 1 }).Run(path!);

        CleaningReport read = result.Cleaning!;
        Assert.Equal((1_067_370, 805_548), (read.RowsRead, read.RowsKept));
        Assert.Equal((5_878, 4_631, 36_969), (result.Customers.Count, result.Log.Items.Count, result.Orders.Count));
        Assert.Equal(17_743_411.18m, Math.Round(result.Orders.Total, 2));
        Assert.InRange(result.Offers.BudgetUsed, 0.01m, 10_000m);
    }

    private sealed class Recorder : IProgress<FitProgress>
    {
        public List<FitProgress> Seen { get; } = [];

        public void Report(FitProgress value)
        {
            lock (Seen) Seen.Add(value);
        }
    }
}
