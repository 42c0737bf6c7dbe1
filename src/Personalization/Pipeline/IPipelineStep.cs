using System.Text.Json;
using Personalization.Insights;

namespace Personalization;

/// <summary>
/// One step of <see cref="PersonalizationPipeline"/>: it reads what steps before it found, adds what it finds, and says how that is shown.
/// All that the job knows of a feature is its step, so that adding one changes nothing else.
/// </summary>
/// <remarks>
/// A step is stateless and thread-safe: what it finds goes into the context. Budget, seed, threads, clock, consent and history come from
/// the context. Only
/// <see cref="Name"/> and <see cref="Run"/> must be written; the other members add nothing unless a step says so.
/// </remarks>
public interface IPipelineStep
{
    /// <summary>Name in lower snake case: in summary.json, in tracing, in progress, and on the columns that the step writes.</summary>
    string Name { get; }

    /// <summary>Share of the whole job's time, above 0, against the other steps' weights; for progress alone. Default 1.</summary>
    double Weight => 1;

    /// <summary>
    /// Does the work. Long work reports to <see cref="PipelineContext.Progress"/> and stops with
    /// <see cref="PipelineContext.CancellationToken"/>.
    /// </summary>
    /// <param name="context">What was found so far, and where to put what this step finds.</param>
    void Run(PipelineContext context);

    /// <summary>Adds key figures, sentences and sections to the report. Called after all steps ran.</summary>
    void Report(PersonalizationResult result, ReportBuilder report)
    {
    }

    /// <summary>The files that <see cref="PersonalizationResult.Save"/> writes for this step, beside those of all steps.</summary>
    IEnumerable<OutputFile> Files(PersonalizationResult result) => [];

    /// <summary>Adds properties to the object of summary.json.</summary>
    void Summarize(PersonalizationResult result, Utf8JsonWriter summary)
    {
    }
}
