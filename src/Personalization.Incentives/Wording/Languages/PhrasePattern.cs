namespace Personalization.Incentives;

/// <summary>
/// Phrases to look for in folded words: <c>money back|refund*|*garanti*</c>. A star at the end of a word stands for any ending, at its
/// beginning for any beginning.
/// </summary>
internal sealed class PhrasePattern
{
    private readonly (string Text, bool AnyStart, bool AnyEnd)[][] _phrases;

    public PhrasePattern(string phrases) => _phrases =
    [
        .. phrases.Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(phrase =>
            phrase.Split([' ', '-', '\''], StringSplitOptions.RemoveEmptyEntries)
                .Select(word => (Folding.Fold(word.Trim('*')), word.StartsWith('*'), word.EndsWith('*'))).ToArray()),
    ];

    /// <summary>The first phrase that begins at this word, in words; null: none.</summary>
    public string? MatchAt(IReadOnlyList<string> words, int start)
    {
        foreach ((string Text, bool AnyStart, bool AnyEnd)[] phrase in _phrases)
        {
            if (start + phrase.Length > words.Count) continue;
            int same = 0;
            while (same < phrase.Length && IsMatch(phrase[same], words[start + same])) same++;
            if (same == phrase.Length) return string.Join(' ', words.Skip(start).Take(same));
        }

        return null;
    }

    /// <summary>The first phrase that stands anywhere in the words; null: none.</summary>
    public string? FirstIn(IReadOnlyList<string> words)
    {
        for (int i = 0; i < words.Count; i++)
        {
            if (MatchAt(words, i) is { } found) return found;
        }

        return null;
    }

    private static bool IsMatch((string Text, bool AnyStart, bool AnyEnd) word, string token) => word switch
    {
        (_, true, true) => token.Contains(word.Text, StringComparison.Ordinal),
        (_, true, false) => token.EndsWith(word.Text, StringComparison.Ordinal),
        (_, false, true) => token.StartsWith(word.Text, StringComparison.Ordinal),
        _ => token == word.Text,
    };
}
