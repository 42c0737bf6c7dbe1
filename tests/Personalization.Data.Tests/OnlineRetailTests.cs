using System.Diagnostics;
using System.Globalization;
using Personalization.Core;
using Personalization.TestKit;

namespace Personalization.Data.Tests;

/// <summary>
/// The real file against an independent recount: benchmarks/peers/clean_online_retail.py (pandas 1.5.3), whose figures stand here.
/// </summary>
public sealed class OnlineRetailTests(ITestOutputHelper output)
{
    [Fact]
    public void Read_OnlineRetail_AgreesWithPandasToTheRowAndTheCent()
    {
        EventReadResult result = Read(new EventReadOptions());
        CleaningReport report = result.Report;

        Assert.Equal((EventFileFormat.Csv, "Online Retail"), (result.Format, result.Layout));
        Assert.Equal(1_067_370, report.RowsRead);
        Assert.Equal((243_007, 243_007), (report["no customer"].Dropped, report["no customer"].Matched));
        Assert.Equal((18_744, 19_494), (report["cancelled"].Dropped, report["cancelled"].Matched));
        Assert.Equal((0, 22_950), (report["non-positive quantity"].Dropped, report["non-positive quantity"].Matched));
        Assert.Equal((71, 6_207), (report["non-positive price"].Dropped, report["non-positive price"].Matched));
        Assert.Equal(0, report["unparsable"].Dropped);
        Assert.Equal(0, report["item code normalized"].Repaired);
        Assert.Equal(0, report["price rounded"].Repaired);
        Assert.Equal(34_335, report.ExactDuplicates);
        Assert.True(report.ExactDuplicatesComplete);
        Assert.Equal(805_548, report.RowsKept);
        Assert.Equal(report.RowsRead - report.RowsKept, report.Rules.Sum(r => r.Dropped));
        Assert.Empty(report.IgnoredColumns);
        Assert.Equal([new AttributeCount("country", 5_878)], report.CustomerAttributes);
        Assert.Equal(new DateTime(2009, 12, 1, 7, 45, 0), report.FirstTime);
        Assert.Equal(new DateTime(2011, 12, 9, 12, 50, 0), report.LastTime);

        EventLog log = result.Log;
        Assert.Equal(805_548, log.EventCount);
        Assert.Equal(5_878, log.ActiveCustomerCount);
        Assert.Equal(4_631, log.Items.Count);
        Assert.Equal(36_969, log.OrderCodeCount);
        Assert.Equal(17_743_411.178m, Revenue(log));

        // The first row without a customer, as an editor numbers lines.
        Assert.Equal(new RowExample(265, null, "489464"), report["no customer"].Examples[0]);
        Assert.Equal(5, report["no customer"].Examples.Count);
    }

    [Fact]
    public void Read_DropExactDuplicates_AgreesWithPandas()
    {
        EventReadResult result = Read(new EventReadOptions { DropExactDuplicates = true });
        Assert.Equal(26_124, result.Report["exact duplicate"].Dropped);
        Assert.Equal(779_424, result.Report.RowsKept);
        Assert.Equal(17_374_786.268m, Revenue(result.Log));
    }

    [Fact]
    public void Read_OnlineRetail_KnowsEveryCustomersCountry()
    {
        EventLog log = Read(new EventReadOptions()).Log;
        CustomerAttribute country = Assert.Single(log.CustomerAttributes);
        Dictionary<string, int> customers = Enumerable.Range(0, log.Customers.Count)
            .GroupBy(row => country[row]!).ToDictionary(g => g.Key, g => g.Count());
        foreach ((string name, int count) in customers.OrderByDescending(c => c.Value)) output.WriteLine($"{count,6:N0} {name}");
        Assert.Equal(5_878, customers.Values.Sum());
        Assert.Equal((5_350, 106, 95), (customers["United Kingdom"], customers["Germany"], customers["France"]));
    }

    private static decimal Revenue(EventLog log)
    {
        long units = 0;
        for (int row = 0; row < log.Customers.Count; row++)
        {
            CustomerEvents events = log.EventsOf(row);
            for (int i = 0; i < events.Count; i++) units += MoneyUnits.Total(events.Quantities[i], events.UnitPrices[i]);
        }

        return MoneyUnits.ToDecimal(units);
    }

    private EventReadResult Read(EventReadOptions options)
    {
        string? path = TestData.Find("online-retail-ii/online_retail_II.csv.gz");
        Assert.SkipWhen(path is null, TestData.SkipReason);
        long start = Stopwatch.GetTimestamp();
        EventReadResult result = EventFile.Read(path, options, cancellationToken: TestContext.Current.CancellationToken);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(start).TotalSeconds:F2} s"));
        return result;
    }
}
