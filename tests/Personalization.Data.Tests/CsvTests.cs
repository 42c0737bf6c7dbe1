using System.Text;
using Personalization.Core;
using static Personalization.Data.Tests.Texts;

namespace Personalization.Data.Tests;

public sealed class CsvTests
{
    [Fact]
    public void Read_RetailRow_GivesEveryField()
    {
        ShopEvent e = Only(
            Read(RetailHeader + "489434, 85123a ,\"HEART, \"\"RED\"\"\",12,2009-12-01 07:45:00,6.95,13085.0,United Kingdom\n"));
        Assert.Equal(new CustomerId("13085"), e.Customer);
        Assert.Equal(new ItemId("85123A"), e.Item);
        Assert.Equal("HEART, \"RED\"", e.ItemTitle);
        Assert.Equal((12.0, 6.95m), (e.Quantity, e.UnitPrice));
        Assert.Equal(new DateTime(2009, 12, 1, 7, 45, 0), e.Time);
        Assert.Equal((EventType.Purchase, "489434"), (e.Type, e.Order));
    }

    [Theory]
    [InlineData(
        "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
        + "1,A,b,2,12/1/2010 8:26,2.55,17850,UK\n")]
    [InlineData(
        "InvoiceNo;StockCode;Description;Quantity;InvoiceDate;UnitPrice;CustomerID;Country\r\n"
        + "1;A;b;2;12/1/2010 8:26;2.55;17850;UK\r\n")]
    [InlineData(
        "InvoiceNo\tStockCode\tDescription\tQuantity\tInvoiceDate\tUnitPrice\tCustomerID\tCountry\n"
        + "1\tA\tb\t2\t12/1/2010 8:26\t2.55\t17850\tUK")]
    [InlineData(
        "\uFEFFInvoiceNo|StockCode|Description|Quantity|InvoiceDate|UnitPrice|CustomerID|Country\n"
        + "1|A|b|2|12/1/2010 8:26|2.55|17850|UK\n")]
    [InlineData(
        "sep=;\nInvoiceNo;StockCode;Description;Quantity;InvoiceDate;UnitPrice;CustomerID;Country\n"
        + "1;A;b;2;12/1/2010 8:26;2.55;17850;UK\n")]
    public void Read_AnyDelimiter_IsToldFromTheHeader(string text)
    {
        ShopEvent e = Only(Read(text));
        Assert.Equal(("17850", new DateTime(2010, 12, 1, 8, 26, 0), 2.55m), (e.Customer.Value, e.Time, e.UnitPrice));
    }

    [Fact]
    public void Read_WrongDelimiter_NamesWhatWasSeen()
    {
        EventFileException e = Refused(RetailHeader + "1,A,b,2,2010-12-01,2.55,17850,UK\n", options: new() { Delimiter = ';' });
        Assert.Contains("delimiter ';'", e.Message, StringComparison.Ordinal);
        Assert.Contains("7 commas, 0 semicolons", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MissingColumns_NamesThemTheHeaderAndThePreset()
    {
        EventFileException e = Refused("Invoice,StockCode,InvoiceDate,Customer ID,Country\n1,A,2010-12-01,17850,UK\n");
        Assert.Contains("Quantity", e.Message, StringComparison.Ordinal);
        Assert.Contains("UnitPrice", e.Message, StringComparison.Ordinal);
        Assert.Contains("[Invoice | StockCode | InvoiceDate | Customer ID | Country]", e.Message, StringComparison.Ordinal);
        Assert.Contains("read as Online Retail", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_BadRows_AreCountedWithRowColumnAndValue()
    {
        EventReadResult result = Read(RetailHeader +
            "1,A,b,2,2010-12-01 08:00:00,1.00,7,UK\n" +
            "1,A,b,two,2010-12-01 08:00:00,1.00,7,UK\n" +
            "1,A,b,2,2010-13-01 08:00:00,1.00,7,UK\n" +
            "1,A,b,2\n" +
            "1,A,b,2,2010-12-01 08:00:00,1.00,7,UK,what\n" +
            "1,A,b,2,2010-12-01 08:00:00,1.00,7,UK,,\n" +
            RetailHeader +
            "1,A,b\0,2,2010-12-01 08:00:00,1.00,7,UK\n");
        CleaningReport report = result.Report;
        Assert.Equal((8, 2), (report.RowsRead, report.RowsKept));
        Assert.Equal(5, report["unparsable"].Dropped);
        Assert.Equal(1, report["second header"].Dropped);
        Assert.Equal(8, report["second header"].Examples[0].Row);
        Assert.Equal(new RowExample(3, "Quantity", "two"), report["unparsable"].Examples[0]);
        Assert.Equal(new RowExample(4, "InvoiceDate", "2010-13-01 08:00:00"), report["unparsable"].Examples[1]);
        Assert.Equal(new RowExample(5, "InvoiceDate", ""), report["unparsable"].Examples[2]);
        Assert.Equal(new RowExample(6, null, "what"), report["unparsable"].Examples[3]);
        Assert.Equal(9, report["unparsable"].Examples[4].Row);
        Assert.DoesNotContain('\0', report["unparsable"].Examples[4].Value);
    }

    [Theory]
    [InlineData("1,A,b,two,2010-12-01 08:00:00,1.00,7,UK", "Quantity", "two")]
    [InlineData("1,A,b,2,soon,1.00,7,UK", "InvoiceDate", "soon")]
    [InlineData("1,A,b,2,2010-12-01 08:00:00,1.00,,UK", null, "1")]
    public void Read_Strict_StopsAtTheFirstBadRow(string bad, string? column, string value)
    {
        EventFileException e = Refused(
            RetailHeader + "1,A,b,2,2010-12-01 08:00:00,1.00,7,UK\nC1,A,b,-2,2010-12-01 08:00:00,1.00,7,UK\n" + bad + "\n",
            options: new() { Errors = RowErrorMode.Strict });
        Assert.Equal((4L, column, value), (e.Row, e.Column, e.Value));
        Assert.Contains("Row 4", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MixedEncodings_RepairsTheRowAndSaysSo()
    {
        byte[] text =
        [
            .. Encoding.UTF8.GetBytes(RetailHeader + "1,A,CAFÉ,2,2010-12-01 08:00:00,1.00,7,UK\n"),
            .. Encoding.Latin1.GetBytes("1,B,CAFÉ \u0080,2,2010-12-01 09:00:00,1.00,7,UK\n"),
        ];
        EventReadResult result = Read(text);
        Assert.Equal(["CAFÉ", "CAFÉ €"], result.Log.Events().Select(e => result.Log.Items.Find(e.Item)!.Title));
        Assert.Equal(
            (1, 2, 3),
            (result.Report["encoding repaired"].Repaired, result.Report.RowsKept, result.Report["encoding repaired"].Examples[0].Row));
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    public void Read_ByteOrderMark_SettlesTheEncoding(string name)
    {
        Encoding encoding = Encoding.GetEncoding(name);
        byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes(RetailHeader + "1,A,CAFÉ,2,2010-12-01 08:00:00,1.00,7,UK\n")];
        EventReadResult result = Read(bytes);
        Assert.Equal("CAFÉ", result.Log.Items.At(0).Title);
        Assert.Equal(name, result.Report.Encoding, ignoreCase: true);
    }

    [Fact]
    public void Read_Utf16WithoutMark_IsKnownByItsZeros()
    {
        const string Row = "1,A,CAFÉ,2,2010-12-01 08:00:00,1.00,7,UK\n";
        foreach (Encoding encoding in (Encoding[])[new UnicodeEncoding(false, false), new UnicodeEncoding(true, false)])
            Assert.Equal("CAFÉ", Read(encoding.GetBytes(RetailHeader + Row)).Log.Items.At(0).Title);
    }

    [Fact]
    public void Read_QuoteThatNeverCloses_IsAnErrorWithItsRow()
    {
        EventFileException e = Refused(
            RetailHeader
            + "1,A,b,2,2010-12-01 08:00:00,1.00,7,UK\n"
            + "1,A,\"b,2,2010-12-01 08:00:00,1.00,7,UK\n"
            + "1,A,b,2,2010-12-01 08:00:00,1.00,7,UK\n");
        Assert.Equal(3, e.Row);
        Assert.Contains("quote", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_DayFirstDates_AreKnownByOneDayAboveTwelve()
    {
        string text = RetailHeader + "1,A,b,2,1/12/2010 8:26,1.00,7,UK\n1,A,b,2,13/12/2010 8:26,1.00,7,UK\n";
        EventReadResult result = Read(text);
        Assert.Equal(new DateTime(2010, 12, 1, 8, 26, 0), result.Report.FirstTime);
        ReadDecision decision = Assert.Single(result.Report.Decisions);
        Assert.Equal(("InvoiceDate", "day before month", false, "'13/12/2010 8:26'"),
            (decision.Column, decision.Choice, decision.Assumed, decision.Evidence));
    }

    [Fact]
    public void Read_DecimalComma_IsAnOption()
    {
        ShopEvent e = Only(Read("customer_id;date;price;quantity\n7;2020-01-02;1.234,50;2,5\n", options: new() { DecimalComma = true }));
        Assert.Equal((1234.50m, 2.5), (e.UnitPrice, e.Quantity));
    }

    [Fact]
    public void Read_MappedColumns_GoBeforePresets()
    {
        EventReadOptions options = new()
        {
            Columns = new()
            {
                Names = new Dictionary<EventField, string>
                {
                    [EventField.Customer] = "Who",
                    [EventField.Time] = "when",
                    [EventField.Order] = "slip",
                },
                CancelledOrderPrefix = "X",
            },
        };
        EventReadResult result = Read("who,when,slip,note\nann,2020-01-02T03:04:05Z,S1,hi\nbob,2020-01-02,x2,no\n", options: options);
        Assert.Equal(("ann", "S1"), (Only(result).Customer.Value, Only(result).Order));
        Assert.Equal(("columns by name", 1L), (result.Layout, result.Report["cancelled"].Dropped));
        Assert.Equal(["note"], result.Report.IgnoredColumns);
        Assert.Contains("'slip'", Refused("who,when\nann,2020-01-02\n", options: options).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    public void Read_NoRows_IsAClearError(string text) => Refused(text);

    [Fact]
    public void Read_HeaderAlone_IsAnEmptyLog() =>
        Assert.Equal((0L, 0), (Read(RetailHeader).Report.RowsRead, Read(RetailHeader).Log.EventCount));

    [Fact]
    public void Read_OldExcel_SaysWhatToDo() =>
        Assert.Contains(
            ".xlsx",
            Assert.Throws<EventFileException>(() => Read([0xD0, 0xCF, 0x11, 0xE0, 0, 0, 0, 0, 0, 0])).Message,
            StringComparison.Ordinal);
}
