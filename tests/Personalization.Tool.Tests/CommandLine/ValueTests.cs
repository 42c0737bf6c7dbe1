using Personalization.Core;
using Personalization.Data;

namespace Personalization.Tool.Tests;

public sealed class ValueTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("99.50", "99.50")]
    [InlineData("100000000000", "100000000000")]
    [InlineData("-0.01", null)]
    [InlineData("+5", null)]
    [InlineData("1e3", null)]
    [InlineData("1,000", null)]
    [InlineData("NaN", null)]
    [InlineData("5 ", null)]
    [InlineData("", null)]
    public void Budget_Text_IsAnAmountOrNothing(string text, string? expected)
    {
        bool read = Values.Budget(text, out decimal value);

        Assert.Equal(expected, read ? value.ToString(System.Globalization.CultureInfo.InvariantCulture) : null);
    }

    [Theory]
    [InlineData("customer=Email", EventField.Customer, "Email")]
    [InlineData("price=Net = Gross", EventField.UnitPrice, "Net = Gross")]
    [InlineData("unit-price=P", EventField.UnitPrice, "P")]
    [InlineData("UnitPrice=P", EventField.UnitPrice, "P")]
    [InlineData("title=", EventField.ItemTitle, "")]
    public void Map_FieldAndColumn_AreReadToTheFirstEqualsSign(string text, EventField field, string column)
    {
        Assert.True(Values.Map(text, out KeyValuePair<EventField, string> value));
        Assert.Equal((field, column), (value.Key, value.Value));
    }

    [Theory]
    [InlineData("3=X")]
    [InlineData("=X")]
    [InlineData("customer")]
    [InlineData("customer=--")]
    public void Map_WithoutAField_IsRefused(string text) => Assert.False(Values.Map(text, out _));

    [Fact]
    public void FieldNames_OfEveryField_AreReadAgain() => Assert.All(Enum.GetValues<EventField>(), field =>
    {
        Assert.True(FieldNames.TryParse(FieldNames.Of(field), out EventField again));
        Assert.Equal(field, again);
    });

    [Theory]
    [InlineData("tab", '\t')]
    [InlineData("\\t", '\t')]
    [InlineData("semicolon", ';')]
    [InlineData("^", '^')]
    public void Delimiter_NameOrCharacter_IsRead(string text, char expected)
    {
        Assert.True(Values.Delimiter(text, out char value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("\"")]
    [InlineData(" ")]
    [InlineData("é")]
    public void Delimiter_ThatCantPartColumns_IsRefused(string text) => Assert.False(Values.Delimiter(text, out _));

    [Fact]
    public void Event_WordAndType_AreReadToTheLastEqualsSign()
    {
        Assert.True(Values.Event("state=paid=Purchase", out KeyValuePair<string, EventType> value));
        Assert.Equal(("state=paid", EventType.Purchase), (value.Key, value.Value));
    }

    [Theory]
    [InlineData("dd.MM.yyyy HH:mm", true)]
    [InlineData("M/d/yy", true)]
    [InlineData("d MMM yyyy", true)]
    [InlineData("DD.MM.YYYY", false)]
    [InlineData("yyyy-mm-dd", false)]
    public void DateFormat_WithDayMonthAndYear_IsTaken(string text, bool taken) => Assert.Equal(taken, Values.DateFormat(text, out _));
}
