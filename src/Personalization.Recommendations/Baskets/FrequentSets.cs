using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>
/// Sets of items that many baskets hold, each with its count, as rows: the items of a set rise, sets stand by length, then by their items.
/// Every part of a set that is here is here too. Immutable and thread-safe.
/// </summary>
internal sealed class FrequentSets
{
    /// <summary>Most items of a set.</summary>
    public const int LongestSet = 16;

    private const int NoSet = -1;

    private readonly int[] _offsets;
    private readonly int[] _items;
    private readonly int[] _counts;
    private readonly Dictionary<(int Prefix, int Item), int> _setOf = [];

    private FrequentSets(int basketCount, int[] offsets, int[] items, int[] counts)
    {
        BasketCount = basketCount;
        _offsets = offsets;
        _items = items;
        _counts = counts;
        for (int set = 0; set < counts.Length; set++)
        {
            ReadOnlySpan<int> own = this[set];
            _setOf[(own.Length == 1 ? NoSet : Find(own[..^1]), own[^1])] = set;
        }
    }

    /// <summary>Number of sets, those of one item with them.</summary>
    public int Count => _counts.Length;

    /// <summary>Number of baskets that were looked at.</summary>
    public int BasketCount { get; }

    /// <summary>The items of a set, rising.</summary>
    public ReadOnlySpan<int> this[int set] => _items.AsSpan(_offsets[set].._offsets[set + 1]);

    /// <summary>Number of baskets that hold a set.</summary>
    public int CountOf(int set) => _counts[set];

    /// <summary>The set of some items, which rise; −1 where it isn't frequent.</summary>
    public int Find(ReadOnlySpan<int> items)
    {
        int set = NoSet;
        foreach (int item in items)
        {
            if (!_setOf.TryGetValue((set, item), out set)) return NoSet;
        }

        return set;
    }

    /// <summary>The set without one of its items, which is frequent too.</summary>
    public int Without(int set, int place)
    {
        ReadOnlySpan<int> own = this[set];
        Span<int> rest = stackalloc int[own.Length - 1];
        own[..place].CopyTo(rest);
        own[(place + 1)..].CopyTo(rest[place..]);
        return Find(rest);
    }

    /// <summary>How many times as often the items are together as if each were bought by itself: share ÷ product of shares.</summary>
    public double Lift(int set)
    {
        double expected = BasketCount;
        foreach (int item in this[set]) expected *= CountOf(Find([item])) / (double)BasketCount;
        return CountOf(set) / expected;
    }

    public static FrequentSets Of(int basketCount, IEnumerable<(int[] Items, int Count)> sets)
    {
        (int[] Items, int Count)[] all = [.. sets];
        Array.Sort(all, static (a, b) =>
            a.Items.Length != b.Items.Length ? a.Items.Length.CompareTo(b.Items.Length) : a.Items.AsSpan().SequenceCompareTo(b.Items));
        int[] offsets = new int[all.Length + 1];
        for (int set = 0; set < all.Length; set++) offsets[set + 1] = offsets[set] + all[set].Items.Length;
        int[] items = new int[offsets[^1]];
        for (int set = 0; set < all.Length; set++) all[set].Items.CopyTo(items, offsets[set]);
        return new FrequentSets(basketCount, offsets, items, [.. all.Select(set => set.Count)]);
    }

    public void Write(ModelFileWriter file)
    {
        file.Set("baskets", BasketCount);
        file.Add("sets.offsets", _offsets);
        file.Add("sets.items", _items);
        file.Add("sets.counts", _counts);
    }

    /// <summary>Reads sets back, and checks that each is possible and that every part of it is there and no rarer.</summary>
    public static FrequentSets Read(ModelFile file, int itemCount)
    {
        int basketCount = file.GetMetadata<int>("baskets");
        if (basketCount < 0) throw file.Invalid($"it has {basketCount} baskets; there must be at least 0");
        int[] counts = file.Int32s("sets.counts", -1), offsets = file.Int32s("sets.offsets", counts.Length + 1);
        int[] items = file.Int32s("sets.items", -1);
        if (offsets[0] != 0 || offsets[^1] != items.Length)
            throw file.Invalid($"'sets.offsets' doesn't run from 0 to the {items.Length} items of sets");
        for (int set = 0; set < counts.Length; set++)
        {
            if (offsets[set + 1] <= offsets[set]) throw file.Invalid($"set {set} ends at {offsets[set + 1]} and begins at {offsets[set]}");
            if (offsets[set + 1] > items.Length) throw file.Invalid($"set {set} ends beyond the {items.Length} items of sets");
            if (offsets[set + 1] - offsets[set] > LongestSet)
                throw file.Invalid($"set {set} has {offsets[set + 1] - offsets[set]} items; at most {LongestSet} are allowed");
            if (counts[set] < 1 || counts[set] > basketCount)
                throw file.Invalid($"set {set} is in {counts[set]} baskets; it must be from 1 to {basketCount}");
            ReadOnlySpan<int> own = items.AsSpan(offsets[set]..offsets[set + 1]);
            for (int i = 0; i < own.Length; i++)
            {
                if (own[i] < 0 || own[i] >= itemCount) throw file.Invalid($"set {set} has item {own[i]}; there are {itemCount} items");
                if (i > 0 && own[i] <= own[i - 1]) throw file.Invalid($"the items of set {set} don't rise");
            }

            if (set > 0 && !Follows(items.AsSpan(offsets[set - 1]..offsets[set]), own))
                throw file.Invalid($"set {set} doesn't follow set {set - 1} by length and items");
        }

        FrequentSets sets = new(basketCount, offsets, items, counts);
        for (int set = 0; set < sets.Count; set++)
        {
            for (int place = 0; place < sets[set].Length && sets[set].Length > 1; place++)
            {
                int part = sets.Without(set, place);
                if (part < 0) throw file.Invalid($"a part of set {set} is missing");
                if (counts[part] < counts[set])
                    throw file.Invalid($"set {set} is in {counts[set]} baskets, and a part of it in {counts[part]}");
            }
        }

        return sets;
    }

    private static bool Follows(ReadOnlySpan<int> before, ReadOnlySpan<int> set) =>
        set.Length != before.Length ? set.Length > before.Length : before.SequenceCompareTo(set) < 0;
}
