using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>
/// A recommender whose lists are re-ranked: it asks for more than is wanted, and a re-ranker chooses. Filters hold, lists are as long as
/// without it, and each item keeps its score, source and reasons. The order is the re-ranker's: scores, which stay the model's, needn't
/// fall. As safe to share as the two are.
/// </summary>
public sealed class RerankedRecommender : IRecommender
{
    private readonly IRecommender _inner;
    private readonly IListReranker _reranker;
    private readonly int _depth;

    /// <param name="inner">The recommender.</param>
    /// <param name="reranker">Chooses among its items.</param>
    /// <param name="depth">
    /// How many items to choose among, at least 1; where a list is to be longer, as many as it is long. Default 100: deeper costs more
    /// relevance than it gives variety, and time.
    /// </param>
    public RerankedRecommender(IRecommender inner, IListReranker reranker, int depth = 100)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(reranker);
        (_inner, _reranker, _depth) = (inner, reranker, Guard.AtLeast(depth, 1));
    }

    /// <inheritdoc/>
    public IdIndex<CustomerId> Customers => _inner.Customers;

    /// <inheritdoc/>
    public IdIndex<ItemId> Items => _inner.Items;

    /// <inheritdoc/>
    public RequestParts Uses => _inner.Uses | _reranker.Uses;

    /// <summary>The re-ranked list: exactly as many items as the recommender would give.</summary>
    /// <inheritdoc/>
    public IReadOnlyList<Recommendation> Recommend(RecommendationRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        IReadOnlyList<Recommendation> candidates = _inner.Recommend(request with { Count = Math.Max(request.Count, _depth) });
        return candidates.Count == 0 ? candidates : _reranker.Rerank(candidates, request, request.Count);
    }
}
