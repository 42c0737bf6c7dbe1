using System.Globalization;
using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>A dearer item of the same category. Immutable.</summary>
/// <param name="Item">The item.</param>
/// <param name="Price">Its latest unit price, in the log's currency.</param>
/// <param name="Difference">How much more it costs than the item looked at, exact, above 0.</param>
/// <param name="Why">Why it is within reach, in words, without a full stop.</param>
public sealed record UpsellItem(ItemId Item, decimal Price, decimal Difference, string Why);

/// <summary>Where prices stand within their category, and where a customer's purchases do. Immutable.</summary>
internal sealed class PriceLevels
{
    private readonly ItemSpace _space;

    /// <summary>For each category its items with a known price, cheapest first.</summary>
    private readonly int[][] _byPrice;

    /// <summary>For each item its place among the prices of its category, 0 to 1; −1 where category or price isn't known.</summary>
    private readonly double[] _places;

    public PriceLevels(ItemSpace space)
    {
        _space = space;
        _places = new double[space.Items.Count];
        Array.Fill(_places, -1);
        _byPrice = new int[space.Prices.IsEmpty ? 0 : space.CategoryCount][];
        ILookup<int, int> byCategory = Enumerable.Range(0, _places.Length).ToLookup(item => space.CategoryOfItem[item]);
        for (int category = 0; category < _byPrice.Length; category++)
        {
            int[] items =
                [.. byCategory[category].Where(item => space.Prices[item] > 0).OrderBy(item => space.Prices[item]).ThenBy(item => item)];
            _byPrice[category] = items;
            for (int start = 0, end; start < items.Length; start = end)
            {
                end = start + 1;
                while (end < items.Length && space.Prices[items[end]] == space.Prices[items[start]]) end++;

                // Equal prices share the middle of their places: a category of one price has every item at ½.
                for (int i = start; i < end; i++) _places[items[i]] = (start + end - 1) / 2.0 / Math.Max(1, items.Length - 1);
                if (items.Length == 1) _places[items[0]] = .5;
            }
        }
    }

    public IReadOnlyList<UpsellItem> Upsell(CustomerId customer, int item, int count, ComplementsOptions options)
    {
        if (_places[item] < 0) return [];
        double? level = LevelOf(customer, options.PriceQuantile);
        double highest = (level ?? _places[item]) + options.PriceStretch;
        int[] dearer =
        [
            .. _byPrice[_space.CategoryOfItem[item]]
                .Where(other => _space.Prices[other] > _space.Prices[item] && _places[other] <= highest)
                .OrderByDescending(other => _space.Popularity[other]).ThenBy(other => _space.Prices[other]).ThenBy(other => other)
                .Take(count),
        ];
        return [.. dearer.Select(other => Offer(item, other, level))];
    }

    /// <summary>The place that a share of a customer's purchases lie at or below; null where there are none.</summary>
    private double? LevelOf(CustomerId customer, double quantile)
    {
        if (!_space.Customers.TryGetRow(customer, out int row)) return null;
        List<double> places = [];
        foreach (int item in _space.History.Columns(row))
        {
            if (_places[item] >= 0) places.Add(_places[item]);
        }

        places.Sort();
        return places.Count == 0 ? null : places[Math.Max(0, (int)Math.Ceiling(quantile * places.Count) - 1)];
    }

    private UpsellItem Offer(int item, int other, double? level)
    {
        decimal price = MoneyUnits.ToDecimal(_space.Prices[other]), difference = price - MoneyUnits.ToDecimal(_space.Prices[item]);
        string reach = level is { } place
            ? string.Create(
                CultureInfo.InvariantCulture, $"most of this customer's purchases are of the cheapest {100 * place:0} % of a category")
            : "a small step up for a customer without purchases";
        string why = string.Create(CultureInfo.InvariantCulture, $"{difference:0.00} more than {_space.Items[item]}; {reach}");
        return new UpsellItem(_space.Items[other], price, difference, why);
    }
}
