namespace Personalization.Incentives;

/// <summary>
/// The allocation with fractions of offers allowed and without caps: a multiple-choice knapsack's linear relaxation, solved exactly.
/// </summary>
/// <remarks>
/// Each customer's candidates, as points (weight, value), have an upper concave hull. The relaxation walks along all hulls at once by steps
/// of falling value per unit of budget (Sinha and Zoltners 1979, "The multiple-choice knapsack problem", section 2). The step that no
/// longer fits gives λ, the price of budget: what one more unit would bring.
/// </remarks>
internal sealed class Relaxation
{
    private readonly int[] _customer;
    private readonly int[] _from;
    private readonly int[] _to;
    private readonly int[] _order;

    private Relaxation(int[] customer, int[] from, int[] to, int[] order, double value, double price) =>
        (_customer, _from, _to, _order, Value, Price) = (customer, from, to, order, value, price);

    /// <summary>Its value: at least that of any whole allocation.</summary>
    public double Value { get; }

    /// <summary>λ, in value per unit of budget; 0 where the budget isn't used up.</summary>
    public double Price { get; }

    /// <summary>Steps, the best value per unit first; ties by customer, then along the hull.</summary>
    public int StepCount => _order.Length;

    public (int Customer, int From, int To) Step(int rank) => (_customer[_order[rank]], _from[_order[rank]], _to[_order[rank]]);

    /// <param name="candidates">What may be given.</param>
    /// <param name="budget">What may be spent.</param>
    public static Relaxation Solve(OfferCandidates candidates, long budget)
    {
        int steps = 0;
        double[] rank = new double[candidates.Count];
        int[] customer = new int[candidates.Count], from = new int[candidates.Count], to = new int[candidates.Count];
        Hull hull = new(candidates);
        for (int i = 0; i < candidates.Customers; i++)
        {
            hull.Of(i);
            for (int k = 1; k < hull.Count; k++)
            {
                (customer[steps], from[steps], to[steps]) = (i, hull.Candidate(k - 1), hull.Candidate(k));
                rank[steps++] = -hull.Slope(k);
            }
        }

        int[] order = SortStable(rank.AsSpan(0, steps));
        double value = 0;
        double price = 0;
        long left = budget;
        foreach (int step in order)
        {
            int before = from[step];
            long weight = candidates.Weight[to[step]] - (before < 0 ? 0 : candidates.Weight[before]);
            double gain = candidates.Value[to[step]] - (before < 0 ? 0 : candidates.Value[before]);
            if (weight > left)
            {
                price = gain / weight;
                value += price * left;
                break;
            }

            left -= weight;
            value += gain;
        }

        return new(customer, from, to, order, value, price);
    }

    /// <summary>Order of the keys, rising; equal keys stay in the order they had.</summary>
    private static int[] SortStable(Span<double> keys)
    {
        int[] order = [.. Enumerable.Range(0, keys.Length)];
        keys.Sort(order.AsSpan());
        for (int start = 0, end; start < keys.Length; start = end)
        {
            end = start + 1;
            while (end < keys.Length && keys[end] == keys[start]) end++;
            if (end - start > 1) order.AsSpan(start, end - start).Sort();
        }

        return order;
    }

    /// <summary>
    /// The upper concave hull of one customer's candidates, from (0, 0), "nothing", on; reused from customer to customer.
    /// </summary>
    private sealed class Hull(OfferCandidates candidates)
    {
        private readonly List<(int Candidate, long Weight, double Value)> _points = [];
        private long[] _weights = new long[16];
        private int[] _sorted = new int[16];

        public int Count => _points.Count;

        public int Candidate(int k) => _points[k].Candidate;

        public double Slope(int k) =>
            _points[k].Weight == _points[k - 1].Weight
                ? double.MaxValue
                : (_points[k].Value - _points[k - 1].Value) / (_points[k].Weight - _points[k - 1].Weight);

        public void Of(int customer)
        {
            int start = candidates.Start[customer];
            int count = candidates.Start[customer + 1] - start;
            if (count > _sorted.Length) (_weights, _sorted) = (new long[count], new int[count]);
            Span<long> weights = _weights.AsSpan(0, count);
            Span<int> sorted = _sorted.AsSpan(0, count);
            for (int k = 0; k < count; k++) (weights[k], sorted[k]) = (candidates.Weight[start + k], start + k);
            weights.Sort(sorted);

            _points.Clear();
            _points.Add((-1, 0, 0));
            foreach (int candidate in sorted)
                Add(candidate, candidates.Weight[candidate], candidates.Value[candidate]);
        }

        private void Add(int candidate, long weight, double value)
        {
            (int last, long lastWeight, double lastValue) = _points[^1];
            if (value < lastValue || (value == lastValue && (weight > lastWeight || last < candidate))) return;
            if (weight == lastWeight && last >= 0) _points.RemoveAt(_points.Count - 1);
            while (_points.Count > 1 && IsBelow(_points[^2], _points[^1], (weight, value))) _points.RemoveAt(_points.Count - 1);
            _points.Add((candidate, weight, value));
        }

        /// <summary>Whether the middle point lies on or under the line from the first to the last.</summary>
        private static bool IsBelow(
            (int, long Weight, double Value) first, (int, long Weight, double Value) middle, (long Weight, double Value) last) =>
            (last.Value - middle.Value) * (middle.Weight - first.Weight) >= (middle.Value - first.Value) * (last.Weight - middle.Weight);
    }
}
