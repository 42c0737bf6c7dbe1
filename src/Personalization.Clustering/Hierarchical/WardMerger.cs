using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// Ward's clustering from centroids and sizes alone: no matrix of distances. In rounds: every cluster whose nearest one is unknown looks for it, side by
/// side, in a <see cref="CentroidTree"/>; then all pairs that are nearest to each other merge. Because Ward's distance is reducible (a merged cluster is
/// no nearer to anybody than the nearer of its parts was), this gives the tree that merging the nearest pair first gives (Murtagh 1983; Müllner 2011).
/// </summary>
/// <remarks>
/// A cluster is told by its first row. Of equally near clusters the one whose first row is lowest counts as nearest; where a cluster already has a
/// nearest one and another comes to be equally near, the earlier one stays.
/// </remarks>
internal sealed class WardMerger
{
    private const int SearchesAtOnce = 128;

    private readonly AgglomerativeRun _run;
    private readonly BlockKernels _kernels;
    private readonly int _columns;
    private readonly double[] _centroids;
    private readonly double[] _inverses;
    private readonly int[] _sizes;
    private readonly double[] _heights;
    private readonly int[] _nearest;
    private readonly double[] _scores;
    private readonly DendrogramBuilder _merges;

    // Who has whom as nearest: a linked list for each cluster, emptied as a whole when it merges.
    private readonly int[] _firstFollower;
    private readonly int[] _nextFollower;
    private readonly int[] _slots;
    private int[] _stale;
    private int[] _nextStale;
    private int _staleCount;
    private CentroidTree _tree;
    private int _builtFor;

    private WardMerger(MatrixView samples, AgglomerativeRun run, BlockKernels kernels)
    {
        int rows = samples.Rows;
        (_run, _kernels, _columns) = (run, kernels, samples.Columns);
        _centroids = new double[(long)rows * _columns];
        _inverses = new double[rows];
        _sizes = new int[rows];
        _heights = new double[rows];
        _nearest = new int[rows];
        _scores = new double[rows];
        _firstFollower = new int[rows];
        _nextFollower = new int[rows];
        _slots = new int[rows];
        _stale = new int[rows];
        _nextStale = new int[rows];
        _merges = new DendrogramBuilder(rows);
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> values = samples.Row(row);
            for (int column = 0; column < values.Length; column++)
                _centroids[(row * _columns) + column] = values[column];

            (_sizes[row], _inverses[row], _stale[row]) = (1, 1, row);
        }

        _firstFollower.AsSpan().Fill(-1);
        _tree = new CentroidTree(_stale, _centroids, _inverses, _columns, _slots, kernels);
        (_staleCount, _builtFor) = (rows, rows);
    }

    private int Live => _sizes.Length - _merges.Count;

    public static Dendrogram Merge(MatrixView samples, AgglomerativeRun run, BlockKernels? kernels = null)
    {
        var merger = new WardMerger(samples, run, kernels ?? BlockKernels.Widest);
        merger.Run();
        return merger._merges.Build();
    }

    private void Run()
    {
        ChunkBody search = (_, start, end) =>
        {
            for (int i = start; i < end; i++)
                FindNearest(_stale[i]);
        };
        while (Live > 1)
        {
            ParallelChunks.Run(_staleCount, SearchesAtOnce, search, _run.Threads, _run.CancellationToken);
            for (int i = 0; i < _staleCount; i++)
                Follow(_stale[i]);

            int before = _merges.Count;
            MergePairs();

            // Rounding may leave a ring of clusters that are each nearest to the next within an ulp; fresh searches break it, because scores are symmetric.
            if (_merges.Count == before)
                SearchAllAgain();
            else if (Live * 2 <= _builtFor)
                Rebuild();

            _run.Tell(_merges.Count, _sizes.Length - 1);
        }
    }

    private ReadOnlySpan<double> Centroid(int cluster) => _centroids.AsSpan(cluster * _columns, _columns);

    private void FindNearest(int cluster) =>
        (_nearest[cluster], _scores[cluster]) = _tree.Nearest(Centroid(cluster), _inverses[cluster], cluster);

    private void Follow(int cluster)
    {
        ref int first = ref _firstFollower[_nearest[cluster]];
        (_nextFollower[cluster], first) = (first, cluster);
    }

    /// <summary>Merges all pairs that are nearest to each other. One of each was searched for in this round, or the pair would have merged before.</summary>
    private void MergePairs()
    {
        int next = 0;
        for (int i = 0; i < _staleCount; i++)
        {
            int one = _stale[i];
            if (_sizes[one] == 0 || _nearest[one] < 0)
                continue;

            int other = _nearest[one];
            if (_nearest[other] != one)
                continue;

            int kept = Math.Min(one, other), gone = Math.Max(one, other);
            Merge(kept, gone, _scores[one]);
            _nextStale[next++] = kept;
            next = CallFollowers(kept, gone, next);
            next = CallFollowers(gone, kept, next);
        }

        (_stale, _nextStale, _staleCount) = (_nextStale, _stale, next);
    }

    private int CallFollowers(int cluster, int partner, int next)
    {
        for (int follower = _firstFollower[cluster]; follower >= 0; follower = _nextFollower[follower])
        {
            if (follower != partner)
                _nextStale[next++] = follower;
        }

        _firstFollower[cluster] = -1;
        return next;
    }

    private void Merge(int kept, int gone, double score)
    {
        // The height can't fall below the parts' but by rounding.
        double height = Math.Max(Math.Sqrt(2 * score), Math.Max(_heights[kept], _heights[gone]));
        _merges.Add(kept, gone, height);
        _heights[kept] = height;
        int size = _sizes[kept] + _sizes[gone];
        double share = (double)_sizes[gone] / size;
        Span<double> centroid = _centroids.AsSpan(kept * _columns, _columns);
        ReadOnlySpan<double> other = Centroid(gone);
        for (int column = 0; column < centroid.Length; column++)
            centroid[column] += (other[column] - centroid[column]) * share;

        (_sizes[kept], _sizes[gone], _inverses[kept], _nearest[kept]) = (size, 0, 1.0 / size, -1);
        _tree.Remove(gone);
        _tree.Move(kept, centroid, _inverses[kept]);
    }

    private void SearchAllAgain()
    {
        _staleCount = 0;
        _firstFollower.AsSpan().Fill(-1);
        for (int cluster = 0; cluster < _sizes.Length; cluster++)
        {
            if (_sizes[cluster] > 0)
                _stale[_staleCount++] = cluster;
        }
    }

    private void Rebuild()
    {
        var live = new int[Live];
        int count = 0;
        for (int cluster = 0; cluster < _sizes.Length; cluster++)
        {
            if (_sizes[cluster] > 0)
                live[count++] = cluster;
        }

        _tree = new CentroidTree(live, _centroids, _inverses, _columns, _slots, _kernels);
        _builtFor = count;
    }
}
