namespace Personalization.Data;

/// <summary>What a reader knows of its source beside the rows.</summary>
internal sealed record SourceFacts(string Name, EventFileFormat Format)
{
    /// <summary>Name of a format from outside.</summary>
    public string? FormatName { get; init; }

    public string? Encoding { get; init; }

    public char? Delimiter { get; init; }

    public IReadOnlyList<ColumnUse> Columns { get; init; } = [];

    public IReadOnlyList<string> IgnoredColumns { get; init; } = [];

    public SourceFacts With(ColumnPlan plan) => this with
    {
        Columns = [.. plan.Uses],
        IgnoredColumns = [.. plan.Ignored],
    };
}
