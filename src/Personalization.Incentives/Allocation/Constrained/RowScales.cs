namespace Personalization.Incentives;

/// <summary>How large the numbers of a problem are, by some of its customers.</summary>
internal static class RowScales
{
    /// <summary>
    /// Mean absolute amount of the candidates that each row counts (1 where there are none), the largest absolute value, and by row how
    /// fast its sum would change with its price if the candidates of one customer were spread evenly: candidates · amount² ÷ value.
    /// </summary>
    public static (double[] Mean, double[] Turn, double LargestValue) Of(CompiledProblem problem, int customers)
    {
        double[] sums = new double[problem.Rows.Length];
        long[] counts = new long[problem.Rows.Length];
        double largest = 1, absolute = 0;
        long customersSeen = 0, candidates = 0;
        int stride = Math.Max(1, problem.Customers / customers);
        ReadOnlySpan<int> starts = problem.Problem.Starts.Span;
        ReadOnlySpan<ushort> offers = problem.Problem.Offers.Span;
        ReadOnlySpan<long> values = problem.Problem.Values.Span;
        for (int i = 0; i < problem.Customers; i += stride)
        {
            int place = problem.PlaceOf(i);
            customersSeen++;
            candidates += starts[i + 1] - starts[i];
            for (int k = starts[i]; k < starts[i + 1]; k++)
            {
                largest = Math.Max(largest, Math.Abs((double)values[k]));
                absolute += Math.Abs((double)values[k]);
                foreach (int r in problem.RowsAt(place + offers[k]))
                {
                    sums[r] += Math.Abs((double)problem.Amount(problem.Rows[r], k, place + offers[k]));
                    counts[r]++;
                }
            }
        }

        double typical = Math.Max(1, absolute / Math.Max(1, candidates));
        double[] turn = new double[sums.Length];
        for (int r = 0; r < sums.Length; r++)
        {
            sums[r] = counts[r] == 0 || sums[r] == 0 ? 1 : sums[r] / counts[r];
            turn[r] = Math.Max(1, counts[r]) * sums[r] * sums[r] / typical / Math.Max(1, customersSeen);
        }

        return (sums, turn, largest);
    }
}
