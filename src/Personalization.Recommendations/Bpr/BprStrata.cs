using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Recommendations;

/// <summary>
/// The interactions of one epoch in blocks of customers × blocks of items (Gemulla et al. 2011). Blocks that share neither a customer nor
/// an item can be worked on at once, and the outcome is one: how many there are depends on sizes alone. Which items form a block is drawn
/// anew in each epoch, so that in time every item meets every other.
/// </summary>
internal sealed class BprStrata
{
    private const int MostBlocks = 16;

    /// <summary>Fewer customers or items would make blocks of too few to draw from.</summary>
    private const int SmallestBlock = 256;

    private readonly RaggedRows _history;
    private readonly int[] _firstCustomers;
    private readonly int[] _blockOfItem;
    private readonly int[] _items;
    private readonly int[] _starts;

    public BprStrata(RaggedRows history, int itemCount)
    {
        _history = history;
        Count = Math.Max(1, Math.Min(MostBlocks, Math.Min(itemCount, history.Count) / SmallestBlock));
        _items = new int[itemCount];
        _blockOfItem = new int[itemCount];
        _starts = new int[(Count * Count) + 1];
        Customers = new int[history.AllColumns.Length];
        Items = new int[Customers.Length];
        _firstCustomers = new int[Count + 1];
        _firstCustomers[Count] = history.Count;
        for (int block = 1, customer = 0; block < Count; block++)
        {
            while (history.Offsets[customer] < (long)Customers.Length * block / Count) customer++;
            _firstCustomers[block] = customer;
        }
    }

    /// <summary>Blocks of customers, and of items.</summary>
    public int Count { get; }

    /// <summary>Customers of the interactions, block after block.</summary>
    public int[] Customers { get; }

    /// <summary>Items beside <see cref="Customers"/>.</summary>
    public int[] Items { get; }

    /// <summary>The items of a block, in random order.</summary>
    public ReadOnlySpan<int> ItemsOf(int block) => _items.AsSpan(FirstItem(block)..FirstItem(block + 1));

    /// <summary>Where the interactions of a block of customers with a block of items stand.</summary>
    public (int Start, int End) Bounds(int customers, int items) =>
        (_starts[(customers * Count) + items], _starts[(customers * Count) + items + 1]);

    /// <summary>Draws the blocks of items of an epoch and puts the interactions in them.</summary>
    public void Begin(RandomStream random, int epoch, int? threads, CancellationToken cancellationToken)
    {
        for (int item = 0; item < _items.Length; item++) _items[item] = item;
        random.Restart((ulong)epoch);
        random.Shuffle<int>(_items);
        for (int block = 0; block < Count; block++)
        {
            foreach (int item in ItemsOf(block)) _blockOfItem[item] = block;
        }

        ParallelChunks.Run(Count, 1, (block, _, _) => Group(block), threads, cancellationToken);
    }

    private int FirstItem(int block) => (int)((long)_items.Length * block / Count);

    private void Group(int block)
    {
        ReadOnlySpan<int> offsets = _history.Offsets, columns = _history.AllColumns;
        int first = _firstCustomers[block], last = _firstCustomers[block + 1];
        Span<int> next = stackalloc int[MostBlocks + 1];
        next.Clear();
        for (int i = offsets[first]; i < offsets[last]; i++) next[_blockOfItem[columns[i]] + 1]++;
        next[0] = offsets[first];
        for (int items = 0; items < Count; items++)
        {
            _starts[(block * Count) + items] = next[items];
            next[items + 1] += next[items];
        }

        if (block == Count - 1) _starts[^1] = offsets[last];
        for (int customer = first; customer < last; customer++)
        {
            for (int i = offsets[customer]; i < offsets[customer + 1]; i++)
            {
                int at = next[_blockOfItem[columns[i]]]++;
                (Customers[at], Items[at]) = (customer, columns[i]);
            }
        }
    }
}
