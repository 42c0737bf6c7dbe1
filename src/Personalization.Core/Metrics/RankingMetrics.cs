using Personalization.Numerics;

namespace Personalization.Core;

/// <summary>
/// Measures of one ranked list against what was relevant, each with its formula: the same name has several definitions elsewhere.
/// Throughout, r₁ … rₙ is the list, best first and without repeats, R the relevant items, and rel(i) is 1 where rᵢ ∈ R, else 0.
/// A list shorter than k counts as filled up with irrelevant items; nothing relevant gives 0. Means over customers come
/// from <see cref="RankingEvaluator"/>; what isn't about being relevant stands in <see cref="ListMetrics"/>.
/// Running example: list a b c d, R = {b, d, x}.
/// </summary>
public static class RankingMetrics
{
    private const int OnStack = 256;

    /// <summary><c>HR@k</c>: 1 where any of the first k is relevant, else 0. Example: HR@1 = 0, HR@2 = 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is below 1.</exception>
    public static double HitRate<T>(ReadOnlySpan<T> ranked, IReadOnlySet<T> relevant, int k) =>
        Hits(ranked, relevant, k, stackalloc bool[OnStack]).HitRate;

    /// <summary><c>Precision@k</c>: Σᵢ≤k rel(i) / k; always divided by k, short lists too. Example: Precision@4 = 2/4.</summary>
    /// <inheritdoc cref="HitRate" path="/exception"/>
    public static double Precision<T>(ReadOnlySpan<T> ranked, IReadOnlySet<T> relevant, int k) =>
        Hits(ranked, relevant, k, stackalloc bool[OnStack]).Precision;

    /// <summary>
    /// <c>Recall@k</c>: Σᵢ≤k rel(i) / |R|. Can't reach 1 where |R| > k. Example: Recall@2 = 1/3. This is the definition of the BARS
    /// leaderboard and LightGCN.
    /// </summary>
    /// <inheritdoc cref="HitRate" path="/exception"/>
    public static double Recall<T>(ReadOnlySpan<T> ranked, IReadOnlySet<T> relevant, int k) =>
        Hits(ranked, relevant, k, stackalloc bool[OnStack]).Recall;

    /// <summary>
    /// <c>F1@k</c>: the harmonic mean of <see cref="Precision"/> and <see cref="Recall"/>, 2 · Σᵢ≤k rel(i) / (k + |R|). Example:
    /// F1@4 = 2 · 2 / (4 + 3) = 4/7. Of several customers the mean of theirs is taken, which isn't the F1 of their mean precision and
    /// recall.
    /// </summary>
    /// <inheritdoc cref="HitRate" path="/exception"/>
    public static double F1<T>(ReadOnlySpan<T> ranked, IReadOnlySet<T> relevant, int k) =>
        Hits(ranked, relevant, k, stackalloc bool[OnStack]).F1;

    /// <summary>
    /// <c>CappedRecall@k</c>: Σᵢ≤k rel(i) / min(k, |R|), so that a perfect list always has 1. Example: CappedRecall@2 = 1/2. This is the
    /// "recall" of Liang et al. 2018 (Mult-VAE) and of EASE.
    /// </summary>
    /// <inheritdoc cref="HitRate" path="/exception"/>
    public static double CappedRecall<T>(ReadOnlySpan<T> ranked, IReadOnlySet<T> relevant, int k) =>
        Hits(ranked, relevant, k, stackalloc bool[OnStack]).CappedRecall;

    /// <summary>
    /// <c>NDCG@k</c> with binary gains: DCG / IDCG, DCG = Σᵢ≤k rel(i) / log₂(i + 1), and the ideal IDCG = Σᵢ≤min(k, |R|) 1 / log₂(i + 1):
    /// all relevant items first, as many as fit (Järvelin and Kekäläinen 2002). Example:
    /// NDCG@4 = (1/log₂3 + 1/log₂5) / (1 + 1/log₂3 + 1/log₂4) = .4982.
    /// </summary>
    /// <inheritdoc cref="HitRate" path="/exception"/>
    public static double Ndcg<T>(ReadOnlySpan<T> ranked, IReadOnlySet<T> relevant, int k) =>
        Hits(ranked, relevant, k, stackalloc bool[OnStack]).Ndcg;

    /// <summary>
    /// <c>UncutNDCG@k</c>: the DCG of <see cref="Ndcg"/> over an ideal that isn't cut at k, Σᵢ≤|R| 1 / log₂(i + 1); can't reach 1 where
    /// |R| > k. Example: UncutNDCG@2 = (1/log₂3) / (1 + 1/log₂3 + 1/log₂4) = .2961.
    /// </summary>
    /// <inheritdoc cref="HitRate" path="/exception"/>
    public static double UncutNdcg<T>(ReadOnlySpan<T> ranked, IReadOnlySet<T> relevant, int k) =>
        Hits(ranked, relevant, k, stackalloc bool[OnStack]).UncutNdcg;

    /// <summary>
    /// <c>GradedNDCG@k</c> with exponential gains: DCG = Σᵢ≤k (2^g(i) − 1) / log₂(i + 1) of the items' grades g, over the same of all
    /// graded items, the highest first, cut at k (Burges et al. 2005). Grades of 1 give <see cref="Ndcg"/>.
    /// </summary>
    /// <param name="ranked">The list.</param>
    /// <param name="grades">The relevant items' grades, above 0 and at most 50; what isn't among them has 0.</param>
    /// <param name="k">The cut-off, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is below 1, or a grade out of its range.</exception>
    public static double GradedNdcg<T>(ReadOnlySpan<T> ranked, IReadOnlyDictionary<T, double> grades, int k) =>
        Graded(ranked, grades, k, k);

    /// <summary><c>UncutGradedNDCG@k</c>: <see cref="GradedNdcg"/> over an ideal of all graded items, which isn't cut at k.</summary>
    /// <inheritdoc cref="GradedNdcg" path="/param"/>
    /// <inheritdoc cref="GradedNdcg" path="/exception"/>
    public static double UncutGradedNdcg<T>(ReadOnlySpan<T> ranked, IReadOnlyDictionary<T, double> grades, int k) =>
        Graded(ranked, grades, k, int.MaxValue);

    /// <summary>
    /// <c>MRR@k</c> of one list: 1 / (position of the first relevant item) where it is among the first k, else 0. Example: 1/2.
    /// </summary>
    /// <inheritdoc cref="HitRate" path="/exception"/>
    public static double ReciprocalRank<T>(ReadOnlySpan<T> ranked, IReadOnlySet<T> relevant, int k) =>
        Hits(ranked, relevant, k, stackalloc bool[OnStack]).ReciprocalRank;

    /// <summary>
    /// <c>MAP@k</c> of one list: Σᵢ≤k rel(i) · Precision@i / min(k, |R|). Example: MAP@4 = (1/2 + 2/4) / 3 = 1/3.
    /// </summary>
    /// <inheritdoc cref="HitRate" path="/exception"/>
    public static double AveragePrecision<T>(ReadOnlySpan<T> ranked, IReadOnlySet<T> relevant, int k) =>
        Hits(ranked, relevant, k, stackalloc bool[OnStack]).AveragePrecision;

    /// <summary>
    /// <c>UncutMAP@k</c> of one list: Σᵢ≤k rel(i) · Precision@i / |R|, as trec_eval's map_cut has it; can't reach 1 where |R| > k. Example:
    /// UncutMAP@2 = (1/2) / 3 = 1/6.
    /// </summary>
    /// <inheritdoc cref="HitRate" path="/exception"/>
    public static double UncutAveragePrecision<T>(ReadOnlySpan<T> ranked, IReadOnlySet<T> relevant, int k) =>
        Hits(ranked, relevant, k, stackalloc bool[OnStack]).UncutAveragePrecision;

    /// <inheritdoc cref="ListMetrics.IntraListDiversity"/>
    public static double IntraListDiversity<T>(ReadOnlySpan<T> ranked, int k, Func<T, T, double> distance) =>
        ListMetrics.IntraListDiversity(ranked, k, distance);

    /// <summary>The highest grade: 2⁵⁰ still leaves a double its last bits.</summary>
    internal const double HighestGrade = 50;

    private static double Graded<T>(ReadOnlySpan<T> ranked, IReadOnlyDictionary<T, double> grades, int k, int idealLength)
    {
        Guard.AtLeast(k, 1, nameof(k));
        ArgumentNullException.ThrowIfNull(grades);
        double[] best = [.. grades.Values];
        foreach (double grade in best)
        {
            if (grade is not (> 0 and <= HighestGrade))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(grades), grade, $"A grade is {grade}; it must be above 0 and at most {HighestGrade}.");
            }

        }

        Array.Sort(best, (a, b) => b.CompareTo(a));
        double gain = 0, ideal = 0;
        for (int i = 0; i < Math.Min(k, ranked.Length); i++)
        {
            if (grades.TryGetValue(ranked[i], out double grade)) gain += Gain(grade) * RankedHits.Discount(i);
        }

        for (int i = 0; i < Math.Min(idealLength, best.Length); i++) ideal += Gain(best[i]) * RankedHits.Discount(i);
        return ideal == 0 ? 0 : gain / ideal;
    }

    private static double Gain(double grade) => StableMath.Exp2(grade) - 1;

    private static RankedHits Hits<T>(ReadOnlySpan<T> ranked, IReadOnlySet<T> relevant, int k, Span<bool> room)
    {
        Guard.AtLeast(k, 1, nameof(k));
        ArgumentNullException.ThrowIfNull(relevant);
        int length = Math.Min(k, ranked.Length);
        Span<bool> hits = length <= room.Length ? room[..length] : new bool[length];
        for (int i = 0; i < length; i++) hits[i] = relevant.Contains(ranked[i]);
        return new RankedHits(hits, relevant.Count, k);
    }
}
