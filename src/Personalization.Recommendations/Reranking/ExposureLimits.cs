using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>Limits how many of a batch of lists an item may stand in, so that a few items don't take all places.</summary>
public static class ExposureLimits
{
    /// <summary>
    /// Final lists of longer ones, in which no item stands in more than a share of them. The batch is what is given: the limit is that
    /// share of its lists, rounded down, at least 1. Places are given in rounds, the first place of every list in their order, then the
    /// second: each gets the first of its candidates that isn't at its limit. Who comes late in the order loses places, not whole lists.
    /// Deterministic. O(candidates of all lists).
    /// </summary>
    /// <param name="candidates">
    /// Longer lists, the best first, as from <see cref="RecommendationLists"/>; ten times the final length is a good start.
    /// </param>
    /// <param name="count">Length of the final lists, at least 1.</param>
    /// <param name="maximumShare">Share of the lists that an item may stand in, above 0 and at most 1.</param>
    /// <returns>
    /// A list for each given one, in the same order; exactly <paramref name="count"/> items where it has that many. Where all other
    /// candidates are at their limits, the limit gives way, and the least shown are taken: give longer lists, or a higher share, if that is
    /// too often.
    /// </returns>
    public static IReadOnlyList<CustomerRecommendations> LimitExposure(
        this IReadOnlyList<CustomerRecommendations> candidates, int count, double maximumShare)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        Guard.AtLeast(count, 1);
        int limit = LimitOf(maximumShare, candidates.Count);
        Dictionary<ItemId, int> shown = [];
        int[] next = new int[candidates.Count];
        List<int>[] chosen = [.. candidates.Select(_ => new List<int>())];
        for (int place = 0; place < count; place++)
        {
            bool anybody = false;
            for (int row = 0; row < next.Length; row++)
            {
                // What is at its limit stays there, so a list never has to look back.
                IReadOnlyList<Recommendation> list = candidates[row].Recommendations;
                while (next[row] < list.Count && shown.GetValueOrDefault(list[next[row]].Item) >= limit) next[row]++;
                if (next[row] == list.Count) continue;
                anybody = true;
                Choose(list, next[row]++, chosen[row], shown);
            }

            if (!anybody) break;
        }

        for (int row = 0; row < next.Length; row++) FillUp(candidates[row].Recommendations, count, chosen[row], shown);
        return [.. candidates.Select((list, row) => list with { Recommendations = [.. chosen[row].Select(i => list.Recommendations[i])] })];
    }

    /// <summary>Lists out of that many, rounded down, at least 1.</summary>
    internal static int LimitOf(double maximumShare, int lists)
    {
        if (maximumShare is not (> 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(maximumShare), maximumShare, $"maximumShare is {maximumShare}; it must be above 0 and at most 1.");
        }

        return (int)Math.Max(1, Math.Floor(maximumShare * lists));
    }

    /// <summary>Fills a list up with what is at its limit, the least shown first, equals in their order.</summary>
    internal static void FillUp(IReadOnlyList<Recommendation> list, int count, List<int> chosen, Dictionary<ItemId, int> shown)
    {
        int missing = Math.Min(count, list.Count) - chosen.Count;
        if (missing == 0) return;
        IEnumerable<int> others = Enumerable.Range(0, list.Count).Except(chosen).OrderBy(i => shown.GetValueOrDefault(list[i].Item));
        foreach (int i in others.Take(missing).ToArray()) Choose(list, i, chosen, shown);
    }

    internal static void Choose(IReadOnlyList<Recommendation> list, int index, List<int> chosen, Dictionary<ItemId, int> shown)
    {
        chosen.Add(index);
        shown[list[index].Item] = shown.GetValueOrDefault(list[index].Item) + 1;
    }
}
