using System.Globalization;
using System.Text;
using System.Text.Json;
using Personalization.Data;
using Personalization.Incentives;

namespace Personalization.Tests;

/// <summary>Shops that give nothing to compare: the job ends with files, and with nothing said of the customers that isn't so.</summary>
public sealed class DegenerateShopTests : IDisposable
{
    private const string Header = "customer_id,date,sku,quantity,price,order_id";

    private static readonly string[] Gone = ["Lost Legends", "Silent Browsers"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("personalization-degenerate-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Run_OneCustomerWithManyOrders_IsActive()
    {
        PersonalizationResult result = Run(Enumerable.Range(1, 6).Select(day => $"A,2024-01-0{day},S{day},1,10.00,O{day}"));

        Assert.Equal((1, 6), (result.Rfm.Count, result.Rfm.Frequency[0]));
        AssertNobodyIsGone(result);
        Assert.Equal("No clusters: there is 1 customer, and among fewer than 20 groups are chance.", result.NoClusters);
    }

    [Fact]
    public void Run_TenCustomers_SaysWhyThereAreNoClusters()
    {
        PersonalizationResult result = Run(Enumerable.Range(0, 30).Select(
            i => $"C{i % 10},2024-0{1 + (i % 5)}-{1 + (i % 27):00},S{i % 4},{1 + (i % 3)},{5 + i}.00,O{i}"));

        Assert.Equal(10, result.Rfm.Count);
        Assert.Null(result.Clusters);
        Assert.Contains("there are 10 customers", result.NoClusters, StringComparison.Ordinal);
        Assert.Contains(result.NoClusters!, File.ReadAllText(Path.Combine(_folder.FullName, "report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_NoItems_RecommendsNothingAndOffersStill()
    {
        PersonalizationResult result = Run(["1,2017-06-11,75", "1,2017-07-24,75", "2,2017-07-08,20"], "id,date,amount");

        Assert.Equal((2, 170m), (result.Rfm.Count, result.Rfm.TotalMonetary));
        Assert.Equal(2, result.Offers.Decisions.Count);
        Assert.All(Enumerable.Range(0, 2), row => Assert.Empty(result.Customers[row].RecommendedItems));
    }

    [Fact]
    public void Run_AllCustomersAlike_HasNoClustersAndEveryFile()
    {
        PersonalizationResult result = Run(Enumerable.Range(0, 30).Select(i => $"M{i:00},2024-03-01,BOX,1,9.90,O{i}"));

        Assert.Equal(
            "No clusters: all 30 customers are alike in recency, frequency, monetary, so nothing sets them apart.", result.NoClusters);
        Assert.Equal(["recency", "frequency", "monetary value"], result.Segments.Scores.NeutralMeasures);
        Assert.Equal(30, result.Offers.Decisions.Count);
        Assert.Single(result.Segments.Profiles, profile => profile.Customers > 0);
        AssertNobodyIsGone(result);
        using JsonDocument summary = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_folder.FullName, "summary.json")));
        Assert.Equal(JsonValueKind.Null, summary.RootElement.GetProperty("clusters").ValueKind);
        Assert.Equal(result.NoClusters, summary.RootElement.GetProperty("no_clusters").GetString());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Run_Subscription_MembersAreActive(int paidADayLate)
    {
        PersonalizationResult result = Run(
            from member in Enumerable.Range(0, 40)
            from month in Enumerable.Range(1, 12)
            let day = month == 12 && member < paidADayLate ? 2 : 1
            select $"M{member:00},2024-{month:00}-{day:00},BOX,1,9.90,O{member}-{month}");

        Assert.All(Enumerable.Range(0, 40), row => Assert.Equal(12, result.Rfm.Frequency[row]));
        Assert.Equal(paidADayLate == 0 ? ["Steady Patrons"] : SegmentsOf(result), SegmentsOf(result));
        AssertNobodyIsGone(result);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Run_EverybodyOnTheLastDay_NobodyIsLostOrAskedBack(int earlier)
    {
        PersonalizationResult result = Run(Enumerable.Range(0, 40).Select(
            i => $"M{i:00},2024-03-01,S{i % 5},1,{10 + i},O{i}").Concat(Enumerable.Range(0, earlier).Select(_ => "N,2023-01-01,S0,1,9,P")));

        SegmentIsGone(result, earlier);
        Assert.DoesNotContain(
            result.Offers.Decisions,
            decision => decision.Customer.Value != "N" && decision.Offer is { } offer && IsComeBack(offer));
    }

    [Fact]
    public void Run_NoBudget_NoOffers()
    {
        PersonalizationResult result = Run(["A,2024-01-05,S,1,10.00,O1", "B,2024-01-06,T,1,5.00,O2"], budget: 0);

        Assert.Equal((0, 0m), (result.Offers.Total.Offers, result.Offers.BudgetUsed));
    }

    [Fact]
    public void Budget_Negative_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PersonalizationOptions { Budget = -5 });

    private static void SegmentIsGone(PersonalizationResult result, int expected) =>
        Assert.Equal(expected, result.Segments.Profiles.Where(profile => Gone.Contains(profile.Segment.Name)).Sum(p => p.Customers));

    private static void AssertNobodyIsGone(PersonalizationResult result)
    {
        SegmentIsGone(result, 0);
        Assert.DoesNotContain(result.Offers.Decisions, decision => decision.Offer is { } offer && IsComeBack(offer));
    }

    private static bool IsComeBack(Offer offer) => offer.Eligibility.Segments.Any(Gone.Contains);

    private static string[] SegmentsOf(PersonalizationResult result) =>
        [.. result.Segments.Profiles.Where(profile => profile.Customers > 0).Select(profile => profile.Segment.Name)];

    private PersonalizationResult Run(IEnumerable<string> rows, string header = Header, decimal budget = 1000)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{header}\n{string.Join('\n', rows)}\n");
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(text));
        PersonalizationResult result = new PersonalizationPipeline(new() { Budget = budget })
            .Run(EventFile.Read(stream, "orders.csv", cancellationToken: Token), cancellationToken: Token);
        result.Save(_folder.FullName);
        Assert.All(
            (string[])["report.html", "customers.csv", "segments.csv", "offers.csv", "recommendations.csv", "cleaning.json"],
            name => Assert.True(File.Exists(Path.Combine(_folder.FullName, name)), name));
        return result;
    }
}
