namespace Personalization.Incentives.Tests;

/// <summary>Against CLDR 46 by hand; no-break spaces are written as they are and shown here as <c>_</c>.</summary>
public sealed class OfferLocaleTests
{
    [Theory]
    [InlineData("en", "12,345.67", "12.5%", "€1,234.50", "1 March 2026")]
    [InlineData("en-US", "12,345.67", "12.5%", "€1,234.50", "March 1, 2026")]
    [InlineData("de", "12.345,67", "12,5_%", "1.234,50_€", "1. März 2026")]
    [InlineData("fr", "12_345,67", "12,5_%", "1_234,50_€", "1er mars 2026")]
    [InlineData("es", "12.345,67", "12,5_%", "1234,50_€", "1 de marzo de 2026")]
    [InlineData("it", "12.345,67", "12,5%", "1.234,50_€", "1 marzo 2026")]
    [InlineData("nl", "12.345,67", "12,5%", "€_1.234,50", "1 maart 2026")]
    [InlineData("pl", "12_345,67", "12,5%", "1234,50_€", "1 marca 2026")]
    public void Values_OfEachLocale_AreWrittenAsItDoes(string name, string number, string percent, string money, string date)
    {
        OfferLocale locale = OfferLocale.For(name);

        Assert.Equal(number, Shown(locale.Number(12_345.67m)));
        Assert.Equal(percent, Shown(locale.Percent(.125m)));
        Assert.Equal(money, Shown(locale.Money(1_234.5m, "EUR")));
        Assert.Equal(date, locale.Date(new(2026, 3, 1)));
    }

    [Theory]
    [InlineData("PLN", "5,00_zł")]
    [InlineData("JPY", "5_¥")]
    [InlineData("CHF", "5,00_CHF")]
    [InlineData("", "5,00")]
    public void Money_OfACurrency_HasItsSymbolAndDecimals(string currency, string expected) =>
        Assert.Equal(expected, Shown(OfferLocale.For("de").Money(5, currency)));

    [Theory]
    [InlineData("en", 5, "€5")]
    [InlineData("en", 5.5, "€5.50")]
    [InlineData("en", -5, "-€5")]
    public void Money_Brief_HasDecimalsOnlyWhereTheyAreNeeded(string locale, double amount, string expected) =>
        Assert.Equal(expected, OfferLocale.For(locale).Money((decimal)amount, "EUR", true));

    [Theory]
    [InlineData("pl", "1", PluralForm.One)]
    [InlineData("pl", "2", PluralForm.Few)]
    [InlineData("pl", "5", PluralForm.Many)]
    [InlineData("pl", "12", PluralForm.Many)]
    [InlineData("pl", "21", PluralForm.Many)]
    [InlineData("pl", "22", PluralForm.Few)]
    [InlineData("pl", "112", PluralForm.Many)]
    [InlineData("pl", "0", PluralForm.Many)]
    [InlineData("pl", "1.5", PluralForm.Other)]
    [InlineData("fr", "0", PluralForm.One)]
    [InlineData("fr", "1.5", PluralForm.One)]
    [InlineData("fr", "2", PluralForm.Other)]
    [InlineData("en", "0", PluralForm.Other)]
    [InlineData("de", "1", PluralForm.One)]
    [InlineData("de", "1.5", PluralForm.Other)]
    public void Plural_OfANumber_IsCldrs(string locale, string number, PluralForm expected) =>
        Assert.Equal(expected, OfferLocale.For(locale).Plural(decimal.Parse(number, System.Globalization.CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("de-AT", "de")]
    [InlineData("EN-us", "en-US")]
    [InlineData("en_GB", "en")]
    public void For_ARegion_TakesItsLanguage(string name, string expected) => Assert.Equal(expected, OfferLocale.For(name).Name);

    [Fact]
    public void For_AnUnknownLanguage_NamesThoseKnown() =>
        Assert.Contains("de, en, es, fr, it, nl, pl", Assert.Throws<ArgumentException>(() => OfferLocale.For("tlh"))
            .Message, StringComparison.Ordinal);

    private static string Shown(string text) => text.Replace('\u00A0', '_').Replace('\u202F', '_');
}
