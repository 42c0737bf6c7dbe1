using System.Text;

namespace Personalization.Data;

/// <summary>How names of columns are compared.</summary>
internal static class HeaderNames
{
    /// <summary>Number of fields that a column can stand for.</summary>
    public const int FieldCount = (int)EventField.EventId + 1;

    /// <summary>A name as it is compared: letters and digits alone, lower case, without accents.</summary>
    public static string Key(string name)
    {
        StringBuilder key = new(name.Length);
        foreach (char c in name)
        {
            if (char.IsLetterOrDigit(c)) key.Append(WithoutAccent(char.ToLowerInvariant(c)));
        }

        return key.ToString();
    }

    /// <summary>The names of a field, most telling first.</summary>
    public static IReadOnlyList<string> NamesOf(EventField field) => Array.Find(CommonNames.All, entry => entry.Field == field).Names ?? [];

    /// <summary>The field that is called so, in any spelling; null where none is.</summary>
    public static EventField? FieldOf(string name)
    {
        string key = Key(name);
        foreach (EventField field in Enum.GetValues<EventField>())
        {
            if (Key(field.ToString()) == key) return field;
        }

        return null;
    }

    /// <summary>By hand, so that it is the same on machines with and without the tables of a language.</summary>
    private static char WithoutAccent(char c) => c switch
    {
        < (char)128 => c,
        >= 'à' and <= 'å' => 'a',
        'ç' => 'c',
        >= 'è' and <= 'ë' => 'e',
        >= 'ì' and <= 'ï' => 'i',
        'ñ' => 'n',
        (>= 'ò' and <= 'ö') or 'ø' => 'o',
        >= 'ù' and <= 'ü' => 'u',
        'ý' or 'ÿ' => 'y',
        'ß' => 's',
        _ => c,
    };
}
