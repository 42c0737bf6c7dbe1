using System.Globalization;
using System.Text;
using Personalization.Core;

namespace Personalization.Data;

/// <summary>Tells the kind of one column of a file of customers by all of its values.</summary>
internal sealed class ValueKinds
{
    /// <summary>Share of the values that must be of a kind.</summary>
    private const double Fitting = .95;

    private const int FewLevels = 50;
    private const int SharedBy = 20;
    private const double LargestWhole = 9007199254740992; // 2^53: above it doubles skip whole numbers

    private static readonly string[] DateWords =
    [
        "date", "datum", "fecha", "data", "since", "seit", "birth", "geburt", "joined", "signup", "registered", "created", "updated", "dob",
    ];

    private readonly string _header;
    private readonly CustomerFileOptions _options;
    private readonly SeenValue[] _all;
    private readonly SeenValue[] _said;
    private readonly HashSet<SeenValue> _markers;
    private readonly long _count;

    private ValueKinds(string header, IReadOnlyCollection<SeenValue> values, CustomerFileOptions options)
    {
        (_header, _options) = (header, options);
        _all = [.. values];
        _said = [.. values.Where(value => !MissingMarkers.IsMissing(value.Text))];
        _markers = [.. values.Where(value => MissingMarkers.IsMissing(value.Text))];
        _count = _said.Sum(value => value.Count);
    }

    /// <param name="header">Name of the column.</param>
    /// <param name="values">Its different values, at least one.</param>
    /// <param name="asked">The kind that was asked for; null: the values tell.</param>
    /// <param name="options">How the file is read.</param>
    public static TypedValues Of(string header, IReadOnlyCollection<SeenValue> values, ColumnKind? asked, CustomerFileOptions options)
    {
        ValueKinds kinds = new(header, values, options);
        return asked is { } kind
            ? kinds.Read(kind) with { Why = "asked for" }
            : kinds.Flags() ?? kinds.Dates(amongNumbers: true) ?? kinds.Numbers() ?? kinds.Dates(amongNumbers: false) ?? kinds.Names();
    }

    private TypedValues Read(ColumnKind kind) => kind switch
    {
        ColumnKind.Flag => New(kind, "", Each<bool>(value => FlagWords.Of(value.Text))),
        ColumnKind.Time => Times(),
        ColumnKind.Category or ColumnKind.Text => Names(kind),
        _ => Numbers(kind),
    };

    private TypedValues New(ColumnKind kind, string why, Dictionary<SeenValue, object> values) =>
        new(kind, why, values) { Missing = _markers };

    private TypedValues? Flags()
    {
        if (_said.Length == 0 || FlagWords.Of([.. _said.Select(value => value.Text)]) is not { } flags) return null;
        string words = string.Join(", ", flags.OrderByDescending(flag => flag.Value).ThenBy(flag => flag.Key, StringComparer.Ordinal)
            .Select(flag => $"“{flag.Key}” {(flag.Value ? "yes" : "no")}"));
        return New(ColumnKind.Flag, words, Each<bool>(value => flags[value.Text]));
    }

    private TypedValues? Numbers()
    {
        // Digits that begin with 0 are post codes and the like: as numbers they would be others.
        bool coded = Array.Exists(_said, value => value.Text is ['0', >= '0' and <= '9', ..] && value.Text.All(char.IsAsciiDigit));
        if (_said.Length == 0 || coded) return null;
        string[] currencies = Currencies();
        if (currencies.Length > 1)
        {
            return Names(ColumnKind.Text) with
            {
                Why = $"amounts in several currencies ({string.Join(", ", currencies)}), which aren't one measure",
            };
        }

        bool money = currencies.Length == 1;
        TypedValues read = Numbers(money ? ColumnKind.Money : ColumnKind.Number);
        return Fit(read) ? read with { Why = Share(read, money ? "amounts" : "numbers") } : null;
    }

    private TypedValues Numbers(ColumnKind kind)
    {
        NumberEvidence evidence = new();
        foreach (SeenValue value in _said) evidence.Add(Encoding.UTF8.GetBytes(value.Text));
        NumberDecision decision = evidence.Decide();
        DecimalSign sign = _options.DecimalComma switch
        {
            true => DecimalSign.Comma,
            false => DecimalSign.Point,
            null => decision.Sign,
        };
        ReadDecision? told = _options.DecimalComma is null && (decision.Assumed || sign == DecimalSign.Comma)
            ? new ReadDecision(
                _header, sign == DecimalSign.Point ? "decimal point" : "decimal comma", decision.Assumed,
                decision.Assumed ? $"'{decision.Ambiguous}' can be read both ways, and no value tells" : $"'{decision.ForComma}'",
                "--decimal-comma or --decimal-point (CustomerFileOptions.DecimalComma)")
            : null;
        if (kind == ColumnKind.Money) return Amounts(sign) with { Decision = told };
        Dictionary<SeenValue, object> numbers = Each(value =>
            NumberParser.TryParseQuantity(Encoding.UTF8.GetBytes(value.Text), sign, out double number) ? number : (double?)null);
        bool whole = numbers.Values.All(number => double.IsInteger((double)number) && Math.Abs((double)number) < LargestWhole);
        if (kind == ColumnKind.WholeNumber && !whole)
        {
            foreach ((SeenValue value, object number) in numbers.ToArray())
            {
                if (!double.IsInteger((double)number)) numbers.Remove(value);
            }

            whole = true;
        }

        return New(whole ? ColumnKind.WholeNumber : ColumnKind.Number, "", numbers) with { Decision = told };
    }

    private TypedValues Amounts(DecimalSign sign)
    {
        string[] currencies = Currencies();
        if (currencies.Length > 1)
        {
            throw new EventFileException(
                $"Column '{_header}' has amounts in {string.Join(" and ", currencies)}: as one column of money they would be added up. "
                + "Convert them before, or read the column as text (CustomerFileOptions.Kinds).");
        }

        return New(ColumnKind.Money, "", Each(value =>
            NumberParser.TryParseMoney(Encoding.UTF8.GetBytes(value.Text), sign, out long units, out _) ? units : (long?)null)) with
        {
            Currency = currencies is [string only] ? only : "",
        };
    }

    /// <summary>Codes of the currencies that values name, in ordinal order.</summary>
    private string[] Currencies() =>
    [
        .. _said.Select(value => NumberParser.CurrencyOf(Encoding.UTF8.GetBytes(value.Text))).OfType<string>()
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    /// <summary>Dates of digits alone (20240131) are dates only where the name says so, for all else are numbers first.</summary>
    private TypedValues? Dates(bool amongNumbers)
    {
        if (_said.Length == 0) return null;
        string key = HeaderNames.Key(_header);
        bool named = Array.Exists(DateWords, word => key.Contains(word, StringComparison.Ordinal));
        if (amongNumbers && !named) return null;
        if (Array.TrueForAll(_said, value => value.Text.Length <= 4)) return null; // years
        if (!amongNumbers && Array.TrueForAll(_said, value => value.Text.All(char.IsAsciiDigit))) return null;
        TypedValues read = Times();
        return Fit(read) ? read with { Why = Share(read, "dates") } : null;
    }

    private TypedValues Times()
    {
        DateEvidence evidence = new();
        foreach (SeenValue value in _said) evidence.Add(Encoding.UTF8.GetBytes(value.Text));
        DateDecision decision = evidence.Decide();
        DateOrder order = _options.DayFirst switch
        {
            true => DateOrder.DayFirst,
            false => DateOrder.MonthFirst,
            null => decision.Order,
        };
        TimeParser parser = new([], TimeZoneInfo.Utc) { Order = order, TakesSerials = decision.TakesSerials };
        Dictionary<SeenValue, object> times = Each(value =>
            parser.TryParse(Encoding.UTF8.GetBytes(value.Text), out long ticks) ? new DateTime(ticks) : (DateTime?)null);
        return New(ColumnKind.Time, "", times) with
        {
            Decision = _options.DayFirst is null ? decision.Told(_header, nameof(CustomerFileOptions)) : null,
        };
    }

    /// <summary>Names that differ in case alone are one, written as most write it.</summary>
    private TypedValues Names(ColumnKind? asked = null)
    {
        Dictionary<string, SeenValue> usual = new(StringComparer.OrdinalIgnoreCase);
        long all = 0;
        foreach (SeenValue value in _all)
        {
            all += value.Count;
            if (!usual.TryGetValue(value.Text, out SeenValue? known) || value.Count > known.Count) usual[value.Text] = value;
        }

        bool category = usual.Count <= FewLevels || usual.Count <= all / SharedBy;
        ColumnKind kind = asked ?? (category ? ColumnKind.Category : ColumnKind.Text);
        string why = string.Create(CultureInfo.InvariantCulture, $"{usual.Count:N0} different values among {all:N0}");
        Dictionary<SeenValue, object> names = new(_all.Length);
        foreach (SeenValue value in _all) names.Add(value, kind == ColumnKind.Text ? value.Text : usual[value.Text].Text);
        return new TypedValues(kind, why, names) { Missing = [] };
    }

    private Dictionary<SeenValue, object> Each<T>(Func<SeenValue, T?> read)
        where T : struct
    {
        Dictionary<SeenValue, object> values = new(_said.Length);
        foreach (SeenValue value in _said)
        {
            if (read(value) is { } cell) values.Add(value, cell);
        }

        return values;
    }

    private bool Fit(TypedValues read) => Fitted(read) is long fitted and > 0 && fitted >= Fitting * _count;

    private static long Fitted(TypedValues read) => read.Values.Keys.Sum(value => value.Count);

    private string Share(TypedValues read, string what) => Fitted(read) is long fitted && fitted == _count
        ? string.Create(CultureInfo.InvariantCulture, $"all {_count:N0} values are {what}")
        : string.Create(CultureInfo.InvariantCulture, $"{fitted:N0} of {_count:N0} values are {what}");
}
