namespace Personalization.Core;

/// <summary>What is known of an item.</summary>
/// <param name="Id">The shop's id.</param>
/// <param name="Title">Title for people; null where none was seen.</param>
/// <param name="Category">Category; null where none was seen.</param>
/// <param name="UnitPrice">Latest unit price seen, in the log's currency; 0 where none was.</param>
public sealed record Item(ItemId Id, string? Title, string? Category, decimal UnitPrice)
{
    /// <summary>The title, or the id where there is no title.</summary>
    public string DisplayName => Title ?? Id.Value;
}

/// <summary>
/// The items of an <see cref="EventLog"/> in row order (ordinal order of ids). Title and category are those seen most often with the item
/// (of equals the ordinally first); the price is that of the latest event that had one. Immutable and thread-safe.
/// </summary>
public sealed class ItemCatalog
{
    private readonly string?[] _titles;
    private readonly int[] _categories;
    private readonly long[] _prices;
    private readonly Vocabulary _categoryNames;

    internal ItemCatalog(IdIndex<ItemId> ids, string?[] titles, int[] categories, long[] prices, Vocabulary categoryNames)
    {
        Ids = ids;
        _titles = titles;
        _categories = categories;
        _prices = prices;
        _categoryNames = categoryNames;
    }

    /// <summary>Row ↔ id.</summary>
    public IdIndex<ItemId> Ids { get; }

    /// <summary>Number of items.</summary>
    public int Count => Ids.Count;

    /// <summary>What is known of an item; null where the id is unknown.</summary>
    public Item? Find(ItemId id) => Ids.TryGetRow(id, out int row) ? At(row) : null;

    /// <summary>The item of a row, 0 ≤ row &lt; <see cref="Count"/>.</summary>
    public Item At(int row) => new(IdAt(row), TitleAt(row), CategoryAt(row), MoneyUnits.ToDecimal(_prices[row]));

    /// <summary>The id of a row.</summary>
    public ItemId IdAt(int row) => Ids[row];

    /// <summary>The title of a row; null where none was seen.</summary>
    public string? TitleAt(int row) => _titles[row];

    /// <summary>The category of a row; null where none was seen.</summary>
    public string? CategoryAt(int row) => _categories[row] < 0 ? null : _categoryNames[_categories[row]];

    /// <summary>Latest unit price of a row in <see cref="MoneyUnits"/>; 0 where none was seen.</summary>
    internal long PriceUnitsAt(int row) => _prices[row];

    /// <summary>The category code of a row in <see cref="EventLog.Categories"/>; −1 where none was seen.</summary>
    public int CategoryCodeAt(int row) => _categories[row];
}
