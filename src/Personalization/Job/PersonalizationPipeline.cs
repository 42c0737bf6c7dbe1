using System.Diagnostics;
using Personalization.Core;
using Personalization.Data;
using Personalization.Insights;

namespace Personalization;

/// <summary>
/// The whole job: events → orders → RFM and segments → clusters with names → recommendations → an affordable offer for each customer → a
/// report. Its steps can be added to, replaced and left out, and each is also there alone, in its own package. Stateless and thread-safe.
/// </summary>
/// <param name="options">What is given once for all steps; null for the defaults.</param>
/// <param name="steps">The steps; null for <c>PipelineSteps.Default</c>.</param>
/// <param name="clock">Measures the steps' seconds, nothing else. Default: the system's.</param>
public sealed class PersonalizationPipeline(PersonalizationOptions? options = null, PipelineSteps? steps = null, TimeProvider? clock = null)
{
    private const string ReportName = "report";

    /// <summary>Weight of the report against the steps', measured on a shop of a million rows.</summary>
    private const double ReportWeight = 4;

    /// <summary>Named after the package, as tracing tools expect.</summary>
    private static readonly ActivitySource Activities = new("Personalization");

    private readonly TimeProvider _clock = clock ?? TimeProvider.System;

    /// <summary>What is given once for all steps.</summary>
    public PersonalizationOptions Options { get; } = options ?? new PersonalizationOptions();

    /// <summary>What the pipeline does, in order.</summary>
    public PipelineSteps Steps { get; } = steps ?? PipelineSteps.Default;

    /// <summary>Reads a file of events and runs the whole job on it.</summary>
    /// <inheritdoc cref="EventFile.Read(string, EventReadOptions?, IProgress{FitProgress}?, CancellationToken)" path="/exception"/>
    public PersonalizationResult Run(
        string path,
        EventReadOptions? readOptions = null,
        IProgress<FitProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        Run(new PipelineInput { Path = Guard.NotBlank(path), ReadOptions = readOptions }, progress, cancellationToken);

    /// <summary>Runs the whole job on events that were read from a file.</summary>
    /// <exception cref="ArgumentException">The log holds no purchase.</exception>
    public PersonalizationResult Run(
        EventReadResult read, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(read);
        return Run(new PipelineInput { Read = read }, progress, cancellationToken);
    }

    /// <summary>Runs the whole job on a log.</summary>
    /// <exception cref="ArgumentException">The log holds no purchase.</exception>
    public PersonalizationResult Run(EventLog log, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        return Run(new PipelineInput { Log = log }, progress, cancellationToken);
    }

    private PersonalizationResult Run(PipelineInput input, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        PipelineContext context = new(Options, input, _clock, cancellationToken);
        List<KeyValuePair<string, double>> seconds = [];
        double whole = Steps.Sum(step => step.Weight) + ReportWeight, done = 0;
        foreach (IPipelineStep step in Steps)
        {
            StepProgress? own = progress is null ? null : new(progress, done / whole, (done + step.Weight) / whole);
            Timed(step.Name, own, () =>
            {
                context.Begin(step, own);
                step.Run(context);
                context.End();
            });
            done += step.Weight;
        }

        PersonalizationResult result = new(context, Steps, seconds);
        StepProgress? last = progress is null ? null : new(progress, done / whole, 1);
        Timed(ReportName, last, () => _ = result.Report);
        progress?.Report(new FitProgress("done", 1));
        return result;

        void Timed(string name, StepProgress? own, Action work)
        {
            cancellationToken.ThrowIfCancellationRequested();
            own?.Report(new FitProgress(name, 0));
            using Activity? activity = Activities.StartActivity(name);
            long start = _clock.GetTimestamp();
            work();
            seconds.Add(new(name, _clock.GetElapsedTime(start).TotalSeconds));
        }
    }

    /// <summary>Progress of one step as part of the whole: it never falls, whatever a step reports.</summary>
    private sealed class StepProgress(IProgress<FitProgress> whole, double start, double end) : IProgress<FitProgress>
    {
        private readonly Lock _gate = new();
        private double _highest;

        public void Report(FitProgress value)
        {
            lock (_gate)
            {
                _highest = Math.Max(_highest, Math.Clamp(value.Fraction ?? 0, 0, 1));
                whole.Report(value with { Fraction = Math.Min(end, start + (_highest * (end - start))) });
            }
        }
    }
}
