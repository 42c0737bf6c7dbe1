using Personalization.Numerics;

namespace Personalization.Core;

/// <summary>
/// How good a clustering is, by scikit-learn's definitions, in double precision. Labels are from 0 on; negative ones mean noise and are left out, where
/// scikit-learn would take them for one more cluster; labels that no row has don't count. Stateless.
/// </summary>
public static class ClusterMetrics
{
    /// <summary>
    /// Davies–Bouldin index (1979): the mean, over clusters, of the largest (sᵢ + sⱼ) / ‖cᵢ − cⱼ‖, where s is the mean distance of a cluster's rows to its
    /// mean c. At least 0, lower is better. 0 where every cluster is a single point. O(n · d + k² · d).
    /// </summary>
    /// <param name="samples">n × d.</param>
    /// <param name="labels">n labels of at least two clusters.</param>
    /// <exception cref="ArgumentException">Lengths disagree, or there are fewer than two clusters.</exception>
    public static double DaviesBouldin(MatrixView samples, ReadOnlySpan<int> labels)
    {
        var sizes = new ClusterSizes(labels, samples.Rows);
        double[][] means = Means(samples, labels, sizes);
        var spreads = new double[sizes.Count];
        for (int row = 0; row < labels.Length; row++)
        {
            if (labels[row] >= 0)
                spreads[labels[row]] += Math.Sqrt(SquaredDistance(samples.Row(row), means[labels[row]]));
        }

        double sum = 0;
        for (int cluster = 0; cluster < sizes.Count; cluster++)
        {
            double worst = 0;
            for (int other = 0; other < sizes.Count && sizes[cluster] > 0; other++)
            {
                double distance = Math.Sqrt(SquaredDistance(means[cluster], means[other]));
                if (other != cluster && sizes[other] > 0 && distance > 0)
                    worst = Math.Max(worst, ((spreads[cluster] / sizes[cluster]) + (spreads[other] / sizes[other])) / distance);
            }

            sum += worst;
        }

        return sum / sizes.NonEmpty;
    }

    /// <summary>
    /// Caliński–Harabasz index (1974): (between / (k − 1)) / (within / (n − k)), where <c>between</c> is Σ nₖ‖cₖ − mean‖² and <c>within</c> is Σ‖x − c‖². At
    /// least 0, higher is better. 1 where <c>within</c> is 0. O(n · d).
    /// </summary>
    /// <param name="samples">n × d.</param>
    /// <param name="labels">n labels of at least two clusters.</param>
    /// <exception cref="ArgumentException">Lengths disagree, or there are fewer than two clusters.</exception>
    public static double CalinskiHarabasz(MatrixView samples, ReadOnlySpan<int> labels)
    {
        var sizes = new ClusterSizes(labels, samples.Rows);
        double[][] means = Means(samples, labels, sizes);
        var middle = new double[samples.Columns];
        for (int cluster = 0; cluster < sizes.Count; cluster++)
        {
            for (int column = 0; column < middle.Length; column++)
                middle[column] += means[cluster][column] * sizes[cluster] / sizes.Rows;
        }

        double between = 0, within = 0;
        for (int cluster = 0; cluster < sizes.Count; cluster++)
            between += sizes[cluster] * SquaredDistance(means[cluster], middle);

        for (int row = 0; row < labels.Length; row++)
        {
            if (labels[row] >= 0)
                within += SquaredDistance(samples.Row(row), means[labels[row]]);
        }

        return within == 0 ? 1 : between * (sizes.Rows - sizes.NonEmpty) / (within * (sizes.NonEmpty - 1));
    }

    /// <summary>
    /// Adjusted Rand index (Hubert and Arabie 1985): how far two clusterings of the same rows agree on which pairs belong together, 1 for the same
    /// partition whatever its numbers, about 0 for chance, at least −.5. Every label is a cluster here, negative ones too. O(n).
    /// </summary>
    /// <param name="first">n labels.</param>
    /// <param name="second">n labels.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double AdjustedRand(ReadOnlySpan<int> first, ReadOnlySpan<int> second)
    {
        if (first.Length != second.Length)
            throw new ArgumentException($"The clusterings have {first.Length} and {second.Length} labels; they must have equally many.", nameof(second));

        Dictionary<int, long> inFirst = [], inSecond = [];
        Dictionary<(int First, int Second), long> inBoth = [];
        for (int row = 0; row < first.Length; row++)
        {
            inFirst[first[row]] = inFirst.GetValueOrDefault(first[row]) + 1;
            inSecond[second[row]] = inSecond.GetValueOrDefault(second[row]) + 1;
            inBoth[(first[row], second[row])] = inBoth.GetValueOrDefault((first[row], second[row])) + 1;
        }

        double both = Pairs(inBoth.Values), one = Pairs(inFirst.Values), other = Pairs(inSecond.Values);
        double expected = first.Length < 2 ? 0 : one * other / (first.Length * (first.Length - 1.0) / 2);
        double most = (one + other) / 2;
        return both == most ? 1 : (both - expected) / (most - expected);
    }

    // Integers until the end, so the order in which a dictionary gives them doesn't matter.
    private static double Pairs(IEnumerable<long> counts)
    {
        long pairs = 0;
        foreach (long count in counts)
            pairs += count * (count - 1) / 2;

        return pairs;
    }

    private static double[][] Means(MatrixView samples, ReadOnlySpan<int> labels, ClusterSizes sizes)
    {
        var means = new double[sizes.Count][];
        for (int cluster = 0; cluster < means.Length; cluster++)
            means[cluster] = new double[samples.Columns];

        for (int row = 0; row < labels.Length; row++)
        {
            if (labels[row] < 0)
                continue;

            ReadOnlySpan<float> sample = samples.Row(row);
            double[] mean = means[labels[row]];
            for (int column = 0; column < mean.Length; column++)
                mean[column] += sample[column];
        }

        for (int cluster = 0; cluster < means.Length; cluster++)
        {
            for (int column = 0; column < means[cluster].Length; column++)
                means[cluster][column] /= Math.Max(1, sizes[cluster]);
        }

        return means;
    }

    private static double SquaredDistance(ReadOnlySpan<float> sample, double[] mean)
    {
        double sum = 0;
        for (int column = 0; column < mean.Length; column++)
        {
            double difference = sample[column] - mean[column];
            sum += difference * difference;
        }

        return sum;
    }

    private static double SquaredDistance(double[] first, double[] second)
    {
        double sum = 0;
        for (int column = 0; column < first.Length; column++)
        {
            double difference = first[column] - second[column];
            sum += difference * difference;
        }

        return sum;
    }
}
