using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>A <see cref="RecommendationFilter"/> against the rows of one model, beside what the customer has.</summary>
internal readonly struct Candidates(RecommendationFilter filter, IdIndex<ItemId> items, int[] categoryOfItem, bool[]? allowedCategories)
{
    /// <summary>Whether an item may be recommended. The caller's own check comes last: it may be the dear one.</summary>
    public bool Allow(int row)
    {
        if (allowedCategories is not null && (categoryOfItem[row] < 0 || !allowedCategories[categoryOfItem[row]])) return false;
        if (filter.Excluded is null && filter.IsAvailable is null) return true;
        ItemId item = items[row];
        return filter.Excluded?.Contains(item) != true && filter.IsAvailable?.Invoke(item) != false;
    }
}
