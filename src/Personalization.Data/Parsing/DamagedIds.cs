namespace Personalization.Data;

/// <summary>
/// Ids that a spreadsheet made of others: 1.23457E+12, whose last digits are gone; ######## of a column too narrow; #REF!; and 5-Mar, which
/// was 5-3 or MAR5. Different ids became the same, so what is found is flagged, never repaired.
/// </summary>
internal static class DamagedIds
{
    private const int MaxLength = 24;

    public static bool IsDamaged(ReadOnlySpan<char> id)
    {
        if (id.Length is < 3 or > MaxLength) return false;
        if (id[0] == '#') return !id.ContainsAnyExcept('#') || id is "#REF!" or "#VALUE!" or "#NAME?" or "#DIV/0!" or "#NUM!";
        if (!char.IsAsciiDigit(id[0]) && id[0] != '-') return false;
        if (char.IsAsciiDigit(id[^1])) return IsScientific(id);
        return char.IsAsciiLetterLower(id[^1]) && IsDay(id);
    }

    /// <summary>As spreadsheets write it: one digit, perhaps a fraction, E+ and two or three digits. 12E5 may be an id.</summary>
    private static bool IsScientific(ReadOnlySpan<char> id)
    {
        if (id[0] == '-') id = id[1..];
        int e = id.IndexOfAny('E', 'e');
        if (e < 1 || id.Length - e is not (4 or 5) || id[e + 1] != '+') return false;
        if (id[(e + 2)..].ContainsAnyExceptInRange('0', '9')) return false;
        return char.IsAsciiDigit(id[0])
            && (e == 1 || (e > 2 && id[1] is '.' or ',' && !id[2..e].ContainsAnyExceptInRange('0', '9')));
    }

    /// <summary>5-Mar: exactly as spreadsheets show a day without its year. Mar-24 may be meant.</summary>
    private static bool IsDay(ReadOnlySpan<char> id)
    {
        int dash = id.IndexOf('-');
        if (dash is not (1 or 2) || id.Length != dash + 4 || !int.TryParse(id[..dash], out int day) || day is < 1 or > 31) return false;
        return id[(dash + 1)..] is "Jan" or "Feb" or "Mar" or "Apr" or "May" or "Jun" or "Jul" or "Aug" or "Sep" or "Oct" or "Nov" or "Dec";
    }
}
