using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// Average and complete linkage by the nearest-neighbour chain (Murtagh 1983; Müllner 2011, algorithm 2) on a matrix of distances that is
/// updated by the formula of Lance and Williams (1967): go from a cluster to its nearest, on from there, until two are nearest to each
/// other; merge them. O(n²) time.
/// </summary>
/// <remarks>As in SciPy: chains begin at the lowest cluster, of equally near ones the one before in the chain and then the lowest is taken,
/// and a merged cluster stands at the higher place of its two.</remarks>
internal sealed class ChainMerger
{
    private readonly AgglomerativeRun _run;
    private readonly CondensedDistances _distances;
    private readonly bool _average;
    private readonly DendrogramBuilder _merges;
    private readonly int[] _chain;
    private int[] _rows;
    private int[] _sizes;
    private double[] _heights;
    private readonly int[] _live;
    private int _liveCount;
    private int _length;

    private ChainMerger(MatrixView samples, AgglomerativeRun run, bool average, GowerDistance? gower)
    {
        (_run, _average) = (run, average);
        _distances = gower is null ? CondensedDistances.Of(samples, run) : CondensedDistances.Of(samples, gower, run);
        int rows = samples.Rows;
        _merges = new DendrogramBuilder(rows);
        (_chain, _rows, _sizes, _heights, _live) = (new int[rows], new int[rows], new int[rows], new double[rows], new int[rows]);
        for (int row = 0; row < rows; row++)
            (_rows[row], _sizes[row], _live[row]) = (row, 1, row);

        _liveCount = rows;
    }

    private Span<int> Live => _live.AsSpan(0, _liveCount);

    /// <param name="samples">The rows.</param>
    /// <param name="run">What is needed of the caller.</param>
    /// <param name="average">Average linkage; else complete.</param>
    /// <param name="gower">Gower's distance; null: Euclidean.</param>
    public static Dendrogram Merge(MatrixView samples, AgglomerativeRun run, bool average, GowerDistance? gower = null)
    {
        ChainMerger merger = new(samples, run, average, gower);
        merger.Run(samples.Rows);
        return merger._merges.Build();
    }

    private void Run(int rows)
    {
        for (int left = rows; left > 1; left--)
        {
            if (left * 2 <= _sizes.Length)
                Compact();

            (int one, int other, float distance) = FollowChain();
            Merge(Math.Min(one, other), Math.Max(one, other), distance);
            _run.Tell(_merges.Count, rows - 1);
        }
    }

    /// <summary>Lengthens the chain until its last two are nearest to each other, and takes them off.</summary>
    private (int One, int Other, float Distance) FollowChain()
    {
        if (_length == 0)
            _chain[_length++] = _live[0];

        while (true)
        {
            int last = _chain[_length - 1], before = _length > 1 ? _chain[_length - 2] : -1;
            (int nearest, float distance) = Nearest(last, before);
            if (nearest == before)
            {
                _length -= 2;
                return (last, before, distance);
            }

            _chain[_length++] = nearest;
        }
    }

    private (int Nearest, float Distance) Nearest(int cluster, int preferred)
    {
        int nearest = preferred;
        float least = preferred < 0 ? float.PositiveInfinity : _distances[Math.Min(cluster, preferred), Math.Max(cluster, preferred)];
        foreach (int other in Live)
        {
            if (other >= cluster)
                break;

            float distance = _distances[other, cluster];
            if (distance < least)
                (nearest, least) = (other, distance);
        }

        // Who is gone stands there with an infinite distance.
        ReadOnlySpan<float> behind = _distances.From(cluster, cluster + 1);
        float smallest = FloatRows.Smallest(behind);
        return smallest < least ? (cluster + 1 + behind.IndexOf(smallest), smallest) : (nearest, least);
    }

    private void Merge(int gone, int kept, float distance)
    {
        double height = Math.Max(distance, Math.Max(_heights[gone], _heights[kept]));
        _merges.Add(_rows[gone], _rows[kept], height);
        Update(gone, kept);
        (_heights[kept], _sizes[kept], _sizes[gone]) = (height, _sizes[kept] + _sizes[gone], 0);
        int at = Live.BinarySearch(gone);
        Array.Copy(_live, at + 1, _live, at, _liveCount - at - 1);
        _liveCount--;
    }

    private void Update(int gone, int kept)
    {
        float sizeGone = _sizes[gone], sizeKept = _sizes[kept];
        foreach (int other in Live)
        {
            if (other >= kept)
                break;

            if (other == gone)
                continue;

            ref float toGone = ref _distances[Math.Min(other, gone), Math.Max(other, gone)];
            ref float toKept = ref _distances[other, kept];
            toKept = Merged(toGone, toKept, sizeGone, sizeKept);
            toGone = float.PositiveInfinity;
        }

        _distances[gone, kept] = float.PositiveInfinity;
        if (kept + 1 == _distances.Rows)
            return;

        Span<float> theirs = _distances.From(gone, kept + 1), own = _distances.From(kept, kept + 1);
        if (_average)
            FloatRows.Average(theirs, sizeGone, own, sizeKept);
        else
            FloatRows.Larger(theirs, own);
    }

    private float Merged(float toGone, float toKept, float sizeGone, float sizeKept) =>
        _average ? FloatRows.Average(toGone, sizeGone, toKept, sizeKept) : MathF.Max(toGone, toKept);

    private void Compact()
    {
        int[] places = new int[_sizes.Length];
        _distances.Keep(Live);
        for (int i = 0; i < _liveCount; i++)
        {
            int from = _live[i];
            (_rows[i], _sizes[i], _heights[i], places[from], _live[i]) = (_rows[from], _sizes[from], _heights[from], i, i);
        }

        for (int i = 0; i < _length; i++)
            _chain[i] = places[_chain[i]];

        Array.Resize(ref _rows, _liveCount);
        Array.Resize(ref _sizes, _liveCount);
        Array.Resize(ref _heights, _liveCount);
    }
}
