using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.NeuralCf;

/// <summary>
/// Features of items beside their ids: n × d, rows in the order of <see cref="Items"/>, columns in that of <see cref="Names"/>. What a
/// network learns of them it knows of items that nobody has bought yet. Immutable and thread-safe.
/// </summary>
public sealed class ItemFeatures
{
    /// <summary>A feature of 0 and 1 for each category, the 50 most common at most; an item without one is 0 everywhere.</summary>
    public const string Category = "category";

    /// <summary>
    /// A feature of 0 and 1 for each fifth of the items by price, from the cheapest; an item without a price is 0 everywhere.
    /// </summary>
    public const string PriceBand = "price_band";

    private ItemFeatures(IdIndex<ItemId> items, Matrix values, ItemEncoding encoding) =>
        (Items, Values, Encoding) = (items, values, encoding);

    /// <summary>The items, row by row.</summary>
    public IdIndex<ItemId> Items { get; }

    /// <summary>The features, column by column: "category=rings", "price_band=1", "vector_0".</summary>
    public IReadOnlyList<string> Names => Encoding.FeatureNames;

    internal Matrix Values { get; }

    internal ItemEncoding Encoding { get; }

    /// <summary>Takes features of a catalogue by their names.</summary>
    /// <param name="catalog">The items.</param>
    /// <param name="names"><see cref="Category"/>, <see cref="PriceBand"/>; each once, in any order. None takes both.</param>
    /// <exception cref="ArgumentException">There is no feature of such a name, or it stands twice.</exception>
    public static ItemFeatures From(ItemCatalog catalog, params IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(names);
        if (names.Count == 0) names = [Category, PriceBand];
        HashSet<string> taken = new(StringComparer.Ordinal);
        foreach (string name in names)
        {
            if (name is not (Category or PriceBand))
                throw new ArgumentException($"Items have no feature '{name}'; take '{Category}' or '{PriceBand}'.", nameof(names));
            if (!taken.Add(name)) throw new ArgumentException($"'{name}' stands twice; take each feature once.", nameof(names));
        }

        ItemEncoding encoding = ItemEncoding.Of(catalog, taken.Contains(Category), taken.Contains(PriceBand));
        return new ItemFeatures(catalog.Ids, encoding.Apply(catalog, null), encoding);
    }

    /// <summary>These features and a vector for each item, such as an embedding of its text, as "vector_0" and so on.</summary>
    /// <param name="vectors">
    /// Vectors of one length, at most 65,536; an item without one has zeros, and one that isn't in the catalogue isn't used.
    /// </param>
    /// <exception cref="ArgumentException">Lengths differ or are too long, a value isn't finite, or there are vectors already.</exception>
    public ItemFeatures WithVectors(IReadOnlyDictionary<ItemId, float[]> vectors)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        if (Encoding.VectorLength > 0) throw new ArgumentException("These features have vectors already.", nameof(vectors));
        if (vectors.Values.FirstOrDefault()?.Length is > ItemEncoding.LongestVector and int length)
        {
            throw new ArgumentException(
                $"The vectors have {length} values; at most {ItemEncoding.LongestVector} are taken.", nameof(vectors));
        }

        ItemEncoding encoding = Encoding with { VectorLength = vectors.Values.FirstOrDefault()?.Length ?? 0 };
        Matrix values = new(Items.Count, encoding.FeatureNames.Count);
        for (int row = 0; row < Items.Count; row++)
        {
            Values.Row(row).CopyTo(values.Row(row));
            encoding.WriteVector(vectors, Items[row], values.Row(row));
        }

        return new ItemFeatures(Items, values, encoding);
    }
}
