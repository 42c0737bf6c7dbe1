using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>
/// What was bought together: the distinct items of each basket, rising, the baskets of a customer in time order. A basket is all purchases
/// of one customer with one order id; of those without an id, what one customer bought on one day. Immutable.
/// </summary>
internal sealed class Baskets
{
    private readonly int[] _customerStarts;
    private readonly int[] _offsets;
    private readonly int[] _items;
    private readonly long[] _times;

    private Baskets(int itemCount, int[] customerStarts, int[] offsets, int[] items, long[] times)
    {
        ItemCount = itemCount;
        _customerStarts = customerStarts;
        _offsets = offsets;
        _items = items;
        _times = times;
    }

    /// <summary>Number of baskets.</summary>
    public int Count => _times.Length;

    /// <summary>Items are below this.</summary>
    public int ItemCount { get; }

    public int CustomerCount => _customerStarts.Length - 1;

    /// <summary>The items of a basket, rising, at least one.</summary>
    public ReadOnlySpan<int> this[int basket] => _items.AsSpan(_offsets[basket].._offsets[basket + 1]);

    /// <summary>Ticks of a basket's first purchase.</summary>
    public long TimeOf(int basket) => _times[basket];

    /// <summary>The baskets of a customer: from start to end − 1, in time order.</summary>
    public (int Start, int End) Of(int customerRow) => (_customerStarts[customerRow], _customerStarts[customerRow + 1]);

    /// <summary>For each item the number of baskets that hold it.</summary>
    public int[] CountItems()
    {
        int[] counts = new int[ItemCount];
        foreach (int item in _items) counts[item]++;
        return counts;
    }

    public static Baskets From(EventLog log, CancellationToken cancellationToken)
    {
        int[] customerStarts = new int[log.Customers.Count + 1];
        List<int> offsets = [0], items = [];
        List<long> times = [];
        int purchase = log.TypeCode(EventType.Purchase);
        Dictionary<long, int> placeOfKey = [];
        List<(long Time, List<int> Items)> own = [];
        for (int row = 0; row < log.Customers.Count; row++)
        {
            if (row % 256 == 0) cancellationToken.ThrowIfCancellationRequested();
            CustomerEvents events = log.EventsOf(row);
            placeOfKey.Clear();
            own.Clear();
            for (int i = 0; i < events.Count; i++)
            {
                if (events.Types[i] != purchase || events.Items[i] < 0) continue;

                // Order codes are at least 0; days of purchases without one count down from −1.
                long key = events.Orders[i] >= 0 ? events.Orders[i] : -1 - (events.Times[i] / TimeSpan.TicksPerDay);
                if (!placeOfKey.TryGetValue(key, out int place))
                {
                    placeOfKey.Add(key, place = own.Count);
                    own.Add((events.Times[i], []));
                }

                own[place].Items.Add(events.Items[i]);
            }

            foreach ((long time, List<int> bought) in own)
            {
                bought.Sort();
                for (int i = 0; i < bought.Count; i++)
                {
                    if (i == 0 || bought[i] != bought[i - 1]) items.Add(bought[i]);
                }

                offsets.Add(items.Count);
                times.Add(time);
            }

            customerStarts[row + 1] = times.Count;
        }

        return new Baskets(log.Items.Count, customerStarts, [.. offsets], [.. items], [.. times]);
    }
}
