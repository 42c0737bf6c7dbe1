using System.IO.Compression;
using System.Text;
using Personalization.Core;

namespace Personalization.Data.Tests;

/// <summary>What a shop knows of its customers: kinds told by the values, nothing dropped without a word.</summary>
public sealed class CustomerFileTests
{
    private const string Crm = """
        Customer ID;Age;Gender;City;Loyalty Tier;Consent Marketing;Birth Date;Income;Household Size;Email;Note
        c1;34;f;Köln;gold;yes;31.12.1980;1.234,50 €;2;a@example.org;likes pearls
        c2;41;m;Bonn;Gold;no;01.06.1975;900,00 €;4;b@example.org;
        c3;n/a;f;;silver;yes;15.02.1990;12,50 €;1;c@example.org;asks for silver
        c1;35;;Köln;;;;;;;
        ;50;m;Bonn;gold;no;;;;;
        c4;28;m;Bonn;none;no;;2.000,00 €;;d@example.org;
        """;

    private static CustomerFileTable Read(string text, CustomerFileOptions? options = null, string name = "crm.csv") =>
        CustomerFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), name, options, TestContext.Current.CancellationToken);

    private static T Column<T>(CustomerFileTable table, string name)
        where T : CustomerColumn => Assert.IsType<T>(table.Columns.Single(column => column.Name == name));

    [Fact]
    public void Read_MixedColumns_KindsAreToldByTheValues()
    {
        CustomerFileTable table = Read(Crm);

        Assert.Equal(["c1", "c2", "c3", "c4"], table.Customers.Values);
        Assert.Equal([35, 41, WholeNumberColumn.Missing, 28], Column<WholeNumberColumn>(table, "age").Values.ToArray());
        Assert.Equal([true, false, true, false], Column<FlagColumn>(table, "consent_marketing").Values.ToArray());
        Assert.Equal(new DateTime(1980, 12, 31), Column<TimeColumn>(table, "birth_date").Values[0]);
        MoneyColumn income = Column<MoneyColumn>(table, "income");
        Assert.Equal(("EUR", 1234.5m, null), (income.Unit, income.AmountAt(0), table.Columns.Single(c => c.Name == "city").TextAt(2)));
        Assert.Equal(["f", "m", "f", "m"], Enumerable.Range(0, 4).Select(Column<CategoryColumn>(table, "gender").TextAt));
    }

    /// <summary>20 EUR and 30 USD aren't amounts of one column: text where nothing was asked, an error where money was.</summary>
    [Fact]
    public void Read_AmountsInSeveralCurrencies_AreNeverOneMoney()
    {
        const string text = "id,income\na,€20\nb,$30\nc,€25\n";

        CustomerFileTable table = Read(text);
        EventFileException error = Assert.Throws<EventFileException>(
            () => Read(text, new() { Kinds = new Dictionary<string, ColumnKind> { ["income"] = ColumnKind.Money } }));

        Assert.Equal("€20", Column<TextColumn>(table, "income").TextAt(0));
        Assert.Contains("in several currencies ($, EUR)", table.Report.Columns[0].Why, StringComparison.Ordinal);
        Assert.Contains("has amounts in $ and EUR", error.Message, StringComparison.Ordinal);
    }

    /// <summary>A spelling with other letters' case isn't another tier; "none" is one.</summary>
    [Fact]
    public void Read_NamesThatDifferInCase_AreOne() =>
        Assert.Equal(["gold", "none", "silver"], Column<CategoryColumn>(Read(Crm), "loyalty_tier").Levels.Order(StringComparer.Ordinal));

    [Fact]
    public void Read_RepeatedAndNamelessRows_AreCounted()
    {
        CustomerFileReport report = Read(Crm).Report;

        Assert.Equal((6, 4, 1, 1), (report.RowsRead, report.Customers, report.RowsWithoutId, report.RepeatedRows));
        Assert.Equal(new RowExample(5, "Customer ID", "c1"), Assert.Single(report.RepeatedExamples));
        Assert.Equal(new AttributeLeftOut("Email", "personal identifier", 4), Assert.Single(report.LeftOut));
        Assert.Equal(("Customer ID", ';'), (report.IdColumn, report.Delimiter));
    }

    [Fact]
    public void Read_KeptIdentifier_IsAColumn() =>
        Assert.Equal("a@example.org", Read(Crm, new() { Keep = ["email"] }).Columns.Single(c => c.Name == "email").TextAt(0));

    [Fact]
    public void Read_ValueOfAnotherKind_IsCountedWithItsRow()
    {
        string text = "id,visits\n" + string.Concat(Enumerable.Range(1, 40).Select(i => $"c{i},{(i == 7 ? "many" : i)}\n"));

        CustomerFileColumn column = Assert.Single(Read(text).Report.Columns);

        Assert.Equal((ColumnKind.WholeNumber, 39, 1), (column.Kind, column.Known, column.Unreadable));
        Assert.Equal(new RowExample(8, "visits", "many"), Assert.Single(column.Examples));
        EventFileException strict = Assert.Throws<EventFileException>(() => Read(text, new() { Errors = RowErrorMode.Strict }));
        Assert.StartsWith("Row 8, column 'visits', value 'many': this isn't a whole number", strict.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("01067,04109,10115", ColumnKind.Category)] // digits that begin with 0
    [InlineData("1.5,2,3.25", ColumnKind.Number)]
    [InlineData("1,0,1", ColumnKind.Flag)]
    [InlineData("1,1,2", ColumnKind.WholeNumber)]
    [InlineData("Y,n,y", ColumnKind.Flag)]
    [InlineData("f,m,f", ColumnKind.Category)]
    [InlineData("f,f,f", ColumnKind.Category)]
    [InlineData("opted in,opted out,opted in", ColumnKind.Flag)]
    [InlineData("2024-03-01,2023-01-31,2020-02-29", ColumnKind.Time)]
    [InlineData("20240301,20230131,20200229", ColumnKind.WholeNumber)] // nothing says that these are dates
    [InlineData("$5.00,7,9", ColumnKind.Money)]
    [InlineData("NA,US,DE", ColumnKind.Category)] // Namibia
    public void Read_OneColumn_IsOfKind(string values, ColumnKind kind)
    {
        string[] cells = values.Split(',');

        Assert.Equal(kind, Assert.Single(Read($"id,x\na,{cells[0]}\nb,{cells[1]}\nc,{cells[2]}\n").Columns).Kind);
    }

    [Fact]
    public void Read_DigitsInAColumnOfDates_AreDates() =>
        Assert.Equal(ColumnKind.Time, Assert.Single(Read("id,signup_date\na,20240301\nb,20230131\n").Columns).Kind);

    [Fact]
    public void Read_AskedKind_HoldsAgainstTheValues() =>
        Assert.Equal(
            ColumnKind.Category,
            Assert.Single(Read("id,shop\na,1\nb,2\n", new()
            {
                Kinds = new Dictionary<string, ColumnKind> { ["Shop"] = ColumnKind.Category },
            })
                .Columns).Kind);

    [Fact]
    public void Read_PhonesAndIdsByTheirValues_AreLeftOut()
    {
        StringBuilder text = new("id,contact,card,remark\n");
        for (int i = 0; i < 30; i++) text.Append($"c{i},+49 30 {1_000_000 + i},K{10_000_000 + i},word{i % 3}\n");

        CustomerFileReport report = Read(text.ToString()).Report;

        Assert.Equal(
            [("contact", "personal identifier: its values are phone numbers"), ("card", "an id: each customer has one of its own")],
            report.LeftOut.Select(left => (left.Name, left.Reason)));
        Assert.Equal("remark", Assert.Single(report.Columns).Column);
    }

    [Fact]
    public void Join_BothSides_AreCountedWithExamples()
    {
        IdIndex<CustomerId> bought = IdIndex<CustomerId>.From([new("c2"), new("c9"), new("c1")]);
        CustomerFileJoin join = Read(Crm).Join(
            new CustomerTable(bought, new DateTime(2024, 6, 1)), IdIndex<CustomerId>.From([new("c1"), new("c3")]));

        Assert.Equal((2, 2, 1, 1), (join.Matched, join.InFileOnly, join.InFileOnlyWithoutPurchase, join.InTableOnly));
        Assert.Equal(["c3", "c4"], join.InFileOnlyExamples);
        Assert.Equal(["c9"], join.InTableOnlyExamples);
        CustomerColumn age = join.Columns.Single(column => column.Name == "age");
        Assert.Equal(["35", "41", null], Enumerable.Range(0, 3).Select(age.TextAt));
    }

    /// <summary>Born on 31.12.1980, 1.6.1975: 43 and, on the very day, 49.</summary>
    [Fact]
    public void Join_BirthDates_GiveAges()
    {
        CustomerFileTable table = Read("id,born,Birth Date\nc1,x,31.12.1980\nc2,y,01.06.1975\nc3,z,\n");

        CustomerFileJoin join = table.Join(new CustomerTable(table.Customers, new DateTime(2024, 6, 1)));

        CustomerColumn age = join.Columns.Single(column => column.Name == "age");
        Assert.Equal(["43", "49", null], Enumerable.Range(0, 3).Select(age.TextAt));
    }

    [Fact]
    public void Join_OtherDates_GiveDays()
    {
        CustomerFileTable table = Read("id,signup\nc1,2024-05-31\nc2,2024-01-01\n");

        CustomerColumn days = table.Join(new CustomerTable(table.Customers, new DateTime(2024, 6, 1))).Columns[1];

        Assert.Equal(("signup_days", "1", "152"), (days.Name, days.TextAt(0), days.TextAt(1)));
    }

    [Theory]
    [InlineData("", "The file is empty")]
    [InlineData("id,age\n", "no row below it")]
    [InlineData("id,age\n,5\n", "None of the 1 rows has an id in column 'id'")]
    public void Read_NothingInIt_ErrorSaysSo(string text, string message) =>
        Assert.Contains(message, Assert.Throws<EventFileException>(() => Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_NamedIdColumnIsMissing_ErrorNamesTheColumns() =>
        Assert.Contains(
            "The columns are 'id', 'age'",
            Assert.Throws<EventFileException>(() => Read("id,age\na,5\n", new() { IdColumn = "kunde" })).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Read_ZipAndGzip_AsPlain()
    {
        byte[] plain = Encoding.UTF8.GetBytes(Crm);
        using MemoryStream zipped = new();
        using (ZipArchive zip = new(zipped, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream entry = zip.CreateEntry("crm.csv").Open();
            entry.Write(plain);
        }

        zipped.Position = 0;
        CancellationToken token = TestContext.Current.CancellationToken;

        Assert.Equal(4, CustomerFile.Read(zipped, "crm.zip", cancellationToken: token).Customers.Count);
        Assert.Equal(4, CustomerFile.Read(new MemoryStream(Texts.Gzip(plain)), "crm.csv.gz", cancellationToken: token).Customers.Count);
    }
}
