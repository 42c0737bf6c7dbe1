namespace Personalization.Core;

/// <content>In model files.</content>
internal sealed partial class ItemSpace
{
    public void Write(ModelFileWriter file)
    {
        file.AddStrings("customers", Customers.Values);
        file.AddStrings("items", Items.Values);
        History.Write(file, "history");
        _bought?.Write(file, "bought");
        file.Add("popularity", Popularity);
        if (_prices is not null) file.Add("prices", _prices);
        if (_categories is null) return;
        file.AddStrings("categories", _categories);
        file.Add("category_of_item", _categoryOfItem);
    }

    public static ItemSpace Read(ModelFile file)
    {
        IdIndex<CustomerId> customers = ReadIds<CustomerId>(file, "customers");
        IdIndex<ItemId> items = ReadIds<ItemId>(file, "items");
        RaggedRows history = RaggedRows.Read(file, "history", customers.Count, items.Count);
        RaggedRows? bought = file.Contains("bought.offsets") ? RaggedRows.Read(file, "bought", customers.Count, items.Count) : null;
        double[] popularity = file.Doubles("popularity", items.Count);
        foreach (double value in popularity)
        {
            if (!(value >= 0) || !double.IsFinite(value)) throw file.Invalid($"a popularity is {value}; it must be at least 0 and finite");
        }

        // Files from before prices were kept have none.
        long[]? prices = file.Contains("prices") ? file.Int64s("prices", items.Count) : null;
        if (prices is not null && Array.Find(prices, price => price < 0) is < 0 and long wrong)
            throw file.Invalid($"a price is {MoneyUnits.ToDecimal(wrong)}; it must be at least 0");

        int[] categoryOfItem = new int[items.Count];
        Array.Fill(categoryOfItem, NoCategory);
        if (!file.Contains("category_of_item"))
            return new ItemSpace(customers, items, history, bought, popularity, null, categoryOfItem, prices);
        string[] names = Ascending(file, "categories");
        categoryOfItem = file.Int32s("category_of_item", items.Count);
        foreach (int code in categoryOfItem)
        {
            if (code < NoCategory || code >= names.Length)
                throw file.Invalid($"an item has category {code}; there are {names.Length} categories");
        }

        return new ItemSpace(customers, items, history, bought, popularity, Vocabulary.From(names), categoryOfItem, prices);
    }

    private static IdIndex<TId> ReadIds<TId>(ModelFile file, string name)
        where TId : struct, IExternalId<TId>
    {
        string[] ids = Ascending(file, name);
        if (Array.Exists(ids, string.IsNullOrWhiteSpace)) throw file.Invalid($"one of '{name}' is empty");
        return IdIndex<TId>.From(ids.Select(TId.Create));
    }

    /// <summary>Strings whose order is their rows': anything but ordinal order would shift every row that refers to them.</summary>
    private static string[] Ascending(ModelFile file, string name)
    {
        string[] strings = file.Strings(name);
        for (int i = 1; i < strings.Length; i++)
        {
            if (string.CompareOrdinal(strings[i - 1], strings[i]) >= 0)
                throw file.Invalid($"'{name}' must be in ordinal order without repeats, and '{strings[i]}' comes after '{strings[i - 1]}'");
        }

        return strings;
    }
}
