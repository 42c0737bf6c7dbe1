using System.Diagnostics;
using Personalization.Core;

namespace Personalization.Data;

/// <summary>Reports rows, rows a second and how far the work has come, at most ten times a second; and notices cancellation.</summary>
internal sealed class ReadProgress(IProgress<FitProgress>? progress, Func<double?> share, CancellationToken cancellationToken)
{
    /// <summary>Part of the work that reading is; the rest is building the log.</summary>
    public const double ReadingShare = 0.9;

    private const int RowsBetweenLooks = 4096;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly long _start = Stopwatch.GetTimestamp();
    private TimeSpan _next = Interval;
    private double _reached;

    /// <summary>Share of the source that was read; null where that can't be known.</summary>
    public Func<double?> Share { get; set; } = share;

    public void Tick(long rows)
    {
        if (rows % RowsBetweenLooks != 0) return;
        cancellationToken.ThrowIfCancellationRequested();
        if (progress is null) return;
        TimeSpan elapsed = Stopwatch.GetElapsedTime(_start);
        if (elapsed < _next) return;
        _next = elapsed + Interval;
        Report("reading", Share() * ReadingShare, rows);
    }

    public void Report(string stage, double? done, long rows)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (done is { } share) done = _reached = Math.Clamp(share, _reached, 1); // a source may look back, progress mustn't
        double seconds = Stopwatch.GetElapsedTime(_start).TotalSeconds;
        progress?.Report(new FitProgress(stage, done) { Count = rows, Unit = "rows", PerSecond = seconds > 0 ? rows / seconds : null });
    }
}
