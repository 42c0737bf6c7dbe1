using System.Globalization;
using System.Text;
using Personalization.Core;

namespace Personalization.Data.Tests;

public sealed class ParserTests
{
    [Theory]
    [InlineData("2010-12-01 08:26:05", "2010-12-01 08:26:05.000")]
    [InlineData("2010-12-01", "2010-12-01 00:00:00.000")]
    [InlineData("2010/12/01 8:26", "2010-12-01 08:26:00.000")]
    [InlineData("2010-12-01T08:26:05Z", "2010-12-01 08:26:05.000")]
    [InlineData("2010-12-01T08:26:05.125+02:00", "2010-12-01 06:26:05.125")]
    [InlineData("2010-12-01T23:26:05-0130", "2010-12-02 00:56:05.000")]
    [InlineData("2019-10-01 00:00:00 UTC", "2019-10-01 00:00:00.000")]
    [InlineData("12/1/2010 8:26", "2010-12-01 08:26:00.000")]
    [InlineData("1/31/10 23:59", "2010-01-31 23:59:00.000")]
    [InlineData("19970101", "1997-01-01 00:00:00.000")]
    [InlineData("1291191965", "2010-12-01 08:26:05.000")]
    [InlineData("1291191965125", "2010-12-01 08:26:05.125")]
    public void Time_KnownForm_IsParsed(string text, string expected)
    {
        Assert.True(new TimeParser([], TimeZoneInfo.Utc).TryParse(Encoding.UTF8.GetBytes(text), out long ticks));
        Assert.Equal(expected, new DateTime(ticks).ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("2010-02-30")]
    [InlineData("2010-12-01 25:00:00")]
    [InlineData("2010-12-01 08:60")]
    [InlineData("2010-12-01 08:26:05 CST")]
    [InlineData("2010-12-01T08:26:05+99:00")]
    [InlineData("0001-01-01T00:00:00+14:00")]
    [InlineData("123")]
    [InlineData("-1291191965")]
    [InlineData("99999999")]
    [InlineData("2010-12-01 08:26:05.")]
    public void Time_UnknownForm_IsNot(string text) =>
        Assert.False(new TimeParser([], TimeZoneInfo.Utc).TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void Time_Zone_MovesOffsetsAndLeavesNaiveTimes()
    {
        TimeZoneInfo zone = TimeZoneInfo.CreateCustomTimeZone("shop", TimeSpan.FromHours(2), "shop", "shop");
        TimeParser parser = new([], zone);
        Assert.True(parser.TryParse("2010-12-01 08:00:00"u8, out long naive));
        Assert.True(parser.TryParse("2010-12-01 08:00:00Z"u8, out long utc));
        Assert.Equal((8, 10), (new DateTime(naive).Hour, new DateTime(utc).Hour));
    }

    [Theory]
    [InlineData("6.95", 69500L, false)]
    [InlineData("-0.5", -5000L, false)]
    [InlineData("12", 120000L, false)]
    [InlineData(".25", 2500L, false)]
    [InlineData("1e3", 10000000L, false)]
    [InlineData("0.00005", 0L, true)] // half to even
    [InlineData("0.00015", 2L, true)]
    [InlineData("2.123456", 21235L, true)]
    [InlineData("400000000000000", 4000000000000000000L, false)]
    public void Money_Parses_ToTenThousandths(string text, long units, bool rounded)
    {
        Assert.True(NumberParser.TryParseMoney(Encoding.UTF8.GetBytes(text), DecimalSign.Point, out long found, out bool lost));
        Assert.Equal((units, rounded), (found, lost));
        Assert.Equal(MoneyUnits.From(decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)), found);
    }

    [Theory]
    [InlineData(".")]
    [InlineData("-")]
    [InlineData("1,5")]
    [InlineData("1.2.3")]
    [InlineData("NaN")]
    [InlineData("1e300")]
    [InlineData("999999999999999999999999999")]
    public void Money_Nonsense_IsRefused(string text) =>
        Assert.False(NumberParser.TryParseMoney(Encoding.UTF8.GetBytes(text), DecimalSign.Point, out _, out _));

    [Fact]
    public void Duplicates_BoundedMemory_StopsRememberingAndSaysSo()
    {
        DuplicateCounter counter = new(1 << 20);
        for (int i = 0; i < 100_000; i++)
        {
            Fingerprint f = new();
            f.Add(BitConverter.GetBytes(i));
            Assert.False(counter.Seen(f.Value));
        }

        Assert.False(counter.Complete);
        Fingerprint first = new();
        first.Add(BitConverter.GetBytes(0));
        Assert.True(counter.Seen(first.Value));
    }

    [Fact]
    public void Fingerprint_FieldBorders_Matter()
    {
        static UInt128 Of(params string[] fields)
        {
            Fingerprint f = new();
            foreach (string field in fields) f.Add(Encoding.UTF8.GetBytes(field));
            return f.Value;
        }

        string[][] rows =
            [["ab", "c"], ["a", "bc"], ["abc", ""], ["", "abc"], ["abc"], ["12345678", "9"], ["123456789", ""], ["a\0", ""], ["a", "\0"]];
        Assert.Equal(rows.Length, rows.Select(r => Of(r)).Distinct().Count());
        Assert.Equal(Of("ab", "c"), Of("ab", "c"));
    }
}
