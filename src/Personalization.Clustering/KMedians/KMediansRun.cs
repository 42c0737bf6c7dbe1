using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>One run of k-medians: the point of least summed city-block distance to some rows is their median in each feature.</summary>
internal sealed class KMediansRun : CenterRun
{
    private const int RowsAtOnce = 1024;

    private readonly KMeansData _data;
    private readonly PointTiles _tiles;
    private readonly CancellationToken _cancellationToken;
    private readonly float[] _distances;

    /// <param name="data">The samples.</param>
    /// <param name="tiles">The samples in tiles, without an origin.</param>
    /// <param name="centers">Where to begin.</param>
    /// <param name="cancellationToken">Stops within an iteration.</param>
    public KMediansRun(KMeansData data, PointTiles tiles, Matrix centers, CancellationToken cancellationToken)
        : base(centers, data.Rows)
    {
        _data = data;
        _tiles = tiles;
        _cancellationToken = cancellationToken;
        _distances = new float[data.Rows];
    }

    protected override double Assign(int[] labels)
    {
        ManhattanCenters nearest = new(Centers);
        return ParallelChunks.Reduce(
            _data.Rows,
            RowsAtOnce,
            (start, end) =>
            {
                Span<float> distances = _distances.AsSpan(start, end - start);
                nearest.Assign(_tiles, start / PointTiles.TileSize, labels.AsSpan(start, end - start), distances);
                double sum = 0;
                for (int i = 0; i < distances.Length; i++)
                    sum += (double)_data.Weights[start + i] * distances[i];

                return sum;
            },
            static (a, b) => a + b,
            _data.Threads,
            _cancellationToken);
    }

    protected override Matrix Move(int[] labels)
    {
        double[] weights = new double[Centers.Rows];
        for (int row = 0; row < labels.Length; row++)
            weights[labels[row]] += _data.Weights[row];

        // Of a copy: the labels of the assignment are what the next one is compared with.
        int[] own = [.. labels];
        EmptyClusters.Repair(_data, weights, own, row => _distances[row], (row, from, to) =>
        {
            weights[from] -= _data.Weights[row];
            weights[to] += _data.Weights[row];
            own[row] = to;
        });
        (int[] rows, int[] starts) = RowsByCluster(own);
        Matrix moved = new(Centers.Rows, _data.Columns);
        ParallelChunks.Run(
            moved.Rows * moved.Columns,
            1,
            (at, _, _) =>
            {
                (int cluster, int column) = (at / moved.Columns, at % moved.Columns);
                ReadOnlySpan<int> members = rows.AsSpan(starts[cluster], starts[cluster + 1] - starts[cluster]);
                moved[cluster, column] = members.IsEmpty ? Centers[cluster, column] : Median(members, column);
            },
            _data.Threads,
            _cancellationToken);
        return moved;
    }

    private float Median(ReadOnlySpan<int> members, int column)
    {
        float[] values = new float[members.Length];
        float[] weights = new float[members.Length];
        ReadOnlySpan<float> samples = _data.Samples.Memory.Span;
        for (int i = 0; i < members.Length; i++)
        {
            values[i] = samples[(members[i] * _data.Samples.Stride) + column];
            weights[i] = _data.Weights[members[i]];
        }

        return WeightedMedian.Of(values, weights);
    }

    /// <summary>The rows of positive weight, cluster by cluster, in order; and where each cluster's begin.</summary>
    private (int[] Rows, int[] Starts) RowsByCluster(int[] labels)
    {
        int[] starts = new int[Centers.Rows + 1];
        for (int row = 0; row < labels.Length; row++)
            starts[labels[row] + 1] += _data.Weights[row] > 0 ? 1 : 0;

        for (int cluster = 1; cluster < starts.Length; cluster++)
            starts[cluster] += starts[cluster - 1];

        int[] rows = new int[starts[^1]];
        int[] next = [.. starts];
        for (int row = 0; row < labels.Length; row++)
        {
            if (_data.Weights[row] > 0)
                rows[next[labels[row]]++] = row;
        }

        return (rows, starts);
    }
}
