using System.Globalization;

namespace Personalization.Clustering;

/// <summary>Applies a <see cref="ClusterCriterion"/> and says why.</summary>
internal sealed class ClusterChoice(ClusterSelectorOptions options, ClusterMeasures[] candidates, int? elbow)
{
    /// <summary>Silhouettes this near to the best count as equally good: about what another sample of customers would change.</summary>
    private const double Near = .05;

    /// <summary>By so much two clusters must lead all others: then the data plainly is two groups.</summary>
    private const double PlainlyTwo = .15;

    /// <summary>Clusters whose mean Jaccard similarity over resamples reaches this count as stable (Hennig 2007).</summary>
    private const double Stable = .75;

    public (int ClusterCount, string Reason) Decide()
    {
        if (candidates[0].ClusterCount == 1)
            return (1, "1 group: all rows are equal in every feature, so nothing sets one apart from another.");

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
                c => c.CalinskiHarabasz,
                c => $"its Caliński–Harabasz index of {c.CalinskiHarabasz.ToString("N0", CultureInfo.InvariantCulture)} is the highest"),
            ClusterCriterion.Gap => Gap(),
            ClusterCriterion.Stability => Stability(),
            ClusterCriterion.Bayesian => Best(
                c => -c.BayesianCriterion!.Value,
                c => $"its BIC of {c.BayesianCriterion!.Value.ToString("N0", CultureInfo.InvariantCulture)} is the lowest"),
            _ => BestSilhouette(""),
        };
    }

    private (int ClusterCount, string Reason) Balanced()
    {
        ClusterMeasures[] large = Array.FindAll(candidates, c => c.SmallestShare >= options.SmallestShare);
        if (large.Length == 0)
            large = candidates;

        ClusterMeasures? two = Array.Find(large, c => c.ClusterCount == 2);
        ClusterMeasures[] more = Array.FindAll(large, c => c.ClusterCount > 2);
        if (more.Length == 0)
            return (
                two!.ClusterCount,
                $"2 clusters: every larger number leaves a cluster below {Percent(options.SmallestShare)} of the customers.");

        ClusterMeasures best = more.MaxBy(c => c.Silhouette.Mean)!;
        if (two is not null && two.Silhouette.Mean - best.Silhouette.Mean >= PlainlyTwo)
        {
            return (2, $"2 clusters: their silhouette of {Text(two.Silhouette.Mean)} is far above that of any larger number "
                + $"({Text(best.Silhouette.Mean)} at {best.ClusterCount}): the customers plainly are two groups.");
        }

        ClusterMeasures[] good = Array.FindAll(more, c => best.Silhouette.Mean - c.Silhouette.Mean <= Near);
        ClusterMeasures chosen = elbow is { } bend
            ? good.OrderBy(c => Math.Abs(c.ClusterCount - bend)).ThenBy(c => c.ClusterCount).First()
            : best;
        string reason = $"{chosen.ClusterCount} clusters: {BendPart(chosen)}{SilhouettePart(chosen, best)}.";
        return two is not null && two.Silhouette.Mean > chosen.Silhouette.Mean
            ? (chosen.ClusterCount, $"{reason} 2 clusters separate more clearly ({Text(two.Silhouette.Mean)}), but too coarsely to act on.")
            : (chosen.ClusterCount, reason);
    }

    /// <summary>The smallest number whose gap is at least the next one's less the next one's error (Tibshirani and others 2001).</summary>
    private (int ClusterCount, string Reason) Gap()
    {
        for (int i = 0; i + 1 < candidates.Length; i++)
        {
            ClusterGap own = candidates[i].Gap!, next = candidates[i + 1].Gap!;
            if (own.Value >= next.Value - next.Error)
            {
                return (
                    candidates[i].ClusterCount,
                    $"{candidates[i].ClusterCount} clusters: the smallest number whose gap of {Text(own.Value)} isn't "
                        + $"surpassed by the next one ({Text(next.Value)} ± {Text(next.Error)}).");
            }
        }

        return Best(c => c.Gap!.Value, c => $"the gap still rises at the largest number tried; {Text(c.Gap!.Value)} is the highest");
    }

    /// <summary>The largest number all of whose clusters are stable; of none, the one whose least stable cluster is best.</summary>
    private (int ClusterCount, string Reason) Stability()
    {
        ClusterMeasures? most = Array.FindLast(candidates, c => c.Stability!.Lowest >= Stable);
        return most is not null
            ? (
                most.ClusterCount,
                $"{most.ClusterCount} clusters: the largest number all of whose clusters come back in resamples "
                    + $"(least Jaccard similarity {Text(most.Stability!.Lowest)}, {Text(Stable)} is asked).")
            : Best(
                c => c.Stability!.Lowest,
                c => $"no number has only stable clusters; its least stable one ({Text(c.Stability!.Lowest)}) is the best");
    }

    private string BendPart(ClusterMeasures chosen) => elbow switch
    {
        null => "the inertia curve has no elbow, ",
        { } bend when bend == chosen.ClusterCount => "the elbow of the inertia curve is there, ",
        { } bend => $"of the numbers that separate well it is the nearest to the elbow of the inertia curve at {bend}, ",
    };

    private static string SilhouettePart(ClusterMeasures chosen, ClusterMeasures best) => ReferenceEquals(chosen, best)
        ? $"and the silhouette of {Text(chosen.Silhouette.Mean)} is the best of 3 and more clusters"
        : $"and the silhouette of {Text(chosen.Silhouette.Mean)} is within {Text(Near)} of the best of 3 and more clusters "
            + $"({Text(best.Silhouette.Mean)} at {best.ClusterCount})";

    private (int ClusterCount, string Reason) BestSilhouette(string remark) =>
        Best(c => c.Silhouette.Mean, c => $"their silhouette of {Text(c.Silhouette.Mean)} is the highest{remark}");

    /// <summary>Of equals the smaller number: candidates are in ascending order, and MaxBy keeps the first.</summary>
    private (int ClusterCount, string Reason) Best(Func<ClusterMeasures, double> score, Func<ClusterMeasures, string> why)
    {
        ClusterMeasures best = candidates.MaxBy(score)!;
        return (best.ClusterCount, $"{best.ClusterCount} clusters: {why(best)}.");
    }

    private static string Text(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Percent(double share) => (share * 100).ToString("0.#", CultureInfo.InvariantCulture) + " %";
}
