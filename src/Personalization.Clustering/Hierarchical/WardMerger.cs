using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// Ward's clustering from centroids and sizes alone: no matrix of distances. In rounds: clusters whose nearest one is needed and unknown
/// look for it, side by side, in a <see cref="CentroidTree"/>; then all pairs that are nearest to each other merge. Because Ward's distance
/// is reducible (a merged cluster is no nearer to anybody than the nearer of its parts was), this gives the tree that merging the nearest
/// pair first gives (Murtagh 1983; Müllner 2011).
/// </summary>
/// <remarks>
/// A cluster is told by its first row. Of equally near clusters the one whose first row is lowest is taken when one is looked for.
/// <para>Everybody points at a cluster: at its nearest, or, once that has merged, at what it became, whose score is then only a bound of
/// the nearest one's. Such a cluster looks again only when somebody points at it who isn't farther than its own bound: before that it can't
/// be part of a pair that merges. In many dimensions, where one cluster is the nearest of very many, that saves most searches.</para>
/// </remarks>
internal sealed class WardMerger
{
    private const int SearchesAtOnce = 128;

    private readonly AgglomerativeRun _run;
    private readonly int _columns;
    private readonly double[] _centroids;
    private readonly double[] _inverses;
    private readonly int[] _sizes;
    private readonly double[] _heights;
    private readonly DendrogramBuilder _merges;
    private readonly int[] _slots;

    // Whom a cluster points at, how far that is, and whether it is known to be the nearest.
    private readonly int[] _targets;
    private readonly double[] _scores;
    private readonly bool[] _exact;
    private readonly FollowerLists _followers;

    // Who looks in this round, what each found, and who looks in the next.
    private int[] _seekers;
    private int[] _nextSeekers;
    private int _count;
    private int _nextCount;
    private readonly bool[] _queued;
    private readonly (int Id, double Score)[] _found;
    private CentroidTree _tree;
    private int _builtFor;

    private WardMerger(MatrixView samples, AgglomerativeRun run)
    {
        int rows = samples.Rows;
        (_run, _columns) = (run, samples.Columns);
        _centroids = PointOrder.Coordinates(samples);
        (_inverses, _heights, _scores) = (new double[rows], new double[rows], new double[rows]);
        (_sizes, _slots, _targets, _seekers, _nextSeekers) = (new int[rows], new int[rows], new int[rows], new int[rows], new int[rows]);
        (_exact, _queued, _found) = (new bool[rows], new bool[rows], new (int, double)[rows]);
        _followers = new FollowerLists(rows);
        _merges = new DendrogramBuilder(rows);
        for (int row = 0; row < rows; row++)
        {
            (_sizes[row], _inverses[row], _seekers[row]) = (1, 1, row);
            (_targets[row], _scores[row]) = (-1, double.MaxValue);
        }

        _tree = new CentroidTree(_seekers, _centroids, _inverses, _columns, _slots);
        (_count, _builtFor) = (rows, rows);
    }

    private int Live => _sizes.Length - _merges.Count;

    public static Dendrogram Merge(MatrixView samples, AgglomerativeRun run)
    {
        WardMerger merger = new(samples, run);
        merger.Run();
        return merger._merges.Build();
    }

    private void Run()
    {
        int searched = 0;
        ChunkBody search = (_, start, end) =>
        {
            for (int i = start; i < end; i++)
            {
                int seeker = _seekers[i];
                _found[i] = _tree.Nearest(Centroid(seeker), _inverses[seeker], seeker, _targets[seeker], _scores[seeker]);
            }

            if (_merges.Count == 0)
                _run.TellBefore(Interlocked.Add(ref searched, end - start), _sizes.Length, "searches");
        };
        while (Live > 1)
        {
            ParallelChunks.Run(_count, SearchesAtOnce, search, _run.Threads, _run.CancellationToken);
            PointAtFound();
            MergePairs();

            // Rounding may leave a ring of clusters that are each nearest to the next within an ulp; fresh searches break it, because
            // scores are symmetric.
            if (_count == 0)
                SeekAll();

            if (Live * 2 <= _builtFor)
                Rebuild();

            _run.Tell(_merges.Count, _sizes.Length - 1);
        }
    }

    private ReadOnlySpan<double> Centroid(int cluster) => _centroids.AsSpan(cluster * _columns, _columns);

    private void PointAtFound()
    {
        for (int i = 0; i < _count; i++)
        {
            int seeker = _seekers[i];
            _followers.Remove(seeker, _targets[seeker]);
            (_targets[seeker], _scores[seeker]) = _found[i];
            _followers.Add(seeker, _targets[seeker]);
            (_exact[seeker], _queued[seeker]) = (true, false);
        }
    }

    /// <summary>
    /// Merges all pairs that are nearest to each other: one of each looked in this round, or the pair would have merged before.
    /// </summary>
    private void MergePairs()
    {
        _nextCount = 0;
        for (int i = 0; i < _count; i++)
        {
            int one = _seekers[i];
            if (!_exact[one])
                continue;

            int other = _targets[one];
            if (!_exact[other])
                SeekIf(_scores[one] <= _scores[other], other);
            else if (_targets[other] == one)
                Merge(Math.Min(one, other), Math.Max(one, other), _scores[one]);
        }

        (_seekers, _nextSeekers, _count) = (_nextSeekers, _seekers, _nextCount);
    }

    private void SeekIf(bool condition, int cluster)
    {
        if (!condition || _queued[cluster])
            return;

        _queued[cluster] = true;
        _nextSeekers[_nextCount++] = cluster;
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

        (_sizes[kept], _sizes[gone], _inverses[kept]) = (size, 0, 1.0 / size);
        _tree.Remove(gone);
        _tree.Move(kept, centroid, _inverses[kept]);
        Repoint(kept, gone);
    }

    /// <summary>Whoever pointed at one of two clusters points at what they became.</summary>
    private void Repoint(int kept, int gone)
    {
        _followers.Remove(kept, gone);
        _followers.Remove(gone, kept);
        _followers.Move(gone, kept);
        (_exact[kept], _exact[gone]) = (false, false);
        (_targets[kept], _scores[kept]) = (-1, double.MaxValue);
        for (int follower = _followers.First(kept); follower >= 0; follower = _followers.Next(follower))
        {
            double score = Score(follower, kept);
            (_targets[follower], _scores[follower], _exact[follower]) = (kept, score, false);
            if (score < _scores[kept] || (score == _scores[kept] && follower < _targets[kept]))
                (_targets[kept], _scores[kept]) = (follower, score);

            bool needed = false;
            for (int second = _followers.First(follower); second >= 0 && !needed; second = _followers.Next(second))
                needed = _scores[second] <= score;

            SeekIf(needed, follower);
        }

        // It points at the nearest of those for now, and looks for a nearer one.
        _followers.Add(kept, _targets[kept]);
        SeekIf(true, kept);
    }

    /// <summary>What the kernels give, operation by operation.</summary>
    private double Score(int one, int other)
    {
        ReadOnlySpan<double> from = Centroid(one), to = Centroid(other);
        double sum = 0;
        for (int column = 0; column < from.Length; column++)
        {
            double difference = to[column] - from[column];
            sum = Math.FusedMultiplyAdd(difference, difference, sum);
        }

        return sum / (_inverses[one] + _inverses[other]);
    }

    private void SeekAll()
    {
        _count = 0;
        for (int cluster = 0; cluster < _sizes.Length; cluster++)
        {
            if (_sizes[cluster] > 0)
                _seekers[_count++] = cluster;
        }
    }

    private void Rebuild()
    {
        int[] live = new int[Live];
        int count = 0;
        for (int cluster = 0; cluster < _sizes.Length; cluster++)
        {
            if (_sizes[cluster] > 0)
                live[count++] = cluster;
        }

        _tree = new CentroidTree(live, _centroids, _inverses, _columns, _slots);
        _builtFor = count;
    }
}
