using Personalization.Core;
using Personalization.TestKit;
using static Personalization.Data.Tests.Texts;

namespace Personalization.Data.Tests;

public sealed class CaseWorkbookTests
{
    private static readonly object?[] Header = ["customer_id", "date", "sku", "quantity", "price", "order_id"];

    [Fact]
    public void SeveralSheets_OnlyOrdersAreRead()
    {
        EventReadResult result = ShopCase.Read("70-xlsx-several-sheets/a.xlsx");

        Assert.Equal("A 10.5, B 10", ShopCase.Net(result));
        Assert.Equal(
            ["worksheet 'Summary'", "worksheet 'Returns' (named like refunds)", "worksheet 'Users'"], result.Report.IgnoredColumns);
    }

    [Fact]
    public void TitleRows_HeaderBelowIsFound()
    {
        EventReadResult result = ShopCase.Read("72-xlsx-title-rows/a.xlsx");

        Assert.Equal("A 100", ShopCase.Net(result));
        Assert.Contains(
            "The header of worksheet 'Sheet' is row 4; what stands above it was passed over: 'Sales report March'.",
            result.Report.Warnings);
    }

    [Fact]
    public void OddCells_AreReadAsTheyAreMeant()
    {
        EventReadResult result = ShopCase.Read("73-xlsx-odd-cells/a.xlsx");

        ShopEvent first = result.Log.Events().First(e => e.Customer.Value == "1001");
        Assert.Equal(new DateTime(2024, 4, 2, 8, 20, 58), first.Time, TimeSpan.FromSeconds(1));
        Assert.Equal(("00123", 2.0, 10.5m), (first.Item.Value, first.Quantity, first.UnitPrice));
        Assert.StartsWith("1001 21, 1002 1234.5, ", ShopCase.Net(result), StringComparison.Ordinal);
        Assert.Contains("8613333333333 7", ShopCase.Net(result), StringComparison.Ordinal);
        Assert.DoesNotContain(result.Log.Customers, customer => customer.Value.StartsWith('#') || customer.Value.Length == 0);
        Assert.Equal(5, result.Report.RowsRead);
    }

    [Fact]
    public void DatesSince1904_AreThatDay() => Assert.Equal("2024-01-05", ShopCase.Days(ShopCase.Read("75-xlsx-1904/a.xlsx"), "A"));

    [Fact]
    public void DatesSince1904_PlainNumbersToo()
    {
        byte[] workbook = Edited(
            TinyWorkbook.Parts(("S", [Header, ["A", 43834.5, "S", 1, 10, "O1"]])), "<sheets>", "<workbookPr date1904=\"true\"/><sheets>");

        Assert.Equal(new DateTime(2024, 1, 5, 12, 0, 0), Only(Read(workbook, "x.xlsx")).Time);
    }

    [Fact]
    public void SheetsOfOneHeader_AreReadTogetherAndOthersAreNot()
    {
        byte[] workbook = TinyWorkbook.Build(
            ("January", [["Orders of January"], Header, ["A", new DateTime(2024, 1, 5), "S", 1, 10, "O1"]]),
            ("Customers", [["customer_id", "date"], ["A", new DateTime(2020, 1, 1)], ["C", new DateTime(2020, 1, 2)]]),
            ("Refunds", [Header, ["A", new DateTime(2024, 2, 5), "S", 1, 10, "O1"]]),
            ("February", [Header, ["B", new DateTime(2024, 2, 5), "T", 2, 5, "O2"]]));
        EventReadResult result = Read(workbook, "x.xlsx");

        Assert.Equal("A 10, B 10", ShopCase.Net(result));
        Assert.Equal(["worksheet 'Customers'", "worksheet 'Refunds' (named like refunds)"], result.Report.IgnoredColumns);
        Assert.Contains(
            result.Report.Warnings,
            warning => warning.StartsWith("Worksheets 'January', 'February' have the same columns", StringComparison.Ordinal));
        Assert.Contains(
            result.Report.Warnings, warning => warning.Contains("worksheet 'Customers', worksheet 'Refunds'", StringComparison.Ordinal));
        Assert.Equal("A 10", ShopCase.Net(Read(workbook, "x.xlsx", new() { Sheet = "refunds" })));
    }

    [Fact]
    public void HiddenSheet_IsLeftOutUnlessItIsTheOnlyOneOrNamed()
    {
        object?[] row = ["A", new DateTime(2024, 1, 5), "S", 1, 10, "O1"];
        List<(string Name, byte[] Content)> parts = TinyWorkbook.Parts(("Orders", [Header, row]), ("Old", [Header, ["B", .. row[1..]]]));
        byte[] workbook = Edited(parts, "sheetId=\"2\"", "sheetId=\"2\" state=\"hidden\"");

        EventReadResult result = Read(workbook, "x.xlsx");
        Assert.Equal("A 10", ShopCase.Net(result));
        Assert.Equal(["worksheet 'Old' (hidden)"], result.Report.IgnoredColumns);
        Assert.Equal("B 10", ShopCase.Net(Read(workbook, "x.xlsx", new() { Sheet = "Old" })));

        byte[] alone = Edited(TinyWorkbook.Parts(("Orders", [Header, row])), "sheetId=\"1\"", "sheetId=\"1\" state=\"veryHidden\"");
        Assert.Contains("Worksheet 'Orders' is hidden; it was read since no other fits.", Read(alone, "x.xlsx").Report.Warnings);
    }

    [Fact]
    public void Inspect_Workbook_ShowsItsColumns()
    {
        FileInspection inspection = EventFile.Inspect(
            ShopCase.PathOf("72-xlsx-title-rows/a.xlsx"), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(["customer_id", "date", "sku", "quantity", "price", "order_id"], inspection.Columns.Select(column => column.Name));
        Assert.Equal(EventField.Time, inspection.Columns[1].Field);
        Assert.Equal(["2024-01-05 00:00:00"], inspection.Columns[1].Samples);
    }

    private static byte[] Edited(List<(string Name, byte[] Content)> parts, string old, string with) => TinyWorkbook.Zip(parts.Select(
        part => part.Name == "xl/workbook.xml"
            ? (part.Name, System.Text.Encoding.UTF8.GetBytes(
                System.Text.Encoding.UTF8.GetString(part.Content).Replace(old, with, StringComparison.Ordinal)))
            : part));
}
