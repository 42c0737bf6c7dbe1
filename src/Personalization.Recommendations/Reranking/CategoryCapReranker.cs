using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>
/// At most so many items of one category a list: the candidates in their order, those of a full category passed over. Where too few are
/// left, the list is filled up with those passed over, in their order: a list is never shorter for it. Items without a category have no
/// limit. Immutable and thread-safe. O(candidates).
/// </summary>
public sealed class CategoryCapReranker : IListReranker
{
    private readonly Func<ItemId, string?> _categoryOf;

    /// <param name="categoryOf">The category of an item, null where none is known; called from several threads at once.</param>
    /// <param name="maximum">Items of one category at most, at least 1. Default 3.</param>
    public CategoryCapReranker(Func<ItemId, string?> categoryOf, int maximum = 3)
    {
        ArgumentNullException.ThrowIfNull(categoryOf);
        _categoryOf = categoryOf;
        Maximum = Guard.AtLeast(maximum, 1);
    }

    /// <summary>Items of one category at most.</summary>
    public int Maximum { get; }

    /// <inheritdoc/>
    public RequestParts Uses => RequestParts.None;

    /// <inheritdoc/>
    public IReadOnlyList<Recommendation> Rerank(IReadOnlyList<Recommendation> candidates, RecommendationRequest request, int count)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        Guard.AtLeast(count, 1);
        int length = Math.Min(count, candidates.Count);
        Dictionary<string, int> taken = new(StringComparer.Ordinal);
        List<Recommendation> list = new(length), passedOver = [];
        foreach (Recommendation candidate in candidates)
        {
            if (list.Count == length) return list;
            string? category = _categoryOf(candidate.Item);
            int already = category is null ? 0 : taken.GetValueOrDefault(category);
            (already < Maximum ? list : passedOver).Add(candidate);
            if (category is not null) taken[category] = already + 1;
        }

        list.AddRange(passedOver.Take(length - list.Count));
        return list;
    }
}
