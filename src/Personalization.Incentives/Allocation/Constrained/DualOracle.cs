using Personalization.Numerics;

namespace Personalization.Incentives;

/// <summary>
/// What all customers, or a sample of them, would choose at prices of the rows, and what that is worth: the Lagrangian dual
/// L(λ) = Σᵢ max over sets S of Σ (v − λ·a) + λ·b, an upper bound on every allocation at any λ ≥ 0, and its slope b − Σ a.
/// </summary>
internal sealed class DualOracle
{
    private readonly CompiledProblem _problem;
    private readonly int _stride;
    private readonly int? _threads;
    private readonly CancellationToken _cancellationToken;
    private readonly PriceTable _table;
    private readonly Part[] _parts;

    /// <param name="problem">The problem.</param>
    /// <param name="stride">1: all customers; more: one of so many.</param>
    /// <param name="threads">Threads at most.</param>
    /// <param name="cancellationToken">Stops between chunks.</param>
    public DualOracle(CompiledProblem problem, int stride, int? threads, CancellationToken cancellationToken)
    {
        (_problem, _stride, _threads, _cancellationToken, _table) = (problem, stride, threads, cancellationToken, new(problem));
        Count = problem.Customers / stride;
        _parts = new Part[ParallelChunks.ChunkCount(Count, CompiledProblem.ChunkSize)];
        for (int p = 0; p < _parts.Length; p++) _parts[p] = new(problem);
        Slots = new int[problem.Problem.OffersPerCustomer * Count];
        Sums = new long[problem.Rows.Length];
    }

    /// <summary>Customers gone through.</summary>
    public int Count { get; }

    /// <summary>Sum of each row over what was chosen last.</summary>
    public long[] Sums { get; }

    /// <summary>Rows of the candidates chosen last, or −1, by customer gone through.</summary>
    public int[] Slots { get; }

    /// <summary>What candidates cost at the prices of last.</summary>
    public PriceTable Costs => _table;

    /// <summary>L(λ) and the slope. A little above the exact sum, by more than all that rounding can take from it.</summary>
    /// <param name="prices">λ by row, at least 0.</param>
    /// <param name="slope">Receives b − Σ a by row; b is that of the sample.</param>
    public double Evaluate(ReadOnlySpan<double> prices, Span<double> slope)
    {
        const double Rounding = 1e-11;
        _table.Fill(prices);
        ParallelChunks.Run(Count, CompiledProblem.ChunkSize, Choose, _threads, _cancellationToken);
        double sum = 0;
        Array.Clear(Sums);
        foreach (Part part in _parts)
        {
            sum += part.Worth;
            for (int r = 0; r < Sums.Length; r++) Sums[r] += part.Sums[r];
        }

        double absolute = sum;
        double share = _problem.Customers == 0 ? 1 : (double)Count / _problem.Customers;
        for (int r = 0; r < Sums.Length; r++)
        {
            double bound = _problem.Rows[r].Bound * share;
            slope[r] = bound - Sums[r];
            sum += prices[r] * bound;
            absolute += prices[r] * Math.Abs(bound);
        }

        return sum + (Rounding * absolute);
    }

    /// <summary>
    /// The customer gone through at a place: of each run of customers one, now this, now that, so that no order of the customers can bias
    /// the sample.
    /// </summary>
    public int CustomerAt(int at) => _stride == 1 ? at : (at * _stride) + (int)(StableHash.Mix((ulong)at) % (ulong)_stride);

    private void Choose(int chunk, int start, int end)
    {
        Part part = _parts[chunk];
        part.Worth = 0;
        Array.Clear(part.Sums);
        AllocationProblem problem = _problem.Problem;
        int most = problem.OffersPerCustomer;
        ReadOnlySpan<int> starts = problem.Starts.Span;
        ReadOnlySpan<long> values = problem.Values.Span;
        for (int at = start; at < end; at++)
        {
            int i = CustomerAt(at);
            (int first, int count) = (starts[i], starts[i + 1] - starts[i]);
            ReadOnlySpan<ushort> offers = problem.Offers.Span.Slice(first, count);
            Span<double> worth = part.Worths(count);
            int place = _problem.PlaceOf(i);
            _table.Costs(place, first, offers, worth);
            for (int j = 0; j < count; j++) worth[j] = values[first + j] - worth[j];
            Span<int> slots = Slots.AsSpan(at * most, most);
            part.Worth += part.Best.Find(worth, offers, slots);
            for (int s = 0; s < most && slots[s] >= 0; s++)
            {
                int own = place + offers[slots[s]];
                slots[s] += first;
                foreach (int r in _problem.RowsAt(own)) part.Sums[r] += _problem.Amount(_problem.Rows[r], slots[s], own);
            }
        }
    }

    private sealed class Part(CompiledProblem problem)
    {
        private double[] _worths = new double[64];

        public BestSet Best { get; } = new(problem);

        public long[] Sums { get; } = new long[problem.Rows.Length];

        public double Worth { get; set; }

        public Span<double> Worths(int count)
        {
            if (count > _worths.Length) _worths = new double[count];
            return _worths.AsSpan(0, count);
        }
    }
}
