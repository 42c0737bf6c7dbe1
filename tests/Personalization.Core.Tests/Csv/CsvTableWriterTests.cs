using System.Text;

namespace Personalization.Core.Tests;

public sealed class CsvTableWriterTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    [InlineData(null, "")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("two\r\nlines", "\"two\r\nlines\"")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0")]
    [InlineData("=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("+1-2", "'+1-2")]
    [InlineData("-2+3", "'-2+3")]
    [InlineData("-", "'-")]
    [InlineData("--1", "'--1")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("＝1+1", "'＝1+1")]
    [InlineData("-12.5", "-12.5")]
    [InlineData("+44", "+44")]
    [InlineData("-1e5", "-1e5")]
    [InlineData("-.5", "-.5")]
    [InlineData("-Infinity", "'-Infinity")]
    [InlineData("a=1", "a=1")]
    [InlineData("ring 💍", "ring 💍")]
    public void Write_Text_IsQuotedAndDefused(string? text, string expected) =>
        Assert.Equal($"name\n{expected}\n", Written(["name"], table => table.Write(text).EndRow()));

    [Fact]
    public void Write_Values_AreInvariantAndReadBack()
    {
        string file = Written(
            ["a", "b", "c", "d", "e", "f", "g", "h"],
            table => table.Write(-12L).Write(-1234.50m).Write(.1).Write(double.NaN).Write(1f / 3).Write(true)
                .Write(new DateOnly(2011, 12, 9)).Write(new DateTimeOffset(2011, 12, 9, 13, 50, 0, TimeSpan.FromHours(1))).EndRow());

        Assert.Equal("a,b,c,d,e,f,g,h\n-12,-1234.50,0.1,,0.33333334,true,2011-12-09,2011-12-09T12:50:00Z\n", file);
    }

    [Fact]
    public void Constructor_HeaderThatIsAFormula_IsDefused() => Assert.Equal("'=A1,b\n", Written(["=A1", "b"], _ => { }));

    [Fact]
    public void EndRow_TooFewOrTooManyCells_SaysWhichRow()
    {
        using CsvTableWriter table = new(new MemoryStream(), ["a", "b"]);
        table.Write("1");
        Assert.Contains(
            "Row 1 has 1 cells; the header has 2", Assert.Throws<InvalidOperationException>(table.EndRow).Message,
                StringComparison.Ordinal);
        table.Write("2");
        Assert.Throws<InvalidOperationException>(() => table.Write("3"));
    }

    [Fact]
    public void Create_File_HasNoByteOrderMarkAndCountsRows()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            using (CsvTableWriter table = CsvTableWriter.Create(path, "name"))
            {
                Assert.Equal(0, table.Rows);
                table.Write("é").EndRow();
                Assert.Equal(1, table.Rows);
            }

            Assert.Equal("name\né\n"u8.ToArray(), File.ReadAllBytes(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string Written(IReadOnlyList<string> header, Action<CsvTableWriter> write)
    {
        using MemoryStream stream = new();
        using (CsvTableWriter table = new(stream, header, leaveOpen: true)) write(table);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
