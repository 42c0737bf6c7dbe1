namespace Personalization.Data;

/// <summary>
/// What readers have to tell: rows that they left out or changed under names of their own, words that nothing explains, warnings. Of the
/// reader's thread; rules that judge rows aside have their own tallies.
/// </summary>
internal sealed class ReadNotes(int examplesPerRule)
{
    private const int MaxWords = 1000;

    private readonly List<RuleTally> _drops = [], _repairs = [];
    private readonly List<string> _warnings = [];
    private readonly SortedDictionary<string, long> _unknownEvents = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _unknownStatuses = new(StringComparer.Ordinal);

    public IReadOnlyList<RuleTally> Drops => _drops;

    public IReadOnlyList<RuleTally> Repairs => _repairs;

    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Event names that the vocabulary doesn't know, with their rows.</summary>
    public IReadOnlyDictionary<string, long> UnknownEvents => _unknownEvents;

    /// <summary>Statuses that nothing explains, with their rows; they count as sales.</summary>
    public IReadOnlyDictionary<string, long> UnknownStatuses => _unknownStatuses;

    /// <summary>Counts a row that was left out.</summary>
    public void Dropped(string name, string description, long row, string value)
    {
        RuleTally tally = Of(_drops, name, description);
        tally.Drop();
        tally.Matched++;
        tally.Example(row, null, value);
    }

    /// <summary>Counts rows that were left out when all were known.</summary>
    public void Dropped(string name, string description, int count)
    {
        RuleTally tally = Of(_drops, name, description);
        for (int i = 0; i < count; i++) tally.Drop();
        tally.Matched += count;
    }

    /// <summary>Counts a row that stays and was changed, or of which something was settled.</summary>
    public void Repaired(string name, string description, long row, string? column, string value)
    {
        RuleTally tally = Of(_repairs, name, description);
        tally.Repair();
        if (tally.WantsExample) tally.Example(row, column, value);
    }

    /// <summary>Tells something of the file as a whole, once.</summary>
    public void Warn(string warning)
    {
        if (!_warnings.Contains(warning)) _warnings.Add(warning);
    }

    public void UnknownEvent(string name) => Count(_unknownEvents, name);

    public void UnknownStatus(string word) => Count(_unknownStatuses, word);

    private static void Count(SortedDictionary<string, long> words, string word)
    {
        word = ReadableText.Of(word);
        if (words.TryGetValue(word, out long count)) words[word] = count + 1;
        else if (words.Count < MaxWords) words[word] = 1;
    }

    private RuleTally Of(List<RuleTally> tallies, string name, string description)
    {
        RuleTally? tally = tallies.Find(t => t.Name == name);
        if (tally is null) tallies.Add(tally = new RuleTally(name, description, examplesPerRule));
        return tally;
    }
}
