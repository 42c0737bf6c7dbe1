using System.Globalization;
using System.Text;

namespace Personalization.Data;

/// <summary>
/// How the numbers and dates of a file are written: by the caller's word, by its first rows, or, once a later row contradicted those, by
/// all of its rows. Immutable.
/// </summary>
internal sealed class ValueDecisions
{
    private const string SignFix = "--decimal-comma or --decimal-point (EventReadOptions.DecimalComma)";
    private const string OrderFix = "--day-first or --month-first (EventReadOptions.DayFirst)";

    private readonly DecimalSign[] _signs = new DecimalSign[HeaderNames.FieldCount];
    private readonly NumberDecision?[] _numbers = new NumberDecision?[HeaderNames.FieldCount];
    private readonly DateDecision _dates;
    private readonly EventReadOptions _options;
    private readonly bool _isFinal;

    /// <param name="options">What the caller settled.</param>
    /// <param name="plan">The columns, for what is told of them.</param>
    /// <param name="numbers">What was seen in columns of numbers, by field; null where the file has no such column.</param>
    /// <param name="dates">What was seen in the column of times.</param>
    /// <param name="wasWhole">True where every row was looked at, so that nothing later can contradict it.</param>
    public ValueDecisions(
        EventReadOptions options, ColumnPlan plan, NumberEvidence?[] numbers, DateEvidence dates,
        bool wasWhole)
    {
        _options = options;
        _isFinal = wasWhole;
        _dates = dates.Decide();
        List<ReadDecision> told = [];
        DecimalSign? proven = Proven(numbers);
        foreach (EventField field in NumberFields)
        {
            if (numbers[(int)field] is not { } evidence) continue;
            NumberDecision decision = evidence.Decide(proven);
            _numbers[(int)field] = decision;
            _signs[(int)field] = options.DecimalComma switch
            {
                true => DecimalSign.Comma,
                false => DecimalSign.Point,
                _ => decision.Sign,
            };
            if (options.DecimalComma is null && Tell(plan.NameOf(field), decision) is { } word) told.Add(word);
        }

        if (options.DecimalComma is { } comma) Array.Fill(_signs, comma ? DecimalSign.Comma : DecimalSign.Point);
        bool? byLayout = _dates.Assumed ? plan.Layout.DayFirst : null;
        IsDayFirst = options.DayFirst ?? byLayout ?? _dates.Order == DateOrder.DayFirst;
        if (options.DayFirst is null && options.DateFormats.Count == 0 && TellDates(plan) is { } dateWord) told.Add(dateWord);
        Told = told;
    }

    /// <summary>Fields of numbers.</summary>
    public static EventField[] NumberFields { get; } =
    [
        EventField.Quantity, EventField.UnitPrice, EventField.Total, EventField.Discount, EventField.OrderDiscount, EventField.OrderTotal,
        EventField.RefundedAmount,
    ];

    /// <summary>What was decided where there were two ways.</summary>
    public IReadOnlyList<ReadDecision> Told { get; }

    /// <summary>05/03 is the fifth of March.</summary>
    public bool IsDayFirst { get; }

    /// <summary>By the first rows.</summary>
    public static ValueDecisions From(EventReadOptions options, ColumnPlan plan, FileSample sample)
    {
        ValueSurvey survey = new();
        survey.Start(plan);
        survey.Add(sample);
        return survey.Decide(options, wasWhole: false);
    }

    /// <summary>The decimal sign of a field's column.</summary>
    public DecimalSign SignOf(EventField field) => _signs[(int)field];

    /// <summary>Tells the parser how this file's times are written.</summary>
    /// <exception cref="EventFileException">Dates of both orders stand in one column.</exception>
    public void Settle(TimeParser parser)
    {
        if (_options.DayFirst is null && _options.DateFormats.Count == 0 && _dates is { ForDayFirst: { } day, ForMonthFirst: { } month })
        {
            throw new EventFileException(
                $"Dates are written in two ways: '{day}' has the day first, '{month}' the month. Say which is meant, {OrderFix}; the "
                + "others are then counted and left out. Or mend the file.");
        }

        parser.Order = IsDayFirst ? DateOrder.DayFirst : DateOrder.MonthFirst;
        parser.TakesSerials = _dates.TakesSerials;
    }

    /// <summary>A date that can't be read may show that the first rows were misread: then all rows are looked at first.</summary>
    /// <exception cref="SurveyNeededException">The file is to be looked at as a whole.</exception>
    public void OnDateRefused(TimeParser parser, long row, string column, string value)
    {
        bool serial = !parser.TakesSerials && TimeNumber.KindOf(Encoding.UTF8.GetBytes(value)) == DateNumbers.Serials;
        bool contradicts = parser.Contradiction && _options.DayFirst is null;
        if (_isFinal || _options.DateFormats.Count > 0 || !(contradicts || serial)) return;
        throw new SurveyNeededException(row, column, value,
            $"this date can't be read as the dates above it were, so those may be misread. Say how dates are written: {OrderFix}.");
    }

    /// <summary>What to say of a number that can't be read.</summary>
    /// <exception cref="SurveyNeededException">The file is to be looked at as a whole.</exception>
    public string OnNumberRefused(EventField field, ReadOnlySpan<byte> text, long row, string column, string value)
    {
        DecimalSign sign = SignOf(field), other = sign == DecimalSign.Point ? DecimalSign.Comma : DecimalSign.Point;
        if (!NumberParser.TryParseQuantity(text, other, out _))
            return "not a number. Mend the row, or name another column: --map (EventReadOptions.Columns).";
        string said = sign == DecimalSign.Point ? "point" : "comma", else_ = sign == DecimalSign.Point ? "comma" : "point";
        string problem = $"a number with a decimal {else_}, in a column that is read with a decimal {said}. Mend the row, or set "
            + $"{SignFix}.";
        return _isFinal || _options.DecimalComma is not null ? problem : throw new SurveyNeededException(row, column, value, problem);
    }

    private static DecimalSign? Proven(NumberEvidence?[] numbers)
    {
        foreach (EventField field in NumberFields)
        {
            if (numbers[(int)field]?.Decide() is { Assumed: false } decision
                && decision.PointCount != decision.CommaCount) return decision.Sign;
        }

        return null;
    }

    private static ReadDecision? Tell(string column, NumberDecision decision)
    {
        string choice = decision.Sign == DecimalSign.Point ? "decimal point" : "decimal comma";
        if (decision.IsMixed)
        {
            string evidence = string.Create(CultureInfo.InvariantCulture,
                $"both are written: '{decision.ForPoint}' ({decision.PointCount:N0}) and '{decision.ForComma}' "
                    + $"({decision.CommaCount:N0}); the fewer are left out");
            return new ReadDecision(column, choice, decision.PointCount == decision.CommaCount, evidence, SignFix);
        }

        if (decision.Assumed)
            return new ReadDecision(column, choice, true, $"'{decision.Ambiguous}' can be read both ways, and no value tells", SignFix);
        if (decision.Sign == DecimalSign.Point) return null;
        string? proof = decision.ForComma is { } comma ? $"'{comma}'"
            : decision.Ambiguous is { } either ? $"'{either}', read as the file's other numbers are"
            : null;
        return proof is null ? null : new ReadDecision(column, choice, false, proof, SignFix);
    }

    private ReadDecision? TellDates(ColumnPlan plan)
    {
        string choice = IsDayFirst ? "day before month" : "month before day", column = plan.NameOf(EventField.Time);
        if (_dates.Assumed)
        {
            return plan.Layout.DayFirst is null
                ? new ReadDecision(column, choice, true, $"'{_dates.Ambiguous}' can be read both ways, and no value tells", OrderFix)
                : new ReadDecision(column, choice, false, $"the layout {plan.Layout.Name} writes it so", OrderFix);
        }

        string? proof = _dates.ForDayFirst ?? _dates.ForMonthFirst;
        return proof is null ? null : new ReadDecision(column, choice, false, $"'{proof}'", OrderFix);
    }
}

/// <summary>A row contradicts what the first rows showed: the file is to be looked at as a whole, and then read again.</summary>
internal sealed class SurveyNeededException(long row, string column, string value, string problem) : Exception(problem)
{
    /// <summary>What to say where the source can't be read a second time.</summary>
    public EventFileException ToError() => new(row, column, ReadableText.Of(value), Message);
}
