using Personalization.Core;
using Personalization.Data;

namespace Personalization.Tool;

/// <summary>A choice that was made for a column: from its values, or assumed.</summary>
internal sealed record ColumnDecision(string Column, string Choice, bool Assumed, string Evidence, string Fix);

/// <summary>A column of a file, and what it is used for.</summary>
internal sealed record SeenColumn(string Name, EventField? Field, string Why, IReadOnlyList<string> Samples);

/// <summary>What the beginning of a file looks like, or why it can't be read.</summary>
internal sealed record FileLook
{
    public CleaningReport? Report { get; init; }

    public EventLog? Log { get; init; }

    public bool WholeFile { get; init; }

    public string? Problem { get; init; }

    public IReadOnlyList<SeenColumn> Columns { get; init; } = [];

    // At the merge with the layouts: EventFile.Inspect does this, and this type goes.
    public static FileLook At(InputFiles files, EventReadOptions options, CancellationToken cancellationToken)
    {
        try
        {
            EventReadResult read = files.Read(options, null, cancellationToken);
            return new FileLook
            {
                Report = read.Report,
                Log = read.Log,
                WholeFile = true,
                Columns =
                [
                    .. read.Report.Columns.Select(column => new SeenColumn(column.Value, column.Key, "by its name", [])),
                    .. read.Report.IgnoredColumns.Select(name => new SeenColumn(name, null, "", [])),
                ],
            };
        }
        catch (EventFileException e)
        {
            return new FileLook { Problem = e.Message };
        }
    }
}
