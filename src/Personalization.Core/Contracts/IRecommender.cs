namespace Personalization.Core;

/// <summary>Recommends items to customers.</summary>
/// <remarks>Implementations are immutable or behave so: any member may be called from any number of threads at once.</remarks>
public interface IRecommender
{
    /// <summary>Customers the model has learned from.</summary>
    IdIndex<CustomerId> Customers { get; }

    /// <summary>Items the model can recommend.</summary>
    IdIndex<ItemId> Items { get; }

    /// <summary>
    /// The best <paramref name="count"/> items for a customer, best first, equal scores in ordinal order of item ids. Exactly
    /// <paramref name="count"/> where that many pass the filter, fewer only where there are fewer. An unknown customer gets the fallback.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    IReadOnlyList<Recommendation> Recommend(CustomerId customer, int count, RecommendationFilter? filter = null);
}
