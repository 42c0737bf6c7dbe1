namespace Personalization.Data;

/// <summary>What a reader knows of its source beside the rows.</summary>
internal sealed record SourceFacts(string Name, EventFileFormat Format)
{
    public string? Encoding { get; init; }

    public char? Delimiter { get; init; }

    public IReadOnlyList<KeyValuePair<EventField, string>> Columns { get; init; } = [];

    public IReadOnlyList<string> IgnoredColumns { get; init; } = [];

    public SourceFacts With(ColumnPlan plan) => this with
    {
        Columns = [.. Enum.GetValues<EventField>().Where(f => plan[f] >= 0).Select(f => KeyValuePair.Create(f, plan.NameOf(f)))],
        IgnoredColumns = [.. plan.Ignored],
    };
}
