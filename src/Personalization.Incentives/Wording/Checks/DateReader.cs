using System.Globalization;

namespace Personalization.Incentives;

/// <summary>A date or time that a text names: what it says of it.</summary>
/// <param name="Start">First token.</param>
/// <param name="Length">How many tokens.</param>
/// <param name="Words">As it stands.</param>
/// <param name="Day">Day of the month; null: not said.</param>
/// <param name="Month">Month; null: not said.</param>
/// <param name="Year">Year; null: not said.</param>
/// <param name="Weekday">Day of the week; null: not said.</param>
/// <param name="Time">Time of the day; null: not said.</param>
/// <param name="IsRelative">Told by where it lies: until tomorrow.</param>
internal sealed record FoundDate(
    int Start, int Length, string Words, int? Day = null, int? Month = null, int? Year = null, DayOfWeek? Weekday = null,
        TimeOnly? Time = null,
    bool IsRelative = false);

/// <summary>Finds dates and times: in digits, with names of months and weekdays, and by where they lie.</summary>
internal static class DateReader
{
    private const int Reach = 5;

    public static List<FoundDate> Find(IReadOnlyList<CheckedToken> tokens, LanguageWords language, bool monthFirst)
    {
        List<FoundDate> dates = [];
        for (int i = 0; i < tokens.Count; i++)
        {
            FoundDate? date = InDigits(tokens, i, language, monthFirst) ?? WithMonth(tokens, i, language) ?? Clock(tokens, i)
                ?? Alone(tokens, i, language)
                ?? Relative(tokens, i, language);
            if (date is null) continue;
            dates.Add(date with { Words = string.Join(' ', tokens.Skip(i).Take(date.Length).Select(token => token.Text)) });
            i += date.Length - 1;
        }

        return dates;
    }

    private static FoundDate? InDigits(IReadOnlyList<CheckedToken> tokens, int i, LanguageWords language, bool monthFirst)
    {
        if (tokens[i].Kind != TokenKind.Number) return null;
        string[] inOne = tokens[i].Folded.Split('.');
        if (inOne.Length == 3) return Ordered(i, 1, inOne, monthFirst);
        if (inOne.Length == 2 && inOne.All(part => part.Length <= 2) && FollowsUntil(tokens, i, language) && IsDay(inOne[0])
            && IsMonth(inOne[1]))
            return new(i, 1, "", Parse(inOne[0]), Parse(inOne[1]));
        return i + 4 < tokens.Count && tokens[i + 1].Folded is "/" or "-" or "." && tokens[i + 3].Folded == tokens[i + 1].Folded
            && tokens[i + 2].Kind == TokenKind.Number && tokens[i + 4].Kind == TokenKind.Number && tokens[i + 1].Glued
            ? Ordered(i, 5, [tokens[i].Folded, tokens[i + 2].Folded, tokens[i + 4].Folded], monthFirst)
            : i + 2 < tokens.Count && tokens[i + 1].Is('/') && tokens[i + 2].Kind == TokenKind.Number
            ? Ordered(i, 3, [tokens[i].Folded, tokens[i + 2].Folded, ""], monthFirst)
            : null;
    }

    private static FoundDate Ordered(int start, int length, string[] parts, bool monthFirst)
    {
        (string year, string month, string day) = parts[0].Length == 4 ? (parts[0], parts[1], parts[2])
            : monthFirst ? (parts[2], parts[0], parts[1])
            : (parts[2], parts[1], parts[0]);
        return new(start, length, "", Parse(day), Parse(month), ParseYear(year));
    }

    private static FoundDate? WithMonth(IReadOnlyList<CheckedToken> tokens, int i, LanguageWords language)
    {
        int at = i;
        int? day = DayAt(tokens, ref at);
        if (day is not null)
        {
            if (at < tokens.Count && tokens[at].Is('.')) at++;
            while (at < tokens.Count && tokens[at].Folded is "of" or "de" or "di" or "the") at++;
        }

        if (at >= tokens.Count || !language.Months.TryGetValue(tokens[at].Folded, out int month)) return null;
        // "may" and "march" are verbs too, and "mars" and "maj" stand alone in names: written small, only a number makes them months.
        bool sure = day is not null || tokens[at].IsLarge || language.Language is not ("en" or "de");
        at++;
        if (at < tokens.Count && tokens[at].Is('.') && at + 1 < tokens.Count && tokens[at + 1].Kind == TokenKind.Number) at++;
        if (day is null)
        {
            int then = at;
            day = DayAt(tokens, ref then);
            if (day is not null) (at, sure) = (then, true);
        }

        if (!sure) return null;
        int? year = null;
        int next = at;
        while (next < tokens.Count && next - at < 2 && (tokens[next].Is(',') || tokens[next].Folded is "de" or "r")) next++;
        if (next < tokens.Count && tokens[next].Kind == TokenKind.Number && ParseYear(tokens[next].Folded) is { } found)
            (year, at) = (found, next + 1);
        return new(i, at - i, "", day, month, year);
    }

    private static int? DayAt(IReadOnlyList<CheckedToken> tokens, ref int at)
    {
        if (at >= tokens.Count || tokens[at].Kind != TokenKind.Number || tokens[at].Folded.Length > 2
            || !IsDay(tokens[at].Folded)) return null;
        int day = Parse(tokens[at].Folded);
        at++;
        if (at < tokens.Count && tokens[at] is { Glued: true, Folded: "st" or "nd" or "rd" or "th" or "er" or "o" or "º" }) at++;
        return day;
    }

    private static FoundDate? Clock(IReadOnlyList<CheckedToken> tokens, int i)
    {
        if (tokens[i].Kind != TokenKind.Number
            || !int.TryParse(tokens[i].Folded, NumberStyles.None, CultureInfo.InvariantCulture, out int hour))
            return null;
        if (i + 2 < tokens.Count && tokens[i + 1].Is(':') && tokens[i + 2] is { Kind: TokenKind.Number, Glued: true } minutes
            && minutes.Folded.Length == 2 && hour < 25 && Parse(minutes.Folded) < 60)
            return new(i, 3, "", Time: new TimeOnly(hour % 24, Parse(minutes.Folded)));
        return i + 1 < tokens.Count && hour < 25 && tokens[i + 1].Folded is "uhr" or "pm" or "am" or "oclock"
            ? new(i, 2, "", Time: new TimeOnly((hour + (tokens[i + 1].Folded == "pm" && hour < 12 ? 12 : 0)) % 24, 0))
            : null;
    }

    private static FoundDate? Alone(IReadOnlyList<CheckedToken> tokens, int i, LanguageWords language) =>
        tokens[i].Kind == TokenKind.Number && tokens[i].Folded.Length == 4 && ParseYear(tokens[i].Folded) is { } year
            && (i == 0 || !IsMoney(tokens[i - 1])) && (i + 1 == tokens.Count || !IsMoney(tokens[i + 1]))
            ? new(i, 1, "", Year: year)
            : tokens[i].Kind != TokenKind.Word ? null
            : language.Weekdays.TryGetValue(tokens[i].Folded, out DayOfWeek day) && (tokens[i].Folded.Length > 3 || tokens[i].IsLarge)
            ? new(i, 1, "", Weekday: day)
            // Easter Monday in one word is a date of its own.
            : language.Language is "de" or "nl" && language.Weekdays.Keys.Any(
                name => name.Length > 4 && tokens[i].Folded.Length > name.Length
                    && tokens[i].Folded.EndsWith(name, StringComparison.Ordinal))
            ? new(i, 1, "", IsRelative: true)
            : null;

    private static bool IsMoney(CheckedToken token) => token.Folded is "€" or "$" or "£" or "eur" or "usd" or "%";

    /// <summary>A day told by where it lies, a few words after one that says until.</summary>
    private static FoundDate? Relative(IReadOnlyList<CheckedToken> tokens, int i, LanguageWords language)
    {
        if (!language.RelativeDays.Contains(tokens[i].Folded)) return null;
        for (int back = 1; back <= Reach && i - back >= 0 && !tokens[i - back].EndsSentence; back++)
        {
            if (language.Until.Contains(tokens[i - back].Folded)) return new(i, 1, "", IsRelative: true);
        }

        return null;
    }

    private static bool FollowsUntil(IReadOnlyList<CheckedToken> tokens, int i, LanguageWords language)
    {
        for (int back = 1; back <= Reach && i - back >= 0; back++)
        {
            if (language.Until.Contains(tokens[i - back].Folded)) return true;
        }

        return false;
    }

    private static bool IsDay(string text) => text.Length is 1 or 2 && text.All(char.IsAsciiDigit) && Parse(text) is >= 1 and <= 31;

    private static bool IsMonth(string text) => text.Length is 1 or 2 && text.All(char.IsAsciiDigit) && Parse(text) is >= 1 and <= 12;

    private static int Parse(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : -1;

    private static int? ParseYear(string text) => text.Length switch
    {
        4 when Parse(text) is var year and >= 1900 and < 2100 => year,
        2 when Parse(text) is var year and >= 0 => 2000 + year,
        0 => null,
        4 => null,
        _ => -1,
    };
}
