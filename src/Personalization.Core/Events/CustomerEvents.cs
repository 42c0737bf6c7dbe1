namespace Personalization.Core;

/// <summary>
/// One customer's events in time order, as spans over the columns of an <see cref="EventLog"/>. Codes are rows of the log's dictionaries;
/// −1 (255 in the columns of one byte) stands for "none". All spans have <see cref="Count"/> elements.
/// </summary>
public readonly ref struct CustomerEvents
{
    private readonly EventColumns _columns;
    private readonly int _start;

    internal CustomerEvents(EventColumns columns, int customerRow, int start, int count)
    {
        _columns = columns;
        CustomerRow = customerRow;
        _start = start;
        Count = count;
    }

    /// <summary>Row of the customer in <see cref="EventLog.Customers"/>; −1 for an unknown customer, who has no events.</summary>
    public int CustomerRow { get; }

    /// <summary>Number of events.</summary>
    public int Count { get; }

    /// <summary>Ticks of <see cref="DateTime.Ticks"/>, never falling.</summary>
    public ReadOnlySpan<long> Times => _columns.Times.AsSpan(_start, Count);

    /// <summary>Codes of <see cref="EventLog.EventTypes"/>.</summary>
    public ReadOnlySpan<byte> Types => _columns.Types.AsSpan(_start, Count);

    /// <summary>Rows of <see cref="EventLog.Items"/>, or −1.</summary>
    public ReadOnlySpan<int> Items => _columns.Items.AsSpan(_start, Count);

    /// <summary>Codes of <see cref="EventLog.Categories"/>, or −1.</summary>
    public ReadOnlySpan<int> Categories => _columns.Categories.AsSpan(_start, Count);

    /// <summary>Units.</summary>
    public ReadOnlySpan<float> Quantities => _columns.Quantities.AsSpan(_start, Count);

    /// <summary>Unit prices in <see cref="MoneyUnits"/>.</summary>
    public ReadOnlySpan<long> UnitPrices => _columns.UnitPrices.AsSpan(_start, Count);

    /// <summary>Codes of <see cref="EventLog.Currencies"/>, or 255.</summary>
    public ReadOnlySpan<byte> Currencies => _columns.Currencies.AsSpan(_start, Count);

    /// <summary>
    /// Codes for <see cref="EventLog.OrderId"/>; below 0 where the event refers to no order: −1, or less where it refers to a decision.
    /// </summary>
    public ReadOnlySpan<int> Orders => _columns.Orders.AsSpan(_start, Count);

    /// <summary>Codes for <see cref="EventLog.SessionId"/>, or −1.</summary>
    public ReadOnlySpan<int> Sessions => _columns.Sessions.AsSpan(_start, Count);

    /// <summary>Codes of <see cref="EventLog.Channels"/>, or 255.</summary>
    public ReadOnlySpan<byte> Channels => _columns.Channels.AsSpan(_start, Count);

    /// <summary>One event, decoded.</summary>
    public ShopEvent this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            int i = _start + index, item = _columns.Items[i];
            return new ShopEvent(
                _columns.CustomerIndex[CustomerRow],
                new DateTime(_columns.Times[i]),
                new EventType(_columns.TypeNames[_columns.Types[i]]))
            {
                Item = item < 0 ? default : _columns.ItemCatalog.IdAt(item),
                ItemTitle = item < 0 ? null : _columns.ItemCatalog.TitleAt(item),
                Category = Decode(_columns.CategoryNames, _columns.Categories[i]),
                Quantity = _columns.Quantities[i],
                UnitPrice = MoneyUnits.ToDecimal(_columns.UnitPrices[i]),
                Currency = DecodeByte(_columns.CurrencyCodes, _columns.Currencies[i]),
                Order = Decode(_columns.OrderIds, _columns.Orders[i]),
                Decision = Decode(_columns.DecisionIds, -2 - _columns.Orders[i]),
                Session = Decode(_columns.SessionIds, _columns.Sessions[i]),
                Channel = DecodeByte(_columns.ChannelNames, _columns.Channels[i]),
            };
        }
    }

    private static string? Decode(IReadOnlyList<string> names, int code) => code < 0 ? null : names[code];

    private static string? DecodeByte(Vocabulary names, byte code) => code == EventColumns.NoByteCode ? null : names[code];
}
