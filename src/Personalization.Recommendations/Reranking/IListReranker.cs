using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>
/// Chooses and orders the final list among more candidates than it holds: for variety, for a mix, for fairness among items.
/// </summary>
/// <remarks>
/// Implementations are immutable or behave so, and depend on nothing but their arguments, unless they say otherwise; any member may be
/// called from any number of threads at once.
/// </remarks>
public interface IListReranker
{
    /// <summary>Parts of a request that can change what <see cref="Rerank"/> returns, beside the candidates themselves.</summary>
    RequestParts Uses { get; }

    /// <summary>
    /// The final list: exactly <paramref name="count"/> of the candidates where there are that many, else all of them; each as it came,
    /// with its score, source and reasons.
    /// </summary>
    /// <param name="candidates">What may be chosen from, the best first, without repeats.</param>
    /// <param name="request">What was asked; its filter holds for the candidates already, and its count may be another.</param>
    /// <param name="count">Length of the list, at least 1.</param>
    IReadOnlyList<Recommendation> Rerank(IReadOnlyList<Recommendation> candidates, RecommendationRequest request, int count);
}
