using System.Text;
using Personalization.Core;
using Personalization.TestKit;
using static Personalization.Data.Tests.Texts;

namespace Personalization.Data.Tests;

/// <summary>What files say of customers: kept, left out with a reason, and never counted as something else.</summary>
public sealed class CustomerAttributeTests
{
    [Theory]
    [InlineData("Country", AttributeKind.Attribute)]
    [InlineData("COUNTRY_CODE", AttributeKind.Attribute)]
    [InlineData("date of birth", AttributeKind.Attribute)]
    [InlineData("loyaltyTier", AttributeKind.Attribute)]
    [InlineData("customer_city", AttributeKind.Attribute)]
    [InlineData("Customer Segment", AttributeKind.Attribute)]
    [InlineData("userPlan", AttributeKind.Attribute)]
    [InlineData("customer_id", AttributeKind.None)]
    [InlineData("Customer No.", AttributeKind.None)]
    [InlineData("user_account_id", AttributeKind.None)]
    [InlineData("user_session", AttributeKind.None)]
    [InlineData("user-agent", AttributeKind.None)]
    [InlineData("customer", AttributeKind.None)]
    [InlineData("customer_", AttributeKind.None)]
    [InlineData("custom_field", AttributeKind.None)]
    [InlineData("email", AttributeKind.None)] // no column of customers by its name, and so ignored as any other
    [InlineData("customer_email", AttributeKind.PersonalIdentifier)]
    [InlineData("Customer Name", AttributeKind.PersonalIdentifier)]
    [InlineData("user.phone", AttributeKind.PersonalIdentifier)]
    [InlineData("brand", AttributeKind.None)]
    [InlineData("---", AttributeKind.None)]
    [InlineData("", AttributeKind.None)]
    public void OfHeader_AnyName_IsToldApart(string header, object kind) =>
        Assert.Equal((AttributeKind)kind, AttributeNames.OfHeader(header));

    [Theory]
    [InlineData("plan", AttributeKind.Attribute)]
    [InlineData("address.country", AttributeKind.Attribute)]
    [InlineData("createdAt", AttributeKind.Attribute)]
    [InlineData("email", AttributeKind.PersonalIdentifier)]
    [InlineData("firstName", AttributeKind.PersonalIdentifier)]
    [InlineData("address.street", AttributeKind.PersonalIdentifier)]
    [InlineData("address.postalCode", AttributeKind.PersonalIdentifier)]
    [InlineData("company.id", AttributeKind.PersonalIdentifier)]
    [InlineData("loyalty_id", AttributeKind.PersonalIdentifier)]
    [InlineData("user_email", AttributeKind.PersonalIdentifier)]
    public void OfTrait_AnyPath_IsToldByItsLastName(string path, object kind) =>
        Assert.Equal((AttributeKind)kind, AttributeNames.OfTrait(path));

    [Fact]
    public void Read_CsvWithAttributes_KeepsTheLatestOfEachCustomer()
    {
        EventReadResult result = Read("""
            customer_id,date,price,Country,customer_email,User Tier,note,age
            ann,2024-01-03,1,DE,ann@example.org,gold,x,31
            ann,2024-01-02,1,FR,ann@example.org,silver,x,30
            bob,2024-01-01,1, United Kingdom ,bob@example.org,,x,
            bob,2024-01-02,cheap,US,bob@example.org,gold,x,50
            ,2024-01-03,1,IT,nobody@example.org,gold,x,9
            """);
        CustomerAttributes attributes = result.Log.CustomerAttributes;
        Assert.Equal(["age", "country", "user_tier"], attributes.Select(a => a.Name));
        Assert.Equal(("DE", "United Kingdom"), (attributes[1][0], attributes[1][1]));
        Assert.Equal(("gold", null), (attributes[2][0], attributes[2][1])); // Bob's later row was dropped, and his tier with it
        Assert.Equal(("31", null), (attributes[0][0], attributes[0][1]));
        Assert.Equal(["DE", "FR", "United Kingdom"], attributes[1].Values);

        CleaningReport report = result.Report;
        Assert.Equal((5, 3), (report.RowsRead, report.RowsKept));
        Assert.Equal([new AttributeCount("age", 1), new("country", 2), new("user_tier", 1)], report.CustomerAttributes);
        Assert.Equal([new AttributeLeftOut("customer_email", "personal identifier", 0)], report.AttributesLeftOut);
        Assert.Equal(["customer_email", "note"], report.IgnoredColumns);
    }

    [Fact]
    public void Read_AttributesAskedFor_AreKeptWhateverTheirNames()
    {
        const string text = "customer_id,date,channel,Brand of Choice,customer_email\nann,2024-01-03,web,Acme,ann@example.org\n";
        EventReadResult result = Read(text, options: new() { CustomerAttributes = ["brand_of_choice", "CustomerEmail", "channel"] });
        Assert.Equal([("brand_of_choice", "Acme"), ("channel", "web"), ("customer_email", "ann@example.org")],
            result.Log.CustomerAttributes.Select(a => (a.Name, a[0]!)));
        Assert.Equal("web", Only(result).Channel);
        Assert.Empty(result.Report.IgnoredColumns);
        Assert.Empty(result.Report.AttributesLeftOut);
        EventFileException e = Refused(text, options: new() { CustomerAttributes = ["city"] });
        Assert.Contains("'city'", e.Message, StringComparison.Ordinal);
        Assert.Contains("[customer_id | date | channel", e.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new EventReadOptions { CustomerAttributes = ["-"] });
    }

    [Fact]
    public void Read_MappedColumns_StillKeepAttributes()
    {
        Dictionary<EventField, string> names = new()
        {
            [EventField.Customer] = "who",
            [EventField.Time] = "when",
            [EventField.Category] = "region", // so it is no attribute
        };
        EventReadOptions options = new() { Columns = new() { Names = names } };
        EventReadResult result = Read("who,when,country,region\nann,2024-01-03,DE,north\n", options: options);
        Assert.Equal([("country", "DE")], result.Log.CustomerAttributes.Select(a => (a.Name, a[0]!)));
    }

    [Fact]
    public void Read_ValueThatIsTooLong_IsCountedAndTheRowStays()
    {
        string text = "customer_id,date,country\nann,2024-01-03,DE\n"
            + $"ann,2024-01-04,{new string('é', 17)}\nann,2024-01-05,{new string('x', 5000)}\n";
        EventReadResult result = Read(text, options: new() { MaxTextLength = 16 });
        Assert.Equal(("DE", 3L), (result.Log.CustomerAttributes[0][0], result.Report.RowsKept));
        Assert.Equal([new AttributeLeftOut("country", "longer than 16 characters", 2)], result.Report.AttributesLeftOut);
    }

    [Fact]
    public void Read_ThreeHundredAttributes_KeepsTwoHundredAndNamesTheRest()
    {
        string header = string.Join(',', Enumerable.Range(0, 300).Select(i => $"user_x{i:000}"));
        string row = string.Join(',', Enumerable.Range(0, 300));
        EventReadResult result = Read($"customer_id,date,{header}\nann,2024-01-03,{row}\n");
        Assert.Equal((200, 100), (result.Log.CustomerAttributes.Count, result.Report.AttributesLeftOut.Count));
        Assert.Equal(new AttributeLeftOut("user_x200", "more than 200 attributes", 0), result.Report.AttributesLeftOut[0]);

        string traits = string.Join(',', Enumerable.Range(0, 1100).Select(i => $"\"x{i:0000}\":{i}"));
        result = Read(View("ann") + """{"type":"identify","userId":"ann","timestamp":"2024-01-01","traits":{""" + traits + "}}", "x.jsonl");
        Assert.Equal(200, result.Log.CustomerAttributes.Count);
        Assert.Equal(801, result.Report.AttributesLeftOut.Count);
        Assert.Equal(new AttributeLeftOut("other", "more traits than a message may have", 100), result.Report.AttributesLeftOut[0]);
    }

    [Fact]
    public void Read_LargeCsv_IsJudgedAsideWithTheSameAttributes()
    {
        StringBuilder text = new("customer_id,date,price,item,country,city\n");
        for (int i = 0; i < 40_000; i++)
        {
            string country = i % 97 % 3 == 0 ? "DE" : "FR";
            text.Append($"c{i % 97},2024-01-{1 + (i % 28):00},1,item {i % 13},{country},{i % 28 / 14}\n");
        }

        Assert.True(text.Length > 1 << 20, "too small for a thread of its own");
        EventReadResult aside = Read(text.ToString()), alone = Read(text.ToString(), options: new() { Errors = RowErrorMode.Strict });
        for (int a = 0; a < 2; a++)
        {
            CustomerAttribute one = aside.Log.CustomerAttributes[a], other = alone.Log.CustomerAttributes[a];
            Assert.Equal(Enumerable.Range(0, 97).Select(row => other[row]), Enumerable.Range(0, 97).Select(row => one[row]));
        }

        Assert.Equal("1", aside.Log.CustomerAttributes.Find("city")![0]);
        Assert.True(aside.Log.Customers.TryGetRow(new CustomerId("c3"), out int third));
        Assert.Equal("DE", aside.Log.CustomerAttributes.Find("country")![third]);
    }

    [Fact]
    public void Read_Workbook_KeepsAttributesOfAllSheets()
    {
        byte[] workbook = TinyWorkbook.Build(
            ("A", [["customer", "date", "Country", "Age"], ["ann", new DateTime(2024, 1, 1), "DE", 31]]),
            ("B", [["customer", "date", "Country", "Age"], ["bob", new DateTime(2024, 1, 1), "FR", null]]));
        CustomerAttributes attributes = Read(workbook, "x.xlsx").Log.CustomerAttributes;
        Assert.Equal([("age", "31", null), ("country", "DE", "FR")], attributes.Select(a => (a.Name, a[0], a[1])));
    }

    [Fact]
    public void Read_Identify_KeepsTraitsAndSaysWhatItLeftOut()
    {
        EventReadResult result = Read(View("ann") + """
            {"traits":TRAITS,"userId":"ann","timestamp":"2024-01-02T00:00:00Z","type":"identify"}
            {"type":"identify","userId":"ann","timestamp":"2024-01-01","context":{"traits":{"Plan":"free","Country":"DE","email":"a@b"}}}
            {"type":"identify","userId":"zoe","timestamp":"2024-01-01T00:00:00Z","traits":{"plan":"free"}}
            {"type":"identify","timestamp":"2024-01-01T00:00:00Z","traits":{"plan":"free"}}
            {"type":"identify","userId":"ann","traits":{"plan":"max"}}
            {"type":"identify","userId":"ann","timestamp":"2024-01-03T00:00:00Z","traits":"none"}
            """.Replace("TRAITS", """
            {"plan":"pro","age":31,"vip":true,"gone":null,"email":"a@b","address":{"city":"Bonn","street":"Weg","geo":{"x":1}},"tags":["a"]}
            """, StringComparison.Ordinal), "x.jsonl");
        Assert.Equal([("address.city", "Bonn"), ("age", "31"), ("country", "DE"), ("plan", "pro"), ("vip", "true")],
            result.Log.CustomerAttributes.Select(a => (a.Name, a[0]!)));
        CleaningReport report = result.Report;
        Assert.Equal((7, 1, 6L), (report.RowsRead, report.RowsKept, report["identify"].Dropped));
        Assert.Equal(1, report.CustomersWithoutEvents);
        Assert.Equal(
            [
                new AttributeLeftOut("address.geo", "a list, or an object in an object", 1),
                new("address.street", "personal identifier", 1),
                new("email", "personal identifier", 2),
                new("plan", "said at no time that is known", 1),
                new("plan", "said of no customer", 1),
                new("tags", "a list, or an object in an object", 1),
            ],
            report.AttributesLeftOut);
    }

    [Fact]
    public void Read_TraitsAskedFor_AreKeptThoughTheyPointAtAPerson()
    {
        const string traits = """{"email":"a@example.org","address":{"zip":"53111"}}""";
        EventReadResult result = Read(
            View("ann") + """{"type":"identify","userId":"ann","timestamp":"2024-01-01","traits":""" + traits + "}",
            "x.jsonl", new() { CustomerAttributes = ["address.zip"] });
        Assert.Equal([("address.zip", "53111")], result.Log.CustomerAttributes.Select(a => (a.Name, a[0]!)));
        Assert.Equal([new AttributeLeftOut("email", "personal identifier", 1)], result.Report.AttributesLeftOut);
    }

    [Fact]
    public void Read_HostileTraits_StayBounded()
    {
        // A long name before many short ones, one name in thousands of spellings, and more names than are counted.
        string outer = new('o', 500_000), inner = string.Join(',', Enumerable.Range(0, 40_000).Select(i => $"\"{i}\":1"));
        StringBuilder text = new(View("ann"));
        text.Append($"{{\"type\":\"identify\",\"userId\":\"ann\",\"timestamp\":\"2024-01-01\",\"traits\":{{\"{outer}\":{{{inner}}}}}}}\n");
        for (int i = 0; i < 3000; i++)
        {
            string name = string.Join("x", Enumerable.Range(0, 12).Select(bit => (i >> bit & 1) == 1 ? '-' : ' '));
            text.Append($"{{\"type\":\"identify\",\"userId\":\"ann\",\"timestamp\":\"2024-01-01\",");
            text.Append($"\"traits\":{{\"x{name}x\":1,\"card_{i}_id\":2}}}}\n");
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        CleaningReport report = Read(text.ToString(), "x.jsonl").Report;
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 64 << 20);
        Assert.Equal([new AttributeCount("x_x_x_x_x_x_x_x_x_x_x_x_x", 1)], report.CustomerAttributes);
        Assert.Equal(1001, report.AttributesLeftOut.Count);
        Assert.Equal(40_000 + 3_000, report.AttributesLeftOut.Sum(a => a.Values));
    }

    [Fact]
    public void Read_Records_KeepAttributes()
    {
        Sale[] sales = [new("ann", new(2024, 1, 1), "Bonn"), new("ann", new(2024, 1, 2), null), new("bob", new(2024, 1, 1), " Köln ")];
        RecordMapping<Sale> mapping = new()
        {
            Customer = s => s.Customer,
            LocalTime = s => s.Time,
            CustomerAttributes = new Dictionary<string, Func<Sale, string?>> { ["Home City"] = s => s.City },
        };
        EventReadResult result = EventRecords.Read(sales, mapping, cancellationToken: TestContext.Current.CancellationToken);
        CustomerAttribute city = Assert.Single(result.Log.CustomerAttributes);
        Assert.Equal(("home_city", "Bonn", "Köln"), (city.Name, city[0], city[1]));
        Assert.Equal([new AttributeCount("home_city", 2)], result.Report.CustomerAttributes);
    }

    [Fact]
    public void ToJson_Attributes_StandAfterAllThatStoodThereBefore()
    {
        string json = Read("customer_id,date,country,customer_email\nann,2024-01-03,DE,x\n").Report.ToJson();
        Assert.EndsWith("""
              "unknown_events": {},
              "customer_attributes": {
                "country": 1
              },
              "customer_attributes_left_out": [
                {
                  "name": "customer_email",
                  "reason": "personal identifier",
                  "values": 0
                }
              ],
              "customers_without_events": 0
            }
            """, json, StringComparison.Ordinal);
    }

    private static string View(string customer) =>
        $$"""{"type":"track","event":"Product Viewed","userId":"{{customer}}","timestamp":"2024-03-01T11:00:00Z"}""" + "\n";

    private sealed record Sale(string Customer, DateTime Time, string? City);
}
