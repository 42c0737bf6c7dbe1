using Personalization.Core;
using static Personalization.Data.Tests.ShopCase;

namespace Personalization.Data.Tests;

/// <summary>Times as people write them: one reading for a column, by its evidence; where there is none, said.</summary>
public sealed class CaseTimeTests
{
    [Fact]
    public void Read_OneDayAboveTwelve_ReadsAllDatesDayFirst()
    {
        EventReadResult result = Read("20-dates-slash-mixed/a.csv");
        Assert.Equal("2023-03-11, 2023-10-20", Days(result, "A"));
        Assert.Equal("2023-05-03", Days(result, "B"));
        Assert.False(Assert.Single(result.Report.Decisions).Assumed);
    }

    [Fact]
    public void Read_NoDayAboveTwelve_AssumesMonthFirstAndSaysSo()
    {
        EventReadResult result = Read("21-dates-slash-all-ambiguous/a.csv");
        Assert.Equal("2023-05-03, 2023-09-06", Days(result, "A"));
        ReadDecision decision = Assert.Single(result.Report.Decisions);
        Assert.True(decision.Assumed);
        Assert.Contains("--day-first", decision.ChangeWith, StringComparison.Ordinal);
        Assert.Contains("\"assumed\": true", result.Report.ToJson(), StringComparison.Ordinal);
        Assert.Equal("2023-03-05, 2023-06-09", Days(Read("21-dates-slash-all-ambiguous/a.csv", new() { DayFirst = true }), "A"));
    }

    [Fact]
    public void Read_BothOrdersInOneColumn_IsRefusedWithBoth()
    {
        EventFileException e = Texts.Refused("customer,date,price\nA,20/10/2023,1\nB,10/20/2023,1\n");
        Assert.Contains("'20/10/2023'", e.Message, StringComparison.Ordinal);
        Assert.Contains("'10/20/2023'", e.Message, StringComparison.Ordinal);
        Assert.Contains("--day-first", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("22-dates-12-hour/a.csv", "2024-03-14T19:05:00", "2024-03-16T09:00:01")]
    [InlineData("22-dates-12-hour/b.csv", "2024-04-24T20:13:28", "2024-04-24T20:13:28")]
    [InlineData("30-excel-serials-in-csv/a.csv", "2024-04-02T08:20:58", "2024-04-03T00:00:00")]
    [InlineData("81-time-beside-date/a.csv", "2024-01-05T10:22:33", "2024-01-06T11:00:00")]
    [InlineData("84-online-retail-dd-mm-yyyy/a.csv", "2010-12-01T08:26:00", "2010-12-13T08:28:00")]
    public void Read_TimesOfManyKinds_AreTimes(string file, string first, string last)
    {
        CleaningReport report = Read(file).Report;
        Assert.Equal((DateTime.Parse(first, null), DateTime.Parse(last, null), 0L), (report.FirstTime!.Value, report.LastTime!.Value,
            report.RowsDropped));
    }

    [Fact]
    public void Read_TwelveHourFile_HasTwoCustomersAndThreeOrders()
    {
        EventLog log = Read("22-dates-12-hour/a.csv").Log;
        Assert.Equal((2, 3), (log.ActiveCustomerCount, OrderTable.From(log).Count));
    }

    [Fact]
    public void Read_AnyOrderOfRows_GivesTheSameLog()
    {
        EventReadResult result = Read("83-descending-order/a.csv");
        Assert.Equal("2025-11-01, 2025-12-20, 2026-01-15", Days(result, "1"));
        Assert.Equal("1 180, 2 5", Net(result));
    }

    [Fact]
    public void Read_LateEveningWithAnOffset_IsOfTheShopsDay()
    {
        const string File = "88-order-without-time-of-day-and-tz/a.csv";
        Assert.Equal("2024-03-10", Days(Read(File), "A"));
        TimeZoneInfo newYork = TimeZoneInfo.CreateCustomTimeZone("shop", TimeSpan.FromHours(-5), "shop", "shop");
        Assert.Equal("2024-03-09", Days(Read(File, new() { TimeZone = newYork }), "A"));
    }

    [Theory]
    [InlineData("2099-12-31", 5)] // a typing error, or "never"
    [InlineData("1970-01-01", 5)] // a zero
    [InlineData("2031-01-01", 6)] // may be: a shop that slept
    public void Read_OneDateInASmallFile_IsLeftOutWhereItCantBe(string odd, int kept)
    {
        string text = "customer_id,date,price\nA,2024-01-05,1\nB,2024-02-05,1\nC,2024-03-05,1\nD,2024-04-05,1\nE,2024-05-05,1\n"
            + $"F,{odd},1\n";
        Assert.Equal(kept, Texts.Read(text).Log.EventCount);
    }

    [Fact]
    public void Read_DatesYearsAwayFromAllOthers_AreLeftOutAndTold()
    {
        System.Text.StringBuilder text = new("customer_id,date,price\n");
        for (int i = 0; i < 300; i++) text.Append(System.Globalization.CultureInfo.InvariantCulture, $"C{i},2024-0{(i % 9) + 1}-15,1\n");
        text.Append("C1,2204-05-01,1\nC2,1970-01-01,1\n");
        EventReadResult result = Texts.Read(text.ToString());
        Assert.Equal((new DateTime(2024, 1, 15), new DateTime(2024, 9, 15)), (result.Log.FirstTime, result.Log.LastTime));
        Assert.Equal((2L, 2), (result.Report["implausible date"].Dropped, (int)result.Report.RowsDropped));
        Assert.Contains(result.Report.Warnings, warning => warning.Contains("left out for the date", StringComparison.Ordinal));
    }
}
