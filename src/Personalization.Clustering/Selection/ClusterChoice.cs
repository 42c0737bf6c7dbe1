using System.Globalization;

namespace Personalization.Clustering;

/// <summary>Applies a <see cref="ClusterCriterion"/> and says why.</summary>
internal sealed class ClusterChoice(ClusterSelectorOptions options, ClusterCandidate[] candidates, int? elbow)
{
    /// <summary>Silhouettes this near to the best count as equally good: about what another sample of customers would change.</summary>
    private const double Near = .05;

    /// <summary>By so much two clusters must lead all others: then the data plainly is two groups.</summary>
    private const double PlainlyTwo = .15;

    public (int ClusterCount, string Reason) Decide()
    {
        if (candidates.Length == 1)
            return (candidates[0].ClusterCount, $"{candidates[0].ClusterCount} clusters: the only number that was possible.");

        return options.Criterion switch
        {
            ClusterCriterion.Balanced => Balanced(),
            ClusterCriterion.Elbow when elbow is { } count => (count, $"{count} clusters: the inertia curve bends there."),
            ClusterCriterion.Elbow => BestSilhouette("; the inertia curve has no elbow"),
            ClusterCriterion.DaviesBouldin => Best(
                c => -c.DaviesBouldin, c => $"its Davies–Bouldin index of {Text(c.DaviesBouldin)} is the lowest"),
            ClusterCriterion.CalinskiHarabasz => Best(
                c => c.CalinskiHarabasz, c => $"its Caliński–Harabasz index of {c.CalinskiHarabasz.ToString("N0", CultureInfo.InvariantCulture)} is the highest"),
            _ => BestSilhouette(""),
        };
    }

    private (int ClusterCount, string Reason) Balanced()
    {
        ClusterCandidate[] large = Array.FindAll(candidates, c => c.SmallestShare >= options.SmallestShare);
        if (large.Length == 0)
            large = candidates;

        ClusterCandidate? two = Array.Find(large, c => c.ClusterCount == 2);
        ClusterCandidate[] more = Array.FindAll(large, c => c.ClusterCount > 2);
        if (more.Length == 0)
            return (two!.ClusterCount, $"2 clusters: every larger number leaves a cluster below {Percent(options.SmallestShare)} of the customers.");

        ClusterCandidate best = more.MaxBy(c => c.Silhouette.Mean)!;
        if (two is not null && two.Silhouette.Mean - best.Silhouette.Mean >= PlainlyTwo)
        {
            return (2, $"2 clusters: their silhouette of {Text(two.Silhouette.Mean)} is far above that of any larger number "
                + $"({Text(best.Silhouette.Mean)} at {best.ClusterCount}): the customers plainly are two groups.");
        }

        ClusterCandidate[] good = Array.FindAll(more, c => best.Silhouette.Mean - c.Silhouette.Mean <= Near);
        ClusterCandidate chosen = elbow is { } bend
            ? good.OrderBy(c => Math.Abs(c.ClusterCount - bend)).ThenBy(c => c.ClusterCount).First()
            : best;
        string reason = $"{chosen.ClusterCount} clusters: {BendPart(chosen)}{SilhouettePart(chosen, best)}.";
        return two is not null && two.Silhouette.Mean > chosen.Silhouette.Mean
            ? (chosen.ClusterCount, $"{reason} 2 clusters separate more clearly ({Text(two.Silhouette.Mean)}), but too coarsely to act on.")
            : (chosen.ClusterCount, reason);
    }

    private string BendPart(ClusterCandidate chosen) => elbow switch
    {
        null => "the inertia curve has no elbow, ",
        { } bend when bend == chosen.ClusterCount => "the elbow of the inertia curve is there, ",
        { } bend => $"of the numbers that separate well it is the nearest to the elbow of the inertia curve at {bend}, ",
    };

    private static string SilhouettePart(ClusterCandidate chosen, ClusterCandidate best) => ReferenceEquals(chosen, best)
        ? $"and the silhouette of {Text(chosen.Silhouette.Mean)} is the best of 3 and more clusters"
        : $"and the silhouette of {Text(chosen.Silhouette.Mean)} is within {Text(Near)} of the best of 3 and more clusters ({Text(best.Silhouette.Mean)} at {best.ClusterCount})";

    private (int ClusterCount, string Reason) BestSilhouette(string remark) =>
        Best(c => c.Silhouette.Mean, c => $"their silhouette of {Text(c.Silhouette.Mean)} is the highest{remark}");

    /// <summary>Of equals the smaller number: candidates are in ascending order, and MaxBy keeps the first.</summary>
    private (int ClusterCount, string Reason) Best(Func<ClusterCandidate, double> score, Func<ClusterCandidate, string> why)
    {
        ClusterCandidate best = candidates.MaxBy(score)!;
        return (best.ClusterCount, $"{best.ClusterCount} clusters: {why(best)}.");
    }

    private static string Text(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Percent(double share) => (share * 100).ToString("0.#", CultureInfo.InvariantCulture) + " %";
}
