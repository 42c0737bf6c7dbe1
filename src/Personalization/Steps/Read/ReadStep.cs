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

    /// <summary>
    /// Reads the events in place of what the run was started with: several files, a database, a queue. Null (default) takes the run's own.
    /// </summary>
    public Func<IProgress<FitProgress>?, CancellationToken, EventReadResult>? Source { get; init; }

    /// <inheritdoc />
    /// <exception cref="EventFileException">
    /// What was read can't be analysed: no rows, none that could be used, no purchase, no money. The message says why and the way on.
    /// </exception>
    public void Run(PipelineContext context)
    {
        PipelineInput input = context.Input;
        EventReadResult? read = Source?.Invoke(context.Progress, context.CancellationToken)
            ?? input.Read
            ?? (input.Path is { } path ? EventFile.Read(path, input.ReadOptions, context.Progress, context.CancellationToken) : null);
        if (read is not null) ReadFaults.Check(read);
        context.Add(read?.Log ?? input.Log ?? throw new InvalidOperationException("The run was given neither a file nor events."));
        if (read is not null) context.Add(read.Report);
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
