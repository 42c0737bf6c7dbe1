namespace Personalization.Incentives;

/// <summary>
/// Makes an allocation of what the customers choose at given prices: mends the minimums that it misses, then the limits that it breaks,
/// each by the changes that lose least, and spends what is left on changes that gain most.
/// </summary>
internal sealed class PrimalSolver
{
    private const int MendingPasses = 3;
    private const int MendingRounds = 40;
    private const int RoundsWithoutProgress = 3;
    private const double Progress = .98;
    private const double Margin = 1e-4;
    private const int FillingRounds = 8;
    private const double Negligible = 1e-5;

    private readonly CompiledProblem _problem;
    private readonly MoveFinder _finder;
    private readonly PriceTable _prices, _relief;
    private readonly double[] _lambda;
    private readonly double[] _scales;

    public PrimalSolver(CompiledProblem problem, double[] prices, double[] scales, int? threads, CancellationToken cancellationToken)
    {
        (_problem, _lambda, _scales) = (problem, prices, scales);
        _finder = new(problem, threads, cancellationToken);
        (_prices, _relief) = (new(problem), new(problem));
        _prices.Fill(prices);
    }

    /// <summary>Makes the allocation out of what <paramref name="slots"/> hold; they are left as they are.</summary>
    public AllocationState Solve(int[] slots)
    {
        AllocationState state = Solve(slots, margin: 0);
        if (!IsShort(state)) return state;

        // Where limits leave hardly any room, the last changes find none: once more, held to a little less than there is.
        return Better(state, Solve(slots, Margin));
    }

    /// <summary>The one that misses minimums by less; of equals the one worth more, of those the first.</summary>
    public AllocationState Better(AllocationState first, AllocationState second)
    {
        double missed = Shortage(first), missedThen = Shortage(second);
        return missedThen < missed || (missedThen == missed && second.Value > first.Value) ? second : first;
    }

    private AllocationState Solve(int[] slots, double margin)
    {
        AllocationState state = new(_problem, [.. slots]);
        for (int r = 0; r < state.Bounds.Length; r++) state.Bounds[r] -= (long)(margin * Math.Abs((double)state.Bounds[r]));
        for (int pass = 0; pass < MendingPasses && (pass == 0 || IsShort(state)); pass++)
        {
            Mend(state, row => row.IsHard ? RowDuty.Ignore : RowDuty.Mend);
            Mend(state, row => row.IsHard ? RowDuty.Mend : RowDuty.Protect);
        }

        for (int r = 0; r < state.Bounds.Length; r++) state.Bounds[r] = _problem.Rows[r].Bound;
        if (IsBroken(state)) Mend(state, row => row.IsHard ? RowDuty.Mend : RowDuty.Ignore);
        if (IsBroken(state)) state = Retreat(state);
        Mend(state, row => row.IsHard ? RowDuty.Protect : RowDuty.Mend);
        Fill(state);
        return state;
    }

    /// <summary>What minimums are missed by, in amounts of a candidate.</summary>
    private double Shortage(AllocationState state)
    {
        double sum = 0;
        for (int r = 0; r < _scales.Length; r++)
        {
            if (!_problem.Rows[r].IsHard) sum += state.Excess(r) / _scales[r];
        }

        return sum;
    }

    /// <summary>Whether something is broken that giving nothing wouldn't break.</summary>
    private bool IsBroken(AllocationState state) => _problem.Rows.Index().Any(row => row.Item.IsHard && state.Excess(row.Index) > 0);

    private bool IsShort(AllocationState state) => _problem.Rows.Index().Any(row => !row.Item.IsHard && state.Excess(row.Index) > 0);

    /// <summary>Lessens what rows are broken by, until none is, or no change helps.</summary>
    private void Mend(AllocationState state, Func<AllocationRow, RowDuty> dutyOf)
    {
        RowDuty[] duties = [.. _problem.Rows.Select(dutyOf)];
        double[] weights = new double[duties.Length], broken = new double[duties.Length];
        for (int r = 0; r < duties.Length; r++) weights[r] = duties[r] == RowDuty.Mend ? 1 / _scales[r] : 0;
        MoveRules rules = new(duties, weights);
        double best = double.MaxValue;
        int idle = 0;
        for (int round = 0; round < MendingRounds && idle < RoundsWithoutProgress; round++)
        {
            double excess = 0;
            for (int r = 0; r < duties.Length; r++)
            {
                double own = weights[r] * state.Excess(r);
                broken[r] = own > 0 ? weights[r] : 0;
                excess += own;
            }

            if (excess == 0) return;
            idle = excess > Progress * best ? idle + 1 : 0;
            best = Math.Min(best, excess);
            _relief.Fill(broken);
            bool moved = false;
            foreach (Move move in _finder.Mending(state, _prices, _relief, rules, excess))
                moved |= state.TryMove(move.Customer, move.Slot, move.Candidate, rules);
            if (!moved) return;
        }
    }

    /// <summary>Takes away whatever lessens what is broken; at last everything, which breaks nothing that must not be.</summary>
    private AllocationState Retreat(AllocationState state)
    {
        RowDuty[] duties = [.. _problem.Rows.Select(row => row.IsHard ? RowDuty.Mend : RowDuty.Ignore)];
        double[] weights = [.. _scales.Select(scale => 1 / scale)];
        int most = _problem.Problem.OffersPerCustomer;
        for (int at = state.Slots.Length - 1; at >= 0; at--)
        {
            if (state.Slots[at] >= 0) state.TryMove(at / most, at % most, -1, new(duties, weights));
        }

        if (!IsBroken(state)) return state;
        int[] nothing = new int[state.Slots.Length];
        Array.Fill(nothing, -1);
        return new(_problem, nothing);
    }

    /// <summary>Spends what is left.</summary>
    private void Fill(AllocationState state)
    {
        RowDuty[] duties = new RowDuty[_problem.Rows.Length];
        Array.Fill(duties, RowDuty.Protect);
        MoveRules rules = new(duties, []);
        for (int round = 0; round < FillingRounds; round++)
        {
            double left = 0;
            for (int r = 0; r < duties.Length; r++) left += _lambda[r] * Math.Max(0, _problem.Rows[r].Bound - state.Sums[r]);
            bool moved = false;
            long before = state.Value;
            foreach (Move move in _finder.Filling(state, _prices, rules, left))
                moved |= state.TryMove(move.Customer, move.Slot, move.Candidate, rules);
            if (!moved || (_problem.Customers > 10_000 && state.Value - before <= Negligible * Math.Abs((double)state.Value))) return;
        }
    }
}
