using Personalization.Numerics;

namespace Personalization.Simulation;

/// <summary>The items with the tables that a choice needs. Immutable and thread-safe.</summary>
internal sealed class ShopCatalogue
{
    /// <summary>How strongly taste weighs in a choice: high enough to be learned from a dozen views.</summary>
    public const float TasteWeight = 0.5f;

    private readonly float[] _latents, _relativeLogPrices;
    private readonly int[][] _byCategory, _bySet;
    private readonly AliasTable?[] _shownByCategory;
    private readonly AliasTable _shown;

    public ShopCatalogue(ItemTruth[] items, float[][] categoryCentres)
    {
        Items = items;
        CategoryCentres = categoryCentres;
        _latents = [.. items.SelectMany(item => item.Latent.ToArray())];
        _relativeLogPrices = [.. items.Select(item => item.RelativeLogPrice)];
        _byCategory = Group(CategoryProfile.Count, item => (int)item.Department);
        _bySet = Group(CategoryProfile.Count * ItemWording.Collections.Length, item => SetOf(item.Department, item.CollectionRow));
        _shownByCategory = [.. _byCategory.Select(rows => rows.Length == 0 ? null : Popularity(rows))];
        _shown = Popularity([.. Enumerable.Range(0, items.Length)]);
    }

    public ItemTruth[] Items { get; }

    public float[][] CategoryCentres { get; }

    public bool Has(JewelryCategory category) => _byCategory[(int)category].Length > 0;

    /// <summary>What a customer makes of an item: taste · latent, less price sensitivity × relative log price. Logit of the choice.</summary>
    public float Utility(ReadOnlySpan<float> taste, float priceSensitivity, int item)
    {
        ReadOnlySpan<float> latent = _latents.AsSpan(item * ShopTruth.TasteDimensions, ShopTruth.TasteDimensions);
        float sum = 0;
        for (int d = 0; d < latent.Length; d++) sum += taste[d] * latent[d];
        return (TasteWeight * sum) - (priceSensitivity * _relativeLogPrices[item]);
    }

    /// <summary>An item that the shop shows in a category, by popularity; of the whole shop where the category is empty.</summary>
    public int Show(JewelryCategory category, RandomStream random) =>
        _shownByCategory[(int)category] is { } table ? _byCategory[(int)category][table.Sample(random)] : _shown.Sample(random);

    /// <summary>An item of the same collection from the department that completes the set; −1 where there is none.</summary>
    public int Partner(int item, RandomStream random)
    {
        ItemTruth piece = Items[item];
        int[] rows = _bySet[SetOf(CategoryProfile.All[(int)piece.Department].Partner, piece.CollectionRow)];
        return rows.Length == 0 ? -1 : rows[random.NextInt32(rows.Length)];
    }

    private static int SetOf(JewelryCategory category, int collection) => ((int)category * ItemWording.Collections.Length) + collection;

    private int[][] Group(int count, Func<ItemTruth, int> key)
    {
        ILookup<int, int> groups = Enumerable.Range(0, Items.Length).ToLookup(row => key(Items[row]));
        return [.. Enumerable.Range(0, count).Select(group => groups[group].ToArray())];
    }

    private AliasTable Popularity(int[] rows) => new([.. rows.Select(row => Items[row].Popularity)]);
}
