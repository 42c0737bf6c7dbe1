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
    /// The parts of a request that can change what <see cref="Recommend"/> returns; all others are passed over without an error.
    /// </summary>
    RequestParts Uses { get; }

    /// <summary>
    /// The best items for a request, best first, equal scores in ordinal order of item ids. Exactly
    /// <see cref="RecommendationRequest.Count"/> where that many may be recommended, fewer only where there are fewer. An unknown customer
    /// gets the fallback, as nobody in particular does.
    /// </summary>
    IReadOnlyList<Recommendation> Recommend(RecommendationRequest request);
}

/// <summary>Short ways to ask an <see cref="IRecommender"/>.</summary>
public static class RecommenderExtensions
{
    /// <summary>The best items for a customer: <see cref="IRecommender.Recommend"/> where nothing more is known of the moment.</summary>
    /// <param name="recommender">The model.</param>
    /// <param name="customer">The customer.</param>
    /// <param name="count">Length of the list, at least 1.</param>
    /// <param name="filter">What may be recommended; null: everything that the customer hasn't bought.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    public static IReadOnlyList<Recommendation> Recommend(
        this IRecommender recommender, CustomerId customer, int count, RecommendationFilter? filter = null)
    {
        ArgumentNullException.ThrowIfNull(recommender);
        return recommender.Recommend(new RecommendationRequest
        {
            Customer = customer,
            Count = Guard.AtLeast(count, 1, nameof(count)),
            Filter = filter ?? RecommendationFilter.NotBought,
        });
    }
}
