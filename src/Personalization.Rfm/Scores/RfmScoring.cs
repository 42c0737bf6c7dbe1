using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Rfm;

/// <summary>Scores the customers of an <see cref="RfmTable"/>: <c>rfm.Score()</c>.</summary>
public static class RfmScoring
{
    /// <summary>Scores every customer by quantiles or by edges of your own.</summary>
    /// <param name="table">The customers' values.</param>
    /// <param name="options">How to score; null: five quantile bins a measure.</param>
    /// <exception cref="ArgumentException">All weights are 0.</exception>
    public static RfmScores Score(this RfmTable table, RfmScoreOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        options ??= new RfmScoreOptions();
        if (options.RecencyWeight + options.FrequencyWeight + options.MonetaryWeight <= 0)
        {
            throw new ArgumentException(
                "The weights of recency, frequency and monetary value are all 0; at least one must be positive.", nameof(options));
        }

        (double[] Values, IReadOnlyList<double> Edges)[] measures =
        [
            (Values(table.RecencyDays, sign: -1), [.. options.RecencyEdges.Select(edge => -edge).Reverse()]),
            (Values(table.Frequency, sign: 1), options.FrequencyEdges),
            (Values(table.MonetaryUnits), options.MonetaryEdges),
        ];
        byte[][] scores = new byte[measures.Length][];
        ParallelChunks.Run(
            measures.Length,
            1,
            (measure, _, _) => scores[measure] = ScoresOf(measures[measure].Values, measures[measure].Edges, options),
            table.Options.Threads);
        return new RfmScores(table, options, scores[0], scores[1], scores[2]);
    }

    /// <summary>Scores of values of which more is better.</summary>
    private static byte[] ScoresOf(double[] values, IReadOnlyList<double> edges, RfmScoreOptions options) =>
        edges.Count > 0 ? QuantileScores.ByEdges(values, edges) : QuantileScores.ByRank(values, options.Bins, options.Ties);

    private static double[] Values(ReadOnlySpan<int> column, int sign)
    {
        double[] values = new double[column.Length];
        for (int row = 0; row < values.Length; row++) values[row] = sign * column[row];
        return values;
    }

    /// <summary>Currency as doubles: exact to the cent below 90 trillion, so equal amounts stay equal and unequal ones unequal.</summary>
    private static double[] Values(ReadOnlySpan<long> units)
    {
        double[] values = new double[units.Length];
        for (int row = 0; row < values.Length; row++) values[row] = (double)units[row] / MoneyUnits.Scale;
        return values;
    }
}
