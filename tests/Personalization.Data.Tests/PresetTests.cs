using Personalization.Core;
using Personalization.TestKit;
using static Personalization.Data.Tests.Texts;

namespace Personalization.Data.Tests;

/// <summary>CDNOW and REES46, by hand and on the real files; the counts of those were taken with awk and pandas.</summary>
public sealed class PresetTests
{
    [Fact]
    public void Read_CdnowWithoutHeader_KeepsTheDollarsOfEachLine()
    {
        EventReadResult result = Read(
            " 00001 19970101  1   11.77\r\n 00002 19970112  5   77.00\r\n 00002 19970113  2   0.00\r\n", "CDNOW_master.txt");
        Assert.Equal(
            [("00001", 1.0, 11.77m), ("00002", 1.0, 77m), ("00002", 1.0, 0m)],
            result.Log.Events().Select(e => (e.Customer.Value, e.Quantity, e.UnitPrice)));
        Assert.Equal((EventFileFormat.Whitespace, "CDNOW"), (result.Format, result.Layout));
        Assert.Equal(new DateTime(1997, 1, 12), result.Log.EventsOf(new CustomerId("00002"))[0].Time);
    }

    [Fact]
    public void Read_CdnowSample_HasFiveColumns()
    {
        ShopEvent e = Only(Read(" 00004 0001 19970101  2   29.33\n", "CDNOW_sample.txt"));
        Assert.Equal(("00004", 29.33m), (e.Customer.Value, e.UnitPrice));
    }

    [Theory]
    [InlineData("cdnow/CDNOW_master.txt", 69_659, 23_570, 2_500_315.63)]
    [InlineData("cdnow/CDNOW_sample.txt", 6_919, 2_357, 244_091.94)]
    public void Read_RealCdnow_KeepsEveryPurchase(string file, int purchases, int customers, double dollars)
    {
        string? path = TestData.Find(file);
        Assert.SkipWhen(path is null, TestData.SkipReason);
        EventReadResult result = EventFile.Read(path, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal((purchases, customers), (result.Log.EventCount, result.Log.ActiveCustomerCount));
        Assert.Equal((long)purchases, result.Report.RowsRead);
        Assert.Equal((decimal)dollars, result.Log.Events().Sum(e => e.UnitPrice));
    }

    [Fact]
    public void Read_RealRees46_AgreesWithPandas()
    {
        string? path = TestData.Find("rees46-sample/2019-Oct-head.csv.gz");
        Assert.SkipWhen(path is null, TestData.SkipReason);
        EventReadResult result = EventFile.Read(path, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("REES46 events", result.Layout);
        Dictionary<string, int> types = result.Log.Events().GroupBy(e => e.Type.Name).ToDictionary(g => g.Key, g => g.Count());
        Assert.Equal(17_434, result.Report.RowsRead);
        Assert.Equal((17_055, 165, 214), (types["view"], types["add_to_cart"], types["purchase"]));
        Assert.Equal(4_504, result.Log.ActiveCustomerCount);
        Assert.Equal(5_066, result.Log.SessionCodeCount);
        Assert.Equal(["category_id", "brand"], result.Report.IgnoredColumns);
    }
}
