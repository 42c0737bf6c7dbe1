using Personalization.Numerics;

namespace Personalization.Incentives;

/// <summary>
/// How fast the slope of the dual turns: customers who would choose otherwise at a slightly other price turn it by what they would change.
/// </summary>
/// <remarks>
/// A customer whose choice leads another by a margin δ changes it where prices move by d with d · Δa &gt; δ, Δa the difference in amounts.
/// With many customers margins near 0 are spread evenly, so that of those with δ &lt; h the share d · Δa ÷ h changes, and the second
/// derivative is about Σ Δa Δaᵀ ÷ 2h; the half, because those who would move the other way stay. Other choices are single changes of what
/// the customer holds.
/// </remarks>
internal sealed class DualCurvature(CompiledProblem problem, int? threads, CancellationToken cancellationToken)
{
    private const int MostChunks = 32;

    /// <summary>Fills a symmetric matrix, row after row.</summary>
    /// <param name="oracle">What customers chose last.</param>
    /// <param name="width">h, above 0.</param>
    /// <param name="curvature">Receives rows × rows numbers.</param>
    /// <returns>Number of changes within the width.</returns>
    public long Fill(DualOracle oracle, double width, double[] curvature)
    {
        int rows = problem.Rows.Length;
        int chunkSize = Math.Max(CompiledProblem.ChunkSize, (oracle.Count + MostChunks - 1) / MostChunks);
        (double[] Sums, long Count)[] parts = new (double[], long)[ParallelChunks.ChunkCount(oracle.Count, chunkSize)];
        ParallelChunks.Run(
            oracle.Count, chunkSize, (chunk, start, end) => parts[chunk] = Sum(oracle, width, start, end), threads, cancellationToken);
        Array.Clear(curvature);
        long count = 0;
        foreach ((double[] sums, long found) in parts)
        {
            for (int e = 0; e < curvature.Length; e++) curvature[e] += sums[e];
            count += found;
        }

        for (int r = 0; r < rows; r++)
        {
            for (int c = 0; c <= r; c++) curvature[(c * rows) + r] = curvature[(r * rows) + c] /= 2 * width;
        }

        return count;
    }

    private (double[] Sums, long Count) Sum(DualOracle oracle, double width, int start, int end)
    {
        AllocationProblem given = problem.Problem;
        int rows = problem.Rows.Length, most = given.OffersPerCustomer;
        double[] sums = new double[rows * rows], worths = new double[64];
        (int Row, double Amount)[] change = new (int, double)[2 * rows];
        long found = 0;
        for (int at = start; at < end; at++)
        {
            int i = oracle.CustomerAt(at);
            int first = given.Starts.Span[i], count = given.Starts.Span[i + 1] - first;
            if (count > worths.Length) worths = new double[count];
            Span<double> worth = worths.AsSpan(0, count);
            ReadOnlySpan<ushort> offers = given.Offers.Span.Slice(first, count);
            ReadOnlySpan<long> values = given.Values.Span.Slice(first, count);
            int place = problem.PlaceOf(i);
            oracle.Costs.Costs(place, first, offers, worth);
            for (int j = 0; j < count; j++) worth[j] = values[j] - worth[j];
            ReadOnlySpan<int> slots = oracle.Slots.AsSpan(at * most, most);
            for (int s = 0; s < most; s++)
            {
                int held = slots[s];
                double own = held < 0 ? 0 : worth[held - first];
                for (int j = held < 0 ? 0 : -1; j < count; j++)
                {
                    if (own - (j < 0 ? 0 : worth[j]) >= width || (j >= 0 && !GoesWith(slots, s, first + j, first, offers))) continue;
                    Add(sums, change.AsSpan(0, Change(place, held, j < 0 ? -1 : first + j, first, offers, change)));
                    found++;
                }

                if (held < 0) break;
            }
        }

        return (sums, found);
    }

    private bool GoesWith(ReadOnlySpan<int> slots, int slot, int candidate, int first, ReadOnlySpan<ushort> offers)
    {
        for (int s = 0; s < slots.Length && slots[s] >= 0; s++)
        {
            if (slots[s] == candidate) return false;
            if (s != slot && problem.HasExclusions && problem.Excludes(offers[candidate - first], offers[slots[s] - first])) return false;
        }

        return true;
    }

    /// <summary>What a change adds to each row, rows rising.</summary>
    private int Change(int place, int held, int candidate, int first, ReadOnlySpan<ushort> offers, (int Row, double Amount)[] change)
    {
        int from = held < 0 ? 0 : offers[held - first], to = candidate < 0 ? 0 : offers[candidate - first];
        ReadOnlySpan<int> leaves = held < 0 ? [] : problem.RowsAt(place + from);
        ReadOnlySpan<int> enters = candidate < 0 ? [] : problem.RowsAt(place + to);
        int count = 0;
        for (int a = 0, b = 0; a < leaves.Length || b < enters.Length;)
        {
            int row = b == enters.Length || (a < leaves.Length && leaves[a] < enters[b]) ? leaves[a] : enters[b];
            long amount = 0;
            if (a < leaves.Length && leaves[a] == row)
            {
                amount -= problem.Amount(problem.Rows[row], held, place + from);
                a++;
            }

            if (b < enters.Length && enters[b] == row)
            {
                amount += problem.Amount(problem.Rows[row], candidate, place + to);
                b++;
            }

            if (amount != 0) change[count++] = (row, amount);
        }

        return count;
    }

    private void Add(double[] sums, ReadOnlySpan<(int Row, double Amount)> change)
    {
        int rows = problem.Rows.Length;
        for (int a = 0; a < change.Length; a++)
        {
            for (int b = 0; b <= a; b++) sums[(change[a].Row * rows) + change[b].Row] += change[a].Amount * change[b].Amount;
        }
    }
}
