namespace Personalization.Incentives;

/// <summary>
/// The candidates of one customer that are worth most together: at most so many, none that excludes another. Exact; ties go to the earlier
/// candidate. Not thread-safe: each thread has its own.
/// </summary>
internal sealed class BestSet(CompiledProblem problem)
{
    private readonly int _most = problem.Problem.OffersPerCustomer;
    private readonly int[] _chosen = new int[problem.Problem.OffersPerCustomer];
    private readonly int[] _best = new int[problem.Problem.OffersPerCustomer];
    private (double Worth, int Place)[] _sorted = new (double, int)[64];
    private int _count;
    private int _bestCount;
    private double _bestWorth;

    /// <summary>Finds the best set.</summary>
    /// <param name="worth">What each candidate of the customer is worth.</param>
    /// <param name="offers">Its offer.</param>
    /// <param name="slots">Receives places in <paramref name="worth"/>, rising, then −1.</param>
    /// <returns>What they are worth together, at least 0.</returns>
    public double Find(ReadOnlySpan<double> worth, ReadOnlySpan<ushort> offers, Span<int> slots)
    {
        if (_most == 1)
        {
            (int best, double most) = (-1, 0);
            for (int j = 0; j < worth.Length; j++)
            {
                if (worth[j] > most) (best, most) = (j, worth[j]);
            }

            slots[0] = best;
            return most;
        }

        Sort(worth);
        (_bestCount, _bestWorth) = (0, 0);
        if (problem.HasExclusions) Visit(offers, 0, 0, 0);
        else Take();
        _best.AsSpan(0, _bestCount).Sort();
        slots.Fill(-1);
        _best.AsSpan(0, _bestCount).CopyTo(slots);
        return _bestWorth;
    }

    /// <summary>Those worth anything, the best first.</summary>
    private void Sort(ReadOnlySpan<double> worth)
    {
        if (_sorted.Length < worth.Length) _sorted = new (double, int)[worth.Length];
        _count = 0;
        for (int j = 0; j < worth.Length; j++)
        {
            if (!(worth[j] > 0)) continue;

            // Without exclusions nothing behind the first few matters, so that what is worth less than all of them is passed over.
            if (!problem.HasExclusions && _count == _most && worth[j] <= _sorted[_count - 1].Worth) continue;
            int to = !problem.HasExclusions && _count == _most ? _count - 1 : _count++;
            for (; to > 0 && _sorted[to - 1].Worth < worth[j]; to--) _sorted[to] = _sorted[to - 1];
            _sorted[to] = (worth[j], j);
        }
    }

    private void Take()
    {
        for (int s = 0; s < _count; s++)
        {
            _best[_bestCount++] = _sorted[s].Place;
            _bestWorth += _sorted[s].Worth;
        }
    }

    /// <summary>Depth first, the best first; a branch ends where even the next ones together couldn't beat the best found.</summary>
    private void Visit(ReadOnlySpan<ushort> offers, int from, int depth, double sum)
    {
        if (sum > _bestWorth)
        {
            (_bestWorth, _bestCount) = (sum, depth);
            _chosen.AsSpan(0, depth).CopyTo(_best);
        }

        if (depth == _most) return;
        for (int s = from; s < _count; s++)
        {
            double most = sum;
            for (int next = s; next < Math.Min(_count, s + _most - depth); next++) most += _sorted[next].Worth;
            if (most <= _bestWorth) return;
            int place = _sorted[s].Place;
            bool fits = true;
            for (int d = 0; d < depth && fits; d++) fits = !problem.Excludes(offers[place], offers[_chosen[d]]);
            if (!fits) continue;
            _chosen[depth] = place;
            Visit(offers, s + 1, depth + 1, sum + _sorted[s].Worth);
        }
    }
}
