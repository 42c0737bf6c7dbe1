using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Recommendations;

/// <summary>
/// Who bought what in which context, each combination once: sorted by customer, cell and item, so that the order of a log's events doesn't
/// matter. What a customer bought in one cell is a group.
/// </summary>
internal sealed class FactorizationExamples
{
    private readonly int[] _customers;
    private readonly int[] _items;
    private readonly int[] _cells;
    private readonly int[] _groupStarts;
    private readonly int[] _groupEnds;

    private FactorizationExamples(
        List<int> customers, List<int> items, List<int> cells, int itemCount, (int Customer, int Item, int Cell)[] heldOut)
    {
        (_customers, _items, _cells, HeldOut, ItemCount) = ([.. customers], [.. items], [.. cells], heldOut, itemCount);
        (_groupStarts, _groupEnds) = (new int[_items.Length], new int[_items.Length]);
        List<int> usable = [];
        for (int start = 0; start < _items.Length;)
        {
            int end = start + 1;
            while (end < _items.Length && _customers[end] == _customers[start] && _cells[end] == _cells[start]) end++;
            for (int i = start; i < end; i++)
            {
                (_groupStarts[i], _groupEnds[i]) = (start, end);

                // Whoever bought everything then has nothing to be told from.
                if (end - start < itemCount) usable.Add(i);
            }

            start = end;
        }

        Usable = [.. usable];
    }

    public int ItemCount { get; }

    /// <summary>Examples to learn from.</summary>
    public int[] Usable { get; }

    /// <summary>What is held out, customers rising.</summary>
    public (int Customer, int Item, int Cell)[] HeldOut { get; }

    /// <summary>Takes the purchases of a log, and holds out the last new item of some customers.</summary>
    public static FactorizationExamples Of(EventLog log, ContextLayout layout, int validationCustomers, ulong seed)
    {
        int purchase = log.TypeCode(EventType.Purchase);
        (int Item, int Cell)[] last = new (int Item, int Cell)[log.Customers.Count];
        List<int> eligible = [];
        for (int row = 0; row < last.Length; row++)
        {
            last[row] = LastNew(log.EventsOf(row), purchase, layout, out int different);
            if (different > 1) eligible.Add(row);
        }

        int count = Math.Min(validationCustomers, eligible.Count / 5);
        bool[] isHeld = new bool[last.Length];
        RandomStream random = new(seed, "validation customers");
        foreach (int place in random.SampleWithoutReplacement(count, eligible.Count)) isHeld[eligible[place]] = true;

        List<int> customers = [], items = [], cells = [];
        SortedSet<(int Cell, int Item)> own = [];
        for (int row = 0; row < last.Length; row++)
        {
            CustomerEvents events = log.EventsOf(row);
            own.Clear();
            for (int i = 0; i < events.Count; i++)
            {
                int item = events.Items[i];
                if (events.Types[i] != purchase || item < 0 || (isHeld[row] && item == last[row].Item)) continue;
                own.Add((layout.CellOf(new DateTime(events.Times[i]), events.Channels[i]), item));
            }

            foreach ((int cell, int item) in own)
            {
                customers.Add(row);
                items.Add(item);
                cells.Add(cell);
            }
        }

        (int Customer, int Item, int Cell)[] heldOut =
            [.. Enumerable.Range(0, last.Length).Where(row => isHeld[row]).Select(row => (row, last[row].Item, last[row].Cell))];
        return new FactorizationExamples(customers, items, cells, log.Items.Count, heldOut);
    }

    public int CustomerOf(int example) => _customers[example];

    public int ItemOf(int example) => _items[example];

    public int CellOf(int example) => _cells[example];

    /// <summary>All that the example's customer bought in its cell, rising.</summary>
    public ReadOnlySpan<int> BoughtThen(int example) => _items.AsSpan(_groupStarts[example].._groupEnds[example]);

    /// <summary>
    /// Draws items that weren't bought then, each as likely. The place of one among these is drawn, and found: bought item i has
    /// bought[i] − i others before it.
    /// </summary>
    public void Draw(RandomStream random, int epoch, int example, Span<int> destination)
    {
        random.Restart(((ulong)(uint)epoch << 32) | (uint)example);
        ReadOnlySpan<int> bought = BoughtThen(example);
        foreach (ref int item in destination)
        {
            int place = random.NextInt32(ItemCount - bought.Length), low = 0, high = bought.Length;
            while (low < high)
            {
                int middle = (low + high) / 2;
                if (bought[middle] - middle <= place) low = middle + 1;
                else high = middle;
            }

            item = place + low;
        }
    }

    /// <summary>
    /// The item that was bought for the first time last, with its cell; of those at one time the last in the order of ids, of one item's
    /// cells at one time the first.
    /// </summary>
    private static (int Item, int Cell) LastNew(CustomerEvents events, int purchase, ContextLayout layout, out int different)
    {
        Dictionary<int, (long Time, int Cell)> firsts = [];
        for (int i = 0; i < events.Count; i++)
        {
            if (events.Types[i] != purchase || events.Items[i] < 0) continue;
            (long Time, int Cell) bought = (events.Times[i], layout.CellOf(new DateTime(events.Times[i]), events.Channels[i]));
            if (!firsts.TryGetValue(events.Items[i], out (long Time, int Cell) known) || bought.CompareTo(known) < 0)
                firsts[events.Items[i]] = bought;
        }

        different = firsts.Count;
        (long Time, int Item, int Cell) last = (long.MinValue, -1, 0);
        foreach ((int item, (long time, int cell)) in firsts)
        {
            if ((time, item).CompareTo((last.Time, last.Item)) > 0) last = (time, item, cell);
        }

        return (last.Item, last.Cell);
    }
}
