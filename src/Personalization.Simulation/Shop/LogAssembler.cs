using System.Globalization;
using System.Runtime.InteropServices;
using Personalization.Core;

namespace Personalization.Simulation;

/// <summary>Gives the events of chunks their codes, in customer order, and numbers sessions and orders through the whole shop.</summary>
internal sealed class LogAssembler
{
    private readonly EventLogBuilder _builder = new();
    private readonly CustomerTruth[] _customers;
    private readonly int[] _types, _channels, _items, _titles, _categories;
    private readonly int _currency;
    private int _sessionCount, _orderCount;

    public LogAssembler(JewelryShopOptions options, ItemTruth[] items, CustomerTruth[] customers)
    {
        _customers = customers;
        _types = [.. EventKinds.Types.Select(_builder.TypeCode)];
        _channels = [.. EventKinds.Channels.Select(channel => _builder.ChannelCode(channel))];
        _items = [.. items.Select(item => _builder.ItemCode(item.Id.Value))];
        _titles = [.. items.Select(item => _builder.TitleCode(item.Title))];
        _categories = [.. items.Select(item => _builder.CategoryCode(item.Category))];
        _currency = _builder.CurrencyCode(options.Currency);
    }

    public void Add(EventChunk chunk)
    {
        int[] sessions = Codes(chunk.SessionCount), orders = Codes(chunk.OrderCount);
        int customer = -1, customerCode = -1;
        foreach (ref readonly SimulatedEvent e in CollectionsMarshal.AsSpan(chunk.Events))
        {
            if (e.Customer != customer)
            {
                customer = e.Customer;
                customerCode = _builder.CustomerCode(_customers[customer].Id.Value);
            }

            _builder.Add(new EncodedEvent
            {
                Customer = customerCode,
                Time = e.Time,
                Type = _types[(int)e.Kind],
                Item = e.Item < 0 ? -1 : _items[e.Item],
                Title = e.Item < 0 ? -1 : _titles[e.Item],
                Category = e.Item < 0 ? -1 : _categories[e.Item],
                Quantity = e.Quantity,
                UnitPrice = e.UnitPrice,
                Currency = _currency,
                Session = SessionCode(sessions, e.Session),
                Order = OrderCode(orders, e.Order),
                Channel = _channels[e.Channel],
            });
        }
    }

    public EventLog Build() => _builder.Build();

    private int SessionCode(int[] codes, int session)
    {
        if (session < 0) return -1;
        if (codes[session] < 0) codes[session] = _builder.SessionCode(Id(stackalloc char[16], 'S', ++_sessionCount));
        return codes[session];
    }

    private int OrderCode(int[] codes, int order)
    {
        if (order < 0) return -1;
        if (codes[order] < 0) codes[order] = _builder.OrderCode(Id(stackalloc char[16], 'O', ++_orderCount));
        return codes[order];
    }

    private static ReadOnlySpan<char> Id(Span<char> buffer, char prefix, int number)
    {
        buffer[0] = prefix;
        number.TryFormat(buffer[1..], out int written, "D7", CultureInfo.InvariantCulture);
        return buffer[..(written + 1)];
    }

    private static int[] Codes(int count)
    {
        int[] codes = new int[count];
        Array.Fill(codes, -1);
        return codes;
    }
}
