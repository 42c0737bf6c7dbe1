using System.Globalization;

namespace Personalization.Rfm;

/// <summary>
/// Which quantile customers with one and the same value share. Equal values always get equal scores, in whatever order rows come. By any
/// rule a measure that is equal for all customers scores them all in the middle: it tells nobody apart, so nobody is worst in it, or best.
/// </summary>
public enum TieRule
{
    /// <summary>
    /// The lowest quantile that any of them would take: 1 + ⌊bins · (customers strictly worse) ÷ n⌋. A score of 5 of 5 then promises that
    /// at least 80 % of the customers are strictly worse, and the many who bought once score 1 in frequency, as a marketer expects. Two
    /// exceptions keep a score from calling customers worst who aren't: who has the best value of all scores no lower than the middle, and
    /// where more than half of all customers share one recency, they score by their average rank, as by <see cref="Middle"/>.
    /// </summary>
    Lowest,

    /// <summary>
    /// That of their average rank: 1 + ⌊bins · (customers strictly worse + half of the equals) ÷ n⌋. Symmetric: all equal is the middle
    /// score.
    /// </summary>
    Middle,

    /// <summary>The highest quantile that any of them would take: ⌈bins · (customers no better) ÷ n⌉.</summary>
    Highest,
}

/// <summary>How <see cref="RfmScoring.Score"/> scores. Immutable; every default is valid.</summary>
public sealed record RfmScoreOptions
{
    /// <summary>Number of quantile bins, and so the best score, 1 to 100. Default 5. Ignored for a measure that has edges.</summary>
    public int Bins { get; init => field = Guard.InRange(value, 1, 100); } = 5;

    /// <summary>Scores of customers with equal values. Default <see cref="TieRule.Lowest"/>.</summary>
    public TieRule Ties { get; init; }

    /// <summary>
    /// Edges in days, strictly rising, at most 99, in place of quantiles: <c>[30, 90, 365]</c> scores ≤ 30 days 4, ≤ 90 days 3, ≤ 365 days
    /// 2, longer 1. Default empty: quantiles.
    /// </summary>
    public IReadOnlyList<double> RecencyEdges { get; init => field = Rising(value, nameof(RecencyEdges)); } = [];

    /// <summary>
    /// Edges in orders, strictly rising, at most 99, in place of quantiles: <c>[2, 5]</c> scores 1 order 1, 2 to 4 orders 2, 5 and more 3.
    /// Default empty: quantiles.
    /// </summary>
    public IReadOnlyList<double> FrequencyEdges { get; init => field = Rising(value, nameof(FrequencyEdges)); } = [];

    /// <summary>
    /// Edges in currency, strictly rising, at most 99, in place of quantiles, as <see cref="FrequencyEdges"/>. Default empty: quantiles.
    /// </summary>
    public IReadOnlyList<double> MonetaryEdges { get; init => field = Rising(value, nameof(MonetaryEdges)); } = [];

    /// <summary>Weight of recency in <see cref="RfmScore.Combined"/>, at least 0. Default 1.</summary>
    public double RecencyWeight { get; init => field = Weight(value); } = 1;

    /// <summary>Weight of frequency, at least 0. Default 1.</summary>
    public double FrequencyWeight { get; init => field = Weight(value); } = 1;

    /// <summary>Weight of monetary value, at least 0. Default 1.</summary>
    public double MonetaryWeight { get; init => field = Weight(value); } = 1;

    private static double Weight(double value, [System.Runtime.CompilerServices.CallerMemberName] string name = "") =>
        Guard.AtLeast(Guard.Finite(value, name), 0, name);

    private static double[] Rising(IReadOnlyList<double> edges, string name)
    {
        ArgumentNullException.ThrowIfNull(edges, name);
        if (edges.Count > 99) throw new ArgumentException($"{name} has {edges.Count} edges; at most 99 are allowed.", name);
        for (int i = 0; i < edges.Count; i++)
        {
            Guard.Finite(edges[i], name);
            if (i > 0 && edges[i] <= edges[i - 1])
            {
                throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture, $"{name} must rise strictly; {edges[i]} follows {edges[i - 1]}."), name);
            }
        }

        return [.. edges];
    }
}
