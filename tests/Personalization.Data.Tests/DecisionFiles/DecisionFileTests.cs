using System.IO.Compression;
using System.Text;
using Personalization.Core;

namespace Personalization.Data.Tests;

public sealed class DecisionFileTests
{
    [Fact]
    public void Read_Rows_WithWhatOnlySomeHave()
    {
        IReadOnlyList<PastDecision> decisions = Read(
            "customer_id,segment,control,withheld,offer_id,issued,expires,variant,reasons\n"
            + "7.0,Loyal,,,ten,2026-03-01T00:00:00,2026-03-08T12:30:00,b,\"because, \"\"so\"\"\"\n"
            + "A@B.de,,yes,ten,,2026-03-01,,,\n"
            + "c,,,,,2026-03-01T02:00:00+02:00,,,\n");

        DateTimeOffset march = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal(
            [
                new PastDecision(new("7"), march, "ten") { Expires = march.AddDays(7).AddHours(12.5), Variant = "b" },
                new PastDecision(new("a@b.de"), march, null) { IsControl = true, Withheld = "ten" },
                new PastDecision(new("c"), march, null),
            ],
            decisions);
    }

    [Fact]
    public void Read_LeastColumnsInGzip_AreEnough()
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes("Issued;Customer ID;Offer-ID\n2026-03-01;a;x\n"));
        packed.Position = 0;

        PastDecision decision = Assert.Single(DecisionFile.Read(packed, "offers.csv.gz", TestContext.Current.CancellationToken));

        Assert.Equal(("a", "x", false), (decision.Customer.Value, decision.Action, decision.IsControl));
    }

    [Theory]
    [InlineData("customer_id,issued\na,2026-03-01\n", "offers.csv: There is no column 'offer_id'. The columns are 'customer_id', 'issued'")]
    [InlineData("customer_id,issued,offer_id\na,2026-03-01,x\nb,03/01/2026,x\n", "Row 3, column 'issued', value '03/01/2026': isn't a")]
    [InlineData("customer_id,issued,offer_id\na,,x\n", "Row 2, column 'issued', value '': says not when it was decided")]
    [InlineData("customer_id,issued,offer_id\n,2026-03-01,x\n", "Row 2, column 'customer_id', value '': names no customer")]
    [InlineData("customer_id,issued,offer_id,control\na,2026-03-01,x,maybe\n", "value 'maybe': is neither yes nor no: write yes")]
    [InlineData("", "offers.csv: The file is empty")]
    public void Read_WhatCantBeRead_NamesFileRowColumnAndFix(string text, string message)
    {
        EventFileException e = Assert.Throws<EventFileException>(() => Read(text));

        Assert.Contains(message, e.Message, StringComparison.Ordinal);
        Assert.Contains("offers.csv", e.Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<PastDecision> Read(string text) => DecisionFile.Read(
        new MemoryStream(Encoding.UTF8.GetBytes(text)), "offers.csv", TestContext.Current.CancellationToken);
}
