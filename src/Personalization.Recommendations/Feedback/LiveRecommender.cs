using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>A recommender that heeds feedback. Thread-safe where the recommender is; costs nothing to make.</summary>
internal sealed class LiveRecommender(IRecommender inner, RecommendationFeedback feedback) : IRecommender
{
    public IdIndex<CustomerId> Customers => inner.Customers;

    public IdIndex<ItemId> Items => inner.Items;

    public RequestParts Uses => inner.Uses | RequestParts.Customer;

    public IReadOnlyList<Recommendation> Recommend(RecommendationRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        RecommendationRequest asked = feedback.Apply(request, out Dictionary<ItemId, int> passes);
        if (passes.Count == 0 || feedback.Options.PlacesForEachPass == 0) return inner.Recommend(asked);

        // An item falls by as many places as it has passes times the places of each; those that come up may stand behind the list's end.
        int reach = Math.Min(inner.Items.Count, request.Count > int.MaxValue - passes.Count ? int.MaxValue : request.Count + passes.Count);
        IReadOnlyList<Recommendation> list = inner.Recommend(asked with { Count = Math.Max(1, reach) });
        return
        [
            .. list.Select((item, place) => (Item: item, Place: place, Passes: passes.GetValueOrDefault(item.Item)))
                .OrderBy(entry => entry.Place + ((long)feedback.Options.PlacesForEachPass * entry.Passes)).ThenBy(entry => entry.Passes)
                .Select(entry => entry.Item).Take(request.Count),
        ];
    }
}

/// <summary>Recommenders that heed what happens.</summary>
public static class FeedbackExtensions
{
    /// <summary>
    /// The same recommender, with each customer's visit as part of the request, without what they hid, and with what they passed over
    /// further down. Scores and reasons stay the recommender's, so that a list with passed items doesn't fall from start to end.
    /// </summary>
    /// <param name="recommender">The recommender.</param>
    /// <param name="feedback">What happened; later events count too.</param>
    public static IRecommender With(this IRecommender recommender, RecommendationFeedback feedback)
    {
        ArgumentNullException.ThrowIfNull(recommender);
        ArgumentNullException.ThrowIfNull(feedback);
        return new LiveRecommender(recommender, feedback);
    }
}
