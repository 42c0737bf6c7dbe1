using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>A recommender that makes the lists of several customers at once faster than one by one: the same lists, bit by bit.</summary>
internal interface IBlockRecommender : IRecommender
{
    /// <param name="anybody">What is asked for each of them; its customer doesn't matter.</param>
    /// <param name="customers">The customers.</param>
    /// <param name="first">The first of them who is asked for.</param>
    /// <param name="lists">Receives a list each, the first one's first.</param>
    void Recommend(
        RecommendationRequest anybody, IReadOnlyList<CustomerId> customers, int first, Span<CustomerRecommendations> lists);
}
