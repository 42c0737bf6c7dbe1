namespace Personalization.Incentives;

/// <summary>
/// Branch and bound over small allocations: depth first by customer, cut off where the Lagrangian bound of what is still open can't beat
/// the best found, or what is still open can't keep a row. Proves the optimum, or gives up after a number of nodes.
/// </summary>
internal sealed class ProvingSearch
{
    private readonly CustomerSet[][] _sets;
    private readonly double[] _prices;
    private readonly long[] _bounds;
    private readonly double[] _open;
    private readonly long[][] _least;
    private readonly CustomerSet[] _choice;
    private readonly long[] _sums;
    private readonly int _mostNodes;
    private CustomerSet[]? _best;
    private long _bestValue;
    private int _nodes;

    private ProvingSearch(CustomerSet[][] sets, double[] prices, long[] bounds, int mostNodes, long valueToBeat)
    {
        (_sets, _prices, _bounds, _mostNodes, _bestValue) = (sets, prices, bounds, mostNodes, valueToBeat);
        (_choice, _sums) = (new CustomerSet[sets.Length], new long[prices.Length]);
        _open = new double[sets.Length + 1];
        _least = new long[sets.Length + 1][];
        _least[^1] = new long[prices.Length];
        for (int i = sets.Length - 1; i >= 0; i--)
        {
            _open[i] = _open[i + 1] + sets[i].Max(set => set.Worth);
            _least[i] = [.. _least[i + 1].Select((least, r) => least + sets[i].Min(set => set.Sums[r]))];
        }
    }

    /// <summary>
    /// Makes a small allocation the best one: of those that meet all minimums where there is one, else of those that come as near to each
    /// as the given one.
    /// </summary>
    /// <param name="problem">The problem.</param>
    /// <param name="prices">λ.</param>
    /// <param name="state">An allocation that breaks nothing but minimums; improved where that is possible.</param>
    /// <param name="mostNodes">Nodes of the search, at most.</param>
    /// <returns>Whether it is proven best.</returns>
    public static bool Improve(CompiledProblem problem, double[] prices, ref AllocationState state, int mostNodes)
    {
        if (mostNodes == 0 || CustomerSets.Of(problem, prices) is not { } sets) return false;
        long[] asked = [.. problem.Rows.Select(row => row.Bound)];
        long[] reached = new long[asked.Length];
        for (int r = 0; r < asked.Length; r++) reached[r] = Math.Max(asked[r], state.Sums[r]);
        bool falls = !asked.AsSpan().SequenceEqual(reached);
        if (falls)
        {
            ProvingSearch meeting = new(sets, prices, asked, mostNodes, long.MinValue);
            meeting.Visit(0, 0);
            if (meeting._best is { } met)
            {
                state = StateOf(problem, met);
                return meeting._nodes <= mostNodes;
            }

            if (meeting._nodes > mostNodes) return false;
        }

        ProvingSearch search = new(sets, prices, reached, mostNodes, state.Value);
        search.Visit(0, 0);
        if (search._best is { } best) state = StateOf(problem, best);
        return search._nodes <= mostNodes;
    }

    private static AllocationState StateOf(CompiledProblem problem, CustomerSet[] choice)
    {
        int most = problem.Problem.OffersPerCustomer;
        int[] slots = new int[choice.Length * most];
        Array.Fill(slots, -1);
        for (int i = 0; i < choice.Length; i++) choice[i].Candidates.CopyTo(slots, i * most);
        return new(problem, slots);
    }

    private void Visit(int customer, long value)
    {
        if (++_nodes > _mostNodes) return;
        double most = value + _open[customer];
        for (int r = 0; r < _sums.Length; r++)
        {
            if (_sums[r] + _least[customer][r] > _bounds[r]) return;
            most += _prices[r] * (_bounds[r] - _sums[r]);
        }

        // Values are whole, so anything better is better by 1; half of that absorbs the rounding of the bound.
        if (most < _bestValue + .5) return;
        if (customer == _sets.Length)
        {
            if (value > _bestValue) (_best, _bestValue) = ([.. _choice], value);
            return;
        }

        foreach (CustomerSet set in _sets[customer])
        {
            _choice[customer] = set;
            for (int r = 0; r < _sums.Length; r++) _sums[r] += set.Sums[r];
            Visit(customer + 1, value + set.Value);
            for (int r = 0; r < _sums.Length; r++) _sums[r] -= set.Sums[r];
        }
    }
}
