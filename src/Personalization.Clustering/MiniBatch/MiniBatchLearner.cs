using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// Centers that learn from one batch of rows after another. A center is the weighted mean of all rows it was ever given: with η = w ÷ (weight learned so
/// far + w) for each row x, c ← (1 − η) c + η x (Sculley 2010), done for the rows of a batch together.
/// </summary>
internal sealed class MiniBatchLearner
{
    /// <summary>Multiply-adds that are worth a chunk of their own.</summary>
    private const int OperationsOfChunk = 1 << 19;

    private readonly MiniBatchKMeansOptions _options;
    private readonly double[] _means;
    private readonly CenterSums[] _chunks;
    private readonly double[] _squares;
    private readonly int[] _labels;
    private readonly int _chunkSize;
    private long _rowsSinceReassignment;

    /// <param name="options">How to learn.</param>
    /// <param name="centers">Where to begin.</param>
    /// <param name="weights">Weight that each center has learned before; null: none.</param>
    /// <param name="batchSize">Most rows of a batch.</param>
    /// <param name="weighted">Whether <see cref="BatchWeights"/> may hold anything but ones.</param>
    public MiniBatchLearner(MiniBatchKMeansOptions options, Matrix centers, IReadOnlyList<double>? weights, int batchSize, bool weighted)
    {
        _options = options;
        Centers = centers.View.ToMatrix();
        Weights = weights is null ? new double[centers.Rows] : [.. weights];
        Batch = new Matrix(batchSize, centers.Columns);
        BatchWeights = new float[batchSize];
        Array.Fill(BatchWeights, 1);
        IsWeighted = weighted;
        _means = new double[centers.Values.Length];
        for (int i = 0; i < _means.Length; i++)
            _means[i] = centers.Values[i];

        _chunkSize = ChunkSizeOf(batchSize, centers.Rows, centers.Columns);
        _labels = new int[batchSize];
        _squares = new double[ParallelChunks.ChunkCount(batchSize, _chunkSize)];
        _chunks = new CenterSums[_squares.Length];
        for (int chunk = 0; chunk < _chunks.Length; chunk++)
            _chunks[chunk] = new CenterSums(centers.Rows, centers.Columns);
    }

    public Matrix Centers { get; }

    /// <summary>Weight that each center has learned.</summary>
    public double[] Weights { get; }

    /// <summary>Room for the rows of the next batch.</summary>
    public Matrix Batch { get; }

    /// <summary>Their weights; all 1 to begin with.</summary>
    public float[] BatchWeights { get; }

    public bool IsWeighted { get; }

    /// <summary>Batches learned.</summary>
    public long Batches { get; private set; }

    /// <summary>Labels of the last batch, as they were before it was learned.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>Learns the first rows of <see cref="Batch"/>.</summary>
    /// <param name="rows">How many.</param>
    /// <param name="fill">Fills a chunk of the batch, given its number among all chunks ever, its start and its end; null where it is filled already.</param>
    /// <param name="cancellationToken">Stops before a chunk.</param>
    /// <returns>Σ weight · squared distance to the centers before they learned, and Σ weight.</returns>
    public (double Squares, double Weight) Learn(int rows, Action<ulong, int, int>? fill, CancellationToken cancellationToken)
    {
        var nearest = new NearestCenters(Centers);
        ParallelChunks.Run(
            rows,
            _chunkSize,
            (chunk, start, end) =>
            {
                fill?.Invoke(((ulong)Batches * (ulong)_chunks.Length) + (ulong)chunk, start, end);
                Span<int> labels = _labels.AsSpan(start, end - start);
                MatrixView points = Batch.View.Slice(start, end - start);
                ReadOnlySpan<float> weights = BatchWeights.AsSpan(start, end - start);
                CenterSums sums = _chunks[chunk];
                sums.Clear();
                nearest.Assign(points, labels);
                GroupedSums.Add(points, weights, labels, sums.Values, sums.Weights);
                _squares[chunk] = SumOfSquares(points, weights);
            },
            _options.Threads,
            cancellationToken);

        CenterSums total = _chunks[0];
        double squares = _squares[0];
        for (int chunk = 1; chunk < ParallelChunks.ChunkCount(rows, _chunkSize); chunk++)
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

        ReassignStarved(rows);
        Batches++;
        return (Math.Max(0, squares), weight);
    }

    private static int ChunkSizeOf(int batchSize, int clusterCount, int columns)
    {
        long rows = OperationsOfChunk / Math.Max(1, (long)clusterCount * columns);
        long tiles = (rows + PointTiles.TileSize - 1) / PointTiles.TileSize;
        return (int)Math.Clamp(tiles * PointTiles.TileSize, PointTiles.TileSize, Math.Max(batchSize, PointTiles.TileSize));
    }

    /// <summary>Moves a center by what it was given. Returns what Σ w‖x − c‖² over its rows has beyond Σ w‖x‖²: −2 c·S + W‖c‖², S and W being their sums.</summary>
    private double Learn(int cluster, CenterSums total)
    {
        double gained = total.Weights[cluster];
        if (gained <= 0)
            return 0;

        double before = Weights[cluster], rest = 0;
        Span<float> center = Centers.Row(cluster);
        Span<double> mean = _means.AsSpan(cluster * center.Length, center.Length);
        ReadOnlySpan<double> sum = total.Values.AsSpan(cluster * center.Length, center.Length);
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

    private double SumOfSquares(MatrixView points, ReadOnlySpan<float> weights)
    {
        ReadOnlySpan<float> values = points.Memory.Span;
        if (!IsWeighted)
            return StableSum.Dot(values, values);

        double squares = 0;
        for (int row = 0; row < points.Rows; row++)
        {
            ReadOnlySpan<float> point = values.Slice(row * points.Columns, points.Columns);
            squares += weights[row] * StableSum.Dot(point, point);
        }

        return squares;
    }

    /// <summary>Now and then, as scikit-learn does: moves centers that learned next to nothing to rows of this batch, at most half as many as it has.</summary>
    private void ReassignStarved(int rows)
    {
        _rowsSinceReassignment += rows;
        bool anyIdle = Array.Exists(Weights, weight => weight <= 0);
        if (_options.ReassignmentRatio <= 0 || (!anyIdle && _rowsSinceReassignment < 10L * Weights.Length))
            return;

        _rowsSinceReassignment = 0;
        double largest = 0;
        foreach (double weight in Weights)
            largest = Math.Max(largest, weight);

        double limit = _options.ReassignmentRatio * largest;
        int[] starved = [.. Enumerable.Range(0, Weights.Length).Where(cluster => Weights[cluster] < limit).OrderBy(cluster => Weights[cluster])];
        int[] candidates = [.. Enumerable.Range(0, rows).Where(row => BatchWeights[row] > 0)];
        int count = Math.Min(starved.Length, candidates.Length / 2);
        if (count == 0)
            return;

        // A new center weighs as much as the lightest one that isn't starved, so that it neither jumps to its next row nor starves again at once.
        double lightest = largest;
        foreach (double weight in Weights)
            lightest = weight >= limit ? Math.Min(lightest, weight) : lightest;

        int[] chosen = new RandomStream(_options.Seed, "mini-batch reassignment", (ulong)Batches).SampleWithoutReplacement(count, candidates.Length);
        for (int i = 0; i < count; i++)
        {
            Span<float> center = Centers.Row(starved[i]);
            Batch.Row(candidates[chosen[i]]).CopyTo(center);
            for (int column = 0; column < center.Length; column++)
                _means[(starved[i] * center.Length) + column] = center[column];

            Weights[starved[i]] = lightest;
        }
    }
}
