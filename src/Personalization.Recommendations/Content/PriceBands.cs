using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>
/// Prices that part the items of each category into bands of as many items; an unknown category has those of all items. Immutable.
/// </summary>
internal sealed class PriceBands
{
    private readonly Vocabulary _categories;
    private readonly int _bands;

    /// <summary>For each category, and at last for all items, the lowest price of each band but the first, in money units.</summary>
    private readonly long[] _starts;

    private PriceBands(Vocabulary categories, int bands, long[] starts)
    {
        _categories = categories;
        _bands = bands;
        _starts = starts;
    }

    public static PriceBands Of(IReadOnlyList<ItemContent> items, int bands)
    {
        Vocabulary categories = Vocabulary.From(items.Select(item => item.Category).OfType<string>());
        bands = Math.Max(1, bands);
        long[] starts = new long[(categories.Count + 1) * (bands - 1)];
        List<long>[] prices = [.. Enumerable.Range(0, categories.Count + 1).Select(_ => new List<long>())];
        foreach (ItemContent item in items)
        {
            if (item.UnitPrice is not > 0) continue;
            long price = MoneyUnits.From(item.UnitPrice.Value);
            prices[^1].Add(price);
            if (item.Category is { } category && categories.TryGetRow(category, out int row)) prices[row].Add(price);
        }

        for (int group = 0; group < prices.Length; group++)
        {
            prices[group].Sort();
            for (int band = 1; band < bands && prices[group].Count > 0; band++)
                starts[(group * (bands - 1)) + band - 1] = prices[group][(int)((long)band * prices[group].Count / bands)];
        }

        return new PriceBands(categories, bands, starts);
    }

    /// <summary>The band of a price, from 0 for the cheapest; −1 where prices don't count or this one isn't known.</summary>
    public int BandOf(ItemContent item)
    {
        if (_bands < 2 || item.UnitPrice is not > 0) return -1;
        int group = item.Category is { } category && _categories.TryGetRow(category, out int row) ? row : _categories.Count;
        long price = MoneyUnits.From(item.UnitPrice.Value);
        int band = 0;
        foreach (long start in _starts.AsSpan(group * (_bands - 1), _bands - 1)) band += price >= start ? 1 : 0;
        return band;
    }

    public void Write(ModelFileWriter file)
    {
        file.AddStrings("bands.categories", _categories);
        file.Add("bands.starts", _starts);
    }

    public static PriceBands Read(ModelFile file, int bands)
    {
        string[] names = file.Strings("bands.categories");
        Vocabulary categories = Vocabulary.From(names);
        if (!categories.SequenceEqual(names)) throw file.Invalid("'bands.categories' must be in ordinal order without repeats");
        bands = Math.Max(1, bands);
        return new PriceBands(categories, bands, file.Int64s("bands.starts", (categories.Count + 1) * (bands - 1)));
    }
}
