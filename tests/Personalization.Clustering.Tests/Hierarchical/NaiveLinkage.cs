using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering.Tests;

/// <summary>
/// What a textbook says, in O(n³) and double precision: look at all pairs of clusters, merge the nearest two, of equally near ones the
/// first.
/// </summary>
internal static class NaiveLinkage
{
    public static Dendrogram Merge(MatrixView samples, Linkage linkage)
    {
        int rows = samples.Rows;
        List<List<int>> clusters = [.. Enumerable.Range(0, rows).Select(row => new List<int> { row })];
        DendrogramBuilder merges = new(rows);
        while (clusters.Count > 1)
        {
            (double best, int first, int second) = (double.PositiveInfinity, 0, 0);
            for (int i = 0; i < clusters.Count; i++)
            {
                for (int j = i + 1; j < clusters.Count; j++)
                {
                    double distance = Distance(samples, clusters[i], clusters[j], linkage);
                    if (distance < best)
                        (best, first, second) = (distance, i, j);
                }
            }

            merges.Add(clusters[first][0], clusters[second][0], best);
            clusters[first].AddRange(clusters[second]);
            clusters.RemoveAt(second);
        }

        return merges.Build();
    }

    private static double Distance(MatrixView samples, List<int> one, List<int> other, Linkage linkage)
    {
        if (linkage == Linkage.Ward)
        {
            double squared = 0;
            for (int column = 0; column < samples.Columns; column++)
            {
                double difference = one.Average(row => (double)samples[row, column]) - other.Average(row => (double)samples[row, column]);
                squared += difference * difference;
            }

            return Math.Sqrt(2.0 * one.Count * other.Count / (one.Count + other.Count) * squared);
        }

        IEnumerable<double> distances = from a in one from b in other select Math.Sqrt(
            SquaredDistances.Between(samples.Row(a), samples.Row(b)));
        return linkage switch
        {
            Linkage.Average => distances.Average(),
            Linkage.Complete => distances.Max(),
            _ => distances.Min(),
        };
    }
}
