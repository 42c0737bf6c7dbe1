namespace Personalization.Core;

/// <summary>
/// What every recommender here knows beside its own opinion: customers, items and their categories, what each customer has, and how popular
/// each item is, to fill a list up with.
/// </summary>
internal sealed partial class ItemSpace
{
    private const int NoCategory = -1;

    private readonly Vocabulary? _categories;
    private readonly int[] _categoryOfItem;
    private readonly long[]? _prices;
    private readonly int[] _byPopularity;

    /// <summary>What each customer bought, where that isn't the history; null where it is.</summary>
    private readonly RaggedRows? _bought;

    private ItemSpace(
        IdIndex<CustomerId> customers, IdIndex<ItemId> items, RaggedRows history, RaggedRows? bought, double[] popularity,
        Vocabulary? categories, int[] categoryOfItem, long[]? prices)
    {
        Customers = customers;
        Items = items;
        History = history;
        _bought = bought;
        Popularity = popularity;
        _categories = categories;
        _categoryOfItem = categoryOfItem;
        _prices = prices;
        _byPopularity = new int[popularity.Length];
        for (int row = 0; row < _byPopularity.Length; row++) _byPopularity[row] = row;
        Array.Sort(_byPopularity, (a, b) => popularity[a] != popularity[b] ? popularity[b].CompareTo(popularity[a]) : a.CompareTo(b));
        Scratches = new ScratchPool(items.Count);
    }

    public IdIndex<CustomerId> Customers { get; }

    public IdIndex<ItemId> Items { get; }

    /// <summary>What speaks for each customer: purchases, or whatever else was counted too.</summary>
    public RaggedRows History { get; }

    /// <summary>Popularity of each item, at least 0, in any unit.</summary>
    public double[] Popularity { get; }

    public double HighestPopularity => _byPopularity.Length == 0 ? 0 : Popularity[_byPopularity[0]];

    public ScratchPool Scratches { get; }

    /// <summary>Makes a space of what a trainer was given; without a catalogue there are no categories to filter by.</summary>
    public static ItemSpace Of(InteractionMatrix interactions, ItemCatalog? catalog, double[] popularity) =>
        Of(interactions.Customers, interactions.Items, RaggedRows.Of(interactions), catalog, popularity);

    /// <summary>The same of what customers have, row by row.</summary>
    public static ItemSpace Of(
        IdIndex<CustomerId> customers, IdIndex<ItemId> items, RaggedRows history, ItemCatalog? catalog, double[] popularity)
    {
        int[] categoryOfItem = new int[items.Count];
        Array.Fill(categoryOfItem, NoCategory);
        if (catalog is null) return new ItemSpace(customers, items, history, null, popularity, null, categoryOfItem, null);
        string?[] names = new string?[categoryOfItem.Length];
        long[] prices = new long[names.Length];
        for (int row = 0; row < names.Length; row++)
        {
            if (!catalog.Ids.TryGetRow(items[row], out int known)) continue;
            (names[row], prices[row]) = (catalog.CategoryAt(known), catalog.PriceUnitsAt(known));
        }

        (Vocabulary categories, categoryOfItem) = CategoriesOf(names);
        return new ItemSpace(customers, items, history, null, popularity, categories, categoryOfItem, prices);
    }

    /// <summary>
    /// The same where more than purchases was counted, or less: what a log says that customers bought is kept beside it, and only that may
    /// not be recommended again.
    /// </summary>
    /// <param name="log">The log whose interactions the history is.</param>
    /// <param name="counted">What was counted of it.</param>
    public ItemSpace WithPurchases(EventLog log, InteractionOptions counted)
    {
        if (counted.Weights.Count == 1 && counted.Weights.TryGetValue(EventType.Purchase, out float weight) && weight > 0) return this;
        RaggedRows bought = RaggedRows.Of(InteractionMatrix.From(log));
        return new ItemSpace(Customers, Items, History, bought, Popularity, _categories, _categoryOfItem, _prices);
    }

    /// <summary>Number of categories that items have.</summary>
    public int CategoryCount => _categories?.Count ?? 0;

    /// <summary>The name of a category, 0 ≤ code &lt; <see cref="CategoryCount"/>.</summary>
    public string CategoryName(int code) => _categories![code];

    /// <summary>The code of each item's category; −1 where none is known.</summary>
    public ReadOnlySpan<int> CategoryOfItem => _categoryOfItem;

    /// <summary>Each item's price in <see cref="MoneyUnits"/>, 0 where it isn't known; empty where the model knows no prices.</summary>
    public ReadOnlySpan<long> Prices => _prices;

    /// <summary>The name of an item's category; null where none is known.</summary>
    public string? CategoryAt(int item) => _categories is null || _categoryOfItem[item] < 0 ? null : _categories[_categoryOfItem[item]];

    /// <summary>The same for more customers, who have nothing.</summary>
    /// <param name="all">These customers and others.</param>
    public ItemSpace WithCustomers(IdIndex<CustomerId> all)
    {
        int[] rows = all.RowsIn(Customers), columns = Enumerable.Range(0, Items.Count).ToArray();
        return new ItemSpace(
            all, Items, History.Select(rows, columns), _bought?.Select(rows, columns), Popularity, _categories, _categoryOfItem, _prices);
    }

    /// <summary>The same for more items, which nobody has.</summary>
    /// <param name="all">These items and others.</param>
    /// <param name="catalog">Knows the categories of the others.</param>
    public ItemSpace WithItems(IdIndex<ItemId> all, ItemCatalog catalog)
    {
        int[] known = all.RowsIn(Items), rows = Enumerable.Range(0, Customers.Count).ToArray();
        double[] popularity = new double[all.Count];
        string?[] names = new string?[all.Count];
        long[] prices = new long[all.Count];
        for (int row = 0; row < names.Length; row++)
        {
            prices[row] = known[row] >= 0 ? _prices?[known[row]] ?? 0
                : catalog.Ids.TryGetRow(all[row], out int added) ? catalog.PriceUnitsAt(added)
                : 0;
            if (known[row] >= 0) popularity[row] = Popularity[known[row]];
            if (known[row] >= 0 && _categoryOfItem[known[row]] >= 0) names[row] = _categories![_categoryOfItem[known[row]]];
            else if (known[row] < 0) names[row] = catalog.Find(all[row])?.Category;
        }

        (Vocabulary categories, int[] categoryOfItem) = CategoriesOf(names);
        int[] columns = Items.RowsIn(all);
        return new ItemSpace(
            Customers, all, History.Select(rows, columns), _bought?.Select(rows, columns), popularity, categories, categoryOfItem, prices);
    }

    /// <summary>
    /// What a request says its customer has: what the model learned of, and beside it each item of basket and session as if bought once.
    /// </summary>
    public OwnedItems OwnedBy(RecommendationRequest request)
    {
        OwnedItems history = Customers.TryGetRow(request.Customer, out int customer)
            ? new OwnedItems(History.Columns(customer), History.Values(customer))
            : default;
        if (request.Basket.Count == 0 && request.Session.Count == 0) return history;

        SortedDictionary<int, float> all = [];
        foreach (ItemId item in request.Basket.Concat(request.Session))
        {
            if (Items.TryGetRow(item, out int known)) all[known] = 1;
        }

        for (int i = 0; i < history.Rows.Length; i++) all[history.Rows[i]] = history.Values[i];
        int[] rows = [.. all.Keys];
        float[] values = [.. all.Values];
        return new OwnedItems(rows, values);
    }

    /// <summary>
    /// Keeps out of a list what may not be recommended again: what was bought, and what lies in the basket or was seen just now.
    /// </summary>
    /// <param name="request">What is asked; nothing is kept out where it includes what was bought.</param>
    /// <param name="owned">What <see cref="OwnedBy"/> says of it.</param>
    /// <param name="scratch">Where rows are blocked.</param>
    public void Block(RecommendationRequest request, OwnedItems owned, Scratch scratch)
    {
        if (request.Filter.IncludeBought) return;
        if (_bought is null)
        {
            foreach (int item in owned.Rows) scratch.Block(item);
            return;
        }

        if (Customers.TryGetRow(request.Customer, out int customer))
        {
            foreach (int item in _bought.Columns(customer)) scratch.Block(item);
        }

        foreach (ItemId item in request.Basket.Concat(request.Session))
        {
            if (Items.TryGetRow(item, out int known)) scratch.Block(known);
        }
    }

    /// <exception cref="ArgumentException">
    /// The filter asks for categories or prices, and the model was fitted without a catalogue.
    /// </exception>
    public AllowedItems Allowed(RecommendationRequest request)
    {
        RecommendationFilter filter = request.Filter;
        if ((filter.MinimumPrice ?? filter.MaximumPrice) is not null && _prices is null) throw Unknown("prices", nameof(request));
        if (filter.Categories is null) return new AllowedItems(request, Items, _categoryOfItem, null, _prices);
        if (_categories is null) throw Unknown("categories", nameof(request));

        bool[] allowed = new bool[_categories.Count];
        foreach (string category in filter.Categories)
        {
            if (_categories.TryGetRow(category, out int code)) allowed[code] = true;
        }

        return new AllowedItems(request, Items, _categoryOfItem, allowed, _prices);

        static ArgumentException Unknown(string what, string parameter) => new(
            $"The filter asks for {what}, but this model was fitted without a catalogue and knows none; "
            + "fit it on a log, or pass the catalogue.",
            parameter);
    }

    /// <summary>
    /// Fills a list up to its count with the most popular items that aren't blocked and pass the filter. Scores are the popularity times
    /// <paramref name="scale"/>.
    /// </summary>
    public void AddPopular(List<Recommendation> list, int count, Scratch scratch, AllowedItems allowed, double scale)
    {
        foreach (int row in _byPopularity)
        {
            if (list.Count >= count) return;
            if (!scratch.IsBlocked(row) && allowed.Allow(row))
                list.Add(new Recommendation(Items[row], Popularity[row] * scale, RecommendationSource.Popular));
        }
    }

    private static (Vocabulary Categories, int[] CategoryOfItem) CategoriesOf(string?[] names)
    {
        Vocabulary categories = Vocabulary.From(names.OfType<string>());
        int[] categoryOfItem = new int[names.Length];
        for (int row = 0; row < names.Length; row++)
            categoryOfItem[row] = names[row] is { } name && categories.TryGetRow(name, out int code) ? code : NoCategory;
        return (categories, categoryOfItem);
    }
}
