using Personalization.Numerics;

namespace Personalization.Core;

/// <summary>
/// Measures of lists beyond being relevant: how varied, how surprising, how much of what everybody has, how like the customer's own mix,
/// and how evenly shown. Means over customers come from <see cref="RankingEvaluator"/>.
/// </summary>
public static class ListMetrics
{
    /// <summary>
    /// Intra-list diversity of the first k: the mean distance of its pairs, 0 for fewer than two items (Ziegler et al. 2005 use similarity
    /// instead). Example: distance 1 between different categories and 0 within one; categories ring, ring, chain: 2/3.
    /// </summary>
    /// <param name="ranked">The list.</param>
    /// <param name="k">How many of it to look at, at least 1.</param>
    /// <param name="distance">Distance of two items, symmetric; called k (k − 1) / 2 times.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is below 1.</exception>
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

    /// <summary>
    /// <c>Serendipity@k</c>: |{i ≤ k: rᵢ ∈ R, rᵢ ∉ E}| / k, the share of the first k that is relevant and that a primitive recommender
    /// wouldn't have shown (Ge et al. 2010, after Murakami et al. 2008). Example: list a b c d, R = {b, d, x}, E = {a, b}: 1/4.
    /// </summary>
    /// <param name="ranked">The list.</param>
    /// <param name="relevant">R.</param>
    /// <param name="expected">E: the primitive recommender's first k.</param>
    /// <param name="k">The cut-off, at least 1.</param>
    /// <inheritdoc cref="IntraListDiversity" path="/exception"/>
    public static double Serendipity<T>(ReadOnlySpan<T> ranked, IReadOnlySet<T> relevant, IReadOnlySet<T> expected, int k)
    {
        Guard.AtLeast(k, 1, nameof(k));
        ArgumentNullException.ThrowIfNull(relevant);
        ArgumentNullException.ThrowIfNull(expected);
        int surprising = 0;
        foreach (T item in ranked[..Math.Min(k, ranked.Length)])
        {
            if (relevant.Contains(item) && !expected.Contains(item)) surprising++;
        }

        return surprising / (double)k;
    }

    /// <summary>
    /// The mean of a value over the first k, divided by as many as the list has; NaN of an empty list. Of customers who have the item it is
    /// <c>ARP@k</c>, average recommendation popularity (Yin et al. 2012); of 1 in the long tail and 0 outside it <c>APLT@k</c>, the average
    /// share of the long tail (Abdollahpouri et al. 2019).
    /// </summary>
    /// <param name="ranked">The list.</param>
    /// <param name="k">The cut-off, at least 1.</param>
    /// <param name="value">The value of an item.</param>
    /// <inheritdoc cref="IntraListDiversity" path="/exception"/>
    public static double Average<T>(ReadOnlySpan<T> ranked, int k, Func<T, double> value)
    {
        Guard.AtLeast(k, 1, nameof(k));
        ArgumentNullException.ThrowIfNull(value);
        int count = Math.Min(k, ranked.Length);
        double sum = 0;
        for (int i = 0; i < count; i++) sum += value(ranked[i]);
        return sum / count;
    }

    /// <summary>
    /// <c>Miscalibration@k</c>: how far the categories of a list are from the customer's own, KL(p ‖ q̃) = Σ p(c) ln(p(c) / q̃(c)) with
    /// q̃ = (1 − α) q + α p (Steck 2018, equations 6 and 7; every position weighs the same). 0 where they are the same, at most ln(1 / α).
    /// </summary>
    /// <param name="taste">p: the customer's share of each category, at least 0; it needn't sum to 1.</param>
    /// <param name="shown">Number of items of each category in the list: q before it is divided by its sum.</param>
    /// <param name="smoothing">α, above 0 and below 1. Default .01, as in the paper.</param>
    /// <returns>The divergence in nats; 0 where the customer has no taste.</returns>
    /// <exception cref="ArgumentException">There aren't as many categories in both.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="smoothing"/> is out of its range, or a share is below 0.</exception>
    public static double Miscalibration(ReadOnlySpan<double> taste, ReadOnlySpan<double> shown, double smoothing = .01)
    {
        if (taste.Length != shown.Length)
            throw new ArgumentException($"There are {shown.Length} categories shown, and {taste.Length} of taste.", nameof(shown));
        if (smoothing is not (> 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(smoothing), smoothing, $"The smoothing is {smoothing}; it must be above 0 and below 1.");
        }

        double all = 0, listed = 0;
        foreach (double share in taste) all += Guard.AtLeast(share, 0, nameof(taste));
        foreach (double count in shown) listed += Guard.AtLeast(count, 0, nameof(shown));
        if (all == 0) return 0;
        double sum = 0;
        for (int category = 0; category < taste.Length; category++)
        {
            double p = taste[category] / all, q = listed == 0 ? 0 : shown[category] / listed;
            if (p > 0) sum += p * StableMath.Log(p / (((1 - smoothing) * q) + (smoothing * p)));
        }

        return sum;
    }

    /// <summary>
    /// <c>Gini@k</c> of how often each item stands in a list: Σᵢ (2i − n − 1) xᵢ / (n Σ x), x rising. 0 where all are shown alike, 1 − 1/n
    /// where one is shown alone (Fleder and Hosanagar 2009; Shani and Gunawardana 2011). NaN where none is. O(n log n).
    /// </summary>
    /// <param name="exposures">How often each item is shown, every item that could be, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 0.</exception>
    public static double Gini(ReadOnlySpan<int> exposures)
    {
        int[] rising = exposures.ToArray();
        Array.Sort(rising);
        if (rising.Length > 0) Guard.AtLeast(rising[0], 0, nameof(exposures));
        double weighted = 0, sum = 0;
        for (int i = 0; i < rising.Length; i++)
        {
            weighted += ((2.0 * (i + 1)) - rising.Length - 1) * rising[i];
            sum += rising[i];
        }

        return weighted / (rising.Length * sum);
    }
}
