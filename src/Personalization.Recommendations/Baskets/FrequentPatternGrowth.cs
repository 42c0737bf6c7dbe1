using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Recommendations;

/// <summary>
/// FP-growth (Han, Pei and Yin 2000): the frequent sets that end with an item are those of the paths that lead to it. Items are ranked by
/// falling frequency, of equals in row order; a set belongs to its rarest item.
/// </summary>
/// <remarks>
/// Each item's sets are found by one worker, and joined in the order of ranks; a limit that is reached keeps whole items, the most bought
/// first, so neither depends on the number of threads.
/// </remarks>
internal sealed class FrequentPatternGrowth(FrequentBasketsOptions options)
{
    /// <summary>Items mined side by side before it is looked whether the limit is reached.</summary>
    private const int ItemsAtOnce = 16;

    /// <summary>Finds the sets, and how many of the frequent items, the most bought first, were looked at.</summary>
    public (FrequentSets Sets, int MinedItems, int FrequentItems) Run(
        Baskets baskets, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        int minimum = Math.Max(options.MinimumCount, (int)Math.Ceiling(options.MinimumSupport * baskets.Count));
        int[] counts = baskets.CountItems();
        int[] items = [.. Enumerable.Range(0, counts.Length).Where(item => counts[item] >= minimum)];
        Array.Sort(items, (a, b) => counts[a] != counts[b] ? counts[b].CompareTo(counts[a]) : a.CompareTo(b));
        FrequentPatternTree tree = new(Ranked(baskets, items), items.Length);
        List<(int[] Items, int Count)> sets = [.. items.Select(item => ((int[])[item], counts[item]))];
        int mined = 0, left = options.MaximumSets;
        while (mined < items.Length)
        {
            int first = mined, count = Math.Min(ItemsAtOnce, items.Length - mined);
            List<(int[] Items, int Count)>[] found = new List<(int[] Items, int Count)>[count];
            ParallelChunks.Run(
                count,
                1,
                (_, start, _) =>
                {
                    found[start] = [];
                    Mining mining = new(items, minimum, options.MaximumLength, left, found[start], cancellationToken);
                    mining.Grow(tree, first + start, []);
                },
                options.Threads,
                cancellationToken);
            for (int i = 0; i < count; i++)
            {
                if (found[i].Count > left) return (FrequentSets.Of(baskets.Count, sets), mined, items.Length);
                left -= found[i].Count;
                sets.AddRange(found[i]);
                mined++;
            }

            if (mined < items.Length)
            {
                progress?.Report(
                    new FitProgress("frequent baskets", mined / (double)items.Length) { Count = mined, Unit = "items" });
            }
        }

        return (FrequentSets.Of(baskets.Count, sets), mined, items.Length);
    }

    private static FrequentPaths Ranked(Baskets baskets, int[] items)
    {
        int[] ranks = new int[baskets.ItemCount];
        Array.Fill(ranks, -1);
        for (int rank = 0; rank < items.Length; rank++) ranks[items[rank]] = rank;
        FrequentPaths paths = new();
        for (int basket = 0; basket < baskets.Count; basket++)
        {
            foreach (int item in baskets[basket])
            {
                if (ranks[item] >= 0) paths.AddItem(ranks[item]);
            }

            paths.EndSorted();
        }

        return paths;
    }

    /// <summary>Finds the sets of two and more items that belong to one item.</summary>
    private sealed class Mining(
        int[] items, int minimum, int maximumLength, int limit, List<(int[] Items, int Count)> found, CancellationToken cancellationToken)
    {
        /// <param name="tree">Baskets that hold <paramref name="suffix"/>.</param>
        /// <param name="rank">The item that joins the suffix.</param>
        /// <param name="suffix">Ranks that are in the set already.</param>
        public void Grow(FrequentPatternTree tree, int rank, int[] suffix)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int[] counts = new int[rank];
            int[] set = [rank, .. suffix];
            FrequentPaths paths = tree.PathsTo(rank, counts);
            bool[] kept = new bool[rank];
            int last = -1;
            for (int other = 0; other < rank; other++)
            {
                if (counts[other] < minimum) continue;
                kept[other] = true;
                last = other;
                Add([other, .. set], counts[other]);

                // One more than may be kept is enough to know that this item is left out.
                if (found.Count > limit) return;
            }

            if (last <= 0 || set.Length + 2 > maximumLength) return;
            FrequentPatternTree conditional = new(paths.Keep(kept), last + 1);
            for (int other = 1; other <= last; other++)
            {
                if (!kept[other]) continue;
                Grow(conditional, other, set);
                if (found.Count > limit) return;
            }
        }

        private void Add(int[] ranks, int count)
        {
            int[] set = new int[ranks.Length];
            for (int i = 0; i < set.Length; i++) set[i] = items[ranks[i]];
            Array.Sort(set);
            found.Add((set, count));
        }
    }
}
