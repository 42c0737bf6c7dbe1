using System.Diagnostics;
using Personalization.Core;

namespace Personalization;

/// <summary>
/// Runs the steps of a job one after the other: tells progress, opens an activity for each, checks for cancellation between them, and keeps their seconds.
/// </summary>
internal sealed class StepClock(TimeProvider clock, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
{
    /// <summary>Named after the package, as tracing tools expect.</summary>
    public static readonly ActivitySource Activities = new("Personalization");

    private readonly List<KeyValuePair<string, double>> _seconds = [];

    public IReadOnlyList<KeyValuePair<string, double>> Seconds => _seconds;

    /// <param name="name">Name of the step in summary.json.</param>
    /// <param name="fraction">Share of the whole job that is done when the step begins.</param>
    /// <param name="step">The step.</param>
    public T Run<T>(string name, double fraction, Func<T> step)
    {
        cancellationToken.ThrowIfCancellationRequested();
        progress?.Report(new FitProgress(name, fraction));
        using Activity? activity = Activities.StartActivity(name);
        long start = clock.GetTimestamp();
        T result = step();
        Add(name, clock.GetElapsedTime(start));
        return result;
    }

    public void Add(string name, TimeSpan elapsed) => _seconds.Add(new(name, elapsed.TotalSeconds));
}
