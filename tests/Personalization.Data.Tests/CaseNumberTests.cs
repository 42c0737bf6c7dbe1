using Personalization.Core;
using static Personalization.Data.Tests.ShopCase;

namespace Personalization.Data.Tests;

/// <summary>Amounts as people write them: read right, or counted as not read; never another amount.</summary>
public sealed class CaseNumberTests
{
    [Fact]
    public void Read_GermanFile_DecidesForTheCommaByItsValues()
    {
        EventReadResult result = Read("24-german-semicolon-decimal-comma/a.csv");
        Assert.Equal("A 25, B 1234", Net(result));
        ReadDecision decision = Assert.Single(result.Report.Decisions);
        Assert.Equal(("price", "decimal comma", false), (decision.Column, decision.Choice, decision.Assumed));
    }

    [Fact]
    public void Read_CommaAndPointInOneColumn_SaysSoAndLosesNothingSilently()
    {
        EventReadResult result = Read("24-german-semicolon-decimal-comma/mix.csv");
        Assert.Equal(1, result.Report["unparsable"].Dropped);
        ReadDecision decision = Assert.Single(result.Report.Decisions);
        Assert.Contains("'99.90' (1) and '12,50' (1)", decision.Evidence, StringComparison.Ordinal);
        Assert.True(decision.Assumed);
        Assert.Contains("--decimal-comma", decision.ChangeWith, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ThousandsAndCurrencySigns_AreAmounts() =>
        Assert.Equal("A 1234.56, B 40, C 40, D 25000, E 30", NetUpTo(Read("25-thousands-and-currency-signs/a.csv"), "E"));

    [Fact]
    public void Read_DecimalComma_RefusesWhatItCantMean()
    {
        EventReadResult result = Read("69-decimal-comma-thousands-variants/a.csv", new() { DecimalComma = true });
        Assert.Equal("A 1234.5, B 1234.5, C 1234.5, D 1234.5, E 12.5", NetUpTo(result, "E"));
        Assert.Equal(["99.90", "1.5", "1.2.3.4,5"], result.Report["unparsable"].Examples.Select(e => e.Value));
    }

    [Fact]
    public void Read_PriceAndLineTotal_TakesWhatWasPaidAndSaysSo()
    {
        EventReadResult result = Read("35-price-and-line-total/a.csv");
        Assert.Equal("A 25.5", Net(result));
        Assert.Equal(3, result.Log.Events().Single().Quantity);
        Assert.Equal(1, result.Report["line total before price × quantity"].Repaired);
    }

    [Fact]
    public void Read_TotalThatCantBeParted_IsOneUnitAtTheTotal()
    {
        ShopEvent e = Texts.Only(Texts.Read("customer_id,date,price,quantity,total\nA,2024-01-05,4,3,10.00\n"));
        Assert.Equal((1.0, 10.00m), (e.Quantity, e.UnitPrice));
    }

    [Fact]
    public void Read_OrderTotalOnEachLine_CountsTheLines()
    {
        EventReadResult result = Texts.Read(
            "customer_id,date,order_id,sku,price,quantity,total\nA,2024-01-05,O1,S,10,1,25\n" +
            "A,2024-01-05,O1,T,5,3,25\nB,2024-01-06,O2,S,10,1,10\n");
        Assert.Equal("A 25, B 10", Net(result));
        Assert.Contains("total", result.Report.IgnoredColumns);
    }

    [Fact]
    public void Read_LinesDiscountedAlike_KeepTheirTotals()
    {
        EventReadResult result = Texts.Read(
            "customer_id,date,order_id,sku,price,quantity,total\nA,2024-01-05,O1,S,12,1,9.99\nA,2024-01-05,O1,T,12,1,9.99\n");
        Assert.Equal("A 19.98", Net(result));
    }

    [Fact]
    public void Read_OrderTotalAlone_IsPartedAmongTheLines()
    {
        EventReadResult result = Texts.Read(
            "customer_id,date,order_id,sku,order_total\nA,2024-01-05,O1,S,10.01\nA,2024-01-05,O1,T,10.01\nB,2024-01-06,O2,S,7\n");
        Assert.Equal("A 10.01, B 7", Net(result));
    }

    [Fact]
    public void Read_FreeOrder_IsStillAVisit() => Assert.Equal("2024-01-05, 2024-02-05", Days(Read("34-zero-value-orders/a.csv"), "A"));

    [Fact]
    public void Read_AmountContradictedFarBelow_ReadsTheFileAnew()
    {
        // 1.234 can be read both ways and is assumed to have a point; the comma that proves otherwise stands beyond the first rows.
        System.Text.StringBuilder text = new("customer_id;date;price\n");
        for (int i = 0; i < 9000; i++) text.Append(System.Globalization.CultureInfo.InvariantCulture, $"C{i % 50};2024-01-05;1.234\n");
        text.Append("Z;2024-01-06;12,50\n");
        EventReadResult result = Texts.Read(text.ToString());
        Assert.Equal((9000 * 1234m) + 12.5m, result.Log.Events().Sum(e => e.UnitPrice));
        Assert.Equal("'12,50'", Assert.Single(result.Report.Decisions).Evidence);
        Assert.Equal(0, result.Report.RowsDropped);
    }

    private static string NetUpTo(EventReadResult result, string last) =>
        string.Join(", ", Net(result).Split(", ").Where(entry => string.CompareOrdinal(entry, last + " ~") <= 0));
}
