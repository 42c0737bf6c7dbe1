using System.Numerics;
using Personalization.Numerics;

namespace Personalization.Simulation;

/// <summary>The items with the tables that a choice needs. Immutable and thread-safe.</summary>
internal sealed class ShopCatalogue
{
    /// <summary>How strongly taste weighs in a choice: high enough to be learned from a dozen views.</summary>
    public const float TasteWeight = 0.5f;

    // Fine enough that even the least popular item gets a slot.
    private const int SlotsPerItem = 64;

    private readonly float[] _latents, _relativeLogPrices;
    private readonly int[][] _bySet;
    private readonly bool[] _has;
    private readonly int[][] _slotsByCategory;

    public ShopCatalogue(ItemTruth[] items, float[][] categoryCentres)
    {
        Items = items;
        CategoryCentres = categoryCentres;
        _latents = [.. items.SelectMany(item => item.Latent.ToArray())];
        _relativeLogPrices = [.. items.Select(item => item.RelativeLogPrice)];
        int[][] byCategory = Group(CategoryProfile.Count, item => (int)item.Department);
        _bySet = Group(CategoryProfile.Count * ItemWording.Collections.Length, item => SetOf(item.Department, item.CollectionRow));
        _has = [.. byCategory.Select(rows => rows.Length > 0)];
        int[] wholeShop = _has.All(has => has) ? [] : Slots([.. Enumerable.Range(0, items.Length)]);
        _slotsByCategory = [.. byCategory.Select(rows => rows.Length == 0 ? wholeShop : Slots(rows))];
    }

    public ItemTruth[] Items { get; }

    public float[][] CategoryCentres { get; }

    public bool Has(JewelryCategory category) => _has[(int)category];

    /// <summary>
    /// What a customer makes of an item: taste · latent, less price sensitivity × relative log price. Logit of the choice.
    /// </summary>
    public float Utility(ReadOnlySpan<float> taste, float priceSensitivity, int item)
    {
        ReadOnlySpan<float> latent = _latents.AsSpan(item * ShopTruth.TasteDimensions, ShopTruth.TasteDimensions);
        float sum = 0;
        for (int d = 0; d < latent.Length && d < taste.Length; d++) sum += taste[d] * latent[d];
        return (TasteWeight * sum) - (priceSensitivity * _relativeLogPrices[item]);
    }

    /// <summary>
    /// The items of a category as often as the shop shows them, a power of two in all; the whole shop where the category is empty.
    /// </summary>
    public ReadOnlySpan<int> Shown(JewelryCategory category) => _slotsByCategory[(int)category];

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

    /// <summary>
    /// Items repeated in proportion to their popularity: a choice draws eight, and one 32-bit draw each is a third of what an alias table
    /// takes.
    /// </summary>
    private int[] Slots(int[] rows)
    {
        int[] slots = new int[BitOperations.RoundUpToPowerOf2((uint)rows.Length * SlotsPerItem)];
        double total = rows.Sum(row => Items[row].Popularity), reached = Items[rows[0]].Popularity;
        for (int i = 0, item = 0; i < slots.Length; i++)
        {
            double position = (i + 0.5) / slots.Length * total;
            while (reached < position && item < rows.Length - 1) reached += Items[rows[++item]].Popularity;
            slots[i] = rows[item];
        }

        return slots;
    }
}
