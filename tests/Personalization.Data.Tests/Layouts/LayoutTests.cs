using Personalization.Core;
using Personalization.TestKit;

namespace Personalization.Data.Tests;

/// <summary>A small file of each layout: recognized, amounts, refunds and statuses right, counted by hand.</summary>
public sealed class LayoutTests
{
    public static TheoryData<string> Readable =>
        [.. LayoutFiles.All.Where(file => file.Net is not null).Select(file => file.Layout)];

    [Theory]
    [MemberData(nameof(Readable))]
    public void Read_SmallFile_ComesToWhatWasCountedByHand(string layout)
    {
        LayoutFile file = FileOf(layout);
        EventReadResult result = Read(file);
        Assert.Equal(layout, result.Layout);
        Assert.Equal(file.Net!, NetRevenue.ByCustomer(result.Log).Select(c => (c.Key, c.Value)));
        Assert.Equal(
            file.Events,
            (result.Log.Events().Count(e => e.Type == EventType.Purchase), result.Log.Events().Count(e => e.Type == EventType.Refund)));
        foreach ((string rule, long rows) in file.LeftOut) Assert.Equal((rule, rows), (rule, result.Report[rule].Dropped));
        Assert.Equal(0, result.Report["unparsable"].Dropped);
    }

    [Fact]
    public void All_EveryLayout_HasAFile()
    {
        IEnumerable<string> names = EventLayouts.All.Append(EventLayouts.Segment).Select(layout => layout.Name);
        Assert.Equal(names.Order(StringComparer.Ordinal), LayoutFiles.All.Select(file => file.Layout).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void All_Names_AreDifferentAndFound()
    {
        foreach (EventLayout layout in EventLayouts.All) Assert.Same(layout, EventLayouts.Find(layout.Name.ToUpperInvariant()));
    }

    [Fact]
    public void Read_OlistWithoutPeople_SaysWhyItIsRefused()
    {
        LayoutFile file = FileOf("Olist orders without customer_unique_id");
        EventFileException refused = Texts.Refused(file.Text, file.Name);
        Assert.Contains("customer_unique_id", refused.Message, StringComparison.Ordinal);
        Assert.Contains("--map customer=customer_id", refused.Message, StringComparison.Ordinal);
        ColumnMapping mapping = new() { Names = new Dictionary<EventField, string> { [EventField.Customer] = "customer_id" } };
        string[] lines = file.Text.Split('\n');
        string withPrices = $"{lines[0]},price\n{lines[1]},5.00\n{lines[2]},7.00\n";
        Assert.Equal("c1 5, c2 7", ShopCase.Net(Texts.Read(withPrices, file.Name, new EventReadOptions { Columns = mapping })));
    }

    [Fact]
    public void Read_Instacart_SaysThatThereAreNoDates()
    {
        LayoutFile file = FileOf("Instacart orders");
        Assert.Contains("no dates", Texts.Refused(file.Text, file.Name).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AmazonWithoutBuyers_NamesTheColumn()
    {
        LayoutFile file = FileOf("Amazon orders flat file");
        string withoutBuyers = string.Join('\n', file.Text.Split('\n').Select(line => line[..line.LastIndexOf('\t')]));
        EventFileException refused = Texts.Refused(withoutBuyers, "12345.txt");
        Assert.Contains("Customer (known names: buyer-email)", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Amazon orders flat file", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_StripeRefund_StandsAtItsOwnTime()
    {
        ShopEvent refund = Read(FileOf("Stripe payments")).Log.Events().First(e => e.Type == EventType.Refund && e.UnitPrice == 40m);
        Assert.Equal(new DateTime(2024, 7, 19, 10, 0, 0), refund.Time);
    }

    [Fact]
    public void Read_PayPalRefund_BelongsToTheOrderItNames()
    {
        ShopEvent refund = Read(FileOf("PayPal activity")).Log.Events().First(e => e.Type == EventType.Refund);
        Assert.Equal(("ada@p.test", "T1", new DateTime(2026, 6, 16, 9, 42, 51)), (refund.Customer.Value, refund.Order, refund.Time));
    }

    [Fact]
    public void Read_ItemWithoutSku_TakesItsTitle()
    {
        EventReadResult result = Read(FileOf("Shopify orders export"));
        Assert.Equal(["LMP", "Bulb", "SHD"], result.Log.Events().Where(e => e.Customer.Value == "zoe@shop.test").Select(e => e.Item.Value));
    }

    [Fact]
    public void Read_GoogleAnalytics_KnowsWhoIsSignedInAndWhoIsNot()
    {
        EventReadResult result = Read(FileOf("GA4 BigQuery export"));
        Assert.Equal(
            [("view", 0m), ("purchase", 8.5m), ("purchase", 17m), ("refund", 10m)],
            result.Log.Events().Where(e => e.Customer.Value == "33.44").Select(e => (e.Type.Name, e.UnitPrice * (decimal)e.Quantity)));
        Assert.Equal(new DateTime(2024, 3, 14), result.Log.EventsOf(new CustomerId("kim"))[0].Time.Date);
    }

    [Fact]
    public void Read_RudderStackMessages_AreReadAsSegments()
    {
        const string Message = """{"channel":"web","type":"track","messageId":"r1","anonymousId":"an-5",""" +
            """ "originalTimestamp":"2024-05-04T10:00:00.000Z","context":{"library":{"name":"RudderLabs JavaScript SDK"}},""" +
            """ "event":"Order Completed","properties":{"order_id":"R1","currency":"USD",""" +
            """ "products":[{"sku":"CAP","price":8.5,"quantity":2}]}}""";
        EventReadResult result = Texts.Read(Message, "rudder.jsonl");
        Assert.Equal(("Segment events", "an-5 17"), (result.Layout, ShopCase.Net(result)));
    }

    [Fact]
    public void Read_OwnLayout_GoesByItsHeader()
    {
        EventLayout own = EventLayout.Parse(ExampleOfThePage());
        const string Text = "Bon;Kunde;Datum;Uhr;Betrag;Zustand\n1;K1;24.12.2024;09:30;10,50;ok\n2;K1;27.12.2024;10:00;3,00;Storno\n"
            + "3;K2;27.12.2024;10:05;99,00;Probe\n";
        EventReadResult result = Texts.Read(Text, options: new EventReadOptions { Layouts = [own, .. EventLayouts.All] });
        Assert.Equal(("Our till", "K1 7.5"), (result.Layout, ShopCase.Net(result)));
        Assert.Equal(new DateTime(2024, 12, 24, 9, 30, 0), result.Report.FirstTime);
    }

    /// <summary>The layout that docs/how-to/layouts.md shows.</summary>
    private static string ExampleOfThePage()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Personalization.sln"))) folder = folder.Parent;
        Assert.NotNull(folder);
        string page = File.ReadAllText(Path.Combine(folder.FullName, "docs", "how-to", "layouts.md"));
        int start = page.IndexOf("```json", StringComparison.Ordinal) + "```json".Length;
        return page[start..page.IndexOf("```", start, StringComparison.Ordinal)];
    }

    private static LayoutFile FileOf(string layout) => LayoutFiles.All.First(file => file.Layout == layout);

    private static EventReadResult Read(LayoutFile file) => Texts.Read(file.Text, file.Name, LayoutFuzz.OptionsOf(file));
}
