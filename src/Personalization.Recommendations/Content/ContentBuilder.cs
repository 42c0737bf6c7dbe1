using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Recommendations;

/// <summary>Makes rows of items, and the catalogue of those that a log doesn't know.</summary>
internal static class ContentBuilder
{
    /// <summary>The items of a catalogue, with what else is said of them, in row order of all of them.</summary>
    public static (IdIndex<ItemId> Ids, ItemContent[] Items) Join(ItemCatalog catalog, IReadOnlyCollection<ItemContent>? more)
    {
        Dictionary<ItemId, ItemContent> given = ById(more);
        IdIndex<ItemId> ids = IdIndex<ItemId>.From(catalog.Ids.Concat(given.Keys));
        ItemContent[] items = new ItemContent[ids.Count];
        for (int row = 0; row < items.Length; row++)
        {
            ItemContent item = given.GetValueOrDefault(ids[row]) ?? new ItemContent(ids[row]);
            items[row] = catalog.Find(ids[row]) is { } known ? item.Or(known) : item;
        }

        return (ids, items);
    }

    /// <exception cref="ArgumentException">An id stands twice, or is none.</exception>
    public static Dictionary<ItemId, ItemContent> ById(IReadOnlyCollection<ItemContent>? items)
    {
        Dictionary<ItemId, ItemContent> byId = [];
        foreach (ItemContent item in items ?? [])
        {
            if (item.Id.IsNone) throw new ArgumentException("An item has no id.", nameof(items));
            if (!byId.TryAdd(item.Id, item)) throw new ArgumentException($"Item '{item.Id}' stands twice; give each once.", nameof(items));
        }

        return byId;
    }

    /// <summary>Items as a catalogue, for their categories and prices.</summary>
    public static ItemCatalog CatalogOf(IReadOnlyList<ItemContent> items, IdIndex<ItemId> ids)
    {
        Vocabulary categories = Vocabulary.From(items.Select(item => item.Category).OfType<string>());
        int[] codes = [.. items.Select(item => item.Category is { } name && categories.TryGetRow(name, out int code) ? code : -1)];
        long[] prices = [.. items.Select(item => MoneyUnits.From(item.UnitPrice ?? 0))];
        return new ItemCatalog(ids, [.. items.Select(item => item.Title)], codes, prices, categories);
    }

    /// <summary>Rows of items by a vocabulary.</summary>
    /// <param name="items">The items; where one is null, its row is copied.</param>
    /// <param name="vocabulary">What counts.</param>
    /// <param name="vectors">Vectors from outside; null for none.</param>
    /// <param name="dimensions">Their length.</param>
    /// <param name="copied">For each item that is null, its row in the rows that are there.</param>
    /// <param name="old">The rows that are there.</param>
    public static ContentRows RowsOf(
        ItemContent?[] items, ContentVocabulary vocabulary, IReadOnlyDictionary<ItemId, ReadOnlyMemory<float>>? vectors, int dimensions,
        int[]? copied = null, ContentRows? old = null)
    {
        int[] offsets = new int[items.Length + 1];
        List<int> columns = [];
        List<float> values = [], dense = [];
        for (int row = 0; row < items.Length; row++)
        {
            if (items[row] is { } item)
            {
                float[] vector = VectorOf(item.Id, vectors, dimensions);
                double length = dimensions == 0 ? 0 : Math.Sqrt(StableSum.Dot(vector, vector));
                List<(int Term, float Weight)> terms = vocabulary.RowOf(item, length > 0, out double vectorLength);
                foreach ((int term, float weight) in terms)
                {
                    columns.Add(term);
                    values.Add(weight);
                }

                foreach (float value in vector) dense.Add(length > 0 ? (float)(value / length * vectorLength) : 0);
            }
            else
            {
                columns.AddRange(old!.TermsOf(copied![row]));
                values.AddRange(old.WeightsOf(copied[row]));
                dense.AddRange(old.VectorOf(copied[row]));
            }

            offsets[row + 1] = columns.Count;
        }

        return new ContentRows(
            new RaggedRows(offsets, [.. columns], [.. values]), vocabulary.Terms.Count, [.. dense], dimensions);
    }

    /// <summary>The length that vectors share; 0 for none.</summary>
    /// <exception cref="ArgumentException">Vectors are of different lengths, empty, or hold what isn't finite.</exception>
    public static int DimensionsOf(IReadOnlyDictionary<ItemId, ReadOnlyMemory<float>>? vectors)
    {
        int dimensions = 0;
        foreach ((ItemId item, ReadOnlyMemory<float> vector) in vectors ?? new Dictionary<ItemId, ReadOnlyMemory<float>>())
        {
            if (dimensions == 0) dimensions = vector.Length;
            if (vector.Length == 0 || vector.Length != dimensions)
            {
                throw new ArgumentException(
                    $"The vector of item '{item}' has {vector.Length} values; {dimensions} are expected.", nameof(vectors));
            }

            foreach (float value in vector.Span)
            {
                if (!float.IsFinite(value))
                    throw new ArgumentException($"The vector of item '{item}' holds {value}; it must be finite.", nameof(vectors));
            }
        }

        return dimensions;
    }

    private static float[] VectorOf(ItemId item, IReadOnlyDictionary<ItemId, ReadOnlyMemory<float>>? vectors, int dimensions) =>
        vectors?.TryGetValue(item, out ReadOnlyMemory<float> vector) == true ? vector.ToArray() : new float[dimensions];
}
