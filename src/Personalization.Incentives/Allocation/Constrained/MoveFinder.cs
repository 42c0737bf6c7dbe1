using Personalization.Numerics;

namespace Personalization.Incentives;

/// <summary>A change of what one customer holds.</summary>
/// <param name="Rank">What it loses at the prices, for each unit of what it gains; the less, the better.</param>
/// <param name="Gain">What it gains.</param>
/// <param name="Customer">The customer.</param>
/// <param name="Slot">Which of the customer's slots.</param>
/// <param name="Candidate">What it holds then; −1: nothing.</param>
internal readonly record struct Move(double Rank, double Gain, int Customer, int Slot, int Candidate) : IComparable<Move>
{
    public int CompareTo(Move other) => Rank != other.Rank ? Rank.CompareTo(other.Rank) : Customer.CompareTo(other.Customer);
}

/// <summary>Finds each customer's best change, all customers at once.</summary>
/// <remarks>
/// At the prices λ the value of an allocation falls short of the dual's by what its customers lose against their best choice, and by λ
/// times what rows have left. A change that mends broken rows, or takes what they have left, is worth making the less it loses for it. Of
/// many customers a sample is looked at first, to know from which rank on changes aren't needed.
/// </remarks>
internal sealed class MoveFinder(CompiledProblem problem, int? threads, CancellationToken cancellationToken)
{
    private const int SampleStride = 64;
    private const int LeastOfSample = 64;
    private const int MostWithoutSample = 65_536;

    /// <summary>Changes that mend broken rows and fit, the best of each customer, best first.</summary>
    /// <param name="state">The allocation.</param>
    /// <param name="prices">λ.</param>
    /// <param name="relief">What one unit less is good for, by row.</param>
    /// <param name="rules">What changes must heed.</param>
    /// <param name="needed">What gains must add up to.</param>
    public Move[] Mending(AllocationState state, PriceTable prices, PriceTable relief, MoveRules rules, double needed) =>
        Find(new Mender(), state, prices, relief, rules, needed);

    /// <summary>Changes that raise the value and fit, the best of each customer, best first.</summary>
    public Move[] Filling(AllocationState state, PriceTable prices, MoveRules rules, double needed) =>
        Find(new Filler(), state, prices, relief: null, rules, needed);

    private Move[] Find<TJudge>(
        TJudge judge, AllocationState state, PriceTable prices, PriceTable? relief, MoveRules rules, double needed)
        where TJudge : struct, IJudge
    {
        double cut = double.MaxValue;
        if (problem.Customers > MostWithoutSample)
        {
            Move[] sample = Look(judge, state, prices, relief, rules, SampleStride, cut);
            Array.Sort(sample);
            double sum = 0;
            for (int s = 0; s < sample.Length && (sum < 2 * needed || s < LeastOfSample); s++)
            {
                sum += sample[s].Gain * SampleStride;
                cut = sample[s].Rank;
            }
        }

        Move[] moves = Look(judge, state, prices, relief, rules, stride: 1, cut);

        // Of equals the first customers gain first, and the last ones lose first.
        if (relief is null) Array.Sort(moves);
        else Array.Sort(moves, (a, b) => a.Rank != b.Rank ? a.Rank.CompareTo(b.Rank) : b.Customer.CompareTo(a.Customer));
        return moves;
    }

    private Move[] Look<TJudge>(
        TJudge judge, AllocationState state, PriceTable prices, PriceTable? relief, MoveRules rules, int stride, double cut)
        where TJudge : struct, IJudge
    {
        int customers = problem.Customers / stride;
        List<Move>[] found = new List<Move>[ParallelChunks.ChunkCount(customers, CompiledProblem.ChunkSize)];
        ParallelChunks.Run(
            customers,
            CompiledProblem.ChunkSize,
            (chunk, start, end) =>
            {
                List<Move> moves = [];
                Option[] options = new Option[64];
                ReadOnlySpan<int> starts = problem.Problem.Starts.Span;
                for (int at = start; at < end; at++)
                {
                    int i = at * stride;
                    (int first, int count) = (starts[i], starts[i + 1] - starts[i]);
                    if (count > options.Length) options = new Option[count];
                    Weigh(i, first, options.AsSpan(0, count), prices, relief);
                    if (Best(judge, state, i, first, options.AsSpan(0, count), rules, cut) is { } move) moves.Add(move);
                }

                found[chunk] = moves;
            },
            threads,
            cancellationToken);
        Move[] all = new Move[found.Sum(list => list.Count)];
        int next = 0;
        foreach (List<Move> list in found)
        {
            list.CopyTo(all, next);
            next += list.Count;
        }

        return all;
    }

    private void Weigh(int customer, int first, Span<Option> options, PriceTable prices, PriceTable? relief)
    {
        ReadOnlySpan<ushort> offers = problem.Problem.Offers.Span.Slice(first, options.Length);
        ReadOnlySpan<long> values = problem.Problem.Values.Span.Slice(first, options.Length);
        Span<double> costs = options.Length <= 64 ? stackalloc double[options.Length] : new double[options.Length];
        int place = problem.PlaceOf(customer);
        prices.Costs(place, first, offers, costs);
        for (int j = 0; j < options.Length; j++) options[j] = new(values[j], values[j] - costs[j], 0);
        if (relief is null) return;
        relief.Costs(place, first, offers, costs);
        for (int j = 0; j < options.Length; j++) options[j] = options[j] with { Relief = costs[j] };
    }

    private Move? Best<TJudge>(
        TJudge judge, AllocationState state, int customer, int first, ReadOnlySpan<Option> options, MoveRules rules, double cut)
        where TJudge : struct, IJudge
    {
        int most = problem.Problem.OffersPerCustomer;
        Move? best = null;
        double rankOfBest = cut;
        for (int slot = 0; slot < most; slot++)
        {
            int held = state.Slots[(customer * most) + slot];
            if (held < 0 && IsSeen(state, customer, slot)) continue;
            Option from = held < 0 ? default : options[held - first];
            for (int j = held < 0 ? 0 : -1; j < options.Length; j++)
            {
                if (j >= 0 && first + j == held) continue;
                Option to = j < 0 ? default : options[j];
                if (!judge.Judge(from, to, out double rank, out double gain) || rank > rankOfBest) continue;
                if (best is not null && rank == rankOfBest) continue;
                int candidate = j < 0 ? -1 : first + j;
                if (!state.GoesWith(customer, slot, candidate) || !state.Fits(customer, slot, candidate, rules)) continue;
                (best, rankOfBest) = (new(rank, gain, customer, slot, candidate), rank);
            }
        }

        return best;
    }

    /// <summary>Whether an earlier slot is empty too: one empty slot is like another.</summary>
    private bool IsSeen(AllocationState state, int customer, int slot)
    {
        int at = customer * problem.Problem.OffersPerCustomer;
        return state.Slots.AsSpan(at, slot).Contains(-1);
    }

    private interface IJudge
    {
        bool Judge(in Option from, in Option to, out double rank, out double gain);
    }

    private readonly record struct Option(double Value, double Worth, double Relief);

    private readonly struct Mender : IJudge
    {
        public bool Judge(in Option from, in Option to, out double rank, out double gain)
        {
            gain = from.Relief - to.Relief;
            rank = (from.Worth - to.Worth) / gain;
            return gain > 0;
        }
    }

    /// <summary>What the value gains beside what is lost at the prices is taken from what rows have left.</summary>
    private readonly struct Filler : IJudge
    {
        public bool Judge(in Option from, in Option to, out double rank, out double gain)
        {
            double loss = from.Worth - to.Worth;
            gain = to.Value - from.Value + loss;
            rank = gain > 0 ? loss / gain : double.MinValue / 2;
            return to.Value > from.Value;
        }
    }
}
