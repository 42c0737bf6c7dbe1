namespace Personalization.Core;

/// <summary>What a request lets a list hold, against the rows of one model; what the customer has is kept out elsewhere.</summary>
internal readonly struct AllowedItems(
    RecommendationRequest request, IdIndex<ItemId> items, int[] categoryOfItem, bool[]? allowedCategories, long[]? prices)
{
    private readonly (long Lowest, long Highest)? _prices = request.Filter is { MinimumPrice: null, MaximumPrice: null }
        ? null
        : (UnitsOf(request.Filter.MinimumPrice ?? 0), UnitsOf(request.Filter.MaximumPrice ?? MoneyUnits.MaxValue));
    private readonly RecommendationFilter _filter = request.Filter;
    private readonly IReadOnlySet<ItemId>? _candidates = request.Candidates;

    /// <summary>Whether an item may be recommended. The caller's own check comes last: it may be the dear one.</summary>
    public bool Allow(int row)
    {
        if (allowedCategories is not null && (categoryOfItem[row] < 0 || !allowedCategories[categoryOfItem[row]])) return false;
        if (_prices is { } range && (prices![row] == 0 || prices[row] < range.Lowest || prices[row] > range.Highest)) return false;
        if (_candidates is null && _filter.Excluded is null && _filter.IsAvailable is null) return true;
        ItemId item = items[row];
        return _candidates?.Contains(item) != false
            && _filter.Excluded?.Contains(item) != true
            && _filter.IsAvailable?.Invoke(item) != false;
    }

    private static long UnitsOf(decimal price) => MoneyUnits.From(Math.Min(price, MoneyUnits.MaxValue));
}

/// <summary>Items that a customer has, rows rising, each with its weight above 0.</summary>
internal readonly ref struct OwnedItems(ReadOnlySpan<int> rows, ReadOnlySpan<float> values)
{
    public ReadOnlySpan<int> Rows { get; } = rows;

    public ReadOnlySpan<float> Values { get; } = values;
}
