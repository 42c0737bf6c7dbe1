using System.Text.Json;
using Personalization.Core;
using Personalization.Data;
using Personalization.Insights;

namespace Personalization.Tool;

/// <summary><see cref="ReadStep"/> of whatever the command line names; its report outlives a run that fails later.</summary>
internal sealed class RememberingRead : IPipelineStep
{
    private readonly ReadStep _usual;

    public RememberingRead(Func<IProgress<FitProgress>?, CancellationToken, EventReadResult> read) => _usual = new ReadStep
    {
        Source = (progress, cancellationToken) =>
        {
            EventReadResult result = read(progress, cancellationToken);
            Cleaning = result.Report;
            return result;
        },
    };

    public string Name => _usual.Name;

    public double Weight => _usual.Weight;

    /// <summary>What was read; null before that.</summary>
    public CleaningReport? Cleaning { get; private set; }

    public void Run(PipelineContext context) => _usual.Run(context);

    public void Report(PersonalizationResult result, ReportBuilder report) => _usual.Report(result, report);

    public IEnumerable<OutputFile> Files(PersonalizationResult result) => _usual.Files(result);

    public void Summarize(PersonalizationResult result, Utf8JsonWriter summary) => _usual.Summarize(result, summary);
}
