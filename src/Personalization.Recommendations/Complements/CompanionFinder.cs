using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>
/// Turns counts into what goes with each item. Of n baskets of item i that came with item j, where e were expected by chance, and a lift of
/// L between their categories that counts as k expected pairs, the lift is (n + k·L) ÷ (e + k): the mean of what a gamma distribution with
/// mean L leaves after n was seen (DuMouchel 1999). It is held back to lift ÷ (1 + caution ÷ √(n + k·L)), since that root is what the lift
/// divided by its standard deviation is.
/// </summary>
internal sealed class CompanionFinder
{
    /// <summary>Items of each category that its lift alone may speak for: the most bought.</summary>
    private const int ItemsByCategory = 50;

    private readonly ItemSpace _space;
    private readonly ComplementsOptions _options;
    private readonly CompanionCounts _counts;
    private readonly (int[] Items, int[] Counts)[] _pairs;
    private readonly double[,] _lifts;
    private readonly int[][] _popular;

    public CompanionFinder(ItemSpace space, ComplementsOptions options, CompanionCounts counts, (int[] Items, int[] Counts)[] pairs)
    {
        _space = space;
        _options = options;
        _counts = counts;
        _pairs = pairs;
        _lifts = LiftsOfCategories();
        ILookup<int, int> byCategory = Enumerable.Range(0, space.Items.Count).ToLookup(item => space.CategoryOfItem[item]);
        _popular =
        [
            .. Enumerable.Range(0, space.CategoryCount).Select(category => byCategory[category]
                .OrderByDescending(item => space.Popularity[item]).ThenBy(item => item).Take(ItemsByCategory).ToArray()),
        ];
    }

    public CompanionTable Run(CancellationToken cancellationToken)
    {
        int count = _space.Items.Count;
        int[] offsets = new int[count + 1];
        List<Companion> companions = [];
        Dictionary<int, Companion> found = [];
        for (int item = 0; item < count; item++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            found.Clear();
            (int[] items, int[] counts) = _pairs[item];
            for (int i = 0; i < items.Length; i++) Add(item, items[i], counts[i], found);
            AddByCategory(item, found);
            TopItems top = new(Math.Min(_options.ListLength, count));
            foreach (Companion each in found.Values)
            {
                if (top.Keeps(each.Item, each.Score)) top.Add(each.Item, each.Score);
            }

            top.Sort();
            foreach (int row in top.Rows) companions.Add(found[row]);
            offsets[item + 1] = companions.Count;
        }

        return new CompanionTable(offsets, [.. companions], _counts.Holding);
    }

    /// <summary>What others of its category are bought with, for pairs that nobody bought yet.</summary>
    private void AddByCategory(int item, Dictionary<int, Companion> found)
    {
        int category = _space.CategoryOfItem[item];
        for (int other = 0; other < _popular.Length && category >= 0; other++)
        {
            if (_lifts[category, other] <= _options.MinimumLift) continue;
            foreach (int companion in _popular[other])
            {
                if (companion != item && !found.ContainsKey(companion)) Add(item, companion, 0, found);
            }
        }
    }

    private void Add(int item, int companion, int count, Dictionary<int, Companion> found)
    {
        int category = _space.CategoryOfItem[item], other = _space.CategoryOfItem[companion];
        if (_options.OtherCategoriesOnly && category >= 0 && category == other) return;
        double expected = _counts.Holding[item] * (double)_counts.Accompanying[companion] / Math.Max(1, _counts.BasketCount);
        double evidence = count + (_options.Shrinkage * (category >= 0 && other >= 0 ? _lifts[category, other] : 1));
        double lift = evidence / (expected + _options.Shrinkage);
        if (!(lift > _options.MinimumLift)) return;
        double score = lift / (1 + (_options.Caution / Math.Sqrt(evidence)));

        // Where nothing was seen, what is popular in its category is likeliest to be bought at all.
        if (count == 0) score *= .5 + (.5 * _space.Popularity[companion] / Math.Max(1, _space.Popularity[_popular[other][0]]));
        if ((float)score > 0) found[companion] = new Companion(companion, (float)score, (float)lift, count);
    }

    private double[,] LiftsOfCategories()
    {
        int categories = _space.CategoryCount;
        long[,] seen = new long[categories, categories];
        double[,] lifts = new double[categories, categories];
        long[] holding = new long[categories], accompanying = new long[categories];
        double[] self = new double[categories];
        for (int item = 0; item < _pairs.Length; item++)
        {
            int category = _space.CategoryOfItem[item];
            if (category < 0) continue;
            holding[category] += _counts.Holding[item];
            accompanying[category] += _counts.Accompanying[item];
            self[category] += _counts.Holding[item] * (double)_counts.Accompanying[item];
            (int[] items, int[] counts) = _pairs[item];
            for (int i = 0; i < items.Length; i++)
            {
                if (_space.CategoryOfItem[items[i]] is >= 0 and int other) seen[category, other] += counts[i];
            }
        }

        for (int a = 0; a < categories; a++)
        {
            for (int b = 0; b < categories; b++)
            {
                double expected = (holding[a] * (double)accompanying[b]) - (a == b ? self[a] : 0);
                double byChance = expected / Math.Max(1, _counts.BasketCount);
                lifts[a, b] = (seen[a, b] + _options.Shrinkage) / (byChance + _options.Shrinkage);
            }
        }

        return lifts;
    }
}
