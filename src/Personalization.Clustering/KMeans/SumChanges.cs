namespace Personalization.Clustering;

/// <summary>
/// By how much one chunk of rows has changed the clusters' sums in an iteration, and which of them: clusters that no row left or joined
/// cost nothing when the chunks are added up.
/// </summary>
internal sealed class SumChanges(int clusterCount, int columns)
{
    private readonly CenterSums _sums = new(clusterCount, columns);
    private readonly bool[] _touched = new bool[clusterCount];

    /// <summary>
    /// Notes rows' new clusters in place of the former, which are −1 for rows that were in none; returns how many changed.
    /// </summary>
    public int Move(KMeansData data, int rowStart, Span<int> clusters, ReadOnlySpan<int> now) =>
        _sums.Move(data, rowStart, clusters, now, _touched);

    /// <summary>Adds the changes of some clusters to their sums, and forgets them.</summary>
    public void MoveTo(CenterSums total, int clusterStart, int clusterEnd)
    {
        for (int cluster = clusterStart; cluster < clusterEnd; cluster++)
        {
            if (_touched[cluster])
                _sums.MoveTo(total, cluster);

            _touched[cluster] = false;
        }
    }

    /// <summary>Gives the memory back.</summary>
    public void Release() => _sums.Release();
}
