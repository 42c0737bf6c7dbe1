using Personalization.Numerics;

namespace Personalization.Core;

/// <summary>
/// Compares the AUC of two scores of the same customers: customers are drawn with replacement, as many as there are, and the difference is
/// taken in each such sample (percentile interval; p as in <see cref="PairedBootstrap"/>). Deterministic for any number of threads.
/// </summary>
public static class AucBootstrap
{
    private const int MostResamples = 100_000, ResamplesAtOnce = 8;

    /// <summary>The difference of two AUCs with its 95 % interval. O(resamples · customers).</summary>
    /// <param name="first">Scores of the one model.</param>
    /// <param name="second">Scores of the other, of the same customers.</param>
    /// <param name="happened">What came of each.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <param name="resamples">Resamples, 1 to 100,000. Default 1,000.</param>
    /// <param name="threads">Threads at most, at least 1; the result doesn't depend on it. Default: one for each processor.</param>
    /// <param name="cancellationToken">Stops between resamples.</param>
    /// <exception cref="ArgumentException">Lengths differ, there is nothing, a score isn't finite, or all or none happened.</exception>
    public static PairedDifference Compare(
        ReadOnlySpan<double> first, ReadOnlySpan<double> second, ReadOnlySpan<bool> happened, ulong seed = 0, int resamples = 1_000,
        int? threads = null, CancellationToken cancellationToken = default)
    {
        BinaryMetrics.Check(first, happened);
        BinaryMetrics.Check(second, happened);
        Guard.InRange(resamples, 1, MostResamples);
        int customers = happened.Length;
        RankedOutcomes one = RankedOutcomes.Of(first, happened), other = RankedOutcomes.Of(second, happened);
        double difference = BinaryMetrics.AucOf(one, []) - BinaryMetrics.AucOf(other, []);
        if (double.IsNaN(difference))
            throw new ArgumentException("It happened to all or to none, where an AUC isn't defined.", nameof(happened));

        double[] differences = new double[resamples];
        ParallelChunks.Run(
            resamples,
            ResamplesAtOnce,
            (_, start, end) =>
            {
                RandomStream random = new(seed, "auc bootstrap");
                int[] weights = new int[customers];
                for (int resample = start; resample < end; resample++)
                {
                    random.Restart((ulong)resample);
                    Array.Clear(weights);
                    for (int i = 0; i < customers; i++) weights[random.NextInt32(customers)]++;
                    differences[resample] = BinaryMetrics.AucOf(one, weights) - BinaryMetrics.AucOf(other, weights);
                }
            },
            threads,
            cancellationToken);

        // A sample in which all or none happened has no AUC; such samples are left out.
        double[] known = Array.FindAll(differences, value => !double.IsNaN(value));
        if (known.Length == 0) return new PairedDifference("AUC", customers, difference, double.NaN, double.NaN, 1, 0);
        int atMost = known.Count(value => value <= 0), atLeast = known.Count(value => value >= 0);
        double p = Math.Min(1, 2 * (Math.Min(atMost, atLeast) + 1.0) / (known.Length + 1));
        double[] ends = Quantiles.Of(known, [.025, .975]);
        return new PairedDifference("AUC", customers, difference, ends[0], ends[1], p, known.Length);
    }
}
