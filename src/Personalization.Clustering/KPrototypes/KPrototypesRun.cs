using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>One run of k-prototypes: means of the numbers and most frequent levels serve the rows of a cluster best.</summary>
internal sealed class KPrototypesRun(
    MatrixView samples, MixedDistance distance, LevelCodes levels, Matrix prototypes, int? threads, CancellationToken cancellationToken)
    : CenterRun(prototypes, samples.Rows)
{
    private const int RowsAtOnce = 1024;

    private readonly double[] _distances = new double[samples.Rows];

    /// <summary>
    /// Prototypes to begin at: rows drawn one after the other, each with a probability that is proportional to its distance from the
    /// nearest one drawn before (k-means++, Arthur and Vassilvitskii 2007, by this distance, which is a square already).
    /// </summary>
    public static Matrix Begin(MatrixView samples, MixedDistance distance, int clusterCount, RandomStream random)
    {
        Matrix prototypes = new(clusterCount, samples.Columns);
        double[] nearest = new double[samples.Rows];
        nearest.AsSpan().Fill(double.PositiveInfinity);
        int row = (int)(random.NextDouble() * samples.Rows);
        for (int cluster = 0; ; cluster++)
        {
            ReadOnlySpan<float> chosen = samples.Row(row);
            chosen.CopyTo(prototypes.Row(cluster));
            if (cluster == clusterCount - 1) return prototypes;
            double total = 0;
            for (int i = 0; i < nearest.Length; i++)
            {
                nearest[i] = i == row ? 0 : Math.Min(nearest[i], distance.Between(samples.Row(i), chosen));
                total += nearest[i];
            }

            row = Drawn(nearest, random.NextDouble() * total);
        }
    }

    protected override double Assign(int[] labels) => ParallelChunks.Reduce(
        samples.Rows,
        RowsAtOnce,
        (start, end) =>
        {
            double sum = 0;
            for (int row = start; row < end; row++)
            {
                (labels[row], _distances[row]) = distance.Nearest(samples.Row(row), Centers);
                sum += _distances[row];
            }

            return sum;
        },
        static (a, b) => a + b,
        threads,
        cancellationToken);

    protected override Matrix Move(int[] labels)
    {
        cancellationToken.ThrowIfCancellationRequested();
        int[] own = [.. labels];
        GiveToEmpty(own);
        Matrix moved = new(Centers.Rows, Centers.Columns);
        int[] sizes = LabelSizes.Of(own, Centers.Rows);
        foreach (int column in distance.Columns.Numbers)
        {
            double[] sums = new double[Centers.Rows];
            for (int row = 0; row < own.Length; row++) sums[own[row]] += samples[row, column];
            for (int cluster = 0; cluster < sums.Length; cluster++)
                moved[cluster, column] = sizes[cluster] > 0 ? (float)(sums[cluster] / sizes[cluster]) : Centers[cluster, column];
        }

        for (int i = 0; i < distance.Columns.Categories.Length; i++) MoveModes(i, own, moved);
        return moved;
    }

    /// <summary>The most frequent level of each cluster, of equally frequent ones the lowest; where none is known it stays.</summary>
    private void MoveModes(int category, int[] labels, Matrix moved)
    {
        int column = distance.Columns.Categories[category];
        float[] values = levels.Values[category];
        int[] codes = levels.Codes[category];
        int[] counts = new int[Centers.Rows * values.Length];
        for (int row = 0; row < labels.Length; row++)
        {
            if (codes[row] >= 0) counts[(labels[row] * values.Length) + codes[row]]++;
        }

        for (int cluster = 0; cluster < Centers.Rows; cluster++)
        {
            ReadOnlySpan<int> own = counts.AsSpan(cluster * values.Length, values.Length);
            int most = 0;
            for (int code = 1; code < own.Length; code++)
            {
                if (own[code] > own[most]) most = code;
            }

            moved[cluster, column] = own.Length > 0 && own[most] > 0 ? values[most] : Centers[cluster, column];
        }
    }

    /// <summary>A cluster without a row takes the row farthest from its own prototype, of equally far ones the first.</summary>
    private void GiveToEmpty(int[] labels)
    {
        int[] sizes = LabelSizes.Of(labels, Centers.Rows);
        for (int cluster = 0; cluster < sizes.Length; cluster++)
        {
            if (sizes[cluster] > 0) continue;
            int farthest = -1;
            for (int row = 0; row < labels.Length; row++)
            {
                if (sizes[labels[row]] > 1 && (farthest < 0 || _distances[row] > _distances[farthest])) farthest = row;
            }

            if (farthest < 0) return;
            sizes[labels[farthest]]--;
            (labels[farthest], sizes[cluster], _distances[farthest]) = (cluster, 1, 0);
        }
    }

    private static int Drawn(double[] weights, double at)
    {
        int last = 0;
        for (int row = 0; row < weights.Length; row++)
        {
            if (weights[row] <= 0) continue;
            last = row;
            at -= weights[row];
            if (at < 0) return row;
        }

        return last;
    }
}
