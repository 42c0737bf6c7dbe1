namespace Personalization.Numerics;

/// <summary>
/// Population stability index: how far a distribution over bins has moved, Σ (qᵢ − pᵢ) · ln(qᵢ / pᵢ) for shares p then and q now, the
/// symmetric Kullback–Leibler divergence (Siddiqi 2006 reads it as: below .1 stable, from .25 on changed). At least 0.
/// </summary>
public static class PopulationStability
{
    /// <summary>99 % quantile of the standard normal distribution.</summary>
    private const double NormalQuantile = 2.3263478740408408;

    /// <summary>The index. Half a count is added to every bin on both sides, so that an empty bin doesn't make it infinite.</summary>
    /// <param name="expected">Counts of the bins then, at least one bin, each at least 0.</param>
    /// <param name="actual">Counts of the same bins now.</param>
    /// <exception cref="ArgumentException">The numbers of bins differ, or there are none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    public static double Index(ReadOnlySpan<long> expected, ReadOnlySpan<long> actual)
    {
        if (expected.IsEmpty || expected.Length != actual.Length)
        {
            throw new ArgumentException(
                $"There are {expected.Length} bins then and {actual.Length} now; they must be equally many, and at least one.",
                nameof(actual));
        }

        double then = Total(expected, nameof(expected)), now = Total(actual, nameof(actual)), index = 0;
        for (int bin = 0; bin < expected.Length; bin++)
        {
            double before = (expected[bin] + .5) / then, after = (actual[bin] + .5) / now;
            index += (after - before) * StableMath.Log(after / before);
        }

        return index;
    }

    /// <summary>
    /// What the index stays below in 99 of 100 cases where nothing has changed: χ²(bins − 1) · (1 / n + 1 / m) (Yurdakul and Naranjo 2020),
    /// the quantile by Wilson and Hilferty's approximation (1931). Small samples move the index by themselves; this says by how much.
    /// </summary>
    /// <param name="bins">Number of bins, at least 1.</param>
    /// <param name="expectedCount">Sum of the counts then, at least 1.</param>
    /// <param name="actualCount">Sum of the counts now, at least 1.</param>
    public static double Noise(int bins, long expectedCount, long actualCount)
    {
        double freedom = Guard.AtLeast(bins, 1) - 1;
        double scale = (1.0 / Guard.AtLeast(expectedCount, 1)) + (1.0 / Guard.AtLeast(actualCount, 1));
        if (freedom == 0)
            return 0;

        double spread = 2 / (9 * freedom), root = 1 - spread + (NormalQuantile * Math.Sqrt(spread));
        return freedom * root * root * root * scale;
    }

    private static double Total(ReadOnlySpan<long> counts, string name)
    {
        double total = .5 * counts.Length;
        foreach (long count in counts)
            total += Guard.AtLeast(count, 0, name);

        return total;
    }
}
