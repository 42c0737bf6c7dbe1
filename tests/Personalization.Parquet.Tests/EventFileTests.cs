using Personalization.Core;
using Personalization.Data;
using Personalization.TestKit;

namespace Personalization.Parquet.Tests;

public sealed class EventFileTests : IDisposable
{
    private static readonly EventReadOptions Options = new() { Formats = [ParquetFormat.Instance] };

    private readonly DuckDb _duck = new();

    public void Dispose() => _duck.Dispose();

    [Fact]
    public void Read_WithoutTheFormat_NamesThePackage()
    {
        byte[] file = Write("SELECT 'a' AS customer, DATE '2024-01-01' AS date");
        EventFileException e = Assert.Throws<EventFileException>(() => Read(file, new()));
        Assert.Contains("Personalization.Parquet", e.Message, StringComparison.Ordinal);
        Assert.Contains("Formats = [ParquetFormat.Instance]", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_EveryPlainType_IsReadAsItsText()
    {
        byte[] file = Write("""
            SELECT CAST(7 AS UTINYINT) AS customer, TIMESTAMPTZ '2024-07-01 12:00:00+00' AS time, CAST(3 AS HUGEINT)::BIGINT AS item,
                CAST(2 AS FLOAT) AS quantity, 19.99::DOUBLE AS price, true AS customer_member,
                CAST(NULL AS DOUBLE) AS order_id, ['a', 'b'] AS tags, DATE '1990-05-17' AS customer_birthday,
                UUID '00000000-0000-0000-0000-000000000001' AS session_id
            """);
        TimeZoneInfo twoHoursAhead = TimeZoneInfo.CreateCustomTimeZone("two", TimeSpan.FromHours(2), "two", "two");
        EventReadResult result = Read(file, Options with { TimeZone = twoHoursAhead });
        ShopEvent read = Assert.Single(result.Log.Events());
        Assert.Equal(
            ("7", new DateTime(2024, 7, 1, 14, 0, 0), "3", 2f, 19.99m),
            (read.Customer.Value, read.Time, read.Item.Value, read.Quantity, read.UnitPrice));
        Assert.Equal(
            ("true", "1990-05-17"),
            (result.Log.CustomerAttributes.Find("customer_member")?[0], result.Log.CustomerAttributes.Find("customer_birthday")?[0]));
        Assert.Equal("tags", result.Report.IgnoredColumns[^1]);
        Assert.Equal((EventFileFormat.Custom, "Parquet"), (result.Report.Format, result.Report.FormatName));
        Assert.Contains("\"format\": \"Parquet\"", result.Report.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NumbersAndTimes_NeedNoOptionsThatTextsNeed()
    {
        byte[] file = Write("SELECT 'a' AS customer, TIMESTAMP '2024-01-02 03:04:05.678' AS time, 1.5 AS price, '02.01.2024' AS note");
        ShopEvent read = Assert.Single(Read(file, Options with { DecimalComma = true, DateFormats = ["dd.MM.yyyy"] }).Log.Events());
        Assert.Equal((new DateTime(2024, 1, 2, 3, 4, 5, 678), 1.5m), (read.Time, read.UnitPrice));
    }

    [Fact]
    public void Read_TimeThatIsNone_CostsItsRowAlone()
    {
        byte[] file = Write("""
            SELECT * FROM (VALUES ('a', TIMESTAMP '2024-01-01'), ('b', TIMESTAMP '50000-01-01'), ('c', 'infinity'::TIMESTAMP))
                AS t(customer, date)
            """);
        EventReadResult result = Read(file, Options);
        Assert.Equal((3, 1, 2), (result.Report.RowsRead, result.Report.RowsKept, result.Report["unparsable"].Dropped));
        Assert.StartsWith("out of range: ", result.Report["unparsable"].Examples[0].Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_BadRow_IsNumberedAsInACsv()
    {
        byte[] file = Write("SELECT * FROM (VALUES ('a', '2024-01-01'), ('b', 'yesterday')) AS t(customer, date)");
        Assert.Equal(3, Assert.Single(Read(file, Options).Report["unparsable"].Examples).Row);
        EventFileException e = Assert.Throws<EventFileException>(() => Read(file, Options with { Errors = RowErrorMode.Strict }));
        Assert.Equal((3, "date", "yesterday"), (e.Row, e.Column, e.Value));
    }

    [Fact]
    public void Read_RowThatIsTooLong_IsAnErrorWithItsNumber()
    {
        byte[] file = Write("""
            SELECT * FROM (VALUES ('a', DATE '2024-01-01', 'x'), ('b', DATE '2024-01-01', repeat('x', 2000))) AS t(customer, date, title)
            """);
        EventFileException e = Assert.Throws<EventFileException>(() => Read(file, Options with { MaxRowBytes = 1024 }));
        Assert.Equal(3, e.Row);
        Assert.Equal(1, Read(file, Options with { MaxTextLength = 100, Columns = Titled }).Report["unparsable"].Dropped);
    }

    [Fact]
    public void Read_ContentBeyondAllMeasure_IsRefused()
    {
        byte[] file = Write(
            "SELECT 'a' AS customer, DATE '2024-01-01' AS date, 'a title that is always the same' AS title FROM range(3000000)",
            "COMPRESSION zstd, ROW_GROUP_SIZE 1000000");
        EventFileException e = Assert.Throws<EventFileException>(() => Read(file, Options));
        Assert.Contains("bomb", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_FromAStreamThatCannotSeek_IsTheSame()
    {
        byte[] file = Write("SELECT 'c' || i AS customer, DATE '2024-01-01' AS date FROM range(5) AS r(i)");
        using OneWayStream once = new(file);
        EventReadResult read = EventFile.Read(once, "x", Options, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(Read(file, Options).Log.Events(), read.Log.Events());
    }

    [Fact]
    public void Read_CustomFormatThatNobodyKnows_IsRefused()
    {
        byte[] csv = "customer,date\n"u8.ToArray();
        EventFileException e = Assert.Throws<EventFileException>(() => Read(csv, Options with { Format = EventFileFormat.Custom }));
        Assert.Contains("[Parquet]", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_DamagedFile_EndsInAResultOrAClearError()
    {
        byte[] whole = Write("""
            SELECT CASE WHEN i % 7 = 0 THEN NULL ELSE i % 20 END AS customer, TIMESTAMP '2024-01-01' + to_seconds(i) AS time,
                'sku' || (i % 5) AS item, CAST(i / 7.0 AS DECIMAL(18, 2)) AS price FROM range(300) AS r(i)
            """, "COMPRESSION zstd");
        int refused = 0;
        for (ulong seed = 0; seed < 500; seed++)
        {
            byte[] damaged = new FileMutator(seed).Mutate(whole);
            "PAR1"u8.CopyTo(damaged); // so that it is still recognized
            try
            {
                Read(damaged, Options);
            }
            catch (EventFileException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 100, 500);
    }

    private static ColumnMapping Titled => new()
    {
        Names = new Dictionary<EventField, string>
        {
            [EventField.Customer] = "customer",
            [EventField.Time] = "date",
            [EventField.ItemTitle] = "title",
        },
    };

    private static EventReadResult Read(byte[] file, EventReadOptions options) =>
        EventFile.Read(new MemoryStream(file), "events.parquet", options, cancellationToken: TestContext.Current.CancellationToken);

    private byte[] Write(string select, string options = "COMPRESSION snappy")
    {
        string path = _duck.PathOf("written.parquet");
        _duck.Execute($"COPY ({select}) TO '{path}' (FORMAT parquet, {options})");
        return File.ReadAllBytes(path);
    }

    private sealed class OneWayStream(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;
    }
}
