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

        // Most who buy once are rightly lowest in frequency; most who bought on one day aren't late because a few came a day after them.
        Measure[] measures =
        [
            new("recency", Values(table.RecencyDays, sign: -1), [.. options.RecencyEdges.Select(edge => -edge).Reverse()], true),
            new("frequency", Values(table.Frequency, sign: 1), options.FrequencyEdges, false),
            new("monetary value", Values(table.MonetaryUnits), options.MonetaryEdges, false),
        ];
        byte[][] scores = new byte[measures.Length][];
        ParallelChunks.Run(
            measures.Length,
            1,
            (measure, _, _) => scores[measure] = measures[measure].Score(options),
            table.Options.Threads);
        return new RfmScores(table, options, scores[0], scores[1], scores[2])
        {
            NeutralMeasures = [.. measures.Where(measure => measure.IsNeutral).Select(measure => measure.Name)],
        };
    }

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

    /// <summary>Values of which more is better, and how they are scored.</summary>
    private sealed record Measure(string Name, double[] Values, IReadOnlyList<double> Edges, bool MajorityInTheMiddle)
    {
        public bool IsNeutral => Edges.Count == 0 && Values.Length > 0 && !Values.AsSpan().ContainsAnyExcept(Values[0]);

        public byte[] Score(RfmScoreOptions options) => Edges.Count > 0
            ? QuantileScores.ByEdges(Values, Edges)
            : QuantileScores.ByRank(Values, options.Bins, options.Ties, MajorityInTheMiddle);
    }
}
