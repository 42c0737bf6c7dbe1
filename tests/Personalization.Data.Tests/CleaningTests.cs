using System.Globalization;
using System.Text;
using System.Text.Json;
using Personalization.Core;
using static Personalization.Data.Tests.Texts;

namespace Personalization.Data.Tests;

public sealed class CleaningTests
{
    private const string Mixed = RetailHeader +
        "1,A,b,2,2010-12-01 08:00:00,1.00,7,UK\n" + // kept
        "1,A,b,2,2010-12-01 08:00:00,1.00,,UK\n" + // no customer
        "C1,A,b,-2,2010-12-01 08:00:00,1.00,7,UK\n" + // cancelled, also quantity
        "2,A,b,0,2010-12-01 08:00:00,1.00,7,UK\n" + // quantity
        "2,A,b,1,2010-12-01 08:00:00,0.00,,UK\n" + // no customer, also price
        "2,A,b,1,2010-12-01 08:00:00,,7,UK\n" + // price missing
        "1,A,b,2,2010-12-01 08:00:00,1.00,7,UK\n" + // exact duplicate of the first
        "3,a ,b,1,2011-12-01 08:00:00,2.00005,8.0,UK\n"; // item code, price and customer repaired

    [Fact]
    public void Read_EachRule_CountsItsRowsOnce()
    {
        CleaningReport report = Read(Mixed).Report;
        Assert.Equal((8, 3, 5), (report.RowsRead, report.RowsKept, report.RowsDropped));
        Assert.Equal((2, 2), (report["no customer"].Dropped, report["no customer"].Matched));
        Assert.Equal((1, 1), (report["cancelled"].Dropped, report["cancelled"].Matched));
        Assert.Equal((1, 2), (report["non-positive quantity"].Dropped, report["non-positive quantity"].Matched));
        Assert.Equal((1, 2), (report["non-positive price"].Dropped, report["non-positive price"].Matched));
        Assert.Equal((0, 1, 1L), (report["exact duplicate"].Dropped, report["exact duplicate"].Matched, report.ExactDuplicates));
        Assert.Equal(1, report["item code normalized"].Repaired);
        Assert.Equal(1, report["price rounded"].Repaired);
        Assert.Equal(1, report["customer id normalized"].Repaired);
        Assert.Equal(report.RowsDropped, report.Rules.Sum(r => r.Dropped));
    }

    [Fact]
    public void Read_KeepCancellationsAsRefunds_TurnsThemAround()
    {
        EventReadResult result = Read(Mixed, options: new() { KeepCancellationsAsRefunds = true });
        ShopEvent refund = Assert.Single(result.Log.Events(), e => e.Type == EventType.Refund);
        Assert.Equal((2.0, "C1"), (refund.Quantity, refund.Order));
        Assert.Equal((1, 0), (result.Report["cancelled kept as refund"].Repaired, result.Report["cancelled"].Dropped));
    }

    [Fact]
    public void Read_DropExactDuplicates_DropsTheLater()
    {
        CleaningReport report = Read(Mixed, options: new() { DropExactDuplicates = true }).Report;
        Assert.Equal((2, 1), (report.RowsKept, report["exact duplicate"].Dropped));
    }

    [Theory]
    [InlineData("1,A,b,2", "\"1\",A,\"b\",2", 1)] // quotes that nothing needed
    [InlineData("1,A,\"b,2\",2", "1,\"A,b\",2,2", 0)] // the same letters, other fields
    [InlineData("1,A,\"b \"\"x\"\"\",2", "1,\"A\",\"b \"\"x\"\"\",\"2\"", 1)]
    [InlineData("1,A,b,2", "1,A,b,2 ", 0)] // pandas, too, takes a blank for a difference
    public void Read_ExactDuplicates_CompareFieldsNotQuotes(string first, string second, int duplicates)
    {
        const string End = ",2010-12-01 08:00:00,1.00,7,UK\n";
        Assert.Equal(duplicates, Read(RetailHeader + first + End + second + End).Report.ExactDuplicates);
    }

    [Fact]
    public void Read_RulesOfYourOwn_TakeTheirPlaceInTheReport()
    {
        CleaningRule rule = CleaningRule.Custom(
            "test customers", "Customer 7 is the shop's own.", row => row.Customer == "7" ? RowVerdict.Drop : RowVerdict.Keep);
        CleaningRule channel = CleaningRule.Custom("channel", "All of this came by mail.", row =>
        {
            row.Channel = "mail";
            return RowVerdict.Repair;
        });
        EventReadResult result = Read(
            Mixed,
            options: new()
            {
                Rules = [CleaningRules.NoCustomer, rule, CleaningRules.OutOfTimeRange(new(2010, 1, 1), new(2012, 1, 1)), channel],
            });
        Assert.Equal(("8", "mail"), (Only(result).Customer.Value, Only(result).Channel));
        Assert.Equal((5, 1), (result.Report["test customers"].Dropped, result.Report["channel"].Repaired));
    }

    [Fact]
    public void OutOfTimeRange_EndIsOpen()
    {
        string text = "customer,date\na,2019-12-31\na,2020-01-01\na,2020-12-31T23:59:59\na,2021-01-01\n";
        CleaningReport report = Read(
            text, options: new() { Rules = [CleaningRules.OutOfTimeRange(new(2020, 1, 1), new(2021, 1, 1))] }).Report;
        Assert.Equal((2, 2), (report.RowsKept, report["out of time range"].Dropped));
        Assert.Throws<ArgumentException>(() => CleaningRules.OutOfTimeRange(new(2020, 1, 1), new(2020, 1, 1)));
    }

    [Fact]
    public void Read_ViewsWithoutPriceAndFreePurchases_AreKept()
    {
        EventReadResult result = Read(
            "user_id,event_time,event_type,product_id,price\nu,2020-01-01,view,a,\nu,2020-01-01,cart,a,0\n" +
            "u,2020-01-01,purchase,a,0\nu,2020-01-01,purchase,a,\n");
        Assert.Equal(["add_to_cart", "purchase", "view"], result.Log.Events().Select(e => e.Type.Name).Order(StringComparer.Ordinal));
        Assert.Equal(1, result.Report["no price"].Dropped);
    }

    [Theory]
    [InlineData(OutlierMethod.Quantile, OutlierAction.Winsorize, 100, 99)]
    [InlineData(OutlierMethod.Quantile, OutlierAction.Drop, 99, 99)]
    [InlineData(OutlierMethod.InterquartileRange, OutlierAction.Drop, 99, 99)]
    public void Read_Outliers_AreDroppedOrMoved(OutlierMethod method, OutlierAction action, int kept, double largest)
    {
        // Quantities 1 … 99 and 1,000: the 98/99 quantile is exactly the 99th of the sorted 100, 99; quartiles 25.75 and 75.25, fence
        // 223.75.
        StringBuilder text = new("customer,date,quantity\n");
        for (int i = 1; i <= 99; i++) text.Append(CultureInfo.InvariantCulture, $"c{i},2020-01-01,{i}\n");
        text.Append("c100,2020-01-01,1000\n");
        EventReadResult result = Read(
            text.ToString(),
            options: new() { Outliers = new() { Method = method, Action = action, UpperQuantile = 98 / 99.0, Prices = false } });
        Assert.Equal(kept, result.Log.EventCount);
        Assert.Equal(kept, result.Report.RowsKept);
        Assert.Equal(largest, result.Log.Events().Max(e => e.Quantity), 4);
        RuleCount outlier = result.Report["outlier"];
        Assert.Equal((1, new RowExample(101, "Quantity", "1000")), (outlier.Dropped + outlier.Repaired, Assert.Single(outlier.Examples)));
    }

    [Fact]
    public void Read_MoreThan250Currencies_FoldsTheRest()
    {
        StringBuilder text = new("customer,date,currency\n");
        for (int i = 0; i < 400; i++) text.Append(CultureInfo.InvariantCulture, $"c,2020-01-01,K{i}\n");
        EventReadResult result = Read(text.ToString());
        Assert.Equal(400, result.Log.EventCount);
        Assert.Equal(150, result.Report["folded into other"].Repaired);
    }

    [Fact]
    public void WriteJson_SameReport_SameTextWithEveryCount()
    {
        string json = Read(Mixed).Report.ToJson();
        Assert.Equal(json, Read(Mixed).Report.ToJson());
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement root = document.RootElement;
        Assert.Equal((8, 3), (root.GetProperty("rows_read").GetInt32(), root.GetProperty("rows_kept").GetInt32()));
        JsonElement noCustomer = root.GetProperty("rules").EnumerateArray().Single(r => r.GetProperty("name").GetString() == "no customer");
        Assert.Equal(
            (2, 3), (noCustomer.GetProperty("dropped").GetInt32(), noCustomer.GetProperty("examples")[0].GetProperty("row").GetInt32()));
    }

    [Fact]
    public void Read_TextTooLong_IsUnparsable()
    {
        CleaningReport report = Read(RetailHeader + $"1,{new string('A', 5000)},b,2,2010-12-01 08:00:00,1.00,7,UK\n").Report;
        Assert.Equal((1, 0), (report["unparsable"].Dropped, report.RowsKept));
    }

    [Fact]
    public void Options_OutOfRange_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new EventReadOptions { MaxRowBytes = 10 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new EventReadOptions { ExamplesPerRule = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new EventReadOptions { Delimiter = '"' });
        Assert.Throws<ArgumentException>(
            () => new ColumnMapping { Names = new Dictionary<EventField, string> { [EventField.Time] = "--" } });
        Assert.Throws<ArgumentOutOfRangeException>(() => new OutlierOptions { UpperQuantile = 0.2 });
    }
}
