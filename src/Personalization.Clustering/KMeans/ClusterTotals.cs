using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// Weights and sums of the clusters during a run. Sums move on with the rows that change their cluster, chunk by chunk; some times they are
/// added up anew, lest roundings gather. Different chunks may be worked on at the same time.
/// </summary>
internal sealed class ClusterTotals
{
    /// <summary>Assignments after which sums had better be added up anew.</summary>
    public const int FreshEvery = 32;

    private readonly KMeansData _data;
    private SumChanges[] _chunks;
    private bool _isFresh;
    private bool _isStale = true;

    public ClusterTotals(KMeansData data, int clusterCount)
    {
        _data = data;
        Sums = new CenterSums(clusterCount, data.Columns);
        _chunks = new SumChanges[ParallelChunks.ChunkCount(data.Rows, data.ChunkSize)];
        for (int chunk = 0; chunk < _chunks.Length; chunk++)
            _chunks[chunk] = new SumChanges(clusterCount, data.Columns);
    }

    /// <summary>The sums as of the last <see cref="Merge"/>.</summary>
    public CenterSums Sums { get; }

    /// <summary>Has the next assignment add the sums up anew.</summary>
    public void Expire() => _isStale = true;

    /// <summary>Begins an assignment. Weighted sums are always made anew.</summary>
    public void Begin()
    {
        (_isFresh, _isStale) = (_isStale || _data.IsWeighted, false);
        if (_isFresh)
            Sums.Clear();
    }

    /// <summary>Moves a block of rows to their new clusters, and brings the labels before up to date; returns how many changed.</summary>
    /// <param name="rowStart">First row, of a whole tile.</param>
    /// <param name="before">The labels before, which become the new ones; −1 for rows that were in no cluster.</param>
    /// <param name="now">The new labels.</param>
    public int Move(int rowStart, Span<int> before, ReadOnlySpan<int> now)
    {
        SumChanges chunk = _chunks[rowStart / _data.ChunkSize];
        if (!_isFresh)
            return chunk.Move(_data, rowStart, before, now);

        int changed = 0;
        for (int i = 0; i < now.Length; i++)
            changed += before[i] == now[i] ? 0 : 1;

        before.Fill(-1);
        chunk.Move(_data, rowStart, before, now);
        return changed;
    }

    /// <summary>Adds what the chunks have changed to the sums.</summary>
    public void Merge(CancellationToken cancellationToken) => ParallelChunks.Run(
        Sums.ClusterCount,
        CenterStep.ClustersAtOnce(_data.Columns),
        (_, start, end) =>
        {
            foreach (SumChanges chunk in _chunks)
                chunk.MoveTo(Sums, start, end);
        },
        _data.Threads,
        cancellationToken);

    /// <summary>Gives the memory back.</summary>
    public void Release()
    {
        foreach (SumChanges chunk in _chunks)
            chunk.Release();

        Sums.Release();
        _chunks = [];
    }
}
