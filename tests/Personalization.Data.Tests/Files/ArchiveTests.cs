using System.IO.Compression;
using System.Text;
using Personalization.TestKit;
using static Personalization.Data.Tests.Texts;

namespace Personalization.Data.Tests;

public sealed class ArchiveTests
{
    private const string Csv = "customer,date,price\na,2024-01-05,10\nb,2024-01-06,5\n";

    [Fact]
    public void Case_ZipWithCsv_IsRead()
    {
        EventReadResult result = ShopCase.Read("51-zip-with-csv/archive.zip");

        Assert.Equal("A 10, B 5", ShopCase.Net(result));
        Assert.Equal((EventFileFormat.Csv, "archive.zip/events.csv"), (result.Format, result.Report.Source));
    }

    [Theory]
    [InlineData("orders.csv")]
    [InlineData("export/orders.tsv")]
    [InlineData("orders.csv.gz")]
    [InlineData("orders.jsonl")]
    [InlineData("orders.xlsx")]
    public void Read_OneFileOfAnyFormat_IsRead(string name)
    {
        byte[] content = Path.GetExtension(name) switch
        {
            ".tsv" => Utf8(Csv.Replace(',', '\t')),
            ".gz" => Gzip(Utf8(Csv)),
            ".jsonl" => Utf8(
                "{\"customer\":\"a\",\"date\":\"2024-01-05\",\"price\":10}\n"
                + "{\"customer\":\"b\",\"date\":\"2024-01-06\",\"price\":5}\n"),
            ".xlsx" => TinyWorkbook.Build(
                ("S", [["customer", "date", "price"], ["a", new DateTime(2024, 1, 5), 10], ["b", "2024-01-06", 5]])),
            _ => Utf8(Csv),
        };
        byte[] zip = Zip((name, content), ("__MACOSX/._orders.csv", [1, 2]), (".DS_Store", [3]), ("readme.md", Utf8("hello")));

        Assert.Equal("a 10, b 5", ShopCase.Net(Read(zip, "x.zip")));
    }

    [Fact]
    public void Read_SeveralFiles_AreListedAndOneCanBeNamed()
    {
        byte[] zip = Zip(("b.csv", Utf8(Csv)), ("in/a.csv", Utf8(Csv.Replace("10", "20", StringComparison.Ordinal))));

        string message = Assert.Throws<EventFileException>(() => Read(zip, "x.zip")).Message;
        Assert.Contains("2 files: 'b.csv', 'in/a.csv'", message, StringComparison.Ordinal);
        Assert.Contains("--sheet b.csv (EventReadOptions.Sheet)", message, StringComparison.Ordinal);
        Assert.Equal("a 20, b 5", ShopCase.Net(Read(zip, "x.zip", new() { Sheet = "A.CSV" })));
    }

    [Fact]
    public void Read_NothingToRead_SaysWhatThereIs()
    {
        Assert.Contains("holds no file.", Refusal(Zip()), StringComparison.Ordinal);
        Assert.Contains(
            "no file of events, but 'a.pdf', 'b.png'", Refusal(Zip(("a.pdf", [1]), ("b.png", [2]))), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ArchiveInArchive_IsRefused()
    {
        byte[] inner = Zip(("a.csv", Utf8(Csv)));

        Assert.Contains("unpack it first", Refusal(Zip(("in.zip", inner))), StringComparison.Ordinal);
        Assert.Contains("unpack it first", Refusal(Zip(("in.csv", inner))), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Bomb_IsRefused() =>
        Assert.Contains("bomb", Refusal(Zip(("a.csv", new byte[40 << 20]))), StringComparison.Ordinal);

    [Fact]
    public void Read_DamagedOrCutOff_IsAClearError()
    {
        byte[] zip = Zip(("a.csv", Utf8(Csv + new string('x', 500))));

        Assert.Contains("damaged or cut off", Refusal(zip[..(zip.Length - 30)]), StringComparison.Ordinal);

        // The content is stored as it is, so a flipped byte of it is noticed by its CRC alone.
        byte[] stored = Zip(CompressionLevel.NoCompression, ("a.csv", Utf8(Csv)));
        stored[stored.AsSpan().IndexOf("2024-01-05"u8) + 9] ^= 2;
        Assert.Contains("isn't what the archive says", Refusal(stored), StringComparison.Ordinal);
    }

    private static string Refusal(byte[] zip) => Assert.Throws<EventFileException>(() => Read(zip, "x.zip")).Message;

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Zip(params (string Name, byte[] Content)[] files) => Zip(CompressionLevel.Optimal, files);

    private static byte[] Zip(CompressionLevel level, params (string Name, byte[] Content)[] files)
    {
        using MemoryStream stream = new();
        using (ZipArchive zip = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in files)
            {
                using Stream entry = zip.CreateEntry(name, level).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }
}
