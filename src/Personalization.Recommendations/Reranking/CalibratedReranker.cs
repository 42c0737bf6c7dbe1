using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>
/// Calibration (Steck 2018): who bought 70 % rings and 30 % chains gets lists of about that mix. One by one, the candidate with the highest
/// (1 − λ) · relevance − λ · KL(p ‖ q̃ of the list with it), q̃ = (1 − α) q + α p, p being the customer's share of each category and q the
/// list's (equations 6 to 8); of equals the one that stood first. Relevance is the score from 0, of the last candidate, to 1. Where the
/// list that comes out isn't closer to p than the candidates' own first ones, these are kept: a list is never less calibrated than without
/// it. Immutable and thread-safe. O(candidates · count + categories² · count) a list.
/// </summary>
/// <remarks>
/// p is of the customer's row of the history, each item by its value, and of the request's basket and session, each item by 1; a customer
/// without either gets the candidates as they stand. Items without a category count in neither p nor q.
/// </remarks>
public sealed class CalibratedReranker : IListReranker
{
    private readonly InteractionMatrix _history;
    private readonly ItemCatalog _catalog;
    private readonly int[] _categoryOfItem;
    private readonly int _categories;

    /// <param name="history">
    /// What customers have, by the values that tell of taste: with <see cref="InteractionOptions.HalfLifeDays"/>, the latest most.
    /// </param>
    /// <param name="catalog">Knows the items' categories.</param>
    /// <param name="lambda">λ: 0 looks at relevance alone, 1 at the mix alone. Default .5.</param>
    /// <param name="smoothing">α, above 0 and below 1. Default .01, as in the paper.</param>
    public CalibratedReranker(InteractionMatrix history, ItemCatalog catalog, double lambda = .5, double smoothing = .01)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(catalog);
        if (smoothing is not (> 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(smoothing), smoothing, $"smoothing is {smoothing}; it must be above 0 and below 1.");
        }

        _history = history;
        _catalog = catalog;
        Lambda = Guard.InRange(lambda, 0, 1);
        Smoothing = smoothing;
        int[] places = history.Items.RowsIn(catalog.Ids);
        _categoryOfItem = new int[places.Length];
        for (int item = 0; item < places.Length; item++)
            _categoryOfItem[item] = places[item] < 0 ? -1 : catalog.CategoryCodeAt(places[item]);
        for (int item = 0; item < catalog.Count; item++) _categories = Math.Max(_categories, catalog.CategoryCodeAt(item) + 1);
    }

    /// <summary>λ, 0 to 1.</summary>
    public double Lambda { get; }

    /// <summary>α, above 0 and below 1.</summary>
    public double Smoothing { get; }

    /// <inheritdoc/>
    public RequestParts Uses => RequestParts.Customer | RequestParts.Basket | RequestParts.Session;

    /// <inheritdoc/>
    public IReadOnlyList<Recommendation> Rerank(IReadOnlyList<Recommendation> candidates, RecommendationRequest request, int count)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        ArgumentNullException.ThrowIfNull(request);
        Guard.AtLeast(count, 1);
        int length = Math.Min(count, candidates.Count);
        int[] categories = [.. candidates.Select(candidate => CategoryOf(candidate.Item))];
        double[] taste = TasteOf(request);
        if (Array.TrueForAll(taste, share => share == 0)) return [.. candidates.Take(length)];

        double[] plain = new double[_categories], shown = new double[_categories];
        foreach (int category in categories.AsSpan(0, length)) Add(plain, category, 1);
        int[] chosen = Choose(Relevance.Of(candidates), categories, taste, shown, length);
        return Divergence(taste, shown) < Divergence(taste, plain)
            ? [.. chosen.Select(i => candidates[i])]
            : [.. candidates.Take(length)];
    }

    private int[] Choose(double[] relevance, int[] categories, double[] taste, double[] shown, int length)
    {
        int[] chosen = new int[length];
        bool[] isChosen = new bool[relevance.Length];

        // The divergence with one more item depends on its category alone; the last place is of items without one.
        double[] with = new double[_categories + 1];
        for (int place = 0; place < length; place++)
        {
            Array.Fill(with, double.NaN);
            int best = -1;
            double highest = double.NegativeInfinity;
            for (int i = 0; i < relevance.Length; i++)
            {
                if (isChosen[i]) continue;
                ref double divergence = ref with[categories[i] < 0 ? _categories : categories[i]];
                if (double.IsNaN(divergence))
                {
                    Add(shown, categories[i], 1);
                    divergence = Divergence(taste, shown);
                    Add(shown, categories[i], -1);
                }

                double value = ((1 - Lambda) * relevance[i]) - (Lambda * divergence);
                if (best >= 0 && !(value > highest)) continue;
                (best, highest) = (i, value);
            }

            chosen[place] = best;
            isChosen[best] = true;
            Add(shown, categories[best], 1);
        }

        return chosen;
    }

    private double[] TasteOf(RecommendationRequest request)
    {
        double[] taste = new double[_categories];
        foreach (ItemId item in request.Session.Concat(request.Basket)) Add(taste, CategoryOf(item), 1);
        if (!_history.Customers.TryGetRow(request.Customer, out int row)) return taste;
        ReadOnlySpan<int> items = _history.ItemsOf(row);
        ReadOnlySpan<float> values = _history.ValuesOf(row);
        for (int i = 0; i < items.Length; i++) Add(taste, _categoryOfItem[items[i]], values[i]);
        return taste;
    }

    private int CategoryOf(ItemId item) => _catalog.Ids.TryGetRow(item, out int row) ? _catalog.CategoryCodeAt(row) : -1;

    private double Divergence(double[] taste, double[] shown) => ListMetrics.Miscalibration(taste, shown, Smoothing);

    private static void Add(double[] counts, int category, double value)
    {
        if (category >= 0) counts[category] += value;
    }
}
