namespace Personalization.Data;

/// <summary>
/// Months and weekdays in English, German, French, Spanish, Dutch, Portuguese and Italian, long and short, in small letters without accents
/// (as <see cref="TimeText"/> folds them).
/// </summary>
internal static class DateWords
{
    private const int MaxLength = 16;

    private static readonly string[] _months =
    [
        "january jan januar janner janvier janv enero ene januari janeiro gennaio gen",
        "february feb februar febr feber fevrier fevr fev febrero februari fevereiro febbraio",
        "march mar marz maerz mrz mars marzo maart mrt marco",
        "april apr avril avr abril abr aprile",
        "may mai mayo mei maio maggio mag",
        "june jun juni juin junio junho giugno giu",
        "july jul juli juillet juil julio julho luglio lug",
        "august aug aout agosto ago augustus agos",
        "september sept sep septembre septiembre setiembre setembro set settembre sett",
        "october oct oktober okt octobre octubre outubro out ottobre ott",
        "november nov novembre noviembre novembro",
        "december dec dezember dez decembre diciembre dic dezembro dicembre",
    ];

    private static readonly string[] _weekdays =
    [
        "monday mon tuesday tue tues wednesday wed thursday thu thur thurs friday fri saturday sat sunday sun",
        "montag mo dienstag di mittwoch mi donnerstag do freitag fr samstag sa sonnabend sonntag so",
        "lundi lun mardi mar mercredi mer jeudi jeu vendredi ven samedi sam dimanche dim",
        "lunes martes miercoles mie jueves jue viernes vie sabado sab domingo dom",
        "maandag ma dinsdag woensdag wo donderdag vrijdag vr zaterdag za zondag zo",
        "segunda-feira segunda seg terca-feira terca ter quarta-feira quarta qua quinta-feira quinta qui sexta-feira sexta sex",
        "lunedi martedi mercoledi giovedi gio venerdi sabato domenica",
    ];

    private static readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _monthOf = Months();
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _isWeekday =
        new HashSet<string>(_weekdays.SelectMany(line => line.Split(' ')), StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>1 to 12, or 0 where the word is no month.</summary>
    public static int MonthOf(ReadOnlySpan<byte> word)
    {
        Span<char> chars = stackalloc char[MaxLength];
        return TryWiden(word, chars) && _monthOf.TryGetValue(chars[..word.Length], out int month) ? month : 0;
    }

    public static bool IsWeekday(ReadOnlySpan<byte> word)
    {
        Span<char> chars = stackalloc char[MaxLength];
        return TryWiden(word, chars) && _isWeekday.Contains(chars[..word.Length]);
    }

    private static bool TryWiden(ReadOnlySpan<byte> word, Span<char> chars)
    {
        if (word.Length > MaxLength) return false;
        for (int i = 0; i < word.Length; i++) chars[i] = (char)word[i];
        return true;
    }

    private static Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Months()
    {
        Dictionary<string, int> months = new(StringComparer.Ordinal);
        for (int i = 0; i < _months.Length; i++)
        {
            foreach (string word in _months[i].Split(' ')) months.Add(word, i + 1);
        }

        return months.GetAlternateLookup<ReadOnlySpan<char>>();
    }
}
