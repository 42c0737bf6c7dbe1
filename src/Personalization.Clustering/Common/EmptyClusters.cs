namespace Personalization.Clustering;

/// <summary>
/// Gives each cluster without weight the row farthest from its own center (of equally far ones the first), unless that row is alone there or equals one
/// given already. Where nothing can be given, the cluster stays empty.
/// </summary>
internal static class EmptyClusters
{
    /// <param name="data">The samples.</param>
    /// <param name="weights">Weight in each cluster; kept up to date by <paramref name="move"/>.</param>
    /// <param name="labels">The cluster of each row.</param>
    /// <param name="distance">Distance of a row to its own center.</param>
    /// <param name="move">Moves a row from one cluster to another.</param>
    public static void Repair(KMeansData data, double[] weights, int[] labels, Func<int, double> distance, Action<int, int, int> move)
    {
        if (Array.TrueForAll(weights, weight => weight > 0))
            return;

        var members = new int[weights.Length];
        var rows = new int[data.Rows];
        var distances = new double[data.Rows];
        for (int row = 0; row < rows.Length; row++)
        {
            rows[row] = row;
            distances[row] = distance(row);
            members[labels[row]] += data.Weights[row] > 0 ? 1 : 0;
        }

        Array.Sort(rows, (a, b) => distances[b].CompareTo(distances[a]) is var order and not 0 ? order : a.CompareTo(b));
        var given = new RowSet(data.Samples);
        int next = 0;
        for (int cluster = 0; cluster < weights.Length; cluster++)
        {
            for (; weights[cluster] <= 0 && next < rows.Length; next++)
            {
                int row = rows[next], from = labels[row];
                if (data.Weights[row] <= 0 || members[from] <= 1 || !given.Add(row))
                    continue;

                members[from]--;
                move(row, from, cluster);
            }
        }
    }
}
