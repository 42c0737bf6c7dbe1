using Personalization.Core;

namespace Personalization.Clustering;

/// <summary>What a run of merges needs from its caller.</summary>
internal sealed class AgglomerativeRun(Linkage linkage, int? threads, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
{
    private const int Reports = 100;

    /// <summary>The share of the work that comes before the first merge, where there is much.</summary>
    private const double ShareBefore = .5;

    private double _before;
    private int _told;

    public int? Threads { get; } = threads;

    public CancellationToken CancellationToken { get; } = cancellationToken;

    /// <summary>Tells of each hundredth of the distances or searches that come before the first merge. Thread-safe.</summary>
    public void TellBefore(long done, long all, string unit)
    {
        _before = ShareBefore;
        Report(ShareBefore * done / all, done, unit);
    }

    /// <summary>Stops where cancelled, and tells of each hundredth of the merges.</summary>
    public void Tell(int merged, int all)
    {
        CancellationToken.ThrowIfCancellationRequested();
        Report(_before + ((1 - _before) * merged / all), merged, "merges");
    }

    private void Report(double fraction, long count, string unit)
    {
        int part = (int)(fraction * Reports);
        if (progress is not null && Interlocked.Exchange(ref _told, part) != part)
            progress.Report(new FitProgress($"{linkage} linkage", fraction) { Count = count, Unit = unit });
    }
}
