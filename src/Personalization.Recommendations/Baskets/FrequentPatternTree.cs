namespace Personalization.Recommendations;

/// <summary>
/// The frequent-pattern tree of Han, Pei and Yin (2000): baskets, items in order of falling frequency, that share their beginnings. A node
/// is a place in arrays; all nodes of one item are linked.
/// </summary>
/// <remarks>
/// Built from sorted paths, so that a path shares its beginning with the one before it, and no node looks for a child.
/// </remarks>
internal sealed class FrequentPatternTree
{
    private const int None = -1;

    private readonly List<int> _items = [], _parents = [], _counts = [], _next = [];
    private readonly int[] _first;

    /// <param name="paths">Ranks of items, rising in each path.</param>
    /// <param name="width">Ranks are below this.</param>
    public FrequentPatternTree(FrequentPaths paths, int width)
    {
        _first = new int[width];
        Array.Fill(_first, None);
        ReadOnlySpan<int> before = [];
        int[] nodes = new int[width];
        foreach (int path in paths.Sorted())
        {
            ReadOnlySpan<int> ranks = paths[path];
            int shared = before.CommonPrefixLength(ranks), count = paths.CountOf(path);
            for (int i = 0; i < shared; i++) _counts[nodes[i]] += count;
            for (int i = shared; i < ranks.Length; i++) nodes[i] = Add(ranks[i], i == 0 ? None : nodes[i - 1], count);
            before = ranks;
        }
    }

    /// <summary>What stands before an item in every basket that holds it, each with the number of such baskets.</summary>
    /// <param name="rank">The item.</param>
    /// <param name="counts">Receives for each rank below it the number of baskets that hold both.</param>
    public FrequentPaths PathsTo(int rank, Span<int> counts)
    {
        FrequentPaths paths = new();
        for (int node = _first[rank]; node != None; node = _next[node])
        {
            int count = _counts[node];
            for (int up = _parents[node]; up != None; up = _parents[up])
            {
                counts[_items[up]] += count;
                paths.AddItem(_items[up]);
            }

            paths.EndReversed(count);
        }

        return paths;
    }

    private int Add(int rank, int parent, int count)
    {
        int node = _items.Count;
        _items.Add(rank);
        _parents.Add(parent);
        _counts.Add(count);
        _next.Add(_first[rank]);
        _first[rank] = node;
        return node;
    }
}

/// <summary>Paths of ranks, each with a count.</summary>
internal sealed class FrequentPaths
{
    private readonly List<int> _offsets = [0], _ranks = [], _counts = [];

    public ReadOnlySpan<int> this[int path] =>
        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_ranks)[_offsets[path].._offsets[path + 1]];

    public int Count => _counts.Count;

    public int CountOf(int path) => _counts[path];

    public void AddItem(int rank) => _ranks.Add(rank);

    /// <summary>Ends a path whose ranks came in any order.</summary>
    public void EndSorted()
    {
        _ranks.Sort(_offsets[^1], _ranks.Count - _offsets[^1], null);
        End(1);
    }

    /// <summary>Ends a path whose ranks came falling.</summary>
    public void EndReversed(int count)
    {
        _ranks.Reverse(_offsets[^1], _ranks.Count - _offsets[^1]);
        End(count);
    }

    /// <summary>The same paths with some ranks alone.</summary>
    public FrequentPaths Keep(ReadOnlySpan<bool> kept)
    {
        FrequentPaths paths = new();
        for (int path = 0; path < Count; path++)
        {
            foreach (int rank in this[path])
            {
                if (kept[rank]) paths.AddItem(rank);
            }

            paths.End(_counts[path]);
        }

        return paths;
    }

    /// <summary>The paths in lexicographic order.</summary>
    public int[] Sorted()
    {
        int[] order = new int[Count];
        for (int i = 0; i < order.Length; i++) order[i] = i;
        Array.Sort(order, (a, b) => this[a].SequenceCompareTo(this[b]));
        return order;
    }

    private void End(int count)
    {
        if (_ranks.Count == _offsets[^1]) return;
        _offsets.Add(_ranks.Count);
        _counts.Add(count);
    }
}
