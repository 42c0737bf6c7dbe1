using System.Globalization;
using System.Runtime.CompilerServices;

namespace Personalization.Core;

/// <summary>
/// Collects events, and attributes of customers, in any order and builds an <see cref="EventLog"/>. Append-only; not thread-safe. The
/// events of the log do not depend on the order of adding, but for those of one customer at one and the same tick, which stay in the order
/// in which they came; of the attributes see <see cref="CustomerAttributes"/>.
/// </summary>
public sealed class EventLogBuilder
{
    /// <summary>
    /// What runs for each row of a file runs in one process once, and is over before tiered compilation would get to it.
    /// </summary>
    internal const MethodImplOptions OnceARow = MethodImplOptions.AggressiveOptimization;

    private const int ChunkSize = 1 << 15;

    private readonly CodeTable _customers = new(), _items = new(), _titles = new(), _types = new(), _categories = new();
    private readonly CodeTable _currencies = new(), _orders = new(), _decisions = new(), _sessions = new(), _channels = new();
    private readonly List<EncodedEvent[]> _chunks = [];
    private readonly CodeTable _attributeNames = new();
    private readonly List<AttributeHistory> _attributes = [];

    /// <summary>Number of events added so far.</summary>
    public int Count { get; private set; }

    /// <summary>Adds an event.</summary>
    /// <exception cref="ArgumentException">
    /// Customer or type is missing, the quantity isn't finite, or there are both an order and a decision; the message gives the event's
    /// position.
    /// </exception>
    /// <exception cref="OverflowException">
    /// The price, or quantity × price, is outside ±<see cref="MoneyUnits.MaxValue"/>; the message gives the event's position.
    /// </exception>
    public void Add(in ShopEvent e)
    {
        if (e.Customer.IsNone) throw new ArgumentException($"Event {Count} has no customer.", nameof(e));
        if (e.Type.Name.Length == 0) throw new ArgumentException($"Event {Count} has no type.", nameof(e));
        if (!double.IsFinite(e.Quantity))
            throw new ArgumentException($"Event {Count} has quantity {e.Quantity}; it must be finite.", nameof(e));
        if (Math.Abs(e.UnitPrice) > MoneyUnits.MaxValue)
        {
            throw new OverflowException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Event {Count} of customer '{e.Customer}' has unit price {e.UnitPrice}; at most {MoneyUnits.MaxValue} fits."));
        }

        int decision = DecisionCode(e.Decision), order = OrderCode(e.Order);
        if (decision != -1 && order != -1)
            throw new ArgumentException($"Event {Count} has order '{e.Order}' and decision '{e.Decision}'; write two events.", nameof(e));
        Add(new EncodedEvent
        {
            Customer = CustomerCode(e.Customer.Value),
            Time = e.Time.Ticks,
            Type = TypeCode(e.Type),
            Item = ItemCode(e.Item.Value),
            Title = TitleCode(e.ItemTitle),
            Category = CategoryCode(e.Category),
            Quantity = (float)e.Quantity,
            UnitPrice = MoneyUnits.From(e.UnitPrice),
            Currency = CurrencyCode(e.Currency),
            Order = decision == -1 ? order : decision,
            Session = SessionCode(e.Session),
            Channel = ChannelCode(e.Channel),
        });
    }

    /// <summary>Adds an event whose strings are codes of this builder.</summary>
    /// <exception cref="ArgumentException">Customer or type is none, or the time isn't a <see cref="DateTime"/>'s.</exception>
    /// <exception cref="OverflowException">Quantity × price is outside ±<see cref="MoneyUnits.MaxValue"/>.</exception>
    public void Add(in EncodedEvent e)
    {
        if ((uint)e.Customer >= (uint)_customers.Count)
            throw new ArgumentException($"Event {Count} has customer code {e.Customer}; it must come from CustomerCode.", nameof(e));
        if ((uint)e.Type >= (uint)_types.Count)
            throw new ArgumentException($"Event {Count} has type code {e.Type}; it must come from TypeCode.", nameof(e));
        if ((ulong)e.Time > (ulong)DateTime.MaxValue.Ticks)
            throw new ArgumentException($"Event {Count} has time {e.Time}; it must be the ticks of a DateTime.", nameof(e));
        if (!MoneyUnits.TotalFits(e.Quantity, e.UnitPrice)) ThrowOverflow(e);
        int position = Count % ChunkSize;
        if (position == 0) _chunks.Add(new EncodedEvent[ChunkSize]);
        _chunks[^1][position] = e;
        Count = checked(Count + 1);
    }

    /// <summary>The code of a customer id; −1 for empty.</summary>
    public int CustomerCode(ReadOnlySpan<char> id) => _customers.CodeOf(id);

    /// <summary>The code of an event type.</summary>
    public int TypeCode(EventType type) => _types.CodeOf(type.Name);

    /// <summary>The code of an item id; −1 for empty.</summary>
    public int ItemCode(ReadOnlySpan<char> id) => _items.CodeOf(id);

    /// <summary>The code of an item's title; −1 for empty.</summary>
    public int TitleCode(ReadOnlySpan<char> title) => _titles.CodeOf(title);

    /// <summary>The code of a category; −1 for empty.</summary>
    public int CategoryCode(ReadOnlySpan<char> category) => _categories.CodeOf(category);

    /// <summary>The code of a currency; −1 for empty.</summary>
    public int CurrencyCode(ReadOnlySpan<char> currency) => _currencies.CodeOf(currency);

    /// <summary>The code of an order id; −1 for empty.</summary>
    public int OrderCode(ReadOnlySpan<char> order) => _orders.CodeOf(order);

    /// <summary>The code of a decision's id, for <see cref="EncodedEvent.Order"/>; −1 for empty.</summary>
    public int DecisionCode(ReadOnlySpan<char> decision) => _decisions.CodeOf(decision) is int code and >= 0 ? -2 - code : -1;

    /// <summary>The code of a session id; −1 for empty.</summary>
    public int SessionCode(ReadOnlySpan<char> session) => _sessions.CodeOf(session);

    /// <summary>The code of a channel; −1 for empty.</summary>
    public int ChannelCode(ReadOnlySpan<char> channel) => _channels.CodeOf(channel);

    /// <summary>The code of a customer attribute; names that are one by <see cref="CustomerAttributes.NameOf"/> have one code.</summary>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty or white space.</exception>
    public int AttributeCode(string name)
    {
        int code = _attributeNames.CodeOf(CustomerAttributes.NameOf(name));
        if (code == _attributes.Count) _attributes.Add(new AttributeHistory());
        return code;
    }

    /// <summary>
    /// Notes what is said of a customer, by codes of this builder. What it said last for a customer costs nothing to say again.
    /// </summary>
    /// <param name="customer">Code from <see cref="CustomerCode"/>. One who has no event when the log is built isn't in it.</param>
    /// <param name="attribute">Code from <see cref="AttributeCode"/>.</param>
    /// <param name="value">The value; a blank one says nothing, and leaves the one before.</param>
    /// <param name="time">Ticks of <see cref="DateTime.Ticks"/> on the shop's clock: from when on the value is known.</param>
    /// <exception cref="ArgumentException">A code isn't of this builder, or the time isn't a <see cref="DateTime"/>'s.</exception>
    [MethodImpl(OnceARow)]
    public void SetAttribute(int customer, int attribute, string? value, long time)
    {
        if ((uint)customer >= (uint)_customers.Count)
            throw new ArgumentException(
                $"Customer code {customer} isn't one of this builder; it must come from CustomerCode.", nameof(customer));
        if ((uint)attribute >= (uint)_attributes.Count)
            throw new ArgumentException(
                $"Attribute code {attribute} isn't one of this builder; it must come from AttributeCode.", nameof(attribute));
        if ((ulong)time > (ulong)DateTime.MaxValue.Ticks)
            throw new ArgumentException($"Time {time} must be the ticks of a DateTime.", nameof(time));
        _attributes[attribute].Set(customer, value, time);
    }

    /// <summary>Notes what is said of a customer.</summary>
    /// <param name="customer">The customer. One who has no event when the log is built isn't in it.</param>
    /// <param name="name">Name of the attribute: "country".</param>
    /// <param name="value">The value; a blank one says nothing, and leaves the one before.</param>
    /// <param name="time">From when on the value is known, on the shop's clock.</param>
    /// <exception cref="ArgumentException">The customer is none, or the name is blank.</exception>
    public void SetAttribute(CustomerId customer, string name, string value, DateTime time)
    {
        if (customer.IsNone) throw new ArgumentException($"Attribute '{name}' has no customer.", nameof(customer));
        SetAttribute(CustomerCode(customer.Value), AttributeCode(name), value, time.Ticks);
    }

    /// <summary>
    /// Builds the log of what was added so far; the builder can go on afterwards. O(n log n) at worst, O(n) for files in time order.
    /// </summary>
    /// <exception cref="InvalidOperationException">More than 255 event types, currencies or channels.</exception>
    [MethodImpl(OnceARow)]
    public EventLog Build()
    {
        CodesInUse used = FindUsed();
        (Vocabulary customers, int[] customerRows) = _customers.ToVocabulary(used.Customers);
        (Vocabulary types, int[] typeRows) = ToByteVocabulary(_types, used.Types, "event types");
        (Vocabulary currencies, int[] currencyRows) = ToByteVocabulary(_currencies, used.Currencies, "currencies");
        (Vocabulary channels, int[] channelRows) = ToByteVocabulary(_channels, used.Channels, "channels");
        (Vocabulary categories, int[] categoryRows) = _categories.ToVocabulary(used.Categories);
        (Vocabulary items, int[] itemRows) = _items.ToVocabulary(used.Items);

        int[] starts = CountByCustomer(customerRows, customers.Count);
        int[] order = SortByCustomerThenTime(customerRows, starts);
        ItemCatalogBuilder catalog = new(items, categories, _titles);
        EventColumns columns = new(Count)
        {
            CustomerIndex = new IdIndex<CustomerId>(customers),
            ItemCatalog = catalog.Catalog,
            TypeNames = types,
            CategoryNames = categories,
            CurrencyCodes = currencies,
            ChannelNames = channels,
        };

        Renumbering orders = new(_orders), decisions = new(_decisions), sessions = new(_sessions);
        for (int i = 0; i < order.Length; i++)
        {
            ref readonly EncodedEvent e = ref At(order[i]);
            columns.Times[i] = e.Time;
            columns.Types[i] = (byte)typeRows[e.Type];
            columns.Items[i] = Row(itemRows, e.Item);
            columns.Categories[i] = Row(categoryRows, e.Category);
            columns.Quantities[i] = e.Quantity;
            columns.UnitPrices[i] = e.UnitPrice;
            columns.Currencies[i] = unchecked((byte)Row(currencyRows, e.Currency));
            columns.Orders[i] = e.Order < -1 ? -2 - decisions.CodeOf(-2 - e.Order) : orders.CodeOf(e.Order);
            columns.Sessions[i] = sessions.CodeOf(e.Session);
            columns.Channels[i] = unchecked((byte)Row(channelRows, e.Channel));
            if (e.Item >= 0) catalog.See(columns.Items[i], e.Title, columns.Categories[i], e.Time, e.UnitPrice);
        }

        catalog.Finish();
        columns.OrderIds = orders.Values;
        columns.DecisionIds = decisions.Values;
        columns.SessionIds = sessions.Values;
        return new EventLog(columns, starts.AsMemory(0, customers.Count), starts.AsMemory(1, customers.Count),
            BuildAttributes(customerRows, customers.Count));
    }

    private void ThrowOverflow(in EncodedEvent e)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        string amounts = string.Create(culture, $"quantity {e.Quantity} and unit price {MoneyUnits.ToDecimal(e.UnitPrice)}");
        throw new OverflowException(
            $"Event {Count} of customer '{_customers.Values[e.Customer]}' at {new DateTime(e.Time):s} has {amounts}; their product is "
            + $"beyond {MoneyUnits.MaxValue.ToString(culture)}, the most that can be counted. Mend the event, or leave it out.");
    }

    private CustomerAttributes BuildAttributes(int[] customerRows, int customerCount)
    {
        bool[] withoutRow = new bool[customerRows.Length];
        List<CustomerAttribute> built = [];
        for (int code = 0; code < _attributes.Count; code++)
        {
            if (_attributes[code].Build(_attributeNames.Values[code], customerRows, customerCount, withoutRow) is { } attribute)
                built.Add(attribute);
        }

        built.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        return new CustomerAttributes([.. built], withoutRow.AsSpan().Count(true));
    }

    private static int Row(int[] rows, int code) => code < 0 ? -1 : rows[code];

    private static (Vocabulary Vocabulary, int[] Remap) ToByteVocabulary(CodeTable table, bool[] used, string what)
    {
        (Vocabulary vocabulary, int[] remap) = table.ToVocabulary(used);
        return vocabulary.Count <= EventColumns.NoByteCode
            ? (vocabulary, remap)
            : throw new InvalidOperationException(
                $"The events have {vocabulary.Count} different {what}; at most {EventColumns.NoByteCode} fit. Fold the rare ones into " +
                $"one name, the last is '{vocabulary[^1]}'.");
    }

    private ref readonly EncodedEvent At(int index) => ref _chunks[index / ChunkSize][index % ChunkSize];

    [MethodImpl(OnceARow)]
    private CodesInUse FindUsed()
    {
        CodesInUse used = new(
            new bool[_customers.Count], new bool[_items.Count], new bool[_types.Count], new bool[_categories.Count],
            new bool[_currencies.Count], new bool[_channels.Count]);
        for (int i = 0; i < Count; i++)
        {
            ref readonly EncodedEvent e = ref At(i);
            used.Customers[e.Customer] = true;
            used.Types[e.Type] = true;
            if (e.Item >= 0) used.Items[e.Item] = true;
            if (e.Category >= 0) used.Categories[e.Category] = true;
            if (e.Currency >= 0) used.Currencies[e.Currency] = true;
            if (e.Channel >= 0) used.Channels[e.Channel] = true;
        }

        return used;
    }

    /// <summary>Offsets of each customer's events, one more than there are customers.</summary>
    [MethodImpl(OnceARow)]
    private int[] CountByCustomer(int[] customerRows, int customerCount)
    {
        int[] starts = new int[customerCount + 1];
        for (int i = 0; i < Count; i++) starts[customerRows[At(i).Customer] + 1]++;
        for (int row = 0; row < customerCount; row++) starts[row + 1] += starts[row];
        return starts;
    }

    /// <summary>
    /// Positions of the events in the order of the log: a counting sort by customer, then a stable sort by time within each.
    /// </summary>
    [MethodImpl(OnceARow)]
    private int[] SortByCustomerThenTime(int[] customerRows, int[] starts)
    {
        int[] order = new int[Count], next = starts[..^1];
        long[] times = new long[Count];
        for (int i = 0; i < Count; i++)
        {
            ref readonly EncodedEvent e = ref At(i);
            int target = next[customerRows[e.Customer]]++;
            order[target] = i;
            times[target] = e.Time;
        }

        TimeOrder.SortEach(times, order, starts);
        return order;
    }

    private sealed record CodesInUse(bool[] Customers, bool[] Items, bool[] Types, bool[] Categories, bool[] Currencies, bool[] Channels);

    /// <summary>New codes in the order of the log, so that they don't depend on the order of a file's rows.</summary>
    private sealed class Renumbering(CodeTable table)
    {
        private readonly int[] _codes = Filled(table.Count);
        private readonly List<string> _values = [];

        public string[] Values => [.. _values];

        public int CodeOf(int oldCode)
        {
            if (oldCode < 0) return -1;
            ref int code = ref _codes[oldCode];
            if (code >= 0) return code;
            code = _values.Count;
            _values.Add(table.Values[oldCode]);
            return code;
        }

        private static int[] Filled(int count)
        {
            int[] codes = new int[count];
            Array.Fill(codes, -1);
            return codes;
        }
    }
}
