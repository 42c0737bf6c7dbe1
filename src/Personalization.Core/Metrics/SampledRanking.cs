using Personalization.Numerics;

namespace Personalization.Core;

/// <summary>
/// Fixed items for each customer to rank the taken ones among. For parity with published figures alone: such figures are higher than those
/// of a full ranking and may order models otherwise (Krichene and Rendle 2020). Immutable and thread-safe.
/// </summary>
public sealed class SampledRanking
{
    private readonly IdIndex<CustomerId> _customers;
    private readonly ItemId[][] _candidates;

    private SampledRanking(IdIndex<CustomerId> customers, ItemId[][] candidates) => (_customers, _candidates) = (customers, candidates);

    /// <summary>Takes candidates as they were published, those that were taken among them.</summary>
    /// <exception cref="ArgumentException">A customer comes twice.</exception>
    public static SampledRanking Of(IEnumerable<(CustomerId Customer, IReadOnlyList<ItemId> Candidates)> lists)
    {
        ArgumentNullException.ThrowIfNull(lists);
        (CustomerId Customer, IReadOnlyList<ItemId> Candidates)[] all = [.. lists];
        IdIndex<CustomerId> customers = IdIndex<CustomerId>.From(all.Select(list => list.Customer));
        ItemId[][] candidates = new ItemId[customers.Count][];
        foreach ((CustomerId customer, IReadOnlyList<ItemId> items) in all)
        {
            customers.TryGetRow(customer, out int row);
            if (candidates[row] is not null) throw new ArgumentException($"Customer '{customer}' comes twice.", nameof(lists));
            candidates[row] = [.. items];
        }

        return new SampledRanking(customers, candidates);
    }

    /// <summary>
    /// Draws for each customer with something held out that many items of the past, without repeats, which the customer has neither there
    /// nor in what is held out, each as likely; fewer where there are fewer. What is held out is added (He et al. 2017: one item and 99
    /// others).
    /// </summary>
    /// <param name="held">What was held out.</param>
    /// <param name="past">What customers had before.</param>
    /// <param name="negatives">Others for each customer, at least 1. Default 99.</param>
    /// <param name="seed">Seed of the draw; a customer's items depend on the seed and the row in <paramref name="held"/>.</param>
    public static SampledRanking Draw(InteractionMatrix held, InteractionMatrix past, int negatives = 99, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(held);
        ArgumentNullException.ThrowIfNull(past);
        Guard.AtLeast(negatives, 1);
        RandomStream random = new(seed, "sampled ranking");
        int[] pool = new int[past.Items.Count], rows = new int[past.Items.Count];
        List<int> measured = [];
        List<ItemId[]> candidates = [];
        for (int row = 0; row < pool.Length; row++) rows[row] = row;
        for (int customer = 0; customer < held.Customers.Count; customer++)
        {
            if (held.ItemsOf(customer).IsEmpty) continue;
            List<ItemId> list = [];
            HashSet<int> own = [];
            foreach (int item in held.ItemsOf(customer))
            {
                list.Add(held.Items[item]);
                if (past.Items.TryGetRow(held.Items[item], out int known)) own.Add(known);
            }

            ReadOnlySpan<int> had = past.Customers.TryGetRow(held.Customers[customer], out int before) ? past.ItemsOf(before) : [];
            foreach (int item in had) own.Add(item);

            // The first draws of a shuffle; what the customer has is drawn and passed over.
            random.Restart((ulong)customer);
            rows.CopyTo(pool, 0);
            for (int drawn = 0, left = negatives; drawn < pool.Length && left > 0; drawn++)
            {
                int at = random.NextInt32(drawn, pool.Length);
                (pool[drawn], pool[at]) = (pool[at], pool[drawn]);
                if (own.Contains(pool[drawn])) continue;
                list.Add(past.Items[pool[drawn]]);
                left--;
            }

            measured.Add(customer);
            candidates.Add([.. list]);
        }

        return new SampledRanking(held.Customers.Take([.. measured]), [.. candidates]);
    }

    /// <summary>The items to rank for a customer; null for one whom nothing was fixed for.</summary>
    public IReadOnlySet<ItemId>? CandidatesOf(CustomerId customer) =>
        _customers.TryGetRow(customer, out int row) ? new HashSet<ItemId>(_candidates[row]) : null;
}
