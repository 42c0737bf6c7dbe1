using Personalization.Numerics;

namespace Personalization.Core;

/// <summary>
/// Ways to say how alike two items are, 0 to 1, the same both ways and 1 of an item with itself: for measuring how varied lists are, and
/// for making them so. All are thread-safe.
/// </summary>
public static class ItemLikeness
{
    /// <summary>1 within a category and 0 between two; an item without a category is like none but itself.</summary>
    public static Func<ItemId, ItemId, double> ByCategory(ItemCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return ByCategory(item => catalog.Ids.TryGetRow(item, out int row) ? catalog.CategoryAt(row) : null);
    }

    /// <summary>1 within a category and 0 between two; an item without a category is like none but itself.</summary>
    /// <param name="categoryOf">The category of an item; null where none is known.</param>
    public static Func<ItemId, ItemId, double> ByCategory(Func<ItemId, string?> categoryOf)
    {
        ArgumentNullException.ThrowIfNull(categoryOf);
        return (a, b) => a == b || (categoryOf(a) is { } category && category == categoryOf(b)) ? 1 : 0;
    }

    /// <summary>
    /// (1 + cosine) / 2 of two items' vectors: 1 the same way, ½ at right angles, 0 opposite. A vector of zeros, and an item without one,
    /// is at right angles to all others.
    /// </summary>
    /// <param name="items">Items, a row each.</param>
    /// <param name="vectors">Their vectors, a row each; finite. Copied.</param>
    /// <exception cref="ArgumentException">There isn't a vector for each item.</exception>
    public static Func<ItemId, ItemId, double> ByVectors(IdIndex<ItemId> items, MatrixView vectors)
    {
        ArgumentNullException.ThrowIfNull(items);
        if (vectors.Rows != items.Count)
            throw new ArgumentException($"There are {vectors.Rows} vectors for {items.Count} items.", nameof(vectors));
        float[][] rows = new float[items.Count][];
        for (int row = 0; row < rows.Length; row++)
        {
            rows[row] = vectors.Row(row).ToArray();
            double length = Math.Sqrt(StableSum.Dot(rows[row], rows[row]));
            for (int i = 0; i < rows[row].Length && length > 0; i++) rows[row][i] = (float)(rows[row][i] / length);
        }

        return (a, b) =>
        {
            if (a == b) return 1;
            double cosine = 0;
            if (items.TryGetRow(a, out int one) && items.TryGetRow(b, out int other)) cosine = StableSum.Dot(rows[one], rows[other]);
            return Math.Clamp((1 + cosine) / 2, 0, 1);
        };
    }
}
