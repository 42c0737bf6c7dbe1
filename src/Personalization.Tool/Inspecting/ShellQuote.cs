namespace Personalization.Tool;

/// <summary>Words of a command as a shell takes them: quoted where they hold anything that it would understand otherwise.</summary>
internal static class ShellQuote
{
    private const string Plain = "-_./:=,+@%^";

    public static string Quote(string word, bool windows)
    {
        if (word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || (Plain.Contains(c, StringComparison.Ordinal) && !windows)
            || (windows && "-_./\\:=+".Contains(c, StringComparison.Ordinal)))) return word;
        return windows
            ? $"\"{word.Replace("\"", "\\\"", StringComparison.Ordinal)}\""
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }

    public static string Command(IEnumerable<string> words, bool windows) => string.Join(' ', words.Select(word => Quote(word, windows)));
}
