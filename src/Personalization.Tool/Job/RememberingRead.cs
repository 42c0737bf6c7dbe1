using System.Text.Json;
using Personalization.Data;
using Personalization.Insights;

namespace Personalization.Tool;

/// <summary><see cref="ReadStep"/> whose report outlives a run that fails, in it or later.</summary>
internal sealed class RememberingRead : IPipelineStep
{
    private readonly ReadStep _usual = new();

    public string Name => _usual.Name;

    public double Weight => _usual.Weight;

    /// <summary>What was read; null before that, and where the events didn't come from a file.</summary>
    public CleaningReport? Cleaning { get; private set; }

    public void Run(PipelineContext context)
    {
        try
        {
            _usual.Run(context);
        }
        finally
        {
            Cleaning = context.Find<CleaningReport>();
        }
    }

    public void Report(PersonalizationResult result, ReportBuilder report) => _usual.Report(result, report);

    public IEnumerable<OutputFile> Files(PersonalizationResult result) => _usual.Files(result);

    public void Summarize(PersonalizationResult result, Utf8JsonWriter summary) => _usual.Summarize(result, summary);
}
