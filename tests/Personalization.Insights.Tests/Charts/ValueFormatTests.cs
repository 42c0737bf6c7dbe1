namespace Personalization.Insights.Tests;

public sealed class ValueFormatTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(7, "7")]
    [InlineData(950, "950")]
    [InlineData(999.7, "1k")]
    [InlineData(1234, "1.23k")]
    [InlineData(12_345, "12.3k")]
    [InlineData(999_999, "1M")]
    [InlineData(17_743_429, "17.7M")]
    [InlineData(-1500, "−1.5k")]
    [InlineData(.25, "0.25")]
    [InlineData(.00004, "0.00004")]
    [InlineData(1e15, "1000T")]
    [InlineData(double.NaN, "n/a")]
    [InlineData(double.PositiveInfinity, "n/a")]
    public void Short_Number_HasThreeDigits(double value, string expected) => Assert.Equal(expected, ValueFormat.Number.Short(value));

    [Theory]
    [InlineData("GBP", 1234.5, "£1,234.50")]
    [InlineData("eur", -2, "−€2.00")]
    [InlineData("CHF", 12, "CHF\u00A012.00")]
    [InlineData("", 12, "12.00")]
    public void Long_Currency_HasItsSign(string code, double value, string expected) =>
        Assert.Equal(expected, ValueFormat.Currency(code).Long(value, 2));

    [Fact]
    public void Long_ShareAndUnit_AreWritten()
    {
        Assert.Equal("23.4%", ValueFormat.Percent.Long(.2341, 1));
        Assert.Equal("23%", ValueFormat.Percent.Short(.23));
        Assert.Equal("12\u00A0days", ValueFormat.In("days").Long(12));
        Assert.Equal("0", ValueFormat.Number.Long(-.001, 0));
        Assert.Equal("0.0649", (ValueFormat.Number with { LongDecimals = 4 }).Long(.06494));
    }
}
