using System.Globalization;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.NeuralCf;

/// <summary>How items become features: fitted once, so that new items are encoded as those of the fit were.</summary>
/// <param name="Categories">Categories with a feature of their own, in ordinal order.</param>
/// <param name="PriceCuts">Prices at which the next band begins, rising; as many bands and one more, or none where empty.</param>
/// <param name="HasPriceBands">Whether there are bands.</param>
/// <param name="VectorLength">Length of the items' vectors; 0 for none.</param>
internal sealed record ItemEncoding(string[] Categories, double[] PriceCuts, bool HasPriceBands, int VectorLength)
{
    /// <summary>Longest vector of an item.</summary>
    public const int LongestVector = 1 << 16;

    private const int MaximumCategories = 50, Bands = 5;

    public IReadOnlyList<string> FeatureNames =>
    [
        .. Categories.Select(category => $"{ItemFeatures.Category}={category}"),
        .. Enumerable.Range(1, BandCount).Select(band => string.Create(CultureInfo.InvariantCulture, $"{ItemFeatures.PriceBand}={band}")),
        .. Enumerable.Range(0, VectorLength).Select(i => string.Create(CultureInfo.InvariantCulture, $"vector_{i}")),
    ];

    private int BandCount => HasPriceBands ? PriceCuts.Length + 1 : 0;

    public static ItemEncoding Of(ItemCatalog catalog, bool categories, bool priceBands)
    {
        string[] names = !categories ? [] :
        [
            .. Enumerable.Range(0, catalog.Count).Select(catalog.CategoryAt).OfType<string>()
                .CountBy(name => name, StringComparer.Ordinal)
                .OrderByDescending(count => count.Value).ThenBy(count => count.Key, StringComparer.Ordinal)
                .Take(MaximumCategories).Select(count => count.Key).Order(StringComparer.Ordinal),
        ];
        double[] prices = !priceBands ? [] :
            [.. Enumerable.Range(0, catalog.Count).Select(row => (double)catalog.At(row).UnitPrice).Where(price => price > 0).Order()];
        double[] cuts = prices.Length == 0 ? [] :
        [
            .. Enumerable.Range(1, Bands - 1).Select(band => prices[(int)((long)band * prices.Length / Bands)])
                .Where(cut => cut > prices[0]).Distinct(),
        ];
        return new ItemEncoding(names, cuts, priceBands, 0);
    }

    public Matrix Apply(ItemCatalog catalog, IReadOnlyDictionary<ItemId, float[]>? vectors)
    {
        Matrix values = new(catalog.Count, FeatureNames.Count);
        for (int row = 0; row < catalog.Count; row++)
        {
            Item item = catalog.At(row);
            Span<float> features = values.Row(row);
            int category = item.Category is null ? -1 : Array.BinarySearch(Categories, item.Category, StringComparer.Ordinal);
            if (category >= 0) features[category] = 1;
            if (HasPriceBands && item.UnitPrice > 0)
                features[Categories.Length + PriceCuts.Count(cut => cut <= (double)item.UnitPrice)] = 1;
            if (vectors is not null) WriteVector(vectors, item.Id, features);
        }

        return values;
    }

    /// <exception cref="ArgumentException">The vector has another length, or isn't finite.</exception>
    public void WriteVector(IReadOnlyDictionary<ItemId, float[]> vectors, ItemId item, Span<float> features)
    {
        if (!vectors.TryGetValue(item, out float[]? vector)) return;
        if (vector.Length != VectorLength)
        {
            throw new ArgumentException(
                $"The vector of item '{item}' has {vector.Length} values, and others have {VectorLength}.", nameof(vectors));
        }

        int bad = Array.FindIndex(vector, value => !float.IsFinite(value));
        if (bad >= 0)
        {
            throw new ArgumentException(
                $"Value {bad} of the vector of item '{item}' is {vector[bad]}; it must be finite.", nameof(vectors));
        }

        vector.CopyTo(features[^VectorLength..]);
    }

    public void Write(ModelFileWriter file)
    {
        file.AddStrings("item_features.categories", Categories);
        file.Add("item_features.price_cuts", PriceCuts);
        file.Set("item_features.price_bands", HasPriceBands ? 1 : 0);
        file.Set("item_features.vector_length", VectorLength);
    }

    public static ItemEncoding Read(ModelFile file)
    {
        string[] categories = file.Strings("item_features.categories");
        double[] cuts = file.Doubles("item_features.price_cuts", -1);
        int bands = file.GetMetadata<int>("item_features.price_bands"), length = file.GetMetadata<int>("item_features.vector_length");
        for (int i = 1; i < categories.Length; i++)
        {
            if (string.CompareOrdinal(categories[i - 1], categories[i]) >= 0)
                throw file.Invalid($"category '{categories[i]}' of its item features comes after '{categories[i - 1]}'");
        }

        for (int i = 0; i < cuts.Length; i++)
        {
            if (!double.IsFinite(cuts[i]) || (i > 0 && cuts[i] <= cuts[i - 1]))
                throw file.Invalid($"price cut {i} is {cuts[i]}; cuts must be finite and rise");
        }

        return bands is 0 or 1 && length is >= 0 and <= LongestVector
            ? new ItemEncoding(categories, cuts, bands == 1, length)
            : throw file.Invalid($"its item features have {bands} kinds of price bands and vectors of {length} values");
    }
}
