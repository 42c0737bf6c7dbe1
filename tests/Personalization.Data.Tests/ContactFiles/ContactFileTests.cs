using System.Text;
using Personalization.Core;

namespace Personalization.Data.Tests;

public sealed class ContactFileTests
{
    private static readonly DateTimeOffset Evening = new(2026, 3, 1, 18, 30, 0, TimeSpan.Zero);

    [Fact]
    public void Read_Rows_WithChannelsByManyNames()
    {
        IReadOnlyList<PastContact> contacts = Read(
            "Customer-ID;Channel;Sent at;Opened;subject\n"
            + "7.0;SMS;2026-03-01T18:30;yes;a\nA@B.de;push;2026-03-01 18:30:00;0;b\nc;;2026-03-01T19:30:00+01:00;;c\n"
            + "c;Store;2026-03-01T18:30;n;\nc;Web;2026-03-01T18:30;true;\n");

        Assert.Equal(
            [
                new PastContact(new("7"), OfferChannel.Sms, Evening, true),
                new PastContact(new("a@b.de"), OfferChannel.InApp, Evening, false),
                new PastContact(new("c"), OfferChannel.Email, Evening, false),
                new PastContact(new("c"), OfferChannel.Store, Evening, false),
                new PastContact(new("c"), OfferChannel.Banner, Evening, true),
            ],
            contacts);
    }

    [Fact]
    public void Read_WithoutAChannel_IsEmail() =>
        Assert.Equal(OfferChannel.Email, Assert.Single(Read("customer_id,sent,clicked\na,2026-03-01T18:30,yes\n")).Channel);

    [Theory]
    [InlineData("customer_id,sent\na,2026-03-01\n", "contacts.csv: There is no column 'reached'. The columns are 'customer_id', 'sent'")]
    [InlineData("customer_id,opened\na,yes\n", "contacts.csv: There is no column 'sent'. The columns are")]
    [InlineData("customer_id,sent,opened\na,2026-03-01,yes\nb,1.3.26,yes\n", "Row 3, column 'sent', value '1.3.26': isn't a moment")]
    [InlineData("customer_id,sent,opened\na,,yes\n", "Row 2, column 'sent', value '': says not when it was sent")]
    [InlineData("customer_id,sent,opened\n,2026-03-01,yes\n", "Row 2, column 'customer_id', value '': names no customer")]
    [InlineData("customer_id,sent,opened,channel\na,2026-03-01,yes,fax\n", "column 'channel', value 'fax': isn't a channel that is known")]
    [InlineData("customer_id,sent,opened\na,2026-03-01,perhaps\n", "value 'perhaps': is neither yes nor no: write yes, or nothing")]
    public void Read_WhatCantBeRead_NamesFileRowColumnAndFix(string text, string message)
    {
        EventFileException e = Assert.Throws<EventFileException>(() => Read(text));

        Assert.Contains(message, e.Message, StringComparison.Ordinal);
        Assert.Contains("contacts.csv", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Workbook_SaysToSaveItAsCsv() => Assert.Contains(
        "A file of contacts must be delimited text",
        Assert.Throws<EventFileException>(() => ContactFile.Read(
            new MemoryStream([0x50, 0x4B, 3, 4, 0, 0, 0, 0, 0]), "contacts.xlsx", TestContext.Current.CancellationToken)).Message,
        StringComparison.Ordinal);

    private static IReadOnlyList<PastContact> Read(string text) => ContactFile.Read(
        new MemoryStream(Encoding.UTF8.GetBytes(text)), "contacts.csv", TestContext.Current.CancellationToken);
}
