using System.Text;

namespace Personalization.Insights;

/// <summary>
/// Makes text from data safe to show: what could break a file or mislead a reader is replaced by U+FFFD, so that it is seen.
/// </summary>
internal static class PlainText
{
    private const char Replacement = '\uFFFD';

    /// <summary>
    /// The same text with control characters, lone surrogates, noncharacters, and the characters that reorder or hide
    /// their neighbours (bidirectional overrides, embeddings and isolates) replaced by U+FFFD. Line breaks and tabs become spaces.
    /// </summary>
    public static string Clean(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        int firstChange = IndexOfChange(text);
        if (firstChange < 0) return text;

        StringBuilder clean = new(text, 0, firstChange, text.Length);
        for (int i = firstChange; i < text.Length; i++)
        {
            char c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                clean.Append(c).Append(text[++i]);
                continue;
            }

            clean.Append(c is '\t' or '\n' or '\r' ? ' ' : IsHarmful(c) ? Replacement : c);
        }

        return clean.ToString();
    }

    /// <summary>
    /// At most <paramref name="length"/> characters as a reader counts them, the last an ellipsis where something was cut.
    /// </summary>
    public static string Shorten(string text, int length)
    {
        if (text.Length <= length) return text;
        int[] starts = System.Globalization.StringInfo.ParseCombiningCharacters(text);
        return starts.Length <= length ? text : string.Concat(text.AsSpan(0, starts[length - 1]).TrimEnd(), "…");
    }

    private static int IndexOfChange(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (IsHarmful(text[i]))
                return i;
        }

        return -1;
    }

    private static bool IsHarmful(char c) =>
        c is < ' ' or (>= '\u007F' and <= '\u009F')
        or '\u061C' or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069')
        or (>= '\uFDD0' and <= '\uFDEF') or '\uFFFE' or '\uFFFF' or '\uFEFF'
        || char.IsSurrogate(c);
}
