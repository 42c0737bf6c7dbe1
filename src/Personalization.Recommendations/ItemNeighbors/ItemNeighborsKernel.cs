using System.Collections.Concurrent;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Recommendations;

/// <summary>
/// Neighbours of each item: the largest entries of each row of Xᵀ X, scaled, without forming it. For item i, the rows of i's customers are
/// added up into an accumulator as wide as there are items: Σ over customers of (items bought)² additions in all.
/// </summary>
/// <remarks>
/// A row belongs to one worker from start to end, and its customers come in rising order, so every sum has one order and the result is the
/// same bits for any number of threads. Equal similarities stand in the order of items.
/// </remarks>
internal sealed class ItemNeighborsKernel
{
    private const int ItemsAtOnce = 32;

    private readonly ItemNeighborsOptions _options;
    private readonly RaggedRows _itemsOf;
    private readonly RaggedRows _customersOf;
    private readonly double[] _sizes;
    private readonly bool _isBinary;

    public ItemNeighborsKernel(InteractionMatrix matrix, ItemNeighborsOptions options)
    {
        _options = options;
        _itemsOf = RaggedRows.Of(matrix);
        _customersOf = _itemsOf.Transposed(matrix.Items.Count);
        if (options.Weighting != InteractionWeighting.None)
        {
            _customersOf = MatrixWeights.Of(_customersOf, matrix.Customers.Count, options.Weighting, options.K1, options.B)
                .Apply(_customersOf);
            _itemsOf = _customersOf.Transposed(matrix.Customers.Count);
        }

        _isBinary = true;
        _sizes = new double[matrix.Items.Count];
        for (int item = 0; item < _sizes.Length; item++) _isBinary &= !_customersOf.Values(item).ContainsAnyExcept(1f);
        for (int item = 0; item < _sizes.Length; item++) _sizes[item] = Size(item);
    }

    /// <summary>Number of customers of an item.</summary>
    public int CustomersOf(int item) => _customersOf.Columns(item).Length;

    public RaggedRows Run(IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        int count = _sizes.Length;
        Part[] parts = new Part[ParallelChunks.ChunkCount(count, ItemsAtOnce)];
        ConcurrentBag<Accumulator> accumulators = [];
        int done = 0;
        ParallelChunks.Run(
            count,
            ItemsAtOnce,
            (chunk, start, end) =>
            {
                if (!accumulators.TryTake(out Accumulator? accumulator))
                    accumulator = new Accumulator(count, _options.NeighborCount, !_isBinary);
                Part part = new(end - start, _options.NeighborCount);
                for (int item = start; item < end; item++)
                {
                    Accumulate(item, accumulator);
                    part.Add(Select(item, accumulator));
                }

                parts[chunk] = part;
                accumulators.Add(accumulator);
                int sum = Interlocked.Add(ref done, end - start);
                if (sum < count) Report(sum);
            },
            _options.Threads,
            cancellationToken);
        Report(count);
        return Join(parts, count);

        void Report(int items) => progress?.Report(
            new FitProgress("item neighbours", count == 0 ? 1 : items / (double)count) { Count = items, Unit = "items" });
    }

    private static RaggedRows Join(Part[] parts, int count)
    {
        int[] offsets = new int[count + 1];
        int[] columns = new int[parts.Sum(part => part.Columns.Count)];
        float[] values = new float[columns.Length];
        int item = 0;
        foreach (Part part in parts)
        {
            part.Columns.CopyTo(columns, offsets[item]);
            part.Values.CopyTo(values, offsets[item]);
            foreach (int length in part.Lengths) offsets[item + 1] = offsets[item++] + length;
        }

        return new RaggedRows(offsets, columns, values);
    }

    private double Size(int item)
    {
        if (_isBinary || _options.Similarity == ItemSimilarity.Jaccard) return CustomersOf(item);
        double sum = 0;
        foreach (float value in _customersOf.Values(item)) sum += (double)value * value;
        return sum;
    }

    private void Accumulate(int item, Accumulator accumulator)
    {
        ReadOnlySpan<int> customers = _customersOf.Columns(item);
        int additions = 0;
        foreach (int customer in customers) additions += _itemsOf.Columns(customer).Length;

        // Where most of the range is reached, looking it through once is cheaper than noting what is new at every addition.
        accumulator.TouchedCount = additions >= accumulator.Common.Length
            ? CountAll(customers, accumulator.Common, accumulator.Touched)
            : CountNoting(customers, accumulator.Common, accumulator.Touched);
        if (!_isBinary) AddProducts(customers, _customersOf.Values(item), accumulator.Dots);
    }

    private int CountAll(ReadOnlySpan<int> customers, int[] common, int[] touched)
    {
        foreach (int customer in customers)
        {
            foreach (int other in _itemsOf.Columns(customer)) common[other]++;
        }

        int count = 0;
        for (int other = 0; other < common.Length; other++)
        {
            touched[count] = other;
            count += common[other] == 0 ? 0 : 1;
        }

        return count;
    }

    private int CountNoting(ReadOnlySpan<int> customers, int[] common, int[] touched)
    {
        int count = 0;
        foreach (int customer in customers)
        {
            foreach (int other in _itemsOf.Columns(customer))
            {
                // Written every time and counted once: cheaper than a branch that is taken at random.
                int before = common[other];
                touched[count] = other;
                count += before == 0 ? 1 : 0;
                common[other] = before + 1;
            }
        }

        return count;
    }

    private void AddProducts(ReadOnlySpan<int> customers, ReadOnlySpan<float> ownValues, double[] dots)
    {
        for (int i = 0; i < customers.Length; i++)
        {
            ReadOnlySpan<int> row = _itemsOf.Columns(customers[i]);
            ReadOnlySpan<float> values = _itemsOf.Values(customers[i]);
            double own = ownValues[i];
            for (int j = 0; j < row.Length; j++) dots[row[j]] += own * values[j];
        }
    }

    /// <summary>Picks the best neighbours and leaves the accumulator clean.</summary>
    private TopItems Select(int item, Accumulator accumulator)
    {
        TopItems top = accumulator.Top;
        top.Clear();
        foreach (int other in accumulator.Touched.AsSpan(0, accumulator.TouchedCount))
        {
            int common = accumulator.Common[other];
            double dot = _isBinary ? common : accumulator.Dots[other];
            accumulator.Common[other] = 0;
            if (!_isBinary) accumulator.Dots[other] = 0;
            if (other == item || common < _options.MinimumSupport) continue;

            // Rounded before it is compared: what is written to a file decides the order, so a loaded model has the same.
            float similarity = (float)(_options.Similarity switch
            {
                ItemSimilarity.Cosine => dot / (Math.Sqrt(_sizes[item] * _sizes[other]) + _options.Shrinkage),
                ItemSimilarity.Jaccard => common / (_sizes[item] + _sizes[other] - common + _options.Shrinkage),
                _ => Math.Min(dot, float.MaxValue),
            });
            if (similarity > 0 && top.Keeps(other, similarity)) top.Add(other, similarity);
        }

        top.Sort();
        return top;
    }

    private sealed class Accumulator(int itemCount, int neighborCount, bool withDots)
    {
        public int[] Common { get; } = new int[itemCount];

        public double[] Dots { get; } = withDots ? new double[itemCount] : [];

        // One more than there are items: the last write of a full row isn't counted.
        public int[] Touched { get; } = new int[itemCount + 1];

        public int TouchedCount { get; set; }

        public TopItems Top { get; } = new(Math.Min(neighborCount, itemCount));
    }

    /// <summary>What one chunk found.</summary>
    private sealed class Part(int items, int neighborCount)
    {
        public List<int> Lengths { get; } = new(items);

        public List<int> Columns { get; } = new(Math.Min(items * neighborCount, 1 << 12));

        public List<float> Values { get; } = new(Math.Min(items * neighborCount, 1 << 12));

        public void Add(TopItems top)
        {
            Lengths.Add(top.Count);
            Columns.AddRange(top.Rows);
            foreach (double score in top.Scores) Values.Add((float)score);
        }
    }
}
