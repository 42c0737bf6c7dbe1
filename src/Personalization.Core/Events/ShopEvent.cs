namespace Personalization.Core;

/// <summary>
/// One event in plain types: what goes into an <see cref="EventLogBuilder"/> and what comes out of an <see cref="EventLog"/>.
/// </summary>
public readonly record struct ShopEvent
{
    /// <summary>Makes an event of what every event has.</summary>
    /// <param name="customer">Whose event it is.</param>
    /// <param name="time">When, on the shop's clock.</param>
    /// <param name="type">What happened.</param>
    public ShopEvent(CustomerId customer, DateTime time, EventType type)
    {
        Customer = customer;
        Time = time;
        Type = type;
    }

    /// <summary>Whose event it is.</summary>
    public CustomerId Customer { get; init; }

    /// <summary>When, on the shop's clock: one time zone for a whole log, the kind is ignored.</summary>
    public DateTime Time { get; init; }

    /// <summary>What happened.</summary>
    public EventType Type { get; init; }

    /// <summary>The item it was about; none by default.</summary>
    public ItemId Item { get; init; }

    /// <summary>The item's title, for people; the title seen most often stands in <see cref="EventLog.Items"/>.</summary>
    public string? ItemTitle { get; init; }

    /// <summary>Category of the item; null where unknown.</summary>
    public string? Category { get; init; }

    /// <summary>Units, default 1. Kept as a 32-bit float: whole numbers are exact to 16,777,216.</summary>
    public double Quantity { get; init; } = 1;

    /// <summary>Price of one unit in <see cref="Currency"/>, 0 where unknown. Kept to four decimals.</summary>
    public decimal UnitPrice { get; init; }

    /// <summary>ISO 4217 code; null where unknown.</summary>
    public string? Currency { get; init; }

    /// <summary>Order (invoice) id; null where unknown. An event refers to an order or to a decision, never to both.</summary>
    public string? Order { get; init; }

    /// <summary>Id of the decision that the event comes of; null where it comes of none.</summary>
    public string? Decision { get; init; }

    /// <summary>Session id; null where unknown.</summary>
    public string? Session { get; init; }

    /// <summary>Channel: web, store, app, mail…; null where unknown.</summary>
    public string? Channel { get; init; }
}
