using System.Text.Json;
using Personalization.Core;
using Personalization.Data;
using Personalization.Insights;

namespace Personalization;

/// <summary>
/// Reads the events, and tells what was read, dropped and repaired. Finds <see cref="EventLog"/> and, where a file was read,
/// <see cref="CleaningReport"/>.
/// </summary>
public sealed class ReadStep : IPipelineStep
{
    /// <inheritdoc />
    public string Name => "read";

    /// <inheritdoc />
    public double Weight => 20;

    /// <inheritdoc />
    public void Run(PipelineContext context)
    {
        PipelineInput input = context.Input;
        EventReadResult? read = input.Read
            ?? (input.Path is { } path ? EventFile.Read(path, input.ReadOptions, context.Progress, context.CancellationToken) : null);
        if (read is not null)
        {
            context.Add(read.Report); // before it is judged, so that what was read is told of a run that ends here
            ReadFaults.Check(read);
        }

        context.Add(read?.Log ?? input.Log ?? throw new InvalidOperationException("The run was given neither a file nor events."));
    }

    /// <inheritdoc />
    public void Report(PersonalizationResult result, ReportBuilder report) => ReadReport.Add(report, result.Cleaning, result.Log);

    /// <inheritdoc />
    public IEnumerable<OutputFile> Files(PersonalizationResult result) =>
        [new OutputFile(PersonalizationFiles.Cleaning, result.Cleaning is { } cleaning ? cleaning.WriteJson : null)];

    /// <inheritdoc />
    public void Summarize(PersonalizationResult result, Utf8JsonWriter summary)
    {
        summary.WriteNumber("rows_read", result.Cleaning?.RowsRead ?? result.Log.EventCount);
        summary.WriteNumber("rows_kept", result.Cleaning?.RowsKept ?? result.Log.EventCount);
    }
}

/// <summary>What <see cref="ReadStep"/> found.</summary>
public static class ReadFindings
{
    extension(PersonalizationResult result)
    {
        /// <summary>What reading the file dropped and repaired; null where the events didn't come from a file.</summary>
        public CleaningReport? Cleaning => result.Find<CleaningReport>();
    }
}
