using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Personalization.Data.Tests;

public sealed class TimeParserTests
{
    private static readonly string[] _days =
    [
        "yyyy-MM-dd", "yyyy/MM/dd", "yyyy-M-d", "yyyy.MM.dd", "yyyyMMdd", "M/d/yyyy", "MM/dd/yyyy", "d.M.yyyy", "dd-MM-yyyy", "d MMM yyyy",
        "dd-MMM-yyyy", "MMM d, yyyy", "MMMM d yyyy", "ddd, dd MMM yyyy", "dddd, d. MMMM yyyy", "yyyy-MMM-dd", "dd. MM. yyyy",
    ];

    private static readonly string[] _clocks =
    [
        " H:mm:ss", " HH:mm:ss", "  h:mm:ss tt", " hh:mm:sstt", ", h:mm:ss\u202Ftt", "'T'HH:mm:ss", " HH:mm:ss.FFFFFFF", " HH:mm:ss 'UTC'",
        " HH:mm:ss+00:00",
    ];

    [Theory]
    [InlineData("3/14/2024 7:05 PM", "2024-03-14 19:05:00")]
    [InlineData("3/15/2024 12:30 AM", "2024-03-15 00:30:00")]
    [InlineData("3/15/2024 12:30 PM", "2024-03-15 12:30:00")]
    [InlineData("3/16/2024 9:00:01 AM", "2024-03-16 09:00:01")]
    [InlineData("2024-04-24 8:13:28 PM", "2024-04-24 20:13:28")]
    [InlineData("4/24/24 7:05pm", "2024-04-24 19:05:00")]
    [InlineData("4/24/2024, 7:05:09\u202FPM", "2024-04-24 19:05:09")]
    [InlineData("24.4.2024 7:05 p.m.", "2024-04-24 19:05:00")]
    [InlineData("24.4.2024 7:05 a. m.", "2024-04-24 07:05:00")]
    [InlineData("4/24/2024 7 PM", "2024-04-24 19:00:00")]
    [InlineData("05.01.2024 10:22", "2024-01-05 10:22:00")]
    [InlineData("05.01.24", "2024-01-05 00:00:00")]
    [InlineData("5. 1. 2024 10:22 Uhr", "2024-01-05 10:22:00")]
    [InlineData("13-12-2010 08:28", "2010-12-13 08:28:00")]
    [InlineData("01-12-2010", "2010-12-01 00:00:00")]
    [InlineData("2024/3/5", "2024-03-05 00:00:00")]
    [InlineData("2024-3-5 9:15", "2024-03-05 09:15:00")]
    [InlineData("2024-03-01 09:15:02 -0500", "2024-03-01 14:15:02")]
    [InlineData("2024-03-09T23:30:00-05:00", "2024-03-10 04:30:00")]
    [InlineData("Mar 5, 2024 12:05:11 AM PST", "2024-03-05 08:05:11")]
    [InlineData("2010-12-01 08:26:05 CET", "2010-12-01 07:26:05")]
    [InlineData("Tue Mar 05 2024 09:15:02 GMT+0100 (Central European Standard Time)", "2024-03-05 08:15:02")]
    [InlineData("Tue Mar  5 09:15:02 2024", "2024-03-05 09:15:02")]
    [InlineData("Tue Mar 05 09:15:02 +0000 2024", "2024-03-05 09:15:02")]
    [InlineData("Tue, 05 Mar 2024 09:15:02 GMT", "2024-03-05 09:15:02")]
    [InlineData("mar, 5 mar 2024", "2024-03-05 00:00:00")]
    [InlineData("Mar 5 2024", "2024-03-05 00:00:00")]
    [InlineData("5 Mar 2024", "2024-03-05 00:00:00")]
    [InlineData("5th of March 2024", "2024-03-05 00:00:00")]
    [InlineData("March 5th, 2024 at 7:05 PM", "2024-03-05 19:05:00")]
    [InlineData("5. März 2024", "2024-03-05 00:00:00")]
    [InlineData("1er févr. 2024", "2024-02-01 00:00:00")]
    [InlineData("5 de março de 2024", "2024-03-05 00:00:00")]
    [InlineData("segunda-feira, 4 de março de 2024", "2024-03-04 00:00:00")]
    [InlineData("05-Mar-24", "2024-03-05 00:00:00")]
    [InlineData("5-dic-2024", "2024-12-05 00:00:00")]
    [InlineData("2024-Mar-05 09:15", "2024-03-05 09:15:00")]
    [InlineData("20240305T09:15:02Z", "2024-03-05 09:15:02")]
    [InlineData("20240305091502", "2024-03-05 09:15:02")]
    [InlineData("202403050915", "2024-03-05 09:15:00")]
    [InlineData("20240305.0", "2024-03-05 00:00:00")]
    [InlineData("1709630102", "2024-03-05 09:15:02")]
    [InlineData("1709630102.0", "2024-03-05 09:15:02")]
    [InlineData("1709630102000", "2024-03-05 09:15:02")]
    [InlineData("1709630102000000", "2024-03-05 09:15:02")]
    [InlineData("1709630102000000000", "2024-03-05 09:15:02")]
    public void Time_AsPeopleWriteIt_IsRead(string text, string expected) => Assert.Equal(expected, Read(text));

    [Theory]
    [InlineData("1709630102.125", 1_250_000)]
    [InlineData("1709630102125.5", 1_255_000)]
    [InlineData("1709630102125500", 1_255_000)]
    [InlineData("1709630102125500100", 1_255_001)]
    public void Time_EpochWithAFraction_KeepsIt(string text, long ticks)
    {
        Assert.True(new TimeParser([], TimeZoneInfo.Utc).TryParse(Encoding.UTF8.GetBytes(text), out long found));
        Assert.Equal(new DateTime(2024, 3, 5, 9, 15, 2).Ticks + ticks, found);
    }

    [Theory]
    [InlineData("1.71e12")]
    [InlineData("1.709630102e9")]
    [InlineData("45384.34789")] // only where the column holds serials
    [InlineData("45384")]
    [InlineData("2024-03-05 13:05 AM")]
    [InlineData("2024-03-05 10")]
    [InlineData("2024-03-05 10:22 amsterdam")]
    [InlineData("3/14/2024 25:00")]
    [InlineData("30 Feb 2024")]
    [InlineData("5 Mar")]
    [InlineData("Mar 2024")]
    [InlineData("Tue")]
    [InlineData("5 Foo 2024")]
    [InlineData("1/2/3")]
    [InlineData("1/2/202")]
    [InlineData("5 6 2024")]
    [InlineData("2024-13-05")]
    [InlineData("20241305")]
    [InlineData("10:22")]
    [InlineData("9999999999999999999")]
    [InlineData("2024-03-05 09:15:02 +25:00")]
    public void Time_Nonsense_IsRefused(string text) => Assert.Null(Read(text));

    [Theory]
    [InlineData("45384.34789351852", "2024-04-02 08:20:58")]
    [InlineData("45384.34789", "2024-04-02 08:20:58")]
    [InlineData("45384,34789", "2024-04-02 08:20:58")]
    [InlineData("45385", "2024-04-03 00:00:00")]
    [InlineData("19999", null)]
    [InlineData("80001", null)]
    public void Time_Serial_IsReadWhereTheColumnHoldsSerials(string text, string? expected) =>
        Assert.Equal(expected, Read(text, new TimeParser([], TimeZoneInfo.Utc) { TakesSerials = true }));

    [Theory]
    [InlineData("5/3/2024", DateOrder.DayFirst, "2024-03-05 00:00:00")]
    [InlineData("5.3.2024", DateOrder.MonthFirst, "2024-05-03 00:00:00")]
    [InlineData("04-30-22", DateOrder.MonthFirst, "2022-04-30 00:00:00")]
    [InlineData("04-05-22 7:05 PM", DateOrder.MonthFirst, "2022-04-05 19:05:00")]
    [InlineData("4 May 2024", DateOrder.MonthFirst, "2024-05-04 00:00:00")]
    public void Time_Order_HoldsForAllSeparators(string text, object order, string expected) =>
        Assert.Equal(expected, Read(text, new TimeParser([], TimeZoneInfo.Utc) { Order = (DateOrder)order }));

    [Theory]
    [InlineData("25/12/2023", DateOrder.MonthFirst, true)]
    [InlineData("25/12/2023 7:05 PM", DateOrder.MonthFirst, true)]
    [InlineData("12/25/2023", DateOrder.DayFirst, true)]
    [InlineData("12.25.2023, 7:05 PM", DateOrder.DayFirst, true)]
    [InlineData("25/13/2023", DateOrder.MonthFirst, false)]
    [InlineData("30/2/2023", DateOrder.DayFirst, false)]
    [InlineData("soon", DateOrder.DayFirst, false)]
    public void Contradiction_DateOfTheOtherOrder_IsNotedAndRefused(string text, object order, bool contradicts)
    {
        TimeParser parser = new([], TimeZoneInfo.Utc) { Order = (DateOrder)order };
        Assert.Null(Read(text, parser));
        Assert.Equal(contradicts, parser.Contradiction);
    }

    [Theory]
    [InlineData("10:22:33", "10:22:33")]
    [InlineData("7:05 PM", "19:05:00")]
    [InlineData("12:05am", "00:05:00")]
    [InlineData("7 p.m.", "19:00:00")]
    [InlineData("23:59", "23:59:00")]
    [InlineData("0.4323263889", null)]
    [InlineData("24:00", null)]
    [InlineData("2024-03-05", null)]
    [InlineData("10:22 CET", null)]
    [InlineData("10", null)]
    public void Clock_Alone_IsRead(string text, string? expected)
    {
        bool read = new TimeParser([], TimeZoneInfo.Utc).TryParseClock(Encoding.UTF8.GetBytes(text), out long ticks);
        Assert.Equal(expected, read ? new TimeSpan(ticks).ToString("c", CultureInfo.InvariantCulture) : null);
    }

    [Fact]
    public void Clock_FractionOfADay_IsReadBesideSerials()
    {
        Assert.True(new TimeParser([], TimeZoneInfo.Utc) { TakesSerials = true }.TryParseClock("0.4323263889"u8, out long ticks));
        Assert.Equal(new TimeSpan(10, 22, 33).Ticks, ticks);
    }

    /// <summary>What the framework writes in seven languages is read back; the order is right with the format's separator.</summary>
    [Fact]
    public void Time_FormattedInAnyStyle_ParsesBackExactly()
    {
        Prop.ForAll<int, ushort, byte>((seed, style, languageByte) =>
        {
            DateTime time = new DateTime(2000, 1, 1).AddSeconds(Math.Abs(seed * 7_919L * 86_399L) % 1_500_000_000);
            string day = _days[style % _days.Length], clock = _clocks[style / _days.Length % _clocks.Length];
            DateTimeFormatInfo language = Languages.All[languageByte % Languages.All.Count];
            string text = time.ToString(day, language) + time.ToString(clock, CultureInfo.InvariantCulture);
            string? found = Read(text);
            return found == time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)
                ? true : throw new InvalidOperationException($"{text} was read as {found}");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));
    }

    [Fact]
    public void Time_AnyBytes_NeverThrow()
    {
        byte[] alphabet = [.. "0123456789//..--::  ,TZ+amp()"u8, .. "Marédi\u202F"u8, 0xFF];
        Prop.ForAll<byte[]>(bytes =>
        {
            byte[] text = [.. bytes.Select(b => alphabet[b % alphabet.Length])];
            foreach (byte[] candidate in new[] { text, bytes })
            {
                TimeParser parser = new([], TimeZoneInfo.Utc) { TakesSerials = true };
                if (parser.TryParse(candidate, out long ticks) && (ticks < 0 || ticks > DateTime.MaxValue.Ticks)) return false;
                if (parser.TryParseClock(candidate, out long clock) && (clock < 0 || clock > TimeSpan.TicksPerDay)) return false;
                DateEvidence evidence = new();
                evidence.Add(candidate);
                evidence.Decide();
            }

            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));
    }

    private static string? Read(string text, TimeParser? parser = null) =>
        (parser ?? new TimeParser([], TimeZoneInfo.Utc)).TryParse(Encoding.UTF8.GetBytes(text), out long ticks)
            ? new DateTime(ticks).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) : null;
}
