using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Incentives;

/// <summary>
/// Every offer that is worth giving to somebody and fits the budget by itself, customer by customer (compressed rows): candidates of
/// customer i are Start[i] up to Start[i + 1], in ordinal order of offer ids.
/// </summary>
internal sealed class OfferCandidates(int[] start, ushort[] offer, long[] value, long[][] amounts)
{
    private const int ChunkSize = 1_024;

    public int[] Start { get; } = start;

    /// <summary>Row of the offer in its catalogue.</summary>
    public ushort[] Offer { get; } = offer;

    /// <summary>Net value, above 0.</summary>
    public long[] Value { get; } = value;

    /// <summary>What it adds to each of <see cref="PlanLimits.ByCandidate"/>.</summary>
    public long[][] Amounts { get; } = amounts;

    public int Customers => Start.Length - 1;

    /// <param name="customers">What is known of the customers, with the answers of those who were asked.</param>
    /// <param name="context">What eligibility is judged by.</param>
    /// <param name="options">Budget and assumptions.</param>
    /// <param name="limits">What candidates carry amounts of.</param>
    /// <param name="progress">Told of the share of customers done.</param>
    /// <param name="cancellationToken">Stops between chunks.</param>
    public static OfferCandidates Build(
        AskedCustomer[] customers, EligibilityContext context, AllocationOptions options, PlanLimits limits,
        Action<int>? progress, CancellationToken cancellationToken)
    {
        long budget = MoneyUnits.From(options.Budget);
        IReadOnlyList<Offer> offers = context.Catalogue.Offers;
        int chunkCount = ParallelChunks.ChunkCount(customers.Length, ChunkSize);
        List<(int Offer, long Value)>[] chunks = new List<(int, long)>[chunkCount];
        List<long>[] amounts = new List<long>[chunkCount];
        int measures = limits.ByCandidate.Count;
        int[] start = new int[customers.Length + 1];
        ParallelChunks.Run(customers.Length, ChunkSize, Judge, options.Threads, cancellationToken);

        for (int i = 0; i < customers.Length; i++) start[i + 1] += start[i];
        int count = start[^1];
        OfferCandidates all = new(
            start, new ushort[count], new long[count], [.. Enumerable.Range(0, measures).Select(_ => new long[count])]);
        int next = 0;
        for (int chunk = 0; chunk < chunkCount; chunk++)
        {
            for (int c = 0; c < chunks[chunk].Count; c++, next++)
            {
                (all.Offer[next], all.Value[next]) = ((ushort)chunks[chunk][c].Offer, chunks[chunk][c].Value);
                for (int m = 0; m < measures; m++) all.Amounts[m][next] = amounts[chunk][(c * measures) + m];
            }
        }

        return all;

        void Judge(int chunk, int first, int end)
        {
            List<(int, long)> found = [];
            List<long> carried = [];
            for (int i = first; i < end; i++)
            {
                int before = found.Count;
                if (options.InControl(customers[i].Profile.Id)) continue;
                for (int row = 0; row < offers.Count; row++)
                {
                    if (!OfferEligibility.IsEligible(offers[row], customers[i], context)) continue;
                    OfferEstimate estimate = OfferEstimate.Of(offers[row], customers[i].Profile, options);
                    if (estimate.Net <= 0 || estimate.Weight(options.Basis) > budget) continue;
                    found.Add((row, estimate.Net));
                    foreach ((_, Func<int, CustomerProfile, OfferEstimate, long> amount) in limits.ByCandidate)
                        carried.Add(amount(row, customers[i].Profile, estimate));
                }

                start[i + 1] = found.Count - before;
            }

            (chunks[chunk], amounts[chunk]) = (found, carried);
            progress?.Invoke(end - first);
        }
    }
}
