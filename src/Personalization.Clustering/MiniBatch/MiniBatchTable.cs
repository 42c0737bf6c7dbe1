using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>Mini-batches of rows that are all in memory, each epoch all of them once.</summary>
internal sealed class MiniBatchTable
{
    private const int RowsAtOnce = 4096;

    /// <summary>Squared distances between rows whose squares sum to more may overflow in single precision.</summary>
    private const double LargestSquare = 1e36;

    private readonly MatrixView _samples;
    private readonly ReadOnlyMemory<float> _weights;
    private readonly MiniBatchKMeansOptions _options;
    private readonly CancellationToken _cancellationToken;
    private readonly List<double> _objectives = [];

    /// <exception cref="ArgumentException">
    /// A row isn't finite or too large, a weight is bad, or there are too few distinct rows.
    /// </exception>
    public MiniBatchTable(ClusterFitInput input, MiniBatchKMeansOptions options, CancellationToken cancellationToken)
    {
        _samples = input.Samples;
        _weights = input.Weights;
        _options = options;
        _cancellationToken = cancellationToken;
        ClusterFitInput.CheckWeights(input.Weights.Span, input.Samples.Rows);
        ParallelChunks.Run(
            _samples.Rows,
            RowsAtOnce,
            (_, start, end) => CheckRows(_samples.Slice(start, end - start), start),
            options.Threads,
            cancellationToken);
        int distinct = MiniBatchSeeding.DistinctRows(_samples, _weights.Span, options.ClusterCount);
        if (distinct < options.ClusterCount)
            throw ClusterInput.Invalid(
                _samples, $"hold {distinct} distinct rows of positive weight; {options.ClusterCount} clusters need at least as many.");
    }

    /// <summary>Smoothed mean squared distance after each epoch.</summary>
    public IReadOnlyList<double> Objectives => _objectives;

    public bool StoppedImproving { get; private set; }

    /// <exception cref="ArgumentException">A value isn't finite, or a row lies so far out that its squared distances overflow.</exception>
    public static void CheckRows(MatrixView samples, long firstRow)
    {
        for (int row = 0; row < samples.Rows; row++)
        {
            ReadOnlySpan<float> values = samples.Row(row);
            double square = StableSum.Dot(values, values);
            if (square <= LargestSquare)
                continue;

            ClusterInput.RequireFinite(values, (int)Math.Min(firstRow + row, int.MaxValue));
            throw new ArgumentException(
                $"Row {firstRow + row} lies too far out for single precision (its squares sum to {square:g3}, more than 1e36); "
                    + "scale the samples first.",
                nameof(samples));
        }
    }

    /// <summary>Learns until the smoothed inertia stops falling or the epochs are over.</summary>
    public MiniBatchLearner Learn(Action<int, double>? report)
    {
        int batchSize = Math.Min(_options.BatchSize, _samples.Rows);
        MiniBatchLearner learner = new(_options, Begin(), null, batchSize);
        (MatrixView rows, ReadOnlyMemory<float> weights) = Shuffle();
        int[] batches = new int[ParallelChunks.ChunkCount(rows.Rows, batchSize)];
        for (int batch = 0; batch < batches.Length; batch++)
            batches[batch] = batch;

        double smoothing = Math.Min(1, 2.0 * batchSize / (_samples.Rows + 1.0)), smoothed = double.NaN, lowest = double.PositiveInfinity;
        int withoutImprovement = 0;
        while (_objectives.Count < _options.MaxEpochs && !StoppedImproving)
        {
            if (_objectives.Count > 0)
                learner.Forget();
            new RandomStream(_options.Seed, "mini-batch epoch", (ulong)_objectives.Count).Shuffle<int>(batches);
            for (int i = 0; i < batches.Length && !StoppedImproving; i++)
            {
                int start = batches[i] * batchSize, count = Math.Min(batchSize, rows.Rows - start);
                (double squares, double weight) = learner.Learn(
                    rows.Slice(start, count), weights.IsEmpty ? weights : weights.Slice(start, count), _cancellationToken);
                double mean = weight > 0 ? squares / weight : smoothed;
                smoothed = double.IsNaN(smoothed) ? mean : (smoothed * (1 - smoothing)) + (mean * smoothing);
                withoutImprovement = smoothed < lowest ? 0 : withoutImprovement + 1;
                lowest = Math.Min(lowest, smoothed);
                StoppedImproving = withoutImprovement >= _options.MaxNoImprovement;
            }

            _objectives.Add(smoothed);
            report?.Invoke(_objectives.Count, smoothed);
        }

        return learner;
    }

    /// <summary>
    /// The rows in random order, so that any run of them is a random sample and is read at the memory's speed. Shuffled once: shuffling the
    /// order of the batches is enough from then on.
    /// </summary>
    private (Matrix Rows, float[] Weights) Shuffle()
    {
        int[] order = new int[_samples.Rows];
        for (int row = 0; row < order.Length; row++)
            order[row] = row;

        new RandomStream(_options.Seed, "mini-batch order").Shuffle<int>(order);
        return Gather(order);
    }

    private (Matrix Rows, float[] Weights) Gather(int[] order)
    {
        Matrix rows = new(order.Length, _samples.Columns);
        float[] weights = new float[_weights.IsEmpty ? 0 : order.Length];
        ParallelChunks.Run(
            order.Length,
            RowsAtOnce,
            (_, start, end) =>
            {
                ReadOnlySpan<float> values = _samples.Memory.Span;
                for (int i = start; i < end; i++)
                {
                    values.Slice(order[i] * _samples.Stride, rows.Columns).CopyTo(rows.Row(i));
                    if (weights.Length > 0)
                        weights[i] = _weights.Span[order[i]];
                }
            },
            _options.Threads,
            _cancellationToken);
        return (rows, weights);
    }

    private Matrix Begin()
    {
        if (_options.InitialCenters is { } centers)
            return centers.ToMatrix();

        int count = Math.Min(_options.RowsToSeedFrom, _samples.Rows);
        if (count == _samples.Rows)
            return MiniBatchSeeding.Choose(_samples, _weights, _options, _cancellationToken);

        int[] chosen = new RandomStream(_options.Seed, "mini-batch seeding").SampleWithoutReplacement(count, _samples.Rows);
        (Matrix sample, float[] weights) = Gather(chosen);

        // Where most rows are equal, a sample may hold too few different ones though the table doesn't.
        return MiniBatchSeeding.DistinctRows(sample, weights, _options.ClusterCount) == _options.ClusterCount
            ? MiniBatchSeeding.Choose(sample, weights, _options, _cancellationToken)
            : MiniBatchSeeding.Choose(_samples, _weights, _options, _cancellationToken);
    }
}
