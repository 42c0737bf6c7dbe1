using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// One run of spherical k-means: the best center of some unit vectors is their weighted sum, scaled to length 1, since that has the largest
/// sum of products with them. The objective is 1 − the mean cosine.
/// </summary>
internal sealed class SphericalRun : CenterRun
{
    private const int RowsAtOnce = 1024;

    private readonly KMeansData _data;
    private readonly CancellationToken _cancellationToken;
    private readonly CenterSums[] _chunks;
    private CenterSums _sums;

    /// <param name="data">Unit rows.</param>
    /// <param name="centers">Unit centers to begin at.</param>
    /// <param name="cancellationToken">Stops within an iteration.</param>
    public SphericalRun(KMeansData data, Matrix centers, CancellationToken cancellationToken)
        : base(centers, data.Rows)
    {
        _data = data;
        _cancellationToken = cancellationToken;
        _sums = new CenterSums(centers.Rows, data.Columns);
        _chunks = new CenterSums[ParallelChunks.ChunkCount(data.Rows, data.ChunkSize)];
        for (int chunk = 0; chunk < _chunks.Length; chunk++)
            _chunks[chunk] = new CenterSums(centers.Rows, data.Columns);
    }

    protected override double Assign(int[] labels)
    {
        NearestCenters nearest = new(Centers, _data.Origin);
        ParallelChunks.Run(
            _data.Rows,
            _data.ChunkSize,
            (chunk, start, end) =>
            {
                CenterSums sums = _chunks[chunk];
                sums.Clear();
                for (int row = start; row < end; row += RowsAtOnce)
                {
                    // In blocks, so that the labels are still in the first-level cache when the rows are added.
                    Span<int> block = labels.AsSpan(row, Math.Min(RowsAtOnce, end - row));
                    nearest.Assign(_data.Tiles, row / PointTiles.TileSize, block);
                    sums.Add(_data, row, block);
                }
            },
            _data.Threads,
            _cancellationToken);

        _sums = new CenterSums(Centers.Rows, _data.Columns);
        foreach (CenterSums chunk in _chunks)
            _sums.Add(chunk);

        double cosines = 0;
        for (int cluster = 0; cluster < Centers.Rows; cluster++)
        {
            ReadOnlySpan<float> center = Centers.Row(cluster);
            for (int column = 0; column < center.Length; column++)
                cosines += center[column] * _sums.Values[(cluster * center.Length) + column];
        }

        return 1 - (cosines / _data.TotalWeight);
    }

    protected override Matrix Move(int[] labels)
    {
        EmptyClusters.Repair(
            _data,
            _sums.Weights,
            labels,
            row => -StableSum.Dot(_data.Row(row), Centers.Row(labels[row])),
            (row, from, to) => _sums.Move(_data.Row(row), _data.Weights[row], from, to));
        Matrix moved = new(Centers.Rows, _data.Columns);
        for (int cluster = 0; cluster < moved.Rows; cluster++)
        {
            Span<float> center = moved.Row(cluster);
            ReadOnlySpan<double> sum = _sums.Values.Slice(cluster * center.Length, center.Length);
            double square = 0;
            foreach (double value in sum)
                square += value * value;

            double length = Math.Sqrt(square);
            if (!(length > 0))
            {
                // Nobody is there, or they cancel out and every direction is as good: it stays.
                Centers.Row(cluster).CopyTo(center);
                continue;
            }

            for (int column = 0; column < center.Length; column++)
                center[column] = (float)(sum[column] / length);
        }

        return moved;
    }
}
