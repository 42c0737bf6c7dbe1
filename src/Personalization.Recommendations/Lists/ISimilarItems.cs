using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>A model that knows which items are alike.</summary>
public interface ISimilarItems
{
    /// <summary>The items most like one, the nearest first, with the likeness as the score; none for an item that isn't known.</summary>
    /// <param name="item">The item.</param>
    /// <param name="count">Items at most, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    IReadOnlyList<Recommendation> SimilarItems(ItemId item, int count);
}
