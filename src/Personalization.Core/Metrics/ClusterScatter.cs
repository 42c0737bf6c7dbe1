using Personalization.Numerics;

namespace Personalization.Core;

/// <summary>
/// Means of clusters, and how far their rows lie from them, in double precision; chunks of rows in parallel, joined in chunk order.
/// </summary>
internal sealed class ClusterScatter
{
    private const int RowsAtOnce = 8192;

    public ClusterScatter(
        MatrixView samples, ReadOnlySpan<int> labels, ClusterSizes sizes, int? threads, CancellationToken cancellationToken)
    {
        Sizes = sizes;
        Columns = samples.Columns;

        // Noise goes to one more group, which nobody reads.
        int[] groups = labels.ToArray();
        foreach (ref int group in groups.AsSpan())
            group = group < 0 ? sizes.Count : group;

        Means = ParallelChunks.Reduce(
            samples.Rows, RowsAtOnce, (start, end) => Sum(samples, groups, start, end), Add, threads, cancellationToken);
        for (int i = 0; i < Means.Length; i++)
            Means[i] /= Math.Max(1, i / Math.Max(1, Columns) < sizes.Count ? sizes[i / Math.Max(1, Columns)] : 1);

        double[] spread = ParallelChunks.Reduce(
            samples.Rows, RowsAtOnce, (start, end) => Spread(samples, groups, start, end), Add, threads, cancellationToken);
        Distances = spread[..sizes.Count];
        Within = spread[^1];
    }

    public ClusterSizes Sizes { get; }

    public int Columns { get; }

    /// <summary>Means of the clusters, row-major; the last row is none.</summary>
    public double[] Means { get; }

    /// <summary>For each cluster the sum of its rows' distances to its mean.</summary>
    public double[] Distances { get; }

    /// <summary>Σ‖x − c‖² of all rows that aren't noise.</summary>
    public double Within { get; }

    public ReadOnlySpan<double> Mean(int cluster) => Means.AsSpan(cluster * Columns, Columns);

    public static double SquaredDistance(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        double sum = 0;
        for (int column = 0; column < first.Length; column++)
        {
            double difference = first[column] - second[column];
            sum += difference * difference;
        }

        return sum;
    }

    private double[] Sum(MatrixView samples, int[] groups, int start, int end)
    {
        double[] sums = new double[(Sizes.Count + 1) * Columns];
        float[] weights = new float[end - start];
        Array.Fill(weights, 1);
        GroupedSums.Add(samples.Slice(start, end - start), weights, groups.AsSpan(start, end - start), sums, new double[Sizes.Count + 1]);
        return sums;
    }

    private double[] Spread(MatrixView samples, int[] groups, int start, int end)
    {
        double[] spread = new double[Sizes.Count + 1];
        ReadOnlySpan<float> values = samples.Memory.Span;
        for (int row = start; row < end; row++)
        {
            if (groups[row] == Sizes.Count)
                continue;

            double square = SquaredDistance(values.Slice(row * samples.Stride, Columns), Mean(groups[row]));
            spread[groups[row]] += Math.Sqrt(square);
            spread[^1] += square;
        }

        return spread;
    }

    /// <summary>Four sums, so that one addition needn't wait for the last.</summary>
    private static double SquaredDistance(ReadOnlySpan<float> sample, ReadOnlySpan<double> mean)
    {
        double a = 0, b = 0, c = 0, d = 0;
        int column = 0;
        for (; column + 4 <= mean.Length; column += 4)
        {
            a += Square(sample[column] - mean[column]);
            b += Square(sample[column + 1] - mean[column + 1]);
            c += Square(sample[column + 2] - mean[column + 2]);
            d += Square(sample[column + 3] - mean[column + 3]);
        }

        for (; column < mean.Length; column++)
            a += Square(sample[column] - mean[column]);

        return (a + b) + (c + d);
    }

    private static double Square(double value) => value * value;

    private static double[] Add(double[] sums, double[] next)
    {
        for (int i = 0; i < sums.Length; i++)
            sums[i] += next[i];

        return sums;
    }
}
