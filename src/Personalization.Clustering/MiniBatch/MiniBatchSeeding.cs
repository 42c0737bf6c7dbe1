using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// First centers from a sample of the rows: k-means++ on it, several times, and the choice that leaves it the lowest inertia.
/// </summary>
internal static class MiniBatchSeeding
{
    /// <param name="sample">The rows to seed from.</param>
    /// <param name="weights">Their weights; empty: all 1.</param>
    /// <param name="options">How many centers, of how many tries.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ArgumentException">The sample has fewer distinct rows of positive weight than clusters.</exception>
    public static Matrix Choose(
        MatrixView sample, ReadOnlyMemory<float> weights, MiniBatchKMeansOptions options, CancellationToken cancellationToken)
    {
        using KMeansData data = new(sample, weights, options.ClusterCount, options.Threads, cancellationToken);
        Matrix? best = null;
        double lowest = double.PositiveInfinity;
        for (int start = 0; start < options.Starts; start++)
        {
            Matrix centers = new KMeansSeeding(data, new RandomStream(options.Seed, "mini-batch start", (ulong)start), cancellationToken)
                .Choose(KMeansInitialization.KMeansPlusPlus, options.ClusterCount);
            int[] labels = new NearestAssignment(centers).Assign(sample, options.Threads, cancellationToken);
            double inertia = CenterInertia.Of(sample, data.Weights, centers, labels, options.Threads, cancellationToken);
            if (best is null || inertia < lowest)
                (best, lowest) = (centers, inertia);
        }

        return best!;
    }

    /// <summary>Whether there are as many distinct rows of positive weight as clusters. Looks no further than it must.</summary>
    public static int DistinctRows(MatrixView samples, ReadOnlySpan<float> weights, int atMost)
    {
        RowSet distinct = new(samples);
        for (int row = 0; row < samples.Rows && distinct.Count < atMost; row++)
        {
            if (weights.IsEmpty || weights[row] > 0)
                distinct.Add(row);
        }

        return distinct.Count;
    }
}
