using System.Globalization;
using System.Text;

namespace Personalization.Incentives;

/// <summary>Parts a text into words, numbers and signs, with what the brief put in kept apart.</summary>
internal static class TextTokens
{
    private static readonly string[] NumberSuffixes = ["st", "nd", "rd", "th", "er", "re", "º", "ª", "h", "am", "pm", "x", "€", "o"];

    /// <param name="text">The text.</param>
    /// <param name="known">Texts that the brief put in, longest first.</param>
    public static List<CheckedToken> Of(string text, IReadOnlyList<string> known)
    {
        List<CheckedToken> tokens = [];
        bool glued = false;
        for (int at = 0; at < text.Length;)
        {
            if (known.FirstOrDefault(one => IsAt(text, at, one)) is { } found)
            {
                tokens.Add(new(TokenKind.Known, found, Folding.Fold(found), glued));
                (at, glued) = (at + found.Length, true);
                continue;
            }

            Rune rune = Rune.TryGetRuneAt(text, at, out Rune whole) ? whole : Rune.ReplacementChar;
            if (rune.Value != '\n' && Rune.IsWhiteSpace(rune))
            {
                (at, glued) = (at + rune.Utf16SequenceLength, false);
                continue;
            }

            int end = at + rune.Utf16SequenceLength;
            if (IsWordPart(rune))
            {
                while (end < text.Length && Rune.TryGetRuneAt(text, end, out Rune next) && (IsWordPart(next) || IsWithin(text, at, end)))
                    end += next.Utf16SequenceLength;
                Add(tokens, text[at..end], glued);
            }
            else tokens.Add(new(TokenKind.Symbol, text[at..end], Folding.Fold(text[at..end]), glued));
            (at, glued) = (end, true);
        }

        return tokens;
    }

    private static void Add(List<CheckedToken> tokens, string text, bool glued)
    {
        string folded = Folding.Fold(text);
        int digits = folded.Count(char.IsAsciiDigit);
        if (digits == 0)
        {
            tokens.Add(new(TokenKind.Word, text, folded, glued));
            return;
        }

        if (folded.All(c => char.IsAsciiDigit(c) || c is '.' or ',' or ' '))
        {
            tokens.Add(new(TokenKind.Number, text, folded, glued));
            return;
        }

        string? suffix = NumberSuffixes.FirstOrDefault(
            end => folded.EndsWith(end, StringComparison.Ordinal)
                && folded[..^end.Length].All(c => char.IsAsciiDigit(c) || c is '.' or ','));
        if (suffix is null || suffix.Length >= text.Length)
        {
            tokens.Add(new(TokenKind.Mixed, text, folded, glued));
            return;
        }

        tokens.Add(new(TokenKind.Number, text[..^suffix.Length], folded[..^suffix.Length], glued));
        tokens.Add(new(TokenKind.Word, suffix, suffix, true));
    }

    private static bool IsAt(string text, int at, string known) =>
        string.CompareOrdinal(text, at, known, 0, known.Length) == 0
        && (at == 0 || !char.IsLetterOrDigit(text[at - 1]) || !char.IsLetterOrDigit(known[0]))
        && (at + known.Length == text.Length || !char.IsLetterOrDigit(text[at + known.Length]) || !char.IsLetterOrDigit(known[^1]));

    /// <summary>A sign within a number: 24.90, 1,000, and spaces that don't break as signs of thousands.</summary>
    private static bool IsWithin(string text, int start, int at)
    {
        if (at + 1 >= text.Length || !char.IsAsciiDigit(text[at - 1]) || !char.IsAsciiDigit(text[at + 1])) return false;
        return text[at] is '.' or ',' || (text[at] is '\u00A0' or '\u202F' && at - start <= 3 && IsGroup(text, at + 1));
    }

    private static bool IsGroup(string text, int at) =>
        at + 3 <= text.Length && text.AsSpan(at, 3).IndexOfAnyExceptInRange('0', '9') < 0
            && (at + 3 == text.Length || !char.IsAsciiDigit(text[at + 3]));

    private static bool IsWordPart(Rune rune) =>
        Rune.IsLetterOrDigit(rune)
        || Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format or UnicodeCategory.OtherNumber
            or UnicodeCategory.LetterNumber or UnicodeCategory.ModifierLetter;
}
