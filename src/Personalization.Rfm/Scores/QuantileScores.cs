namespace Personalization.Rfm;

/// <summary>Scores 1 … bins of values of which more is better. Only the values decide, never the order of the rows.</summary>
internal static class QuantileScores
{
    /// <summary>Scores by the share of customers who are worse. O(n log n).</summary>
    /// <param name="values">Values of which more is better.</param>
    /// <param name="bins">The best score.</param>
    /// <param name="ties">Scores of equal values.</param>
    /// <param name="majorityInTheMiddle">
    /// More than half of all, where they are equal, take the score of their average rank even by <see cref="TieRule.Lowest"/>.
    /// </param>
    public static byte[] ByRank(double[] values, int bins, TieRule ties, bool majorityInTheMiddle = false)
    {
        double[] sorted = [.. values];
        int[] rows = new int[values.Length];
        for (int row = 0; row < rows.Length; row++) rows[row] = row;
        Array.Sort(sorted, rows);

        byte[] scores = new byte[values.Length];
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            end = start + 1;
            while (end < sorted.Length && sorted[end] == sorted[start]) end++;
            bool isMajority = majorityInTheMiddle && 2 * (long)(end - start) > sorted.Length && end - start > 1;
            TieRule rule = isMajority && ties == TieRule.Lowest ? TieRule.Middle : ties;
            byte score = (byte)ScoreOfTies(start, end, sorted.Length, bins, rule);
            for (int i = start; i < end; i++) scores[rows[i]] = score;
        }

        return scores;
    }

    /// <summary>Scores by edges: 1 + the number of edges at or below the value.</summary>
    public static byte[] ByEdges(double[] values, IReadOnlyList<double> edges)
    {
        byte[] scores = new byte[values.Length];
        for (int row = 0; row < scores.Length; row++)
        {
            int score = 1;
            while (score <= edges.Count && edges[score - 1] <= values[row]) score++;
            scores[row] = (byte)score;
        }

        return scores;
    }

    /// <summary>
    /// In whole numbers, so that no rounding moves a customer: <paramref name="worse"/> are strictly worse, those up to
    /// <paramref name="end"/> equal. Where all are equal the value tells nobody apart, and by <see cref="TieRule.Lowest"/> nobody is
    /// scored below the middle whom nobody surpasses.
    /// </summary>
    private static long ScoreOfTies(long worse, long end, long count, long bins, TieRule ties) => ties switch
    {
        _ when worse == 0 && end == count => Neutral(bins),
        TieRule.Lowest => Math.Max(1 + (bins * worse / count), end == count ? Neutral(bins) : 1),
        TieRule.Middle => 1 + (bins * (worse + end) / (2 * count)),
        TieRule.Highest => ((bins * end) + count - 1) / count,
        _ => throw new ArgumentOutOfRangeException(nameof(ties), ties, $"{ties} isn't a {nameof(TieRule)}."),
    };

    /// <summary>The middle score, of an even number the upper one of the two.</summary>
    private static long Neutral(long bins) => 1 + (bins / 2);
}
