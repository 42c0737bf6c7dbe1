using System.Globalization;
using Personalization.Core;
using Personalization.Data;
using Personalization.TestKit;

namespace Personalization.Parquet.Tests;

/// <summary>Files that we write and DuckDB reads, and the other way round: the two share no code.</summary>
public sealed class DuckDbTests : IDisposable
{
    private readonly DuckDb _duck = new();

    public void Dispose() => _duck.Dispose();

    [Fact]
    public void WriteParquet_ReadByDuckDb_HasTypesCellsAndDescriptions()
    {
        CustomerTable table = Tables.OfAllKinds(2, 50);
        string path = _duck.PathOf("customers.parquet");
        table.WriteParquet(path, TestContext.Current.CancellationToken);

        Assert.Equal(
            [
                "customer_id VARCHAR", "share DOUBLE", "spent DECIMAL(18,4)", "orders BIGINT", "segment VARCHAR", "categories VARCHAR[]",
                "note VARCHAR", "first TIMESTAMP", "member BOOLEAN", "taste FLOAT[]",
            ],
            _duck.Rows($"SELECT column_name, column_type FROM (DESCRIBE FROM '{path}')").Select(row => $"{row[0]} {row[1]}"));
        List<object?[]> rows = _duck.Rows($"FROM '{path}'");
        Assert.Equal(table.Count, rows.Count);
        for (int row = 0; row < rows.Count; row++)
        {
            object?[] cells = rows[row];
            Assert.Equal(table.Customers[row].Value, cells[0]);
            Assert.Equal(Known(table.Column<NumberColumn>("share").Values[row]), cells[1]);
            Assert.Equal(table.Column<MoneyColumn>("spent").AmountAt(row), cells[2]);
            Assert.Equal(table.Column<WholeNumberColumn>("orders").ValueAt(row), cells[3]);
            Assert.Equal(table.Column<CategoryColumn>("segment").TextAt(row), cells[4]);
            Assert.Equal(table.Column<CategoryListColumn>("categories").ListAt(row), (IEnumerable<string>)cells[5]!);
            Assert.Equal(table.Column<TextColumn>("note").TextAt(row), cells[6]);
            Assert.Equal(table.Column<TimeColumn>("first").Values[row], cells[7]);
            Assert.Equal(table.Column<FlagColumn>("member").Values[row], cells[8]);
            Assert.Equal(table.Column<VectorColumn>("taste").VectorAt(row).ToArray(), (IEnumerable<float>)cells[9]!);
        }

        Dictionary<string, string> metadata = _duck.Rows($"SELECT decode(key), decode(value) FROM parquet_kv_metadata('{path}')")
            .ToDictionary(row => (string)row[0]!, row => (string)row[1]!);
        Assert.StartsWith("2011-12-09T12:5", metadata["personalization.as_of"], StringComparison.Ordinal);
        Assert.Contains("""{"name":"spent","kind":"money","unit":"GBP"}""", metadata["personalization.columns"], StringComparison.Ordinal);
        Assert.Equal(
            ["categories, list, element", "segment"],
            _duck.Rows(
                $"SELECT path_in_schema FROM parquet_metadata('{path}') WHERE encodings LIKE '%DICTIONARY%' ORDER BY 1")
                .Select(row => row[0]));
    }

    [Fact]
    public void Read_OfATableThatDuckDbSortedOtherwise_IsTheSameTable()
    {
        CustomerTable table = Tables.OfAllKinds(4, 300);
        string path = _duck.PathOf("customers.parquet"), sorted = _duck.PathOf("sorted.parquet");
        table.WriteParquet(path, TestContext.Current.CancellationToken);
        string[] keys = [.. _duck.Rows($"SELECT decode(key), decode(value) FROM parquet_kv_metadata('{path}')")
            .Select(row => $"'{row[0]}': '{row[1]}'")];
        _duck.Execute(
            $"COPY (FROM '{path}' ORDER BY share DESC) TO '{sorted}' (FORMAT parquet, KV_METADATA {{{string.Join(", ", keys)}}})");
        Tables.AssertEqual(table, ParquetCustomers.Read(sorted, TestContext.Current.CancellationToken));
        _duck.Execute($"COPY (FROM '{path}') TO '{sorted}' (FORMAT parquet)");
        InvalidDataException lost = Assert.Throws<InvalidDataException>(
            () => ParquetCustomers.Read(sorted, TestContext.Current.CancellationToken));
        Assert.Contains("personalization.as_of", lost.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("snappy", "V1")]
    [InlineData("zstd", "V1")]
    [InlineData("gzip", "V1")]
    [InlineData("uncompressed", "V1")]
    [InlineData("brotli", "V1")]
    [InlineData("lz4_raw", "V1")]
    [InlineData("snappy", "V2")]
    [InlineData("zstd", "V2")]
    public void Read_EventsThatDuckDbWrote_AreThoseOfTheCsv(string codec, string version)
    {
        _duck.Execute("""
            CREATE TABLE events AS SELECT
                CASE WHEN i % 17 = 0 THEN NULL ELSE CAST(i % 70 AS INTEGER) END AS customer_id,
                TIMESTAMP '2024-01-01 08:00:00' + to_seconds(i * 977) AS time,
                CASE WHEN i % 9 = 0 THEN 'view' ELSE 'purchase' END AS type,
                'sku' || (i % 40) AS item,
                CAST(i % 4 AS DOUBLE) AS quantity,
                CAST((i % 999) / 100.0 AS DECIMAL(18, 4)) AS price,
                CASE WHEN i % 5 = 0 THEN NULL ELSE 'DE' END AS country,
                'o' || (i // 3) AS order_id
            FROM range(20000) AS r(i)
            """);
        string csv = _duck.PathOf("events.csv"), parquet = _duck.PathOf("events.parquet");
        _duck.Execute($"COPY events TO '{csv}' (HEADER)");
        _duck.Execute($"COPY events TO '{parquet}' (FORMAT parquet, COMPRESSION {codec}, ROW_GROUP_SIZE 4096, PARQUET_VERSION {version})");
        EventReadResult expected = EventFile.Read(csv, cancellationToken: TestContext.Current.CancellationToken);
        EventReadResult actual = EventFile.Read(
            parquet, new() { Formats = [ParquetFormat.Instance] }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(20_000, actual.Report.RowsRead);
        Assert.Equal(expected.Log.Events(), actual.Log.Events());
        Assert.Equal(ReportOf(expected), ReportOf(actual));
    }

    [Fact]
    public void Read_OnlineRetailThatDuckDbWrote_AgreesWithTheCsvToTheRowAndTheCent()
    {
        string? csv = TestData.Find("online-retail-ii/online_retail_II.csv.gz");
        Assert.SkipWhen(csv is null, TestData.SkipReason);
        string parquet = _duck.PathOf("retail.parquet");
        _duck.Execute(
            $"COPY (FROM read_csv('{csv}', header = true, sample_size = -1)) TO '{parquet}' (FORMAT parquet, COMPRESSION zstd)");
        EventReadResult actual = EventFile.Read(
            parquet, new() { Formats = [ParquetFormat.Instance] }, cancellationToken: TestContext.Current.CancellationToken);
        EventReadResult expected = EventFile.Read(csv, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal((1_067_370, 805_548, 34_335), (actual.Report.RowsRead, actual.Report.RowsKept, actual.Report.ExactDuplicates));
        Assert.Equal(17_743_411.178m, OrderTable.From(actual.Log).Total);
        Assert.Equal(expected.Log.Events(), actual.Log.Events());
    }

    /// <summary>The report without what tells the two files apart.</summary>
    private static string ReportOf(EventReadResult result) => (result.Report with
    {
        Source = "",
        Format = EventFileFormat.Custom,
        FormatName = "",
        Encoding = null,
        Delimiter = null,
    }).ToJson();

    private static double? Known(double value) => double.IsNaN(value) ? null : value;
}
