namespace Personalization.Core;

/// <summary>What one column adds to a customer's score.</summary>
/// <param name="Column">Name of the column.</param>
/// <param name="Value">The customer's cell as text; null where it is missing.</param>
/// <param name="Contribution">Added to the score, in log-odds: above 0 makes it more probable.</param>
public sealed record ColumnContribution(string Column, string? Value, double Contribution);

/// <summary>Why a customer has their probability. Immutable.</summary>
/// <param name="Probability">The calibrated probability, 0 to 1.</param>
/// <param name="Score">Log-odds before calibration: <paramref name="Baseline"/> plus all contributions.</param>
/// <param name="Baseline">Score where no column says anything: about that of an average customer.</param>
/// <param name="Contributions">What each column adds, the weightiest of either sign first.</param>
public sealed record ProbabilityReasons(
    double Probability, double Score, double Baseline, IReadOnlyList<ColumnContribution> Contributions)
{
    /// <summary>The weightiest reasons in words, such as "recency_days 210 makes it more probable (+1.32)".</summary>
    /// <param name="most">The most that are told, at least 1. Default 3.</param>
    /// <returns>Contributions that would be written as 0.00 are left out; empty where all are.</returns>
    public IReadOnlyList<string> InWords(int most = 3)
    {
        Guard.AtLeast(most, 1);
        return
        [
            .. Contributions.Where(part => Math.Abs(part.Contribution) >= .005).Take(most).Select(part => string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"{part.Column} {part.Value ?? "unknown"} makes it {(part.Contribution > 0 ? "more" : "less")} probable "
                    + $"({part.Contribution:+0.00;-0.00})")),
        ];
    }

    /// <summary>Sorts contributions, the weightiest of either sign first; of equals the ordinally first name.</summary>
    internal static ColumnContribution[] Sorted(IEnumerable<ColumnContribution> contributions) =>
    [
        .. contributions.OrderByDescending(part => Math.Abs(part.Contribution)).ThenBy(part => part.Column, StringComparer.Ordinal),
    ];
}
