namespace Personalization.Incentives;

/// <summary>
/// Every set of candidates that a customer may hold, nothing last: what it is worth at the prices, and what it adds to each row.
/// </summary>
internal sealed record CustomerSet(int[] Candidates, long Value, double Worth, long[] Sums);

/// <summary>Writes out the sets of small problems.</summary>
internal static class CustomerSets
{
    private const int MostCustomers = 40;
    private const int MostSets = 400;

    /// <summary>Sets by customer, the best at the prices first; null where there are too many to go through.</summary>
    public static CustomerSet[][]? Of(CompiledProblem problem, double[] prices)
    {
        if (problem.Customers > MostCustomers || problem.Problem.CandidateCount > MostSets) return null;
        CustomerSet[][] sets = new CustomerSet[problem.Customers][];
        int left = MostSets;
        for (int i = 0; i < sets.Length; i++)
        {
            List<CustomerSet> own = [];
            Visit(problem, prices, i, problem.Problem.Starts.Span[i], [], own, ref left);
            if (left < 0) return null;
            sets[i] = [.. own.OrderByDescending(set => set.Worth).ThenByDescending(set => set.Candidates.Length)];
        }

        return sets;
    }

    private static void Visit(
        CompiledProblem problem, double[] prices, int customer, int from, int[] held, List<CustomerSet> sets, ref int left)
    {
        if (held.Length > 0) left--;
        if (left < 0) return;
        sets.Add(Weigh(problem, prices, customer, held));
        if (held.Length == problem.Problem.OffersPerCustomer) return;
        ReadOnlySpan<ushort> offers = problem.Problem.Offers.Span;
        for (int k = from; k < problem.Problem.Starts.Span[customer + 1]; k++)
        {
            bool fits = true;
            foreach (int other in held) fits &= !problem.HasExclusions || !problem.Excludes(offers[k], offers[other]);
            if (fits) Visit(problem, prices, customer, k + 1, [.. held, k], sets, ref left);
        }
    }

    private static CustomerSet Weigh(CompiledProblem problem, double[] prices, int customer, int[] held)
    {
        long[] sums = new long[problem.Rows.Length];
        long value = 0;
        foreach (int k in held)
        {
            value += problem.Problem.Values.Span[k];
            int place = problem.PlaceOf(customer) + problem.Problem.Offers.Span[k];
            foreach (int r in problem.RowsAt(place)) sums[r] += problem.Amount(problem.Rows[r], k, place);
        }

        double worth = value;
        for (int r = 0; r < sums.Length; r++) worth -= prices[r] * sums[r];
        return new(held, value, worth, sums);
    }
}
