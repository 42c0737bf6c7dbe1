using System.Globalization;

namespace Personalization.Core;

/// <summary>Makes a column of texts whose kind the texts themselves tell: what a file or a message says of customers.</summary>
public static class TypedColumn
{
    /// <summary>Most names that count as categories, whatever the number of customers.</summary>
    private const int FewLevels = 50;

    /// <summary>Above <see cref="FewLevels"/>, customers that must share a name on average for it to be a category.</summary>
    private const int SharedBy = 20;

    private static readonly string[] TimeFormats =
        ["yyyy-MM-dd", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>
    /// A column of the narrowest kind that every text fits: flags (true, false, yes, no), whole numbers, numbers, times (ISO 8601), and of
    /// the rest categories where customers share them, else text. Digits that begin with 0, such as post codes, are no number.
    /// </summary>
    /// <param name="name">Name of the column.</param>
    /// <param name="values">A text a customer; null where nothing is known.</param>
    public static CustomerColumn From(string name, IReadOnlyList<string?> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Flags(name, values) ?? WholeNumbers(name, values) ?? Numbers(name, values) ?? Times(name, values) ?? Names(name, values);
    }

    private static FlagColumn? Flags(string name, IReadOnlyList<string?> values) =>
        Parse(values, static (string text, out bool flag) => (flag = IsYes(text)) || IsNo(text)) is { } flags
            ? new FlagColumn(name, flags)
            : null;

    private static WholeNumberColumn? WholeNumbers(string name, IReadOnlyList<string?> values) =>
        Parse<long>(values, static (string text, out long value) =>
            long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && IsPlain(text)
                && value != WholeNumberColumn.Missing)
            is { } parsed
            ? new WholeNumberColumn(name, Array.ConvertAll(parsed, value => value ?? WholeNumberColumn.Missing))
            : null;

    private static NumberColumn? Numbers(string name, IReadOnlyList<string?> values) =>
        Parse<double>(values, static (string text, out double value) =>
            double.TryParse(
                text,
                NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
                CultureInfo.InvariantCulture,
                out value)
            && double.IsFinite(value) && IsPlain(text))
            is { } parsed
            ? new NumberColumn(name, Array.ConvertAll(parsed, value => value ?? double.NaN))
            : null;

    private static TimeColumn? Times(string name, IReadOnlyList<string?> values) =>
        Parse<DateTime>(values, static (string text, out DateTime value) =>
            DateTime.TryParseExact(
                text,
                TimeFormats,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal,
                out value))
            is { } parsed
            ? new TimeColumn(name, parsed)
            : null;

    private static CustomerColumn Names(string name, IReadOnlyList<string?> values)
    {
        int known = values.Count(value => value is not null),
            levels = values.Distinct(StringComparer.Ordinal).Count(value => value is not null);
        return levels <= FewLevels || levels <= known / SharedBy ? new CategoryColumn(name, values) : new TextColumn(name, [.. values]);
    }

    private delegate bool Parser<T>(string text, out T value);

    /// <summary>Every text parsed; null where one doesn't parse, or there is no text at all.</summary>
    private static T?[]? Parse<T>(IReadOnlyList<string?> values, Parser<T> parse)
        where T : struct
    {
        T?[] parsed = new T?[values.Count];
        bool any = false;
        for (int row = 0; row < parsed.Length; row++)
        {
            if (values[row] is not { } text) continue;
            if (!parse(text, out T value)) return null;
            (parsed[row], any) = (value, true);
        }

        return any ? parsed : null;
    }

    private static bool IsYes(string text) =>
        text.Equals("true", StringComparison.OrdinalIgnoreCase) || text.Equals("yes", StringComparison.OrdinalIgnoreCase);

    private static bool IsNo(string text) =>
        text.Equals("false", StringComparison.OrdinalIgnoreCase) || text.Equals("no", StringComparison.OrdinalIgnoreCase);

    private static bool IsPlain(string text) =>
        text is not (['0', >= '0' and <= '9', ..] or ['-', '0', >= '0' and <= '9', ..] or ['+', ..]);
}
