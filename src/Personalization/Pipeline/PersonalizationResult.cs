using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Personalization.Core;
using Personalization.Insights;
using Personalization.Numerics;

namespace Personalization;

/// <summary>
/// Everything that a run of <see cref="PersonalizationPipeline"/> found: the customer table, models, the report, and what each step added,
/// by its type. Immutable and thread-safe.
/// </summary>
public sealed class PersonalizationResult
{
    private readonly Dictionary<Type, object> _findings;
    private readonly PipelineSteps _steps;
    private readonly CustomerTable? _customers;
    private readonly ConcurrentDictionary<Type, object> _shared = [];
    private readonly Lazy<HtmlReport> _report;

    internal PersonalizationResult(PipelineContext context, PipelineSteps steps, IReadOnlyList<KeyValuePair<string, double>> seconds)
    {
        Options = context.Options;
        Seconds = seconds;
        Models = new Dictionary<string, IModel>(context.Models, StringComparer.Ordinal);
        _steps = steps;
        _findings = new(context.Findings);
        _customers = context.HasCustomers ? context.Customers : null;
        _report = new(WriteReport);
    }

    /// <summary>What was asked for.</summary>
    public PersonalizationOptions Options { get; }

    /// <summary>The events.</summary>
    public EventLog Log => Get<EventLog>();

    /// <summary>The customers who bought, with all that the steps found of them.</summary>
    /// <exception cref="InvalidOperationException">No step made the table.</exception>
    public CustomerTable Customers =>
        _customers ?? throw new InvalidOperationException("No step made the customer table; the step 'rfm' does.");

    /// <summary>ISO 4217 code of all amounts; empty where the events name none or several.</summary>
    public string Currency
    {
        get
        {
            if (_customers is { } table && table.TryGetColumn(ColumnNames.Monetary, out CustomerColumn? spent) && spent.Unit.Length > 0)
                return spent.Unit;
            return Find<EventLog>() is { Currencies: [string only] } ? only : "";
        }
    }

    /// <summary>Models by name, as they are saved.</summary>
    public IReadOnlyDictionary<string, IModel> Models { get; }

    /// <summary>The report for people.</summary>
    public HtmlReport Report => _report.Value;

    /// <summary>Wall seconds of each step, in the order of the job. Differ from run to run.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Seconds { get; }

    /// <summary>What a step found.</summary>
    /// <typeparam name="T">The type that the step put it in as.</typeparam>
    /// <exception cref="InvalidOperationException">No step found such a thing.</exception>
    public T Get<T>()
        where T : class =>
        Find<T>() ?? throw new InvalidOperationException(
            $"No step made a {typeof(T).Name}; these ran: {string.Join(", ", _steps.Select(step => step.Name))}.");

    /// <summary>What a step found; null where none did.</summary>
    public T? Find<T>()
        where T : class =>
        _findings.TryGetValue(typeof(T), out object? found) ? (T)found : null;

    /// <summary>
    /// Writes every file of <see cref="PersonalizationFiles"/> and of the steps into a folder, which is made where it doesn't exist; files
    /// of an earlier run are replaced.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="includeTimings">
    /// False leaves seconds and memory out of summary.json, so that equal runs give equal bytes. Default true.
    /// </param>
    /// <param name="cancellationToken">Stops between files, and between the rows of large ones.</param>
    /// <exception cref="InvalidOperationException">Two steps write one file.</exception>
    public void Save(string folder, bool includeTimings = true, CancellationToken cancellationToken = default)
    {
        Directory.CreateDirectory(Guard.NotBlank(folder));
        OutputFile[] files = [.. Files(includeTimings, cancellationToken)];
        if (files.GroupBy(file => file.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new InvalidOperationException($"Two steps write the file '{twice.Key}'; give one another name.");

        // The largest first: what is begun last ends last.
        ParallelChunks.Run(
            files.Length, 1, (index, _, _) => files[files.Length - 1 - index].Save(folder), Options.Threads, cancellationToken);
    }

    /// <summary>
    /// Writes the run in figures, with the process's peak memory so far, as one JSON object: the content of summary.json.
    /// </summary>
    /// <param name="destination">Where to; stays open.</param>
    /// <param name="includeTimings">False leaves out seconds and peak bytes, so that equal runs give equal bytes. Default true.</param>
    public void WriteSummary(Stream destination, bool includeTimings = true)
    {
        ArgumentNullException.ThrowIfNull(destination);
        using Utf8JsonWriter json = new(destination, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        foreach (IPipelineStep step in _steps) step.Summarize(this, json);
        if (includeTimings)
        {
            json.WriteStartObject("seconds");
            foreach ((string step, double seconds) in Seconds) json.WriteNumber(step, Math.Round(seconds, 4));
            json.WriteEndObject();
            json.WriteNumber("peak_bytes", PeakBytes());
        }

        json.WriteEndObject();
    }

    /// <summary>What several reports are made from, made once for all of them.</summary>
    internal T Shared<T>(Func<T> make)
        where T : class =>
        (T)_shared.GetOrAdd(typeof(T), _ => make());

    private HtmlReport WriteReport()
    {
        ReportBuilder report = new(Options.Title) { Money = ValueFormat.Currency(Currency) };
        foreach (IPipelineStep step in _steps) step.Report(this, report);
        return report.Build();
    }

    private IEnumerable<OutputFile> Files(bool includeTimings, CancellationToken cancellationToken)
    {
        yield return new(PersonalizationFiles.Summary, stream => WriteSummary(stream, includeTimings));
        yield return new(PersonalizationFiles.Report, Report.WriteTo);
        if (_customers is not null)
            yield return new(PersonalizationFiles.Customers, stream => Customers.WriteCsv(stream, cancellationToken));
        foreach ((string name, IModel model) in Models)
            yield return new($"{PersonalizationFiles.Models}/{name}{PersonalizationFiles.ModelExtension}", model.Save);
        foreach (IPipelineStep step in _steps)
        {
            foreach (OutputFile file in step.Files(this)) yield return file;
        }
    }

    private static long PeakBytes()
    {
        using Process process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
