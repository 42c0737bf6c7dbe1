namespace Personalization.Incentives;

/// <summary>
/// Branch and bound over small allocations: depth first by customer, cut off where the Lagrangian bound of what is still open can't beat
/// the best found. Proves the optimum, or gives up after a number of nodes.
/// </summary>
internal sealed class BranchAndBound
{
    private const int MostCustomers = 40;
    private const int MostCandidates = 200;
    private const int MostNodes = 300_000;
    private readonly OfferCandidates _candidates;
    private readonly double[] _prices;
    private readonly double _lambda;
    private readonly double[] _open;
    private readonly int[] _caps;
    private readonly int[] _choice;
    private int[] _best;
    private long _bestValue;
    private int _nodes;

    private BranchAndBound(OfferCandidates candidates, int[] caps, SolvedAllocation relaxed, Allocation start)
    {
        (_candidates, _prices, _lambda, _caps) = (candidates, relaxed.CapPrices, relaxed.ShadowPrice, [.. caps]);
        (_best, _bestValue, _choice) = (start.Choice, start.Value, new int[candidates.Customers]);
        _open = new double[candidates.Customers + 1];
        for (int i = candidates.Customers - 1; i >= 0; i--)
        {
            double most = 0;
            for (int k = candidates.Start[i]; k < candidates.Start[i + 1]; k++) most = Math.Max(most, Worth(k));
            _open[i] = _open[i + 1] + most;
        }
    }

    /// <summary>The optimal choices; null where the problem is too large to prove them.</summary>
    public static int[]? Solve(
        OfferCandidates candidates, long budget, int[] caps, SolvedAllocation relaxed, Allocation start)
    {
        if (candidates.Customers > MostCustomers || candidates.Count > MostCandidates) return null;
        BranchAndBound search = new(candidates, caps, relaxed, start);
        search.Visit(0, budget, 0);
        return search._nodes <= MostNodes ? search._best : null;
    }

    private void Visit(int customer, long budget, long value)
    {
        if (++_nodes > MostNodes) return;
        if (customer == _candidates.Customers)
        {
            if (value > _bestValue) (_best, _bestValue) = ([.. _choice], value);
            return;
        }

        // Values are whole, so anything better is better by 1; half of that absorbs the rounding of the bound.
        if (value + _open[customer] + (_lambda * budget) + PriceOfCaps() < _bestValue + .5) return;
        int start = _candidates.Start[customer];
        foreach (int candidate in Enumerable.Range(start, _candidates.Start[customer + 1] - start).OrderByDescending(Worth).Append(-1))
        {
            _choice[customer] = candidate;
            if (candidate < 0)
            {
                Visit(customer + 1, budget, value);
                continue;
            }

            ref int cap = ref _caps[_candidates.Offer[candidate]];
            if (_candidates.Weight[candidate] > budget || cap == 0) continue;
            cap--;
            Visit(customer + 1, budget - _candidates.Weight[candidate], value + _candidates.Value[candidate]);
            cap++;
        }
    }

    private double Worth(int candidate) =>
        _candidates.Value[candidate] - (_lambda * _candidates.Weight[candidate]) - _prices[_candidates.Offer[candidate]];

    private double PriceOfCaps()
    {
        double sum = 0;
        for (int offer = 0; offer < _caps.Length; offer++)
        {
            if (_prices[offer] > 0) sum += _prices[offer] * _caps[offer];
        }

        return sum;
    }
}
