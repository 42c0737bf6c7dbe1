using Personalization.Numerics;

namespace Personalization.Clustering.Tests;

/// <summary>
/// DBSCAN and HDBSCAN* written as their papers say, in double precision and without any cleverness, to hold the fast ones against.
/// </summary>
internal static class DensityReference
{
    public static double Distance(MatrixView samples, int left, int right)
    {
        double square = 0;
        for (int column = 0; column < samples.Columns; column++)
        {
            double difference = (double)samples[left, column] - samples[right, column];
            square += difference * difference;
        }

        return Math.Sqrt(square);
    }

    /// <summary>
    /// scikit-learn's order: rows in turn; a core without a label begins a cluster and spreads it; what has a label keeps it.
    /// </summary>
    public static (int[] Labels, bool[] Cores) Dbscan(MatrixView samples, double radius, int minSamples)
    {
        int n = samples.Rows;
        int[][] neighbors =
        [
            .. Enumerable.Range(0, n).Select(i => Enumerable.Range(0, n).Where(j => Distance(samples, i, j) <= radius).ToArray()),
        ];
        bool[] cores = [.. neighbors.Select(near => near.Length >= minSamples)];
        int[] labels = new int[n];
        Array.Fill(labels, -1);
        int cluster = 0;
        for (int row = 0; row < n; row++)
        {
            if (labels[row] >= 0 || !cores[row]) continue;
            Stack<int> open = new([row]);
            while (open.TryPop(out int next))
            {
                if (labels[next] >= 0) continue;
                labels[next] = cluster;
                if (!cores[next]) continue;
                foreach (int near in neighbors[next].Where(near => labels[near] < 0)) open.Push(near);
            }

            cluster++;
        }

        return (labels, cores);
    }
}
