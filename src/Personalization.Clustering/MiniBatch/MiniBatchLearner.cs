using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// Centers that learn from one batch of rows after another. Each is the weighted mean of the rows that it was given: with η = w ÷ (weight
/// learned so far + w) for each row x, c ← (1 − η) c + η x (Sculley 2010), done for the rows of a batch together.
/// </summary>
internal sealed class MiniBatchLearner
{
    /// <summary>Multiply-adds that are worth a chunk of their own.</summary>
    private const int OperationsOfChunk = 1 << 19;

    /// <summary>
    /// Fewest rows of a chunk: each brings sums of its own, k × d, to be cleared and merged, which should cost little beside k × d for each
    /// row.
    /// </summary>
    private const int FewestRowsOfChunk = 512;

    private readonly MiniBatchKMeansOptions _options;
    private readonly double[] _means;
    private readonly CenterSums[] _chunks;
    private readonly double[] _squares;
    private readonly int[] _labels;
    private readonly float[] _ones;
    private readonly int _chunkSize;
    private long _rowsSinceReassignment;

    /// <param name="options">How to learn.</param>
    /// <param name="centers">Where to begin.</param>
    /// <param name="weights">Weight that each center has learned before; null: none.</param>
    /// <param name="batchSize">Most rows of a batch.</param>
    public MiniBatchLearner(MiniBatchKMeansOptions options, MatrixView centers, IReadOnlyList<double>? weights, int batchSize)
    {
        _options = options;
        Centers = centers.ToMatrix();
        Weights = weights is null ? new double[centers.Rows] : [.. weights];
        _means = new double[Centers.Values.Length];
        for (int i = 0; i < _means.Length; i++)
            _means[i] = Centers.Values[i];

        _ones = new float[batchSize];
        Array.Fill(_ones, 1);
        _labels = new int[batchSize];
        _chunkSize = ChunkSizeOf(batchSize, centers.Rows, centers.Columns);
        _squares = new double[ParallelChunks.ChunkCount(batchSize, _chunkSize)];
        _chunks = new CenterSums[_squares.Length];
        for (int chunk = 0; chunk < _chunks.Length; chunk++)
            _chunks[chunk] = new CenterSums(centers.Rows, centers.Columns);
    }

    public Matrix Centers { get; }

    /// <summary>Weight that each center has learned.</summary>
    public double[] Weights { get; }

    /// <summary>Batches learned.</summary>
    public long Batches { get; private set; }

    /// <summary>
    /// Between epochs: what a center learned while it was elsewhere would hold it back, so it retains only a share of the weight.
    /// </summary>
    public void Forget()
    {
        for (int cluster = 0; cluster < Weights.Length; cluster++)
            Weights[cluster] *= _options.Retention;
    }

    /// <summary>Labels of the last batch, as they were before it was learned.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>Learns a batch.</summary>
    /// <param name="rows">At most as many rows as announced, without gaps.</param>
    /// <param name="weights">Their weights; empty: all 1.</param>
    /// <param name="cancellationToken">Stops before a chunk.</param>
    /// <returns>Σ weight · squared distance to the centers before they learned, and Σ weight.</returns>
    public (double Squares, double Weight) Learn(MatrixView rows, ReadOnlyMemory<float> weights, CancellationToken cancellationToken)
    {
        NearestCenters nearest = new(Centers);
        ParallelChunks.Run(
            rows.Rows,
            _chunkSize,
            (chunk, start, end) =>
            {
                Span<int> labels = _labels.AsSpan(start, end - start);
                MatrixView points = rows.Slice(start, end - start);
                ReadOnlySpan<float> own = (weights.IsEmpty ? _ones : weights.Span).Slice(start, end - start);
                CenterSums sums = _chunks[chunk];
                sums.Clear();
                nearest.Assign(points, labels);
                GroupedSums.Add(points, own, labels, sums.Values, sums.Weights);
                _squares[chunk] = weights.IsEmpty ? StableSum.Dot(points.Memory.Span, points.Memory.Span) : SumOfSquares(points, own);
            },
            _options.Threads,
            cancellationToken);

        CenterSums total = _chunks[0];
        double squares = _squares[0];
        for (int chunk = 1; chunk < ParallelChunks.ChunkCount(rows.Rows, _chunkSize); chunk++)
        {
            total.Add(_chunks[chunk]);
            squares += _squares[chunk];
        }

        double weight = 0;
        for (int cluster = 0; cluster < Weights.Length; cluster++)
        {
            weight += total.Weights[cluster];
            squares += Learn(cluster, total);
        }

        ReassignStarved(rows, weights);
        Batches++;
        return (Math.Max(0, squares), weight);
    }

    private static int ChunkSizeOf(int batchSize, int clusterCount, int columns)
    {
        long rows = Math.Max(FewestRowsOfChunk, OperationsOfChunk / Math.Max(1, (long)clusterCount * columns));
        long tiles = (rows + PointTiles.TileSize - 1) / PointTiles.TileSize;
        return (int)Math.Clamp(tiles * PointTiles.TileSize, PointTiles.TileSize, Math.Max(batchSize, PointTiles.TileSize));
    }

    /// <summary>
    /// Moves a center by what it was given. Returns what Σ w‖x − c‖² over its rows has beyond Σ w‖x‖²: −2 c·S + W‖c‖², S and W being their
    /// sums.
    /// </summary>
    private double Learn(int cluster, CenterSums total)
    {
        double gained = total.Weights[cluster];
        if (gained <= 0)
            return 0;

        double before = Weights[cluster], rest = 0;
        Span<float> center = Centers.Row(cluster);
        Span<double> mean = _means.AsSpan(cluster * center.Length, center.Length);
        ReadOnlySpan<double> sum = total.Values.Slice(cluster * center.Length, center.Length);
        for (int column = 0; column < center.Length; column++)
        {
            double coordinate = center[column];
            rest += coordinate * ((gained * coordinate) - (2 * sum[column]));
            mean[column] = ((before * mean[column]) + sum[column]) / (before + gained);
            center[column] = (float)mean[column];
        }

        Weights[cluster] = before + gained;
        return rest;
    }

    private static double SumOfSquares(MatrixView points, ReadOnlySpan<float> weights)
    {
        ReadOnlySpan<float> values = points.Memory.Span;
        double squares = 0;
        for (int row = 0; row < points.Rows; row++)
        {
            ReadOnlySpan<float> point = values.Slice(row * points.Columns, points.Columns);
            squares += weights[row] * StableSum.Dot(point, point);
        }

        return squares;
    }

    /// <summary>
    /// Now and then, as scikit-learn does: moves centers that learned next to nothing to rows of this batch, at most half as many as it
    /// has.
    /// </summary>
    private void ReassignStarved(MatrixView rows, ReadOnlyMemory<float> weights)
    {
        _rowsSinceReassignment += rows.Rows;
        bool anyIdle = Array.Exists(Weights, weight => weight <= 0);
        if (_options.ReassignmentRatio <= 0 || (!anyIdle && _rowsSinceReassignment < 10L * Weights.Length))
            return;

        _rowsSinceReassignment = 0;
        double largest = 0;
        foreach (double weight in Weights)
            largest = Math.Max(largest, weight);

        double limit = _options.ReassignmentRatio * largest;
        int[] starved =
            [.. Enumerable.Range(0, Weights.Length).Where(cluster => Weights[cluster] < limit).OrderBy(cluster => Weights[cluster])];
        int[] candidates = [.. Enumerable.Range(0, rows.Rows).Where(row => weights.IsEmpty || weights.Span[row] > 0)];
        int count = Math.Min(starved.Length, candidates.Length / 2);
        if (count == 0)
            return;

        // A new center weighs as much as the lightest one that isn't starved, so that it neither jumps to its next row nor starves again at
        // once.
        double lightest = largest;
        foreach (double weight in Weights)
            lightest = weight >= limit ? Math.Min(lightest, weight) : lightest;

        int[] chosen = new RandomStream(_options.Seed, "mini-batch reassignment", (ulong)Batches).SampleWithoutReplacement(
            count, candidates.Length);
        for (int i = 0; i < count; i++)
        {
            Span<float> center = Centers.Row(starved[i]);
            rows.Row(candidates[chosen[i]]).CopyTo(center);
            for (int column = 0; column < center.Length; column++)
                _means[(starved[i] * center.Length) + column] = center[column];

            Weights[starved[i]] = lightest;
        }
    }
}
