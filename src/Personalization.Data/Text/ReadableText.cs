namespace Personalization.Data;

/// <summary>Text of a file as messages and reports show it.</summary>
internal static class ReadableText
{
    private const int MaxLength = 80;

    /// <summary>Short, and without characters that a console or a browser would stumble over.</summary>
    public static string Of(string value)
    {
        string shortened = value.Length <= MaxLength ? value : value[..(MaxLength - 1)] + "…";
        return shortened.AsSpan().ContainsAnyInRange('\0', '\u001F')
            ? string.Concat(shortened.Select(c => c < ' ' ? (char)(c + 0x2400) : c)) // the control pictures ␀ … ␟
            : shortened;
    }
}
