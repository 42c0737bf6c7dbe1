using System.Globalization;
using System.Text;

namespace Personalization.Incentives;

/// <summary>
/// How a language writes numbers, money, dates and times, and which form of a word goes with a number. From a table of our own, so that the
/// same bytes come out where the host knows no cultures. Immutable and thread-safe.
/// </summary>
/// <remarks>
/// Patterns and plural rules are those of Unicode CLDR 46: <c>en</c>, <c>en-US</c>, <c>de</c>, <c>fr</c>, <c>es</c>, <c>it</c>, <c>nl</c>
/// and <c>pl</c>; of another region, its language's.
/// </remarks>
public sealed class OfferLocale
{
    private const string NoBreakSpace = "\u00A0", NarrowNoBreakSpace = "\u202F";

    private static readonly OfferLocale[] All =
    [
        new("en", '.', ",", 1, "", "", CurrencyPlace.Before, "{0} {1} {2}",
            ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
            ["hour", "hours"], ["day", "days"]),
        new("en-US", '.', ",", 1, "", "", CurrencyPlace.Before, "{1} {0}, {2}",
            ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
            ["hour", "hours"], ["day", "days"]),
        new("de", ',', ".", 1, NoBreakSpace, "", CurrencyPlace.After, "{0}. {1} {2}",
            ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"],
            ["Stunde", "Stunden"], ["Tag", "Tage"]),
        new("fr", ',', NarrowNoBreakSpace, 1, NarrowNoBreakSpace, "er", CurrencyPlace.After, "{0} {1} {2}",
            ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"],
            ["heure", "heures"], ["jour", "jours"]),
        new("es", ',', ".", 2, NoBreakSpace, "", CurrencyPlace.After, "{0} de {1} de {2}",
            [
                "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
            ],
            ["hora", "horas"], ["día", "días"]),
        new("it", ',', ".", 1, "", "", CurrencyPlace.After, "{0} {1} {2}",
            [
                "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre", "novembre",
                "dicembre",
            ],
            ["ora", "ore"], ["giorno", "giorni"]),
        new("nl", ',', ".", 1, "", "", CurrencyPlace.BeforeWithSpace, "{0} {1} {2}",
            [
                "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december",
            ],
            ["uur", "uur"], ["dag", "dagen"]),
        new("pl", ',', NoBreakSpace, 2, "", "", CurrencyPlace.After, "{0} {1} {2}",
            [
                "stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia", "września", "października", "listopada",
                "grudnia",
            ],
            ["godzina", "godziny", "godzin", "godziny"], ["dzień", "dni", "dni", "dnia"]),
    ];

    private readonly char _decimalSign;
    private readonly string _groupSign, _percentSpace, _firstOfMonth, _datePattern;
    private readonly int _leastInFirstGroup;
    private readonly CurrencyPlace _currencyPlace;
    private readonly string[] _months, _hours, _days;

    private OfferLocale(
        string name, char decimalSign, string groupSign, int leastInFirstGroup, string percentSpace, string firstOfMonth,
        CurrencyPlace currencyPlace, string datePattern, string[] months, string[] hours, string[] days)
    {
        (Name, Language) = (name, name[..2]);
        (_decimalSign, _groupSign, _leastInFirstGroup, _percentSpace) = (decimalSign, groupSign, leastInFirstGroup, percentSpace);
        (_firstOfMonth, _currencyPlace, _datePattern, _months) = (firstOfMonth, currencyPlace, datePattern, months);
        (_hours, _days) = (hours, days);
    }

    private enum CurrencyPlace
    {
        Before,
        BeforeWithSpace,
        After,
    }

    /// <summary>The languages that are known, as ISO 639-1 writes them, in ordinal order.</summary>
    public static IReadOnlyList<string> Languages { get; } =
        [.. All.Select(locale => locale.Language).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Name of the locale: its language, or <c>en-US</c>.</summary>
    public string Name { get; }

    /// <summary>The language, as ISO 639-1 writes it.</summary>
    public string Language { get; }

    /// <summary>The locale of a name such as <c>de</c> or <c>de-AT</c>, in upper or lower case.</summary>
    /// <exception cref="ArgumentException">Its language isn't one of <see cref="Languages"/>.</exception>
    public static OfferLocale For(string name) => Find(name)
        ?? throw new ArgumentException(
            $"'{name}' is a locale that nothing is known of; give one whose language is {Words.List(Languages)}.", nameof(name));

    /// <summary>The locale of a name such as <c>de</c> or <c>de-AT</c>, in upper or lower case; null where its language isn't known.
    /// </summary>
    public static OfferLocale? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string language = name.Split('-', '_')[0];
        return Array.Find(All, locale => locale.Name.Equals(name.Replace('_', '-'), StringComparison.OrdinalIgnoreCase))
            ?? Array.Find(All, locale => locale.Name.Equals(language, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>A number with signs for thousands, and at most so many decimals, those that are 0 left out.</summary>
    public string Number(decimal value, int decimals = 2) => Digits(value, 0, Guard.InRange(decimals, 0, 10));

    /// <summary>A fraction as percentage with at most one decimal: .1 is 10 %.</summary>
    public string Percent(decimal fraction) => Digits(fraction * 100, 0, 1) + _percentSpace + "%";

    /// <summary>An amount of money: with the currency's own number of decimals, or none where it is whole and <paramref name="brief"/>.
    /// </summary>
    /// <param name="amount">The amount.</param>
    /// <param name="currency">Code of the currency by ISO 4217; empty: the number alone.</param>
    /// <param name="brief">Whether whole amounts are written without decimals. Default false.</param>
    public string Money(decimal amount, string currency, bool brief = false)
    {
        ArgumentNullException.ThrowIfNull(currency);
        (string symbol, int decimals) = Currencies.Of(currency);
        string digits = Digits(Math.Abs(amount), brief && decimal.IsInteger(amount) ? 0 : decimals, decimals);
        string sign = amount < 0 ? "-" : "";
        if (symbol.Length == 0) return sign + digits;
        string space = char.IsLetter(symbol[^1]) ? NoBreakSpace : "";
        return _currencyPlace switch
        {
            CurrencyPlace.Before => sign + symbol + space + digits,
            CurrencyPlace.BeforeWithSpace => symbol + NoBreakSpace + sign + digits,
            _ => sign + digits + NoBreakSpace + symbol,
        };
    }

    /// <summary>A date with the month in words.</summary>
    public string Date(DateOnly date)
    {
        string day = date.Day.ToString(CultureInfo.InvariantCulture) + (date.Day == 1 ? _firstOfMonth : "");
        return string.Format(
            CultureInfo.InvariantCulture, _datePattern, day, _months[date.Month - 1], date.Year.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The form of a word that goes with a number (CLDR's cardinal rules).</summary>
    public PluralForm Plural(decimal number)
    {
        decimal absolute = Math.Abs(number);
        if (Language == "fr") return absolute < 2 ? PluralForm.One : PluralForm.Other;
        if (!decimal.IsInteger(absolute)) return PluralForm.Other;
        if (absolute == 1) return PluralForm.One;
        if (Language != "pl") return PluralForm.Other;
        int tens = (int)(absolute % 100), ones = tens % 10;
        return ones is >= 2 and <= 4 && tens is not (>= 12 and <= 14) ? PluralForm.Few : PluralForm.Many;
    }

    /// <summary>A time of whole hours, in days where it is several whole ones.</summary>
    internal string Hours(decimal hours)
    {
        bool inDays = hours >= 72 && hours % 24 == 0;
        decimal count = inDays ? hours / 24 : hours;
        string[] forms = inDays ? _days : _hours;
        int form = Plural(count) switch { PluralForm.One => 0, PluralForm.Few => 1, PluralForm.Many => 2, _ => forms.Length - 1 };
        return Number(count) + NoBreakSpace + forms[Math.Min(form, forms.Length - 1)];
    }

    /// <summary>The months as dates have them, January first.</summary>
    internal IReadOnlyList<string> Months => _months;

    private string Digits(decimal value, int least, int most)
    {
        string plain = decimal.Round(Math.Abs(value), most, MidpointRounding.AwayFromZero)
            .ToString("0." + new string('0', least) + new string('#', most - least), CultureInfo.InvariantCulture);
        (string whole, string rest) = plain.Split('.') is [string before, string after] ? (before, _decimalSign + after) : (plain, "");
        StringBuilder text = new(whole);
        if (whole.Length >= 3 + _leastInFirstGroup)
        {
            for (int place = whole.Length - 3; place > 0; place -= 3) text.Insert(place, _groupSign);
        }

        return (value < 0 && plain != "0" ? "-" : "") + text + rest;
    }
}
