using Personalization.Core;
using static Personalization.Data.Tests.ShopCase;

namespace Personalization.Data.Tests;

/// <summary>Rows as exports have them: refunds, statuses, lines that go on, totals, blanks, titles.</summary>
public sealed class CaseRowTests
{
    [Fact]
    public void Read_NegativeQuantity_IsARefundOfThePurchase()
    {
        EventReadResult result = Read("33-refund-lines-negative/a.csv");
        Assert.Equal("A 60", Net(result));
        Assert.Equal(1, result.Report["negative amount is a refund"].Repaired);
    }

    [Theory]
    [InlineData("-1,40,-40")]
    [InlineData("-1,40,40")] // the units say that it came back, whatever the total's sign
    [InlineData("1,40,-40")]
    [InlineData("-2,25,-40")] // a total that differs from price × quantity
    [InlineData("-3,13.33,-40")] // and one that three units can't share
    public void Read_RefundWithATotal_IsTakenOffWhateverItsSigns(string quantityPriceTotal)
    {
        string text = $"customer_id,date,quantity,price,total\nA,2024-01-05,1,100,100\nA,2024-01-06,{quantityPriceTotal}\n";
        Assert.Equal("A 60", Net(Texts.Read(text)));
    }

    [Fact]
    public void Read_OrderSentTwiceWithItsRefund_DropsBothTwice()
    {
        const string Row = "O1,A,2024-01-05,100,40\n";
        EventReadResult result = Texts.Read("order_id,customer_id,date,total,refunded_amount\n" + Row + Row,
            options: new() { DropExactDuplicates = true });
        Assert.Equal(("A 60", 1L, 1), (Net(result), result.Report.ExactDuplicates, result.Report["exact duplicate"].Dropped));
    }

    [Fact]
    public void Read_RefundOfEitherSign_IsTakenOff() => Assert.Equal("B 20, C 20", Net(Read("33-refund-lines-negative/b.csv")));

    [Fact]
    public void Read_StatusColumn_LeavesOutWhatIsNoSale()
    {
        EventReadResult result = Read("79-status-column/a.csv");
        Assert.StartsWith("A 10", Net(result), StringComparison.Ordinal);
        Assert.Contains(result.Report["status"].Examples, e => e.Value is "cancelled");
        Assert.Contains("B 30", Net(Read("79-status-column/a.csv", new() { KeepStatuses = ["Failed"] })), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_UnknownStatus_CountsAndIsNamed()
    {
        EventReadResult result = Texts.Read("customer,date,price,status\nA,2024-01-05,1,en route\nB,2024-01-05,1,paid\n");
        Assert.Equal("A 1, B 1", Net(result));
        Assert.Contains("'en route' (1)", Assert.Single(result.Report.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_CustomerOnTheFirstLineOfAnOrder_HoldsForItsOthers()
    {
        EventReadResult result = Read("78-customer-only-on-first-line/a.csv");
        Assert.Equal("A 30, B 30", Net(result));
        Assert.Equal(1, result.Report["line of the order above"].Repaired);
    }

    [Theory]
    [InlineData("O1,A,2024-01-05,voided,10\nO1,,,,20\nO2,B,2024-01-06,paid,5\nO2,,,,7\n", "B 12")]
    [InlineData("O1,A,2024-01-05,paid,10\nO2,B,2024-01-06,voided,dear\nO2,,,,7\nO3,C,2024-01-06,,8\n", "A 10, C 8")]
    public void Read_StatusOnTheFirstLineOfAnOrder_HoldsForItsOthers(string rows, string net) =>
        Assert.Equal(net, Net(Texts.Read("order_id,customer_id,date,status,total\n" + rows)));

    [Fact]
    public void Read_BlankCellsLeftOutAtTheEnd_KeepTheRow()
    {
        EventReadResult result = Read("82-ragged-trailing-blanks/a.csv");
        Assert.Equal("A 20, B 10", Net(result));
        Assert.Equal((3L, 2), (result.Report.RowsKept, result.Report["short row filled up"].Repaired));
    }

    [Fact]
    public void Read_TotalLine_IsLeftOutAndCounted()
    {
        EventReadResult result = Read("29-totals-and-preamble/totals.csv");
        Assert.Equal(("A 10, B 10", 1), (Net(result), result.Report["total line"].Dropped));
    }

    [Fact]
    public void Read_TitlesAboveTheHeader_ArePassedOverAndTold()
    {
        EventReadResult result = Read("29-totals-and-preamble/preamble.csv");
        Assert.Equal("A 10", Net(result));
        Assert.Contains("Per Transaction Report", Assert.Single(result.Report.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MarkersOfMissingCustomers_AreNobody()
    {
        EventReadResult result = Read("31-missing-markers/a.csv");
        Assert.Equal("A 10", Net(result));
        Assert.Equal(9, result.Report["no customer"].Dropped);
    }

    [Fact]
    public void Read_MarkersOfMissingValues_AreBlanks()
    {
        EventReadResult result = Read("31-missing-markers/p.csv");
        Assert.Equal("C 10", Net(result));
        Assert.Equal((1, 1), (result.Report["no price"].Dropped, result.Report["non-positive quantity"].Dropped));
        Assert.Equal(["S"], result.Log.Events().Select(e => e.Item.Value).Where(id => id.Length > 0).Distinct());
    }

    [Fact]
    public void Read_OneMailboxInThreeSpellings_IsOneCustomer()
    {
        EventReadResult result = Read("32-email-case-and-blanks/a.csv");
        Assert.Equal("bob@example.test 30", Net(result));
        Assert.Equal(3, OrderTable.From(result.Log).Count);
    }

    [Fact]
    public void Read_IdsThatASpreadsheetShortened_AreFlagged()
    {
        EventReadResult result = Texts.Read("customer,date,price\n1.23457E+12,2024-01-05,1\nB,2024-01-05,1\n");
        Assert.Equal(1, result.Report["id damaged by a spreadsheet"].Repaired);
    }

    [Fact]
    public void Read_EventIdSentTwice_CountsOnce()
    {
        EventReadResult result = Texts.Read("event_id,customer,date,price\ne1,A,2024-01-05,1\ne2,A,2024-01-05,1\ne1,A,2024-01-05,1\n");
        Assert.Equal(("A 2", 1), (Net(result), result.Report["sent twice"].Dropped));
    }

    [Fact]
    public void Read_SeveralCurrencies_AreWarnedOfAndCanBeConverted()
    {
        const string Text = "customer,date,price,currency\nA,2024-01-05,10,usd\nB,2024-01-05,10,EUR\nC,2024-01-05,10,GBP\n";
        Assert.Contains("--currency", Assert.Single(Texts.Read(Text).Report.Warnings), StringComparison.Ordinal);
        EventReadResult result = Texts.Read(Text, options: new()
        {
            Currency = "EUR",
            ExchangeRates = new Dictionary<string, decimal> { ["usd"] = 0.9m },
        });
        Assert.Equal("A 9, B 10", Net(result));
        Assert.Equal((1, 1), (result.Report["other currency"].Dropped, result.Report["other currency"].Repaired));
    }

    [Theory]
    [InlineData("26-utf8-bom-crlf-quotes-newlines/a.csv", "A 10, B 10")]
    [InlineData("57-inch-mark-unquoted/a.csv", "A 10, B 5")]
    [InlineData("61-duplicate-and-blank-headers/a.csv", "A 10, B 5")]
    [InlineData("62-no-item-column/a.csv", "1 150, 2 20")]
    [InlineData("28-latin1-utf8-mixed/a.csv", "Zoë 20")]
    [InlineData("27-utf16/bom.tsv", "B 10, Zoë 10")]
    [InlineData("27-utf16/nobom.tsv", "B 10, Zoë 10")]
    [InlineData("85-german-headers/a.csv", "1 12.5")]
    public void Read_OddButPlainFiles_AreRead(string file, string net) => Assert.StartsWith(net, Net(Read(file)), StringComparison.Ordinal);

    [Fact]
    public void Read_QuoteThatNeverCloses_NamesItsRow() => Assert.Equal(3, Refused("56-unclosed-quote/a.csv").Row);

    [Fact]
    public void Read_UnknownWordBesideAPurchase_IsNamedAndCanBeMapped()
    {
        EventReadResult result = Read("80-event-type-unknown-words/b.csv");
        Assert.Equal([KeyValuePair.Create("order_placed", 1L)], result.Report.UnknownEvents);
        EventReadOptions options = new() { EventTypes = new Dictionary<string, EventType> { ["Order Placed"] = EventType.Purchase } };
        Assert.Equal("A 10, B 10", Net(Read("80-event-type-unknown-words/b.csv", options)));
    }
}
