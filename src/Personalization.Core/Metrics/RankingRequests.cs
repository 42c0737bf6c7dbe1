using System.Buffers;

namespace Personalization.Core;

/// <summary>Asks for each customer's list, and says what of it is relevant.</summary>
internal sealed class RankingRequests
{
    private readonly IRecommender _recommender;
    private readonly InteractionMatrix _held;
    private readonly InteractionMatrix? _past;
    private readonly RankingOptions _options;
    private readonly RankingPast? _facts;
    private readonly int _longest;

    public RankingRequests(
        IRecommender recommender, InteractionMatrix held, InteractionMatrix? past, RankingOptions options, RankingPast? facts)
    {
        (_recommender, _held, _past, _options, _facts) = (recommender, held, past, options, facts);
        _longest = options.Cutoffs.Max();
        if (options.Ties == RankingTies.Pessimistic && recommender is not IScoringRecommender)
        {
            throw new ArgumentException(
                $"Pessimistic ties need scores, and {recommender.GetType().Name} is no {nameof(IScoringRecommender)}; "
                + $"take {RankingTies.AsListed}.",
                nameof(recommender));
        }
    }

    /// <summary>
    /// A customer's list; null where nothing is relevant, or the ranking is of fixed items and has none for the customer.
    /// </summary>
    /// <param name="row">Row of the customer in what was held out.</param>
    public RankedCustomer? Ask(int row)
    {
        CustomerId customer = _held.Customers[row];
        RecommendationRequest request = _options.RequestOf?.Invoke(customer) ?? new RecommendationRequest { Customer = customer };
        request = request with { Count = _longest, Filter = _options.Filter ?? request.Filter };
        if (_options.Sampled is { } sampled)
        {
            if (sampled.CandidatesOf(customer) is not { } candidates) return null;
            request = request with { Candidates = candidates };
        }

        HashSet<ItemId> owned = request.Filter.IncludeBought ? [] : Owned(customer, request);
        Dictionary<ItemId, double> relevant = [];
        ReadOnlySpan<int> items = _held.ItemsOf(row);
        for (int i = 0; i < items.Length; i++)
        {
            ItemId item = _held.Items[items[i]];
            if (!owned.Contains(item)) relevant[item] = _held.ValuesOf(row)[i];
        }

        if (relevant.Count == 0) return null;
        ItemId[] list = _options.Ties == RankingTies.Pessimistic && ByScores(request, owned, relevant) is { } scored
            ? scored
            : [.. _recommender.Recommend(request).Select(r => r.Item)];
        Dictionary<string, double>? taste = _options.CategoryOf is null ? null : Taste(customer, request);
        return new RankedCustomer(list, relevant, _recommender.Items, _options, _facts, Expected(request, owned), taste);
    }

    /// <summary>What the customer had before: it can't be recommended, so it isn't relevant.</summary>
    private HashSet<ItemId> Owned(CustomerId customer, RecommendationRequest request)
    {
        HashSet<ItemId> owned = [.. request.Session, .. request.Basket];
        if (_past is null || !_past.Customers.TryGetRow(customer, out int row)) return owned;
        foreach (int item in _past.ItemsOf(row)) owned.Add(_past.Items[item]);
        return owned;
    }

    /// <summary>The most popular items that the customer doesn't have, as rows, as many as the longest list.</summary>
    private int[] Expected(RecommendationRequest request, HashSet<ItemId> owned)
    {
        if (_facts is null) return [];
        List<int> expected = new(_longest);
        foreach (int row in _facts.ByPopularity)
        {
            if (expected.Count == _longest) break;
            ItemId item = _recommender.Items[row];
            if (!owned.Contains(item) && Allows(request, item)) expected.Add(row);
        }

        return [.. expected];
    }

    /// <summary>The customer's weight of each category, by the past and the request.</summary>
    private Dictionary<string, double> Taste(CustomerId customer, RecommendationRequest request)
    {
        Dictionary<string, double> taste = new(StringComparer.Ordinal);
        foreach (ItemId item in request.Session.Concat(request.Basket)) Add(item, 1);
        if (_past is null || !_past.Customers.TryGetRow(customer, out int row)) return taste;
        ReadOnlySpan<int> items = _past.ItemsOf(row);
        for (int i = 0; i < items.Length; i++) Add(_past.Items[items[i]], _past.ValuesOf(row)[i]);
        return taste;

        void Add(ItemId item, double weight)
        {
            if (_options.CategoryOf!(item) is { } category) taste[category] = taste.GetValueOrDefault(category) + weight;
        }
    }

    private static bool Allows(RecommendationRequest request, ItemId item) =>
        request.Candidates?.Contains(item) != false
        && request.Filter.Excluded?.Contains(item) != true
        && request.Filter.IsAvailable?.Invoke(item) != false;

    /// <summary>The list that the scores make, relevant items last among equals; null where there are no scores.</summary>
    private ItemId[]? ByScores(RecommendationRequest request, HashSet<ItemId> owned, Dictionary<ItemId, double> relevant)
    {
        RecommendationFilter filter = request.Filter;
        if ((filter.Categories ?? filter.MinimumPrice ?? (object?)filter.MaximumPrice) is not null)
        {
            throw new ArgumentException(
                "Pessimistic ties know no categories or prices of items; filter by Excluded or IsAvailable.", nameof(request));
        }

        IdIndex<ItemId> items = _recommender.Items;
        float[] rented = ArrayPool<float>.Shared.Rent(items.Count);
        Span<float> scores = rented.AsSpan(0, items.Count);
        ItemId[]? list = null;
        if (((IScoringRecommender)_recommender).TryScore(request, scores))
        {
            HashSet<int> last = [];
            foreach (ItemId item in relevant.Keys)
            {
                if (items.TryGetRow(item, out int row)) last.Add(row);
            }

            // Of equal scores the lower row comes first: relevant rows are moved behind all others.
            TopItems top = new(Math.Min(_longest, items.Count));
            for (int row = 0; row < items.Count; row++)
            {
                if (!top.Keeps(row, scores[row])) continue;
                int place = last.Contains(row) ? row + items.Count : row;
                ItemId item = items[row];
                if (top.Keeps(place, scores[row]) && !owned.Contains(item) && Allows(request, item)) top.Add(place, scores[row]);
            }

            top.Sort();
            list = new ItemId[top.Count];
            for (int i = 0; i < list.Length; i++) list[i] = items[top.Rows[i] % items.Count];
        }

        ArrayPool<float>.Shared.Return(rented);
        return list;
    }
}
