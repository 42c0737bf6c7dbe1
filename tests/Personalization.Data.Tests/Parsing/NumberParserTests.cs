using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Personalization.Core;

namespace Personalization.Data.Tests;

public sealed class NumberParserTests
{
    private static readonly string[] _groups = ["", ",", ".", "'", "’", " ", "\u00A0", "\u202F", "\u2009"];
    private static readonly string[] _frames =
    [
        "#", "-#", "\u2212#", "#-", "(#)", "$#", "-$#", "$-#", "($#)", "EUR #", "# EUR", "#\u00A0€", "€ #", "R$ #", "#zł", "# kr", "kr. #",
        "US$#", "$# USD", "CHF #-", " # ", "Rs.#",
    ];

    [Theory]
    [InlineData("$40.00", "40")]
    [InlineData("EUR 5", "5")]
    [InlineData("eur 5", "5")]
    [InlineData("1,234.56", "1234.56")]
    [InlineData("25,000", "25000")]
    [InlineData("12,34,567.00", "1234567")]
    [InlineData("1'234.50", "1234.5")]
    [InlineData("1’234.50", "1234.5")]
    [InlineData("1 234.50", "1234.5")]
    [InlineData("1\u00A0234\u00A0567", "1234567")]
    [InlineData("($4.00)", "-4")]
    [InlineData("$(4.00)", "-4")]
    [InlineData("4.00-", "-4")]
    [InlineData("\u22124.00", "-4")]
    [InlineData("+4", "4")]
    [InlineData("$.50", "0.5")]
    [InlineData("Rs.500", "500")]
    [InlineData("12.-", "12")]
    [InlineData("Fr. 12.–", "12")]
    [InlineData("12.", "12")]
    [InlineData("1.5E+02", "150")]
    [InlineData("$1,234.50 USD", "1234.5")]
    [InlineData("\u200E$5", "5")]
    [InlineData("  12.50\t", "12.5")]
    public void Money_PointAsPeopleWriteIt_IsRead(string text, string expected) => Reads(text, DecimalSign.Point, expected);

    [Theory]
    [InlineData("12,50", "12.5")]
    [InlineData("12,50 €", "12.5")]
    [InlineData("R$ 10", "10")]
    [InlineData("1.234,50", "1234.5")]
    [InlineData("1.234.567", "1234567")]
    [InlineData("1 234,50", "1234.5")]
    [InlineData("1\u202F234,50 zł", "1234.5")]
    [InlineData("1'234,50", "1234.5")]
    [InlineData("-,5", "-0.5")]
    [InlineData("0,125", "0.125")]
    [InlineData("12,-", "12")]
    [InlineData("12,-- €", "12")]
    [InlineData("kr. 1.000,00", "1000")]
    public void Money_CommaAsPeopleWriteIt_IsRead(string text, string expected) => Reads(text, DecimalSign.Comma, expected);

    [Theory]
    [InlineData("99.90", DecimalSign.Comma)]
    [InlineData("1.5", DecimalSign.Comma)]
    [InlineData("12.50", DecimalSign.Comma)]
    [InlineData("0.125", DecimalSign.Comma)]
    [InlineData("1.2.3.4,5", DecimalSign.Comma)]
    [InlineData("1.23.456,00", DecimalSign.Comma)]
    [InlineData("12.34.567", DecimalSign.Comma)] // the groups of India stand beside a point
    [InlineData("1,234.56", DecimalSign.Comma)]
    [InlineData("1234.567", DecimalSign.Comma)]
    [InlineData("1,23", DecimalSign.Point)]
    [InlineData("0,125", DecimalSign.Point)]
    [InlineData("1234,567", DecimalSign.Point)]
    [InlineData("1,2345", DecimalSign.Point)]
    [InlineData("1.234,50", DecimalSign.Point)]
    [InlineData("1 234,567.00", DecimalSign.Point)]
    [InlineData("1 23", DecimalSign.Point)]
    [InlineData("1,234,56", DecimalSign.Point)]
    [InlineData(",234", DecimalSign.Point)]
    [InlineData("1,,234", DecimalSign.Point)]
    [InlineData("12,-", DecimalSign.Point)]
    [InlineData("12%", DecimalSign.Point)]
    [InlineData("50¢", DecimalSign.Point)]
    [InlineData("--5", DecimalSign.Point)]
    [InlineData("-5-", DecimalSign.Point)]
    [InlineData("-(5)", DecimalSign.Point)]
    [InlineData("(5", DecimalSign.Point)]
    [InlineData("5)", DecimalSign.Point)]
    [InlineData("EUR 5 USD", DecimalSign.Point)]
    [InlineData("$ € 5", DecimalSign.Point)]
    [InlineData("5 pcs", DecimalSign.Point)]
    [InlineData("5 EUR 3", DecimalSign.Point)]
    [InlineData("2024-01-05", DecimalSign.Point)]
    [InlineData("10:22", DecimalSign.Point)]
    [InlineData("999999999999999", DecimalSign.Point)] // in units it doesn't fit
    [InlineData("$", DecimalSign.Point)]
    [InlineData("", DecimalSign.Point)]
    public void Money_NotMeantWithTheSign_IsRefused(string text, object sign)
    {
        Assert.False(NumberParser.TryParseMoney(Encoding.UTF8.GetBytes(text), (DecimalSign)sign, out _, out _));
        Assert.False(NumberParser.TryParseQuantity(Encoding.UTF8.GetBytes(text), (DecimalSign)sign, out _) && text.Length != 15);
    }

    [Fact]
    public void Money_Windows1252_IsRead()
    {
        Assert.True(NumberParser.TryParseMoney([(byte)'1', 0xA0, .. "234,50 "u8, 0x80], DecimalSign.Comma, out long units, out _));
        Assert.Equal(12_345_000, units);
        Assert.False(NumberParser.TryParseMoney([(byte)'1', 0xFF], DecimalSign.Comma, out _, out _));
    }

    [Theory]
    [InlineData("1.5", 1.5)]
    [InlineData("1,200", 1200.0)]
    [InlineData("2-", -2.0)]
    [InlineData("(3)", -3.0)]
    public void Quantity_AsPeopleWriteIt_IsRead(string text, double expected)
    {
        Assert.True(NumberParser.TryParseQuantity(Encoding.UTF8.GetBytes(text), DecimalSign.Point, out double value));
        Assert.Equal(expected, value);
    }

    [Fact]
    public void Quantity_WithCurrency_IsRefused() => Assert.False(NumberParser.TryParseQuantity("$5"u8, DecimalSign.Point, out _));

    [Theory]
    [InlineData("$40.00", "$")]
    [InlineData("$40.00 USD", "USD")]
    [InlineData("12,50 €", "EUR")]
    [InlineData("gbp 5", "GBP")]
    [InlineData("12.50", null)]
    [InlineData("5 pcs", null)]
    public void Currency_OfAnAmount_IsItsCode(string text, string? expected) =>
        Assert.Equal(expected, NumberParser.CurrencyOf(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Money_FormattedInAnyStyle_ParsesBackExactly() =>
        Prop.ForAll<long, byte, ushort>((seed, groupByte, frameNumber) =>
        {
            DecimalSign sign = (DecimalSign)(frameNumber % 2);
            string group = _groups[groupByte % _groups.Length], frame = _frames[frameNumber / 2 % _frames.Length];
            string decimalSign = sign == DecimalSign.Point ? "." : ",";
            if (group == decimalSign) group = "";
            decimal value = Math.Abs(seed * 7_919_777 % 1_000_000_000_000) / 100m;
            NumberFormatInfo info = new() { NumberDecimalSeparator = decimalSign, NumberGroupSeparator = group };
            string text = frame.Replace("#", value.ToString("N2", info), StringComparison.Ordinal);
            if (frame.Contains('-') || frame.Contains('\u2212') || frame.Contains('(')) value = -value;
            bool read = NumberParser.TryParseMoney(Encoding.UTF8.GetBytes(text), sign, out long units, out bool rounded);
            if (!read || rounded || units != MoneyUnits.From(value)) return false;

            // The other sign refuses what has two decimals: nothing is read a hundred times too large.
            return !NumberParser.TryParseMoney(Encoding.UTF8.GetBytes(text), 1 - sign, out _, out _);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    public void Money_PlainDigits_EqualsTheFramework() =>
        Prop.ForAll<long, byte, bool>((seed, places, comma) =>
        {
            decimal value = new(unchecked((int)(seed * 40_503)), unchecked((int)seed) & 0xFFFF, 0, seed < 0, (byte)(places % 12));
            string text = value.ToString(CultureInfo.InvariantCulture);
            byte[] utf8 = Encoding.UTF8.GetBytes(comma ? text.Replace('.', ',') : text);
            DecimalSign sign = comma ? DecimalSign.Comma : DecimalSign.Point;
            return NumberParser.TryParseMoney(utf8, sign, out long units, out bool rounded) && units == MoneyUnits.From(value)
                && rounded == (MoneyUnits.ToDecimal(units) != value)
                && NumberParser.TryParseQuantity(utf8, sign, out double quantity) && quantity == (double)value;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    public void Number_AnyBytes_NeverThrow()
    {
        byte[] alphabet = [.. "0123456789012345.,.,'  -+()eE$%"u8, .. "€’\u00A0kr"u8, 0x80, 0xFF];
        Prop.ForAll<byte[]>(bytes =>
        {
            byte[] text = [.. bytes.Select(b => alphabet[b % alphabet.Length])];
            foreach (byte[] candidate in new[] { text, bytes })
            {
                _ = NumberParser.TryParseMoney(candidate, DecimalSign.Point, out _, out _);
                _ = NumberParser.TryParseQuantity(candidate, DecimalSign.Comma, out double value);
                if (!double.IsFinite(value)) return false;
                NumberEvidence evidence = new();
                evidence.Add(candidate);
                evidence.Decide();
                MissingMarkers.IsMissing(candidate);
            }

            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));
    }

    private static void Reads(string text, DecimalSign sign, string expected)
    {
        Assert.True(NumberParser.TryParseMoney(Encoding.UTF8.GetBytes(text), sign, out long units, out bool rounded), text);
        Assert.Equal(MoneyUnits.From(decimal.Parse(expected, CultureInfo.InvariantCulture)), units);
        Assert.False(rounded);
    }
}
