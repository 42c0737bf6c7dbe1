using Personalization.Core;

namespace Personalization.Clustering;

/// <summary>What a run of merges needs from its caller.</summary>
internal sealed class AgglomerativeRun(Linkage linkage, int? threads, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
{
    private const int Reports = 100;

    private int _told;

    public int? Threads { get; } = threads;

    public CancellationToken CancellationToken { get; } = cancellationToken;

    /// <summary>Stops where cancelled, and tells of each hundredth of the merges.</summary>
    public void Tell(int merged, int all)
    {
        CancellationToken.ThrowIfCancellationRequested();
        int part = (int)((long)merged * Reports / all);
        if (progress is null || part == _told)
            return;

        _told = part;
        progress.Report(new FitProgress($"{linkage} linkage", (double)merged / all) { Count = merged, Unit = "merges" });
    }
}
