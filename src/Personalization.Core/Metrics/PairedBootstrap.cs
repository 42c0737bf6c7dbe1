using Personalization.Numerics;

namespace Personalization.Core;

/// <summary>How much higher one model's figure is than another's, over the same customers. Immutable.</summary>
/// <param name="Metric">The figure, such as <c>NDCG@10</c>.</param>
/// <param name="CustomerCount">Customers that both have a value of.</param>
/// <param name="Mean">Mean of the first's value less the second's.</param>
/// <param name="Low">Lower end of the 95 % interval of the mean.</param>
/// <param name="High">Upper end.</param>
/// <param name="PValue">
/// Two-sided: how likely it is to be as far from 0 if there were no difference; at least 2 / (resamples + 1).
/// </param>
/// <param name="Resamples">Resamples it rests on.</param>
public sealed record PairedDifference(
    string Metric, int CustomerCount, double Mean, double Low, double High, double PValue, int Resamples)
{
    /// <summary>Whether the 95 % interval leaves 0 out.</summary>
    public bool IsSignificant => Low > 0 || High < 0;
}

/// <summary>
/// Compares two models customer by customer: customers are drawn with replacement, as many as there are, and the mean difference is taken
/// of each such sample (Efron and Tibshirani 1993, chapters 8 and 13: percentile interval). p is 2 (min(b₋, b₊) + 1) / (B + 1), at most 1,
/// b₋ and b₊ being the resamples with a mean of at most and at least 0 (Davison and Hinkley 1997). The customers are taken for a sample of
/// all that will come: it says nothing of another month, nor of a model fitted with another seed. Deterministic for any number of threads.
/// </summary>
public static class PairedBootstrap
{
    /// <summary>Most resamples, so that means fit in memory.</summary>
    private const int MostResamples = 1_000_000;
    private const int ResamplesAtOnce = 16;

    /// <summary>Compares two models by one figure; O(resamples · customers).</summary>
    /// <param name="first">Scores of the one.</param>
    /// <param name="second">Scores of the other, of the same customers.</param>
    /// <param name="metric">The figure: a mean over customers.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <param name="resamples">Resamples, 1 to 1,000,000. Default 10,000.</param>
    /// <param name="threads">Threads at most, at least 1; the result doesn't depend on it. Default: one for each processor.</param>
    /// <param name="cancellationToken">Stops between resamples.</param>
    /// <exception cref="ArgumentException">The two were measured on other customers.</exception>
    /// <exception cref="KeyNotFoundException">One of them has no values of single customers for the figure.</exception>
    public static PairedDifference Compare(
        RankingScores first, RankingScores second, string metric, ulong seed = 0, int resamples = 10_000, int? threads = null,
        CancellationToken cancellationToken = default) =>
        Compare(first, second, [metric], seed, resamples, threads, cancellationToken)[0];

    /// <summary>The same by several figures, each with the same resamples of customers.</summary>
    /// <param name="first">Scores of the one.</param>
    /// <param name="second">Scores of the other, of the same customers.</param>
    /// <param name="metrics">The figures, each a mean over customers.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <param name="resamples">Resamples, 1 to 1,000,000. Default 10,000.</param>
    /// <param name="threads">Threads at most, at least 1; the result doesn't depend on it. Default: one for each processor.</param>
    /// <param name="cancellationToken">Stops between resamples.</param>
    /// <exception cref="ArgumentException">The two were measured on other customers.</exception>
    /// <exception cref="KeyNotFoundException">One of them has no values of single customers for a figure.</exception>
    public static IReadOnlyList<PairedDifference> Compare(
        RankingScores first, RankingScores second, IReadOnlyList<string> metrics, ulong seed = 0, int resamples = 10_000,
        int? threads = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentNullException.ThrowIfNull(metrics);
        Guard.InRange(resamples, 1, MostResamples);
        if (!first.Customers.Values.SequenceEqual(second.Customers.Values, StringComparer.Ordinal))
        {
            throw new ArgumentException(
                $"The first was measured on {first.Customers.Count} customers and the second on {second.Customers.Count}, not all the "
                + "same; measure both on the same data with the same filter.",
                nameof(second));
        }

        // Figures of the same customers share their draws; one that not all customers have a value of has its own.
        double[][] differences = [.. metrics.Select(metric => Differences(first.PerCustomer(metric), second.PerCustomer(metric)))];
        PairedDifference[] results = new PairedDifference[metrics.Count];
        foreach (IGrouping<int, int> group in Enumerable.Range(0, metrics.Count).GroupBy(figure => differences[figure].Length))
        {
            int[] figures = [.. group];
            double[][] means = Means([.. figures.Select(figure => differences[figure])], seed, resamples, threads, cancellationToken);
            for (int i = 0; i < figures.Length; i++)
                results[figures[i]] = Summarize(metrics[figures[i]], differences[figures[i]], means[i]);
        }

        return results;
    }

    /// <summary>The first's less the second's, of the customers that both have a value of.</summary>
    private static double[] Differences(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        List<double> differences = new(first.Length);
        for (int customer = 0; customer < first.Length; customer++)
        {
            double difference = first[customer] - second[customer];
            if (!double.IsNaN(difference)) differences.Add(difference);
        }

        return [.. differences];
    }

    /// <summary>The mean of each figure in each resample; all figures have as many customers.</summary>
    private static double[][] Means(double[][] differences, ulong seed, int resamples, int? threads, CancellationToken cancellationToken)
    {
        int customers = differences[0].Length, figures = differences.Length;
        double[][] means = [.. differences.Select(_ => new double[resamples])];
        if (customers == 0) return means;

        // Beside each other, so that one draw reads one place.
        double[] beside = new double[customers * figures];
        for (int i = 0; i < beside.Length; i++) beside[i] = differences[i % figures][i / figures];
        ParallelChunks.Run(
            resamples,
            ResamplesAtOnce,
            (_, start, end) =>
            {
                RandomStream random = new(seed, "paired bootstrap");
                double[] sums = new double[figures];
                for (int resample = start; resample < end; resample++)
                {
                    random.Restart((ulong)resample);
                    Array.Clear(sums);
                    for (int i = 0; i < customers; i++)
                    {
                        ReadOnlySpan<double> drawn = beside.AsSpan(random.NextInt32(customers) * figures, figures);
                        for (int figure = 0; figure < drawn.Length; figure++) sums[figure] += drawn[figure];
                    }

                    for (int figure = 0; figure < figures; figure++) means[figure][resample] = sums[figure] / customers;
                }
            },
            threads,
            cancellationToken);
        return means;
    }

    private static PairedDifference Summarize(string metric, double[] differences, double[] means)
    {
        if (differences.Length == 0) return new PairedDifference(metric, 0, double.NaN, double.NaN, double.NaN, 1, means.Length);
        int atMost = means.Count(mean => mean <= 0), atLeast = means.Count(mean => mean >= 0);
        double p = Math.Min(1, 2 * (Math.Min(atMost, atLeast) + 1.0) / (means.Length + 1));
        double[] ends = Quantiles.Of(means, [.025, .975]);
        return new PairedDifference(metric, differences.Length, StableSum.Mean(differences), ends[0], ends[1], p, means.Length);
    }
}
