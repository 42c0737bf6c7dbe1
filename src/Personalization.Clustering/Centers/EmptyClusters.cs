using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// Gives each cluster without weight the row farthest from its own center (of equally far ones the first), unless that row is alone there
/// or equals one given already. Where nothing can be given, the cluster stays empty.
/// </summary>
internal static class EmptyClusters
{
    private const int RowsAtOnce = 4096;

    /// <param name="data">The samples.</param>
    /// <param name="weights">Weight in each cluster; kept up to date by <paramref name="move"/>.</param>
    /// <param name="labels">The cluster of each row.</param>
    /// <param name="distance">Distance of a row to its own center; called concurrently.</param>
    /// <param name="move">Moves a row from one cluster to another.</param>
    /// <returns>Whether a cluster was empty.</returns>
    public static bool Repair(KMeansData data, double[] weights, int[] labels, Func<int, double> distance, Action<int, int, int> move)
    {
        if (Array.TrueForAll(weights, weight => weight > 0))
            return false;

        double[] distances = new double[data.Rows];
        ParallelChunks.Run(
            data.Rows,
            RowsAtOnce,
            (_, start, end) =>
            {
                for (int row = start; row < end; row++)
                    distances[row] = distance(row);
            },
            data.Threads);

        int[] members = new int[weights.Length];
        for (int row = 0; row < labels.Length; row++)
            members[labels[row]] += data.Weights[row] > 0 ? 1 : 0;

        RowSet given = new(data.Samples);
        using IEnumerator<int> farthest = FarthestFirst(distances).GetEnumerator();
        for (int cluster = 0; cluster < weights.Length; cluster++)
        {
            while (weights[cluster] <= 0 && farthest.MoveNext())
            {
                int row = farthest.Current, from = labels[row];
                if (data.Weights[row] <= 0 || members[from] <= 1 || !given.Add(row))
                    continue;

                members[from]--;
                move(row, from, cluster);
            }
        }

        return true;
    }

    /// <summary>All rows, the farthest first and of equally far ones the first; some at a time, because mostly a few are enough.</summary>
    private static IEnumerable<int> FarthestFirst(double[] distances)
    {
        Comparer<(double Distance, int Row)> nearestFirst = Comparer<(double Distance, int Row)>.Create(
            static (a, b) => a.Distance.CompareTo(b.Distance) is int order and not 0 ? order : b.Row.CompareTo(a.Row));
        (double Distance, int Row) last = (double.PositiveInfinity, -1);
        for (int given = 0, count = 64; given < distances.Length; given += count, count *= 4)
        {
            PriorityQueue<int, (double, int)> farthest = new(nearestFirst);
            for (int row = 0; row < distances.Length; row++)
            {
                (double, int) place = (distances[row], row);
                if (nearestFirst.Compare(place, last) >= 0)
                    continue;

                if (farthest.Count < count)
                    farthest.Enqueue(row, place);
                else
                    farthest.EnqueueDequeue(row, place);
            }

            int[] rows = new int[farthest.Count];
            for (int at = rows.Length - 1; at >= 0; at--)
                rows[at] = farthest.Dequeue();

            foreach (int row in rows)
                yield return row;

            if (rows.Length < count)
                yield break;

            last = (distances[rows[^1]], rows[^1]);
        }
    }
}
