using System.IO.Compression;
using System.Text;
using Personalization.Core;
using Personalization.TestKit;
using static Personalization.Data.Tests.Texts;

namespace Personalization.Data.Tests;

public sealed class WorkbookTests
{
    private static readonly object?[] Header =
        ["Invoice", "StockCode", "Description", "Quantity", "InvoiceDate", "Price", "Customer ID", "Country"];

    [Fact]
    public void Read_TwoSheets_ReadsBothWithTheirHeaders()
    {
        byte[] workbook = TinyWorkbook.Build(
            (
                "Year 2009-2010",
                [
                    Header,
                    [489434, 85048, "LIGHT & <GLASS>", 12, new DateTime(2009, 12, 1, 7, 45, 0), 6.95, 13085, "UK"],
                    ["C489449", "22087", "x", -1, new DateTime(2009, 12, 1, 8, 0, 0), 2.95, 16321, "UK"],
                ]),
            (
                "Year 2010-2011",
                [
                    Header,
                    [],
                    [536365, "85123a", "HEART", 6, new DateTime(2010, 12, 1, 8, 26, 0), 2.55, 17850.0, "UK"],
                    [536366, "71053", "x", 6, new DateTime(2010, 12, 1, 8, 26, 0), 3.39, null, "UK"],
                ]));
        EventReadResult result = Read(workbook, "online_retail_II.xlsx");
        ShopEvent[] events = [.. result.Log.Events()];
        Assert.Equal((EventFileFormat.Xlsx, "Online Retail"), (result.Format, result.Layout));
        Assert.Equal(
            ("13085", "85048", "489434", 6.95m, 12.0),
            (events[0].Customer.Value, events[0].Item.Value, events[0].Order, events[0].UnitPrice, events[0].Quantity));
        Assert.Equal(
            ("17850", "85123A", new DateTime(2010, 12, 1, 8, 26, 0)), (events[1].Customer.Value, events[1].Item.Value, events[1].Time));
        Assert.Equal("LIGHT & <GLASS>", result.Log.Items.Find(new ItemId("85048"))!.Title);
        Assert.Equal((4, 1, 1), (result.Report.RowsRead, result.Report["cancelled"].Dropped, result.Report["no customer"].Dropped));
        Assert.Equal(4, result.Report["no customer"].Examples[0].Row);
    }

    [Fact]
    public void Read_SheetThatDoesNotFit_IsNamedAsIgnored()
    {
        byte[] workbook = TinyWorkbook.Build(
            ("Notes", [["hello"], ["world"]]), ("Data", [["customer", "date"], ["a", new DateTime(2020, 1, 1)], ["b", 43831.5]]));
        EventReadResult result = Read(workbook, "x.xlsx");
        Assert.Equal(["worksheet 'Notes'"], result.Report.IgnoredColumns);
        Assert.Equal(new DateTime(2020, 1, 1, 12, 0, 0), result.Log.LastTime); // 43831.5 is noon of that day without a date style
    }

    [Fact]
    public void Read_GivenDateFormats_CellsThatAreDatesAreReadToo()
    {
        byte[] workbook = TinyWorkbook.Build(
            ("Data", [["customer", "date"], ["a", new DateTime(2020, 1, 1)], ["b", "13/02/2020 8:30"], ["c", "02-13-2020"]]));
        EventReadResult result = Read(workbook, "x.xlsx", new() { DateFormats = ["d/M/yyyy H:mm"] });
        Assert.Equal([new DateTime(2020, 1, 1), new DateTime(2020, 2, 13, 8, 30, 0)], result.Log.Events().Select(e => e.Time));
        Assert.Equal(1, result.Report.RowsDropped);
    }

    [Fact]
    public void Read_NamedSheet_IsTheOnlyOneRead()
    {
        byte[] workbook = TinyWorkbook.Build(
            ("One", [["customer", "date"], ["a", "2020-01-01"]]), ("Two", [["customer", "date"], ["b", "2020-01-01"]]));
        Assert.Equal("b", Only(Read(workbook, "x.xlsx", new() { Sheet = "two" })).Customer.Value);
        Assert.Contains(
            "'One', 'Two'",
            Assert.Throws<EventFileException>(() => Read(workbook, "x.xlsx", new() { Sheet = "Three" })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NothingThatFits_SaysWhatIsMissing()
    {
        EventFileException e = Assert.Throws<EventFileException>(
            () => Read(TinyWorkbook.Build(("S", [["Invoice", "StockCode", "InvoiceDate", "Customer ID"], [1, 2, 3, 4]])), "x.xlsx"));
        Assert.Contains("worksheet 'S'", e.Message, StringComparison.Ordinal);
        Assert.Contains("Quantity", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Bomb_IsRefusedBeforeItIsUnpacked()
    {
        List<(string Name, byte[] Content)> parts = TinyWorkbook.Parts(("S", [["customer", "date"]]));
        parts.Add(("xl/bomb.xml", new byte[40 << 20]));
        EventFileException e = Assert.Throws<EventFileException>(
            () => Read(TinyWorkbook.Zip(parts), "x.xlsx", new() { MaxExpansionRatio = 50 }));
        Assert.Contains("bomb", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NotAWorkbook_IsAClearError()
    {
        Assert.Throws<EventFileException>(() => Read([0x50, 0x4B, 3, 4, 0, 0, 0, 0, 1, 2, 3], "x.xlsx"));
        using MemoryStream stream = new();
        using (ZipArchive zip = new(stream, ZipArchiveMode.Create, leaveOpen: true)) zip.CreateEntry("readme.txt").Open().Dispose();
        Assert.Throws<EventFileException>(() => Read(stream.ToArray(), "x.xlsx"));
        Assert.Throws<EventFileException>(
            () => Read(Encoding.UTF8.GetBytes("customer,date\n"), "x.csv", new() { Format = EventFileFormat.Xlsx }));
    }
}
