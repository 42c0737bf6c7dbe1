using System.Collections.Concurrent;
using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>
/// Finds the customers most like one who has some items, over lists of the customers of each item: what they have in common is added up
/// item by item into accumulators as wide as there are customers.
/// </summary>
/// <remarks>Items come in rising order, so every sum has one order. Equal similarities stand in the order of customers.</remarks>
internal sealed class CustomerSearch
{
    private readonly UserNeighborsOptions _options;
    private readonly MatrixWeights _weights;
    private readonly RaggedRows _customersOf;
    private readonly double[] _sizes;
    private readonly bool _isBinary;
    private readonly ConcurrentBag<Accumulator> _free = [];

    /// <param name="history">Items of each customer, rising, with values above 0.</param>
    /// <param name="itemCount">Number of items.</param>
    /// <param name="options">How to compare.</param>
    public CustomerSearch(RaggedRows history, int itemCount, UserNeighborsOptions options)
    {
        _options = options;
        _weights = MatrixWeights.Of(history, itemCount, options.Weighting, options.K1, options.B);
        RaggedRows weighted = _weights.Apply(history);
        _customersOf = weighted.Transposed(itemCount);
        _sizes = new double[history.Count];
        _isBinary = options.Similarity == CustomerSimilarity.Jaccard;
        if (!_isBinary)
        {
            _isBinary = true;
            for (int row = 0; row < _sizes.Length; row++) _isBinary &= !weighted.Values(row).ContainsAnyExcept(1f);
        }

        for (int row = 0; row < _sizes.Length; row++) _sizes[row] = Size(weighted.Values(row));
    }

    /// <summary>Puts the most alike into <paramref name="top"/>, best first.</summary>
    /// <param name="owned">What one has.</param>
    /// <param name="self">Row of whoever has it, who is not their own neighbour; −1 for a stranger.</param>
    /// <param name="top">Empty, and as long as there may be neighbours.</param>
    public void Find(OwnedItems owned, int self, TopItems top)
    {
        if (owned.Rows.IsEmpty) return;
        if (!_free.TryTake(out Accumulator? accumulator)) accumulator = new Accumulator(_sizes.Length);
        Span<float> own = accumulator.Weights(owned.Rows.Length);
        _weights.Weigh(owned.Rows, owned.Values, own);
        bool withDots = !_isBinary || own.ContainsAnyExcept(1f);
        bool counts = _options.Similarity == CustomerSimilarity.Jaccard;
        int additions = 0;
        foreach (int item in owned.Rows) additions += _customersOf.Columns(item).Length;

        // Where most customers are reached, looking through all of them once is cheaper than noting who is new at every addition.
        ReadOnlySpan<int> touched = accumulator.All;
        if (additions >= _sizes.Length) AddUpAll(owned.Rows, own, accumulator, withDots && !counts);
        else touched = accumulator.Touched.AsSpan(0, AddUpNoting(owned.Rows, own, accumulator, withDots && !counts));
        Select(accumulator, touched, counts ? owned.Rows.Length : Size(own), self, withDots && !counts, top);
        _free.Add(accumulator);
    }

    private double Size(ReadOnlySpan<float> weights)
    {
        if (_options.Similarity == CustomerSimilarity.Jaccard) return weights.Length;
        double sum = 0;
        foreach (float weight in weights) sum += (double)weight * weight;
        return sum;
    }

    private void AddUpAll(ReadOnlySpan<int> items, ReadOnlySpan<float> own, Accumulator accumulator, bool withDots)
    {
        int[] common = accumulator.Common;
        double[] dots = accumulator.Dots;
        for (int i = 0; i < items.Length; i++)
        {
            ReadOnlySpan<int> customers = _customersOf.Columns(items[i]);
            foreach (int customer in customers) common[customer]++;
            if (!withDots) continue;
            ReadOnlySpan<float> weights = _customersOf.Values(items[i]);
            double weight = own[i];
            for (int n = 0; n < customers.Length; n++) dots[customers[n]] += weight * weights[n];
        }
    }

    private int AddUpNoting(ReadOnlySpan<int> items, ReadOnlySpan<float> own, Accumulator accumulator, bool withDots)
    {
        int[] common = accumulator.Common, touched = accumulator.Touched;
        double[] dots = accumulator.Dots;
        int count = 0;
        for (int i = 0; i < items.Length; i++)
        {
            ReadOnlySpan<int> customers = _customersOf.Columns(items[i]);
            ReadOnlySpan<float> weights = _customersOf.Values(items[i]);
            double weight = own[i];
            for (int n = 0; n < customers.Length; n++)
            {
                // Written every time and counted once: cheaper than a branch that is taken at random.
                int customer = customers[n], before = common[customer];
                touched[count] = customer;
                count += before == 0 ? 1 : 0;
                common[customer] = before + 1;
                if (withDots) dots[customer] += weight * weights[n];
            }
        }

        return count;
    }

    /// <summary>Picks the best neighbours and leaves the accumulator clean.</summary>
    private void Select(Accumulator accumulator, ReadOnlySpan<int> touched, double size, int self, bool withDots, TopItems top)
    {
        foreach (int customer in touched)
        {
            int common = accumulator.Common[customer];
            if (common == 0) continue;
            double dot = withDots ? accumulator.Dots[customer] : common;
            accumulator.Common[customer] = 0;
            if (withDots) accumulator.Dots[customer] = 0;
            if (customer == self || common < _options.MinimumSupport) continue;
            double similarity = _options.Similarity == CustomerSimilarity.Cosine
                ? dot / (Math.Sqrt(size * _sizes[customer]) + _options.Shrinkage)
                : common / (size + _sizes[customer] - common + _options.Shrinkage);
            if (similarity > 0 && top.Keeps(customer, similarity)) top.Add(customer, similarity);
        }

        top.Sort();
    }

    private sealed class Accumulator(int customerCount)
    {
        private float[] _weights = [];

        public int[] All { get; } = [.. Enumerable.Range(0, customerCount)];

        public int[] Common { get; } = new int[customerCount];

        public double[] Dots { get; } = new double[customerCount];

        // One more than there are customers: the last write of a full row isn't counted.
        public int[] Touched { get; } = new int[customerCount + 1];

        public Span<float> Weights(int count)
        {
            if (_weights.Length < count) _weights = new float[Math.Max(count, 2 * _weights.Length)];
            return _weights.AsSpan(0, count);
        }
    }
}
