namespace Personalization.Data;

/// <summary>Counts of one rule while a file is read.</summary>
internal sealed class RuleTally(string name, string description, int maxExamples)
{
    private readonly List<RowExample> _examples = [];

    public string Name => name;

    public long Dropped { get; private set; }

    public long Repaired { get; private set; }

    public long Matched { get; set; }

    public bool WantsExample => _examples.Count < maxExamples;

    public void Drop() => Dropped++;

    public void Repair() => Repaired++;

    public void Example(long row, string? column, string value)
    {
        if (WantsExample) _examples.Add(new RowExample(row, column, ReadableText.Of(value)));
    }

    public RuleCount ToCount() => new(name, description, Dropped, Repaired, Matched, [.. _examples]);
}
