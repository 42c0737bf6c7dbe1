using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>Says which of a customer's items the neighbours have who spoke for each item of a list.</summary>
internal static class SharedItems
{
    private const int Most = 3;

    /// <summary>
    /// For each row of the list, the owned items with the highest sum of the similarities of neighbours who have both, at most three, of
    /// equals the one that stands first.
    /// </summary>
    public static ItemId[][] Find(
        ReadOnlySpan<int> list, OwnedItems owned, TopItems neighbors, RaggedRows history, IdIndex<ItemId> items, Scratch scratch)
    {
        if (list.IsEmpty) return [];
        Span<int> places = scratch.Places;
        for (int i = 0; i < list.Length; i++) places[list[i]] = i + 1;
        double[] sums = new double[list.Length * owned.Rows.Length];
        List<int> listed = [], shared = [];
        for (int n = 0; n < neighbors.Count; n++)
        {
            ReadOnlySpan<int> theirs = history.Columns(neighbors.Rows[n]);
            listed.Clear();
            foreach (int item in theirs)
            {
                if (places[item] > 0) listed.Add(places[item] - 1);
            }

            if (listed.Count == 0) continue;
            FindShared(owned.Rows, theirs, shared);
            foreach (int place in listed)
            {
                foreach (int own in shared) sums[(place * owned.Rows.Length) + own] += neighbors.Scores[n];
            }
        }

        foreach (int row in list) places[row] = 0;
        ItemId[][] reasons = new ItemId[list.Length][];
        for (int i = 0; i < reasons.Length; i++)
            reasons[i] = Best(list[i], sums.AsSpan(i * owned.Rows.Length, owned.Rows.Length), owned, items);
        return reasons;
    }

    /// <summary>Places among the owned items of those in both lists, which rise.</summary>
    private static void FindShared(ReadOnlySpan<int> owned, ReadOnlySpan<int> theirs, List<int> shared)
    {
        shared.Clear();
        for (int i = 0, j = 0; i < owned.Length && j < theirs.Length;)
        {
            if (owned[i] == theirs[j]) shared.Add(i);
            int difference = owned[i].CompareTo(theirs[j]);
            if (difference <= 0) i++;
            if (difference >= 0) j++;
        }
    }

    private static ItemId[] Best(int listed, ReadOnlySpan<double> sums, OwnedItems owned, IdIndex<ItemId> items)
    {
        TopItems top = new(Most);
        for (int i = 0; i < sums.Length; i++)
        {
            if (sums[i] > 0 && owned.Rows[i] != listed && top.Keeps(i, sums[i])) top.Add(i, sums[i]);
        }

        top.Sort();
        ItemId[] best = new ItemId[top.Count];
        for (int i = 0; i < best.Length; i++) best[i] = items[owned.Rows[top.Rows[i]]];
        return best;
    }
}
