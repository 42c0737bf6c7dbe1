using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>
/// Maximal marginal relevance (Carbonell and Goldstein 1998): one by one, the candidate with the highest
/// λ · relevance − (1 − λ) · its highest similarity to what was chosen before; of equals the one that stood first. Relevance is the score
/// from 0, of the last candidate, to 1. Immutable and thread-safe. O(candidates · count) similarities a list.
/// </summary>
/// <remarks>With λ = 1 the order stays as it was, where scores fall. The first item always stays first.</remarks>
public sealed class MarginalRelevanceReranker : IListReranker
{
    private readonly Func<ItemId, ItemId, double> _similarity;

    /// <param name="similarity">
    /// How alike two items are, 0 to 1, the same both ways; called from several threads at once. <see cref="ItemLikeness"/> makes some.
    /// </param>
    /// <param name="lambda">λ: 1 looks at relevance alone, 0 at variety alone. Default .7.</param>
    public MarginalRelevanceReranker(Func<ItemId, ItemId, double> similarity, double lambda = .7)
    {
        ArgumentNullException.ThrowIfNull(similarity);
        _similarity = similarity;
        Lambda = Guard.InRange(lambda, 0, 1);
    }

    /// <summary>λ, 0 to 1.</summary>
    public double Lambda { get; }

    /// <inheritdoc/>
    public RequestParts Uses => RequestParts.None;

    /// <inheritdoc/>
    public IReadOnlyList<Recommendation> Rerank(IReadOnlyList<Recommendation> candidates, RecommendationRequest request, int count)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        Guard.AtLeast(count, 1);
        double[] relevance = Relevance.Of(candidates), nearest = new double[candidates.Count];
        bool[] isChosen = new bool[candidates.Count];
        Recommendation[] list = new Recommendation[Math.Min(count, candidates.Count)];
        for (int place = 0; place < list.Length; place++)
        {
            int best = -1;
            double highest = double.NegativeInfinity;
            for (int i = 0; i < candidates.Count; i++)
            {
                double value = (Lambda * relevance[i]) - ((1 - Lambda) * nearest[i]);
                if (isChosen[i] || (best >= 0 && !(value > highest))) continue;
                (best, highest) = (i, value);
            }

            isChosen[best] = true;
            list[place] = candidates[best];
            if (Lambda == 1 || place == list.Length - 1) continue;
            for (int i = 0; i < candidates.Count; i++)
            {
                if (!isChosen[i]) nearest[i] = Math.Max(nearest[i], _similarity(candidates[best].Item, candidates[i].Item));
            }
        }

        return list;
    }
}
