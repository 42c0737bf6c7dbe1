namespace Personalization.Data;

/// <summary>What the words of one file's status column mean: the caller's, then the layout's, then those known everywhere.</summary>
internal sealed class StatusMemory
{
    private const int MaxWords = 1024;

    private readonly HashSet<string> _kept;
    private readonly Dictionary<string, StatusMeaning> _own = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (StatusMeaning Meaning, bool Known)> _seen = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (StatusMeaning Meaning, bool Known)>.AlternateLookup<ReadOnlySpan<char>> _bySpan;

    public StatusMemory(EventLayout layout, IReadOnlyList<string> kept)
    {
        _kept = [.. kept.Select(HeaderNames.Key)];
        foreach ((string word, StatusMeaning meaning) in layout.Statuses) _own[HeaderNames.Key(word)] = meaning;
        _bySpan = _seen.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public (StatusMeaning Meaning, bool Known) MeaningOf(ReadOnlySpan<char> word)
    {
        if (_bySpan.TryGetValue(word, out (StatusMeaning Meaning, bool Known) seen)) return seen;
        string text = word.ToString(), key = HeaderNames.Key(text);
        (StatusMeaning Meaning, bool Known) found = _kept.Contains(key) ? (StatusMeaning.Sale, true)
            : _own.TryGetValue(key, out StatusMeaning own) ? (own, true)
            : StatusWords.Of(key) is { } common ? (common, true)
            : (StatusMeaning.Sale, false);
        if (_seen.Count < MaxWords) _seen.Add(text, found);
        return found;
    }
}
