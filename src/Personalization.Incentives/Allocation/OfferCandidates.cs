using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Incentives;

/// <summary>
/// Every offer that is worth giving to somebody and fits the budget by itself, customer by customer (compressed rows): candidates of
/// customer i are Start[i] up to Start[i + 1], in ordinal order of offer ids.
/// </summary>
internal sealed class OfferCandidates(int[] start, int[] offer, long[] weight, long[] value)
{
    private const int ChunkSize = 1_024;

    public int[] Start { get; } = start;

    /// <summary>Row of the offer in its catalogue.</summary>
    public int[] Offer { get; } = offer;

    /// <summary>What it takes of the budget, at least 0.</summary>
    public long[] Weight { get; } = weight;

    /// <summary>Net value, above 0.</summary>
    public long[] Value { get; } = value;

    public int Customers => Start.Length - 1;

    public int Count => Offer.Length;

    /// <param name="customers">What is known of the customers, with the answers of those who were asked.</param>
    /// <param name="context">What eligibility is judged by.</param>
    /// <param name="options">Budget and assumptions.</param>
    /// <param name="progress">Told of the share of customers done.</param>
    /// <param name="cancellationToken">Stops between chunks.</param>
    public static OfferCandidates Build(
        AskedCustomer[] customers, EligibilityContext context, AllocationOptions options, Action<int>? progress,
        CancellationToken cancellationToken)
    {
        long budget = MoneyUnits.From(options.Budget);
        IReadOnlyList<Offer> offers = context.Catalogue.Offers;
        int chunkCount = ParallelChunks.ChunkCount(customers.Length, ChunkSize);
        List<(int Offer, long Weight, long Value)>[] chunks = new List<(int, long, long)>[chunkCount];
        int[] start = new int[customers.Length + 1];
        ParallelChunks.Run(customers.Length, ChunkSize, Judge, options.Threads, cancellationToken);

        for (int i = 0; i < customers.Length; i++) start[i + 1] += start[i];
        int count = start[^1];
        OfferCandidates all = new(start, new int[count], new long[count], new long[count]);
        int next = 0;
        foreach (List<(int Offer, long Weight, long Value)> chunk in chunks)
        {
            foreach ((int offer, long weight, long value) in chunk)
                (all.Offer[next], all.Weight[next], all.Value[next++]) = (offer, weight, value);
        }

        return all;

        void Judge(int chunk, int first, int end)
        {
            List<(int, long, long)> found = [];
            for (int i = first; i < end; i++)
            {
                int before = found.Count;
                for (int row = 0; row < offers.Count; row++)
                {
                    if (!OfferEligibility.IsEligible(offers[row], customers[i], context)) continue;
                    OfferEstimate estimate = OfferEstimate.Of(offers[row], customers[i].Profile, options);
                    long weight = estimate.Weight(options.Basis);
                    if (estimate.Net > 0 && weight <= budget) found.Add((row, weight, estimate.Net));
                }

                start[i + 1] = found.Count - before;
            }

            chunks[chunk] = found;
            progress?.Invoke(end - first);
        }
    }
}
