using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>Where the price of each item stands among the items of its category; those without a category are one.</summary>
internal static class PricePositions
{
    /// <summary>
    /// The share of the category's items with a price that cost less, those that cost the same counting half: 0 to 1, ½ for an only one.
    /// NaN where an item has no price.
    /// </summary>
    public static double[] Of(ItemCatalog items)
    {
        double[] positions = new double[items.Count];
        Array.Fill(positions, double.NaN);
        int[] rows = [.. Enumerable.Range(0, items.Count).Where(row => items.PriceUnitsAt(row) > 0)];
        foreach (IGrouping<int, int> category in rows.GroupBy(items.CategoryCodeAt))
        {
            int[] byPrice = [.. category.OrderBy(items.PriceUnitsAt)];
            for (int start = 0; start < byPrice.Length;)
            {
                int end = start + 1;
                while (end < byPrice.Length && items.PriceUnitsAt(byPrice[end]) == items.PriceUnitsAt(byPrice[start])) end++;
                for (int i = start; i < end; i++) positions[byPrice[i]] = (start + end) / (2.0 * byPrice.Length);
                start = end;
            }
        }

        return positions;
    }
}
