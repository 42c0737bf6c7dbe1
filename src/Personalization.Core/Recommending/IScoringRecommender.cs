namespace Personalization.Core;

/// <summary>
/// A recommender that has a score for every item: what a hybrid adds up, a re-ranker weighs, and a full ranking reads.
/// </summary>
public interface IScoringRecommender : IRecommender
{
    /// <summary>
    /// Writes what the model thinks of each item for a request, in the order of <see cref="IRecommender.Items"/>: finite, higher is better,
    /// comparable within one request alone. What the customer has is scored like the rest, and neither
    /// <see cref="RecommendationRequest.Candidates"/> nor <see cref="RecommendationRequest.Filter"/> is looked at.
    /// </summary>
    /// <param name="request">Who asks, and of what moment; its count doesn't matter.</param>
    /// <param name="scores">Receives a score for each of <see cref="IRecommender.Items"/>.</param>
    /// <returns>
    /// False, and nothing of meaning is written, where the model has no opinion of its own: where
    /// <see cref="IRecommender.Recommend"/> gives what is popular.
    /// </returns>
    /// <exception cref="ArgumentException">There isn't one place for each item.</exception>
    bool TryScore(RecommendationRequest request, Span<float> scores);
}
