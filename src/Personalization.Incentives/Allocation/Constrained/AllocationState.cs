namespace Personalization.Incentives;

/// <summary>What a change must heed about a row.</summary>
internal enum RowDuty : byte
{
    /// <summary>Nothing: it may be broken.</summary>
    Ignore,

    /// <summary>A change may neither break it nor make it worse where it is broken.</summary>
    Protect,

    /// <summary>A change must lessen the weighted sum of what such rows are broken by.</summary>
    Mend,
}

/// <summary>What changes must heed.</summary>
/// <param name="Duties">By row.</param>
/// <param name="Weights">What one unit of a row to be mended counts; empty where nothing is to be mended.</param>
internal sealed record MoveRules(RowDuty[] Duties, double[] Weights);

/// <summary>
/// A whole allocation in the making, with the sum of each row. Changes are made one at a time; reading is thread-safe between them.
/// </summary>
internal sealed class AllocationState
{
    private readonly CompiledProblem _problem;
    private readonly int _most;

    /// <param name="problem">The problem.</param>
    /// <param name="slots">Rows of candidates by customer, −1 for none; kept, not copied.</param>
    public AllocationState(CompiledProblem problem, int[] slots)
    {
        (_problem, Slots, _most) = (problem, slots, problem.Problem.OffersPerCustomer);
        Sums = new long[problem.Rows.Length];
        Bounds = [.. problem.Rows.Select(row => row.Bound)];
        ReadOnlySpan<ushort> offers = problem.Problem.Offers.Span;
        ReadOnlySpan<long> values = problem.Problem.Values.Span;
        for (int at = 0; at < slots.Length; at++)
        {
            int candidate = slots[at];
            if (candidate < 0) continue;
            Value += values[candidate];
            int place = problem.PlaceOf(at / _most) + offers[candidate];
            foreach (int r in problem.RowsAt(place)) Sums[r] += problem.Amount(problem.Rows[r], candidate, place);
        }
    }

    public int[] Slots { get; }

    public long[] Sums { get; }

    /// <summary>What rows are held to: their bounds, or something tighter for a while.</summary>
    public long[] Bounds { get; }

    public long Value { get; private set; }

    /// <summary>By how much a row is broken; 0 where it isn't.</summary>
    public long Excess(int row) => Math.Max(0, Sums[row] - Bounds[row]);

    /// <summary>Whether a customer may hold a candidate beside those in the other slots.</summary>
    public bool GoesWith(int customer, int slot, int candidate)
    {
        if (candidate < 0 || _most == 1) return true;
        ReadOnlySpan<ushort> offers = _problem.Problem.Offers.Span;
        for (int s = 0; s < _most; s++)
        {
            int other = Slots[(customer * _most) + s];
            if (other < 0 || s == slot) continue;
            if (other == candidate || (_problem.HasExclusions && _problem.Excludes(offers[candidate], offers[other]))) return false;
        }

        return true;
    }

    /// <summary>Whether a change heeds what rows ask for.</summary>
    /// <param name="customer">The customer.</param>
    /// <param name="slot">Which of the customer's slots.</param>
    /// <param name="candidate">What it holds after the change; −1: nothing.</param>
    /// <param name="rules">What they ask for.</param>
    public bool Fits(int customer, int slot, int candidate, MoveRules rules) => Change(customer, slot, candidate, rules, apply: false);

    /// <summary>Makes a change where it fits.</summary>
    public bool TryMove(int customer, int slot, int candidate, MoveRules rules)
    {
        if (!GoesWith(customer, slot, candidate) || !Fits(customer, slot, candidate, rules)) return false;
        Change(customer, slot, candidate, rules, apply: true);
        ReadOnlySpan<long> values = _problem.Problem.Values.Span;
        ref int held = ref Slots[(customer * _most) + slot];
        Value += (candidate < 0 ? 0 : values[candidate]) - (held < 0 ? 0 : values[held]);
        held = candidate;
        return true;
    }

    /// <summary>Puts each customer's candidates in order, nothing last.</summary>
    public void Tidy()
    {
        for (int at = 0; at < Slots.Length && _most > 1; at += _most)
        {
            Span<int> slots = Slots.AsSpan(at, _most);
            slots.Sort();
            int none = slots.LastIndexOf(-1) + 1;
            if (none == 0 || none == _most) continue;
            slots[none..].CopyTo(slots);
            slots[^none..].Fill(-1);
        }
    }

    /// <summary>Goes through the rows of both candidates at once; both lists rise.</summary>
    private bool Change(int customer, int slot, int candidate, MoveRules rules, bool apply)
    {
        int held = Slots[(customer * _most) + slot];
        int place = _problem.PlaceOf(customer);
        ReadOnlySpan<ushort> offers = _problem.Problem.Offers.Span;
        int from = held < 0 ? 0 : offers[held], to = candidate < 0 ? 0 : offers[candidate];
        ReadOnlySpan<int> leaves = held < 0 ? [] : _problem.RowsAt(place + from);
        ReadOnlySpan<int> enters = candidate < 0 ? [] : _problem.RowsAt(place + to);
        double mended = 0;
        bool mends = false;
        for (int a = 0, b = 0; a < leaves.Length || b < enters.Length;)
        {
            int row = b == enters.Length || (a < leaves.Length && leaves[a] < enters[b]) ? leaves[a] : enters[b];
            AllocationRow rule = _problem.Rows[row];
            long change = 0;
            if (a < leaves.Length && leaves[a] == row)
            {
                change -= _problem.Amount(rule, held, place + from);
                a++;
            }

            if (b < enters.Length && enters[b] == row)
            {
                change += _problem.Amount(rule, candidate, place + to);
                b++;
            }

            if (apply)
            {
                Sums[row] += change;
                continue;
            }

            if (rules.Duties[row] == RowDuty.Protect && change > 0 && Sums[row] + change > Bounds[row]) return false;
            if (rules.Duties[row] != RowDuty.Mend) continue;
            mends = true;
            mended += rules.Weights[row] * (Math.Max(0, Sums[row] + change - Bounds[row]) - Math.Max(0, Sums[row] - Bounds[row]));
        }

        return apply || rules.Weights.Length == 0 || (mends && mended < 0);
    }
}
