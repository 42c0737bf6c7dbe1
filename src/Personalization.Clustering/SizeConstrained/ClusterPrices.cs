namespace Personalization.Clustering;

/// <summary>
/// Prices in the middle of those that explain an assignment. A row of cluster a stays there while price b − price a ≤ cost b − cost a for
/// every other b, so for each pair only the row that would move most cheaply matters. Of all prices that keep every row and respect which
/// sizes are at a bound, those are chosen that leave the largest margin to all pairs: the largest is the least mean over cycles of the
/// cheapest moves, and the prices are shortest paths once every move is made cheaper by it.
/// </summary>
internal static class ClusterPrices
{
    private const int MostRounds = 1000;

    /// <param name="costs">n × k costs, multiples of the quantum.</param>
    /// <param name="labels">The cheapest assignment within the bounds.</param>
    /// <param name="clusterCount">k.</param>
    /// <param name="min">Fewest rows of a cluster.</param>
    /// <param name="max">Most rows of a cluster.</param>
    /// <param name="quantum">What costs are multiples of; 0 where they are all 0.</param>
    public static double[] Centered(double[] costs, int[] labels, int clusterCount, int min, int max, double quantum)
    {
        double[,] moves = CheapestMoves(costs, labels, clusterCount, min, max);
        double margin = 0;
        for (int from = 0; from < clusterCount; from++)
        {
            for (int to = 0; to < clusterCount; to++)
                margin = double.IsFinite(moves[from, to]) ? Math.Max(margin, moves[from, to]) : margin;
        }

        // Lower the margin to the mean of a cycle that it makes negative, until there is none (Lawler's method): it ends at the least mean.
        double[] prices = new double[clusterCount + 1];
        int[] before = new int[clusterCount + 1];
        for (int round = 0; round < MostRounds; round++)
        {
            int onCycle = ShortestPaths(moves, margin, prices, before);
            if (onCycle < 0)
                break;

            double mean = CycleMean(moves, before, onCycle, clusterCount);
            margin = quantum > 0 && mean > 0 && mean < margin ? Math.Min(margin - quantum, Math.Floor(mean / quantum) * quantum) : 0;
            margin = Math.Max(0, margin);
            if (margin == 0)
            {
                ShortestPaths(moves, 0, prices, before);
                break;
            }
        }

        return [.. prices.Take(clusterCount).Select(price => price - prices[clusterCount])];
    }

    /// <summary>
    /// Least cost − own cost over the rows of each cluster, and 0 to or from the sink (the last node) where the size allows one row more or
    /// less.
    /// </summary>
    private static double[,] CheapestMoves(double[] costs, int[] labels, int clusterCount, int min, int max)
    {
        double[,] moves = new double[clusterCount + 1, clusterCount + 1];
        int[] sizes = new int[clusterCount];
        for (int from = 0; from <= clusterCount; from++)
        {
            for (int to = 0; to <= clusterCount; to++)
                moves[from, to] = double.PositiveInfinity;
        }

        for (int row = 0; row < labels.Length; row++)
        {
            int from = labels[row];
            sizes[from]++;
            ReadOnlySpan<double> own = costs.AsSpan(row * clusterCount, clusterCount);
            for (int to = 0; to < clusterCount; to++)
            {
                if (to != from)
                    moves[from, to] = Math.Min(moves[from, to], own[to] - own[from]);
            }
        }

        for (int cluster = 0; cluster < clusterCount; cluster++)
        {
            moves[clusterCount, cluster] = sizes[cluster] > min ? 0 : double.PositiveInfinity;
            moves[cluster, clusterCount] = sizes[cluster] < max ? 0 : double.PositiveInfinity;
        }

        return moves;
    }

    /// <summary>
    /// Bellman and Ford's shortest paths to every node from anywhere. Returns a node that a negative cycle leads to, −1 where there is
    /// none.
    /// </summary>
    private static int ShortestPaths(double[,] moves, double margin, double[] lengths, int[] before)
    {
        Array.Clear(lengths);
        Array.Fill(before, -1);
        int nodes = lengths.Length, changed = -1;
        for (int round = 0; round <= nodes; round++)
        {
            changed = -1;
            for (int from = 0; from < nodes; from++)
            {
                for (int to = 0; to < nodes; to++)
                {
                    double length = lengths[from] + moves[from, to] - (from < nodes - 1 && to < nodes - 1 ? margin : 0);
                    if (length < lengths[to])
                        (lengths[to], before[to], changed) = (length, from, to);
                }
            }

            if (changed < 0)
                break;
        }

        return changed;
    }

    /// <summary>Mean cost of the moves between clusters on the cycle behind a node.</summary>
    private static double CycleMean(double[,] moves, int[] before, int node, int sink)
    {
        for (int i = 0; i < before.Length; i++)
            node = before[node];

        double sum = 0;
        int count = 0, to = node;
        do
        {
            int from = before[to];
            sum += moves[from, to];
            count += from != sink && to != sink ? 1 : 0;
            to = from;
        }
        while (to != node);

        return sum / count;
    }
}
