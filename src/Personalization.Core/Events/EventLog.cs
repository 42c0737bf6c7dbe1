using System.Diagnostics;

namespace Personalization.Core;

/// <summary>
/// A shop's events as immutable columns: customer, time, type, item, category, quantity, unit price, currency, order or decision, session,
/// channel; and what they say of the customers. Dictionary-encoded, sorted by customer (ordinal order of ids), then time, ties in the order
/// of adding; 39 bytes an event beside the dictionaries. A slice shares the columns and all rows of customers and items with the log it
/// came from: it costs 8 to 16 bytes a customer, none an event. Thread-safe.
/// </summary>
/// <remarks>Make one with <see cref="EventLogBuilder"/>, <see cref="From"/>, or the readers of Personalization.Data.</remarks>
[DebuggerDisplay("{EventCount} events of {ActiveCustomerCount} customers, {FirstTime} to {LastTime}")]
public sealed class EventLog
{
    /// <summary>Bytes that the columns take for each event.</summary>
    public const int BytesPerEvent = 39;

    private readonly EventColumns _columns;
    private readonly ReadOnlyMemory<int> _starts;
    private readonly ReadOnlyMemory<int> _ends;

    internal EventLog(EventColumns columns, ReadOnlyMemory<int> starts, ReadOnlyMemory<int> ends, CustomerAttributes attributes)
    {
        CustomerAttributes = attributes;
        _columns = columns;
        _starts = starts;
        _ends = ends;
        (EventCount, ActiveCustomerCount, FirstTime, LastTime) = Measure(columns.Times, starts.Span, ends.Span);
    }

    /// <summary>Builds a log of events in any order.</summary>
    /// <exception cref="ArgumentException">An event lacks its customer, time or type; the message gives its position.</exception>
    public static EventLog From(IEnumerable<ShopEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        EventLogBuilder builder = new();
        foreach (ShopEvent e in events) builder.Add(e);
        return builder.Build();
    }

    /// <summary>Number of events in this log or slice.</summary>
    public int EventCount { get; }

    /// <summary>Number of customers who have at least one event in this log or slice.</summary>
    public int ActiveCustomerCount { get; }

    /// <summary>Time of the earliest event; <see cref="DateTime.MinValue"/> where there is none.</summary>
    public DateTime FirstTime { get; }

    /// <summary>Time of the latest event; <see cref="DateTime.MinValue"/> where there is none.</summary>
    public DateTime LastTime { get; }

    /// <summary>All customers of the log, in row order. A slice keeps them all, so that rows mean the same in both.</summary>
    public IdIndex<CustomerId> Customers => _columns.CustomerIndex;

    /// <summary>
    /// What the events say of the customers themselves. A slice that ends before the log does knows what was known before that end; one of
    /// a part of the customers keeps all of it, as it keeps their rows.
    /// </summary>
    public CustomerAttributes CustomerAttributes { get; }

    /// <summary>All items of the log, in row order, with title, category and latest price.</summary>
    public ItemCatalog Items => _columns.ItemCatalog;

    /// <summary>Names behind <see cref="CustomerEvents.Types"/>.</summary>
    public Vocabulary EventTypes => _columns.TypeNames;

    /// <summary>Names behind <see cref="CustomerEvents.Categories"/>.</summary>
    public Vocabulary Categories => _columns.CategoryNames;

    /// <summary>ISO codes behind the currency column.</summary>
    public Vocabulary Currencies => _columns.CurrencyCodes;

    /// <summary>Names behind <see cref="CustomerEvents.Channels"/>.</summary>
    public Vocabulary Channels => _columns.ChannelNames;

    /// <summary>Number of order ids in the log; codes of <see cref="CustomerEvents.Orders"/> are below it.</summary>
    public int OrderCodeCount => _columns.OrderIds.Length;

    /// <summary>Number of session ids in the log; codes of <see cref="CustomerEvents.Sessions"/> are below it.</summary>
    public int SessionCodeCount => _columns.SessionIds.Length;

    /// <summary>The code of an event type in <see cref="CustomerEvents.Types"/>; −1 where no event of the log has it.</summary>
    public int TypeCode(EventType type) => EventTypes.TryGetRow(type.Name, out int code) ? code : -1;

    /// <summary>The order id of a code, 0 ≤ code &lt; <see cref="OrderCodeCount"/>.</summary>
    public string OrderId(int code) => _columns.OrderIds[code];

    /// <summary>The session id of a code, 0 ≤ code &lt; <see cref="SessionCodeCount"/>.</summary>
    public string SessionId(int code) => _columns.SessionIds[code];

    /// <summary>One customer's events, in time order, as spans of the columns; nothing is copied.</summary>
    /// <param name="customerRow">Row in <see cref="Customers"/>.</param>
    public CustomerEvents EventsOf(int customerRow)
    {
        int start = _starts.Span[customerRow];
        return new CustomerEvents(_columns, customerRow, start, _ends.Span[customerRow] - start);
    }

    /// <summary>One customer's events, in time order; empty where the customer is unknown.</summary>
    public CustomerEvents EventsOf(CustomerId customer) =>
        Customers.TryGetRow(customer, out int row) ? EventsOf(row) : new CustomerEvents(_columns, -1, 0, 0);

    /// <summary>Events with time &lt; <paramref name="end"/>: the past of a hold-out. O(customers · log events).</summary>
    public EventLog Before(DateTime end) => Between(DateTime.MinValue, end);

    /// <summary>Events with time ≥ <paramref name="start"/>: the future of a hold-out.</summary>
    public EventLog Since(DateTime start) => Slice(start.Ticks, long.MaxValue);

    /// <summary>Events with <paramref name="start"/> ≤ time &lt; <paramref name="end"/>.</summary>
    /// <exception cref="ArgumentException"><paramref name="end"/> is before <paramref name="start"/>.</exception>
    public EventLog Between(DateTime start, DateTime end) =>
        end < start
            ? throw new ArgumentException($"The end {end:O} is before the start {start:O}.", nameof(end))
            : Slice(start.Ticks, end.Ticks);

    /// <summary>The events of some customers; ids that the log doesn't know are passed over.</summary>
    public EventLog ForCustomers(IEnumerable<CustomerId> customers)
    {
        ArgumentNullException.ThrowIfNull(customers);
        int[] starts = new int[Customers.Count], ends = new int[Customers.Count];
        foreach (CustomerId customer in customers)
        {
            if (!Customers.TryGetRow(customer, out int row)) continue;
            starts[row] = _starts.Span[row];
            ends[row] = _ends.Span[row];
        }

        return new EventLog(_columns, starts, ends, CustomerAttributes);
    }

    /// <summary>
    /// A slice that keeps, for each customer, the events at positions [start, end) of that customer's events here, and of the attributes
    /// what was known before the first event that is cut off after them.
    /// </summary>
    internal EventLog SliceByPosition(Func<int, int, (int Start, int End)> window)
    {
        int[] starts = new int[Customers.Count], ends = new int[Customers.Count];
        long[] known = new long[Customers.Count];
        for (int row = 0; row < starts.Length; row++)
        {
            int offset = _starts.Span[row], count = _ends.Span[row] - offset;
            (int start, int end) = window(row, count);
            starts[row] = offset + start;
            ends[row] = offset + end;
            known[row] = end < count ? _columns.Times[offset + end] : long.MaxValue;
        }

        return new EventLog(_columns, starts, ends, CustomerAttributes.Before(known));
    }

    /// <summary>
    /// Every event, decoded, in the order of the log: for files and for looking; hot loops take <see cref="EventsOf(int)"/>.
    /// </summary>
    public IEnumerable<ShopEvent> Events()
    {
        for (int row = 0; row < Customers.Count; row++)
        {
            int start = _starts.Span[row], count = _ends.Span[row] - start;
            for (int i = 0; i < count; i++) yield return new CustomerEvents(_columns, row, start, count)[i];
        }
    }

    private EventLog Slice(long startTicks, long endTicks)
    {
        ReadOnlySpan<long> times = _columns.Times;
        ReadOnlySpan<int> from = _starts.Span, to = _ends.Span;
        int[] starts = new int[from.Length], ends = new int[from.Length];
        for (int row = 0; row < from.Length; row++)
        {
            ReadOnlySpan<long> own = times[from[row]..to[row]];
            starts[row] = from[row] + LowerBound(own, startTicks);
            ends[row] = from[row] + LowerBound(own, endTicks);
        }

        return new EventLog(_columns, starts, ends, CustomerAttributes.Before(endTicks));
    }

    /// <summary>Index of the first time that isn't before <paramref name="ticks"/>.</summary>
    private static int LowerBound(ReadOnlySpan<long> times, long ticks)
    {
        int low = 0, high = times.Length;
        while (low < high)
        {
            int middle = low + ((high - low) >> 1);
            if (times[middle] < ticks) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private static (int Events, int Customers, DateTime First, DateTime Last) Measure(
        ReadOnlySpan<long> times, ReadOnlySpan<int> starts, ReadOnlySpan<int> ends)
    {
        int events = 0, customers = 0;
        long first = long.MaxValue, last = long.MinValue;
        for (int row = 0; row < starts.Length; row++)
        {
            int count = ends[row] - starts[row];
            if (count == 0) continue;
            events += count;
            customers++;
            first = Math.Min(first, times[starts[row]]);
            last = Math.Max(last, times[ends[row] - 1]);
        }

        return customers == 0 ? (0, 0, DateTime.MinValue, DateTime.MinValue) : (events, customers, new DateTime(first), new DateTime(last));
    }
}
