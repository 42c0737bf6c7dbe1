using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Recommendations;

/// <summary>
/// The most likely list of a determinantal point process, found greedily (Chen, Zhang and Zhou 2018, algorithm 1): one by one, the
/// candidate that raises det(L) of the chosen most, L(i, j) = q(i) S(i, j) q(j) with quality q(i) = exp(α · relevance(i)), α = θ / (2 (1 −
/// θ)), and similarity S. What is chosen spans much room: an item is worth less the more of it the others together cover, not the nearest
/// alone. Immutable and thread-safe. O(candidates · count²) multiplications and O(candidates · count) similarities and numbers of memory a
/// list.
/// </summary>
/// <remarks>
/// Similarities of different items are multiplied by <see cref="Strength"/> below 1, so that two of the same kind aren't impossible, as
/// with categories they would be. Where nothing more can be covered, what is left follows as it stood. S must be positive semidefinite, as
/// those of <see cref="ItemLikeness"/> are; where it isn't, the list is complete all the same, and what it maximizes isn't a determinant.
/// </remarks>
public sealed class DeterminantalReranker : IListReranker
{
    private const double NothingLeft = 1e-10;

    private readonly Func<ItemId, ItemId, double> _similarity;

    /// <param name="similarity">
    /// How alike two items are, 0 to 1, the same both ways and positive semidefinite; called from several threads at once.
    /// </param>
    /// <param name="theta">θ: 0 looks at variety alone, near 1 at relevance alone; below 1. Default .7.</param>
    /// <param name="strength">What similarities of different items are multiplied by, 0 to 1. Default .9.</param>
    public DeterminantalReranker(Func<ItemId, ItemId, double> similarity, double theta = .7, double strength = .9)
    {
        ArgumentNullException.ThrowIfNull(similarity);
        if (theta is not (>= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(theta), theta, $"theta is {theta}; it must be at least 0 and below 1.");
        _similarity = similarity;
        Theta = theta;
        Strength = Guard.InRange(strength, 0, 1);
    }

    /// <summary>θ, at least 0 and below 1.</summary>
    public double Theta { get; }

    /// <summary>What similarities of different items are multiplied by, 0 to 1.</summary>
    public double Strength { get; }

    /// <inheritdoc/>
    public RequestParts Uses => RequestParts.None;

    /// <inheritdoc/>
    public IReadOnlyList<Recommendation> Rerank(IReadOnlyList<Recommendation> candidates, RecommendationRequest request, int count)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        Guard.AtLeast(count, 1);
        int all = candidates.Count, length = Math.Min(count, all);
        float[] weight = Weights(candidates);

        // det(L) = Π q² · det(S): a candidate's gain is q² times what its row of the Cholesky factor of S has left of 1.
        double[] left = new double[all], rows = new double[checked(all * length)];
        Array.Fill(left, 1);
        bool[] isChosen = new bool[all];
        List<Recommendation> list = new(length);
        while (list.Count < length)
        {
            int best = -1;
            for (int i = 0; i < all; i++)
            {
                if (!isChosen[i] && left[i] > NothingLeft && (best < 0 || weight[i] * left[i] > weight[best] * left[best])) best = i;
            }

            if (best < 0) break;
            isChosen[best] = true;
            int known = list.Count;
            list.Add(candidates[best]);
            if (list.Count == length) break;
            double root = Math.Sqrt(left[best]);
            ReadOnlySpan<double> own = rows.AsSpan(best * length, known);
            for (int i = 0; i < all; i++)
            {
                if (isChosen[i]) continue;
                double rest = Strength * _similarity(candidates[best].Item, candidates[i].Item);
                for (int j = 0; j < known; j++) rest -= own[j] * rows[(i * length) + j];
                rest /= root;
                rows[(i * length) + known] = rest;
                left[i] -= rest * rest;
            }
        }

        for (int i = 0; i < all && list.Count < length; i++)
        {
            if (!isChosen[i]) list.Add(candidates[i]);
        }

        return list;
    }

    /// <summary>
    /// q² over that of the best candidate, exp(2α (relevance − 1)), by our own exponential: the same order on any platform.
    /// </summary>
    private float[] Weights(IReadOnlyList<Recommendation> candidates)
    {
        double[] relevance = Relevance.Of(candidates);
        float[] weight = new float[relevance.Length];
        for (int i = 0; i < weight.Length; i++) weight[i] = (float)(Theta / (1 - Theta) * (relevance[i] - 1));
        Elementwise.Exp(weight, weight);
        return weight;
    }
}
