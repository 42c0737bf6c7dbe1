namespace Personalization.Core;

/// <summary>
/// Measures of one ranked list against what was relevant, each with its formula: the same name has several definitions elsewhere.
/// Throughout, r₁ … rₙ is the list, best first and without repeats, R the relevant items, and rel(i) is 1 where rᵢ ∈ R, else 0.
/// A list shorter than k counts as filled up with irrelevant items; nothing relevant gives 0. Means over customers come
/// from <see cref="RankingEvaluator"/>. Running example: list a b c d, R = {b, d, x}.
/// </summary>
public static class RankingMetrics
{
    /// <summary><c>HR@k</c>: 1 where any of the first k is relevant, else 0. Example: HR@1 = 0, HR@2 = 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is below 1.</exception>
    public static double HitRate<T>(ReadOnlySpan<T> ranked, IReadOnlySet<T> relevant, int k) =>
        Hits(ranked, relevant, k) > 0 ? 1 : 0;

    /// <summary><c>Precision@k</c>: Σᵢ≤k rel(i) / k; always divided by k, short lists too. Example: Precision@4 = 2/4.</summary>
    /// <inheritdoc cref="HitRate" path="/exception"/>
    public static double Precision<T>(ReadOnlySpan<T> ranked, IReadOnlySet<T> relevant, int k) =>
        Hits(ranked, relevant, k) / (double)k;

    /// <summary>
    /// <c>Recall@k</c>: Σᵢ≤k rel(i) / |R|. Can't reach 1 where |R| > k. Example: Recall@2 = 1/3. This is the definition of the BARS
    /// leaderboard and LightGCN.
    /// </summary>
    /// <inheritdoc cref="HitRate" path="/exception"/>
    public static double Recall<T>(ReadOnlySpan<T> ranked, IReadOnlySet<T> relevant, int k)
    {
        int hits = Hits(ranked, relevant, k);
        return relevant.Count == 0 ? 0 : hits / (double)relevant.Count;
    }

    /// <summary>
    /// <c>F1@k</c>: the harmonic mean of <see cref="Precision"/> and <see cref="Recall"/>, 2 · Σᵢ≤k rel(i) / (k + |R|). Example:
    /// F1@4 = 2 · 2 / (4 + 3) = 4/7. Of several customers the mean of theirs is taken, which isn't the F1 of their mean precision and
    /// recall.
    /// </summary>
    /// <inheritdoc cref="HitRate" path="/exception"/>
    public static double F1<T>(ReadOnlySpan<T> ranked, IReadOnlySet<T> relevant, int k) =>
        2 * Hits(ranked, relevant, k) / ((double)k + relevant.Count);

    /// <summary>
    /// <c>CappedRecall@k</c>: Σᵢ≤k rel(i) / min(k, |R|), so that a perfect list always has 1. Example: CappedRecall@2 = 1/2. This is the
    /// "recall" of Liang et al. 2018 (Mult-VAE) and of EASE.
    /// </summary>
    /// <inheritdoc cref="HitRate" path="/exception"/>
    public static double CappedRecall<T>(ReadOnlySpan<T> ranked, IReadOnlySet<T> relevant, int k)
    {
        int hits = Hits(ranked, relevant, k);
        return relevant.Count == 0 ? 0 : hits / (double)Math.Min(k, relevant.Count);
    }

    /// <summary>
    /// <c>NDCG@k</c> with binary gains: DCG / IDCG, DCG = Σᵢ≤k rel(i) / log₂(i + 1), and the ideal IDCG = Σᵢ≤min(k, |R|) 1 / log₂(i + 1):
    /// all relevant items first, as many as fit (Järvelin and Kekäläinen 2002). Example:
    /// NDCG@4 = (1/log₂3 + 1/log₂5) / (1 + 1/log₂3 + 1/log₂4) = .4982.
    /// </summary>
    /// <inheritdoc cref="HitRate" path="/exception"/>
    public static double Ndcg<T>(ReadOnlySpan<T> ranked, IReadOnlySet<T> relevant, int k)
    {
        ReadOnlySpan<T> top = Top(ranked, relevant, k);
        double gain = 0;
        for (int i = 0; i < top.Length; i++)
        {
            if (relevant.Contains(top[i])) gain += Discount(i);
        }

        double ideal = 0;
        for (int i = 0; i < Math.Min(k, relevant.Count); i++) ideal += Discount(i);
        return ideal == 0 ? 0 : gain / ideal;
    }

    /// <summary>
    /// <c>MRR@k</c> of one list: 1 / (position of the first relevant item) where it is among the first k, else 0. Example: 1/2.
    /// </summary>
    /// <inheritdoc cref="HitRate" path="/exception"/>
    public static double ReciprocalRank<T>(ReadOnlySpan<T> ranked, IReadOnlySet<T> relevant, int k)
    {
        ReadOnlySpan<T> top = Top(ranked, relevant, k);
        for (int i = 0; i < top.Length; i++)
        {
            if (relevant.Contains(top[i])) return 1.0 / (i + 1);
        }

        return 0;
    }

    /// <summary>
    /// <c>MAP@k</c> of one list: Σᵢ≤k rel(i) · Precision@i / min(k, |R|). Example: MAP@4 = (1/2 + 2/4) / 3 = 1/3.
    /// </summary>
    /// <inheritdoc cref="HitRate" path="/exception"/>
    public static double AveragePrecision<T>(ReadOnlySpan<T> ranked, IReadOnlySet<T> relevant, int k)
    {
        ReadOnlySpan<T> top = Top(ranked, relevant, k);
        int hits = 0;
        double sum = 0;
        for (int i = 0; i < top.Length; i++)
        {
            if (relevant.Contains(top[i])) sum += ++hits / (double)(i + 1);
        }

        return relevant.Count == 0 ? 0 : sum / Math.Min(k, relevant.Count);
    }

    /// <summary>
    /// Intra-list diversity of the first k: the mean distance of its pairs, 0 for fewer than two items (Ziegler et al. 2005 use similarity
    /// instead). Example: distance 1 between different categories and 0 within one; categories ring, ring, chain: 2/3.
    /// </summary>
    /// <param name="ranked">The list.</param>
    /// <param name="k">How many of it to look at, at least 1.</param>
    /// <param name="distance">Distance of two items, symmetric; called k (k − 1) / 2 times.</param>
    /// <inheritdoc cref="HitRate" path="/exception"/>
    public static double IntraListDiversity<T>(ReadOnlySpan<T> ranked, int k, Func<T, T, double> distance)
    {
        Guard.AtLeast(k, 1, nameof(k));
        ArgumentNullException.ThrowIfNull(distance);
        int count = Math.Min(k, ranked.Length);
        double sum = 0;
        for (int i = 1; i < count; i++)
        {
            for (int j = 0; j < i; j++) sum += distance(ranked[j], ranked[i]);
        }

        return count < 2 ? 0 : sum / (count * (count - 1) / 2.0);
    }

    private static int Hits<T>(ReadOnlySpan<T> ranked, IReadOnlySet<T> relevant, int k)
    {
        int hits = 0;
        foreach (T item in Top(ranked, relevant, k))
        {
            if (relevant.Contains(item)) hits++;
        }

        return hits;
    }

    private static ReadOnlySpan<T> Top<T>(ReadOnlySpan<T> ranked, IReadOnlySet<T> relevant, int k)
    {
        Guard.AtLeast(k, 1, nameof(k));
        ArgumentNullException.ThrowIfNull(relevant);
        return ranked.Length > k ? ranked[..k] : ranked;
    }

    private static double Discount(int index) => 1 / Math.Log2(index + 2);
}
