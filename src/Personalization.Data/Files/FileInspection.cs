using Personalization.Core;

namespace Personalization.Data;

/// <summary>A column of a file that was looked at.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Field">What it was taken for; null where for nothing.</param>
/// <param name="Why">Why; empty where it was taken for nothing.</param>
/// <param name="Samples">Its first different values.</param>
public sealed record InspectedColumn(string Name, EventField? Field, string Why, IReadOnlyList<string> Samples);

/// <summary>
/// What <see cref="EventFile.Inspect(string, EventReadOptions?, CancellationToken)"/> saw at the beginning of a file. Immutable.
/// </summary>
public sealed record FileInspection
{
    private const int MaxSamples = 3;

    /// <summary>The account of the first rows; null where they can't be read.</summary>
    public CleaningReport? Report { get; init; }

    /// <summary>The events of the first rows; null where they can't be read.</summary>
    public EventLog? Log { get; init; }

    /// <summary>True where that was the whole file.</summary>
    public bool WholeFile { get; init; }

    /// <summary>Why the file can't be read as it is; null where it can.</summary>
    public string? Problem { get; init; }

    /// <summary>The columns of its header, left to right; empty where it has none.</summary>
    public IReadOnlyList<InspectedColumn> Columns { get; init; } = [];

    internal static IReadOnlyList<InspectedColumn> ColumnsOf(CleaningPipeline pipeline)
    {
        (IReadOnlyList<string> header, FileSample sample) = pipeline.Seen;
        ILookup<string, ColumnUse> uses = (pipeline.Plan?.Uses ?? []).ToLookup(use => use.Name, StringComparer.Ordinal);
        return
        [
            .. header.Select((name, i) => new InspectedColumn(
                name,
                uses[name].FirstOrDefault()?.Field,
                uses[name].FirstOrDefault()?.Why ?? "",
                [.. sample.Values(i).Select(value =>
                    ReadableText.Of(System.Text.Encoding.UTF8.GetString(value))).Distinct(StringComparer.Ordinal).Take(MaxSamples)])),
        ];
    }
}
