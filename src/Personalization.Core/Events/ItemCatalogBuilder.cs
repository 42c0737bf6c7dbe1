using System.Runtime.InteropServices;

namespace Personalization.Core;

/// <summary>Watches the events of a log under construction and settles each item's title, category and price.</summary>
internal sealed class ItemCatalogBuilder
{
    private readonly CodeTable _titleTable;
    private readonly string?[] _titles;
    private readonly int[] _categories;
    private readonly long[] _prices, _priceTimes;
    private readonly Dictionary<(int Item, int Code), int> _titleCounts = [], _categoryCounts = [];
    private readonly Vocabulary _categoryNames;

    public ItemCatalogBuilder(Vocabulary items, Vocabulary categories, CodeTable titleTable)
    {
        _titleTable = titleTable;
        _categoryNames = categories;
        _titles = new string?[items.Count];
        _categories = new int[items.Count];
        Array.Fill(_categories, -1);
        _prices = new long[items.Count];
        _priceTimes = new long[items.Count];
        Catalog = new ItemCatalog(new IdIndex<ItemId>(items), _titles, _categories, _prices, categories);
    }

    /// <summary>The catalogue, complete after <see cref="Finish"/>.</summary>
    public ItemCatalog Catalog { get; }

    public void See(int item, int title, int category, long time, long unitPrice)
    {
        if (title >= 0) CollectionsMarshal.GetValueRefOrAddDefault(_titleCounts, (item, title), out _)++;
        if (category >= 0) CollectionsMarshal.GetValueRefOrAddDefault(_categoryCounts, (item, category), out _)++;
        if (unitPrice <= 0 || time < _priceTimes[item]) return;

        // Two prices at the latest tick: the higher one, so that the order of customers plays no part.
        _prices[item] = time > _priceTimes[item] ? unitPrice : Math.Max(unitPrice, _prices[item]);
        _priceTimes[item] = time;
    }

    public void Finish()
    {
        int[] best = new int[_titles.Length];
        foreach (((int item, int code), int count) in _titleCounts)
        {
            string title = _titleTable.Values[code];
            if (!Wins(count, best[item], title, _titles[item])) continue;
            best[item] = count;
            _titles[item] = title;
        }

        Array.Clear(best);
        foreach (((int item, int code), int count) in _categoryCounts)
        {
            if (!Wins(count, best[item], _categoryNames[code], _categories[item] < 0 ? null : _categoryNames[_categories[item]])) continue;
            best[item] = count;
            _categories[item] = code;
        }
    }

    private static bool Wins(int count, int bestCount, string name, string? bestName) =>
        count > bestCount || (count == bestCount && string.CompareOrdinal(name, bestName) < 0);
}
