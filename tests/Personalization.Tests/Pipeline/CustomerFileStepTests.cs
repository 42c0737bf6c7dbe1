using System.Globalization;
using System.Text;
using System.Text.Json;
using Personalization.Core;
using Personalization.Data;
using Personalization.Simulation;
using Personalization.TestKit;

namespace Personalization.Tests;

/// <summary>A second file of the customers of a simulated shop.</summary>
internal static class SmallCrm
{
    public static CustomerFileTable Of(string text) => CustomerFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "crm.csv");

    /// <summary>A row for each customer of a log and one stranger; the first customer is left out.</summary>
    public static CustomerFileTable Of(EventLog log)
    {
        StringBuilder text = new("customer_id,age,tier,consent,segment,signup\n");
        for (int row = 1; row < log.Customers.Count; row++)
        {
            string tier = row % 3 == 0 ? "gold" : "none", consent = row % 2 == 0 ? "yes" : "no";
            text.Append(CultureInfo.InvariantCulture, $"{log.Customers.Values[row]},{20 + (row % 50)},{tier},{consent},own,");
            text.Append(CultureInfo.InvariantCulture, $"2020-01-0{1 + (row % 9)}\n");
        }

        return Of(text.Append("stranger,40,gold,yes,own,2020-01-01\n").ToString());
    }
}

public sealed class CustomerFileStepConformance : PipelineStepConformance<CustomerFileStep>
{
    private static readonly CustomerFileTable File = SmallCrm.Of(
        JewelryShop.Simulate(new JewelryShopOptions { CustomerCount = 200, Seed = 9 }).Log);

    protected override CustomerFileStep Create() => new(File);
}

public sealed class CustomerFileStepTests
{
    private static readonly EventLog Shop = JewelryShop.Simulate(new JewelryShopOptions { CustomerCount = 120, Seed = 3 }).Log;

    private static PersonalizationResult Run(CustomerFileTable file, EventLog? log = null) => new PersonalizationPipeline(
            steps: PipelineSteps.Default.AddAfter<RfmStep>(new CustomerFileStep(file)))
        .Run(log ?? Shop, cancellationToken: TestContext.Current.CancellationToken);

    [Fact]
    public void Run_WholeJob_ColumnsCountsAndReport()
    {
        PersonalizationResult result = Run(SmallCrm.Of(Shop));
        CustomerFileFindings found = result.Get<CustomerFileFindings>();
        CustomerTable customers = result.Customers;
        bool firstBought = customers.Customers.Contains(Shop.Customers[0]);

        Assert.Equal(customers.Count - (firstBought ? 1 : 0), found.Join.Matched);
        Assert.Equal(Shop.Customers.Count - found.Join.Matched, found.Join.InFileOnly);
        Assert.Equal(found.Join.InFileOnly - 1, found.Join.InFileOnlyWithoutPurchase);
        Assert.Equal(ColumnKind.Flag, customers.Column<CustomerColumn>("consent").Kind);
        Assert.Equal("days", customers.Column<WholeNumberColumn>("signup_days").Unit);
        Assert.Contains("What the shop knows of its customers", result.Report.ToString(), StringComparison.Ordinal);
    }

    /// <summary>The shop's own "segment" gives way to the one that a later step writes.</summary>
    [Fact]
    public void Run_ColumnNamedAsAStepsOne_GivesWay()
    {
        CustomerTable customers = Run(SmallCrm.Of(Shop)).Customers;

        Assert.Equal("segments", customers.Column<CategoryColumn>("segment").Step);
        Assert.Equal(["own"], customers.Column<CategoryColumn>("given_segment").Levels);
    }

    /// <summary>Who said no, and who isn't in the file, is offered and recommended nothing; who said yes is.</summary>
    [Fact]
    public void Run_ColumnOfConsent_HoldsForOffersAndRecommendations()
    {
        PersonalizationResult result = Run(SmallCrm.Of(Shop));
        FlagColumn consent = result.Customers.Column<FlagColumn>("consent");
        HashSet<CustomerId> agreed =
        [
            .. Enumerable.Range(0, consent.Count).Where(row => consent.Values[row] == true)
                .Select(row => result.Customers.Customers[row]),
        ];

        Assert.NotEmpty(agreed);
        Assert.All(
            result.Recommendations.Where(list => result.Customers.Customers.Contains(list.Customer)),
            list => Assert.Equal(agreed.Contains(list.Customer), list.Recommendations.Count > 0));
        Assert.Contains(result.Offers.Decisions, decision => decision.Offer is not null);
        Assert.All(result.Offers.Decisions.Where(decision => decision.Offer is not null), own => Assert.Contains(own.Customer, agreed));
        string report = System.Net.WebUtility.HtmlDecode(result.Report.ToString());
        Assert.Contains("“consent” for recommendations and offers", report, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_NoIdInCommon_ErrorShowsBothSides()
    {
        EventFileException error = Assert.Throws<EventFileException>(() => Run(SmallCrm.Of("Kunde,age\nx-1,5\nx-2,7\n")));

        Assert.Contains("'Kunde' has ids such as 'x-1', 'x-2', the events have '", error.Message, StringComparison.Ordinal);
        Assert.Contains("--customers-id COLUMN", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WriteJson_Findings_AreOneObject()
    {
        using MemoryStream stream = new();
        Run(SmallCrm.Of(Shop)).Get<CustomerFileFindings>().WriteJson(stream);
        using JsonDocument json = JsonDocument.Parse(stream.ToArray());

        Assert.Equal("consent", json.RootElement.GetProperty("file").GetProperty("columns")[2].GetProperty("column").GetString());
        Assert.Equal("flag", json.RootElement.GetProperty("file").GetProperty("columns")[2].GetProperty("kind").GetString());
    }

    /// <summary>A colour that the largest segment has alone is told; a size that every other customer has isn't.</summary>
    [Fact]
    public void Save_SegmentsWithADifference_ToldInFileAndReport()
    {
        EventLog log = JewelryShop.Simulate(new JewelryShopOptions { CustomerCount = 500, Seed = 3 }).Log;
        PersonalizationResult first = Run(SmallCrm.Of(log), log);
        CategoryColumn segments = first.Customers.Column<CategoryColumn>(ColumnNames.Segment);
        int[] sizes = new int[segments.Levels.Count];
        foreach (int code in segments.Codes) sizes[code]++;
        int largest = Array.IndexOf(sizes, sizes.Max());
        StringBuilder crm = new("customer_id,colour,size\n");
        for (int row = 0; row < first.Customers.Count; row++)
        {
            string colour = segments.Codes[row] == largest ? "red" : "blue", size = row % 2 == 0 ? "small" : "large";
            crm.Append(CultureInfo.InvariantCulture, $"{first.Customers.Customers.Values[row]},{colour},{size}\n");
        }

        PersonalizationResult result = Run(SmallCrm.Of(crm.ToString()), log);
        AttributeProfile profile = AttributeProfiles.From(result.Customers, ColumnNames.Segment, ["colour", "size"])
            .Single(each => each.Group == segments.Levels[largest]);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("personalization-crm-");
        try
        {
            result.Save(folder.FullName, false, TestContext.Current.CancellationToken);
            string told = File.ReadAllText(Path.Combine(folder.FullName, PersonalizationFiles.Segments));

            Assert.All(profile.Differences, difference => Assert.Equal("colour", difference.Column));
            Assert.StartsWith("colour", profile.Summary, StringComparison.Ordinal);
            Assert.Contains("what_sets_apart", told, StringComparison.Ordinal);
            Assert.Contains(profile.Differences[0].Sentence, told, StringComparison.Ordinal);
            Assert.Contains(
                profile.Differences[0].Sentence,
                File.ReadAllText(Path.Combine(folder.FullName, PersonalizationFiles.AttributeProfiles)), StringComparison.Ordinal);
            Assert.Contains("What the shop knows of them", result.Report.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}

public sealed class AttributeClustersStepConformance : PipelineStepConformance<AttributeClustersStep>
{
    protected override AttributeClustersStep Create() => new(new() { ClusterCount = 3, Model = new() { Starts = 2 } });
}
