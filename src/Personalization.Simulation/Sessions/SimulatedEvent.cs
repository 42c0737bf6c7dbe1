using Personalization.Core;

namespace Personalization.Simulation;

/// <summary>Row of <see cref="EventKinds.Types"/>.</summary>
internal enum EventKind : byte
{
    View,
    Search,
    Wishlist,
    AddToCart,
    RemoveFromCart,
    CheckoutStart,
    Coupon,
    Purchase,
    Refund,
}

internal static class EventKinds
{
    public static EventType[] Types { get; } =
    [
        EventType.View, EventType.Search, EventType.Wishlist, EventType.AddToCart, EventType.RemoveFromCart,
        EventType.CheckoutStart, EventType.Coupon, EventType.Purchase, EventType.Refund,
    ];

    public static string[] Channels { get; } = ["web", "app", "store"];
}

/// <summary>
/// An event before it has codes of the log. Sessions and orders are numbered within a chunk of customers; −1 stands for "none".
/// </summary>
internal readonly record struct SimulatedEvent(
    long Time, long UnitPrice, int Customer, int Item, int Session, int Order, float Quantity, EventKind Kind, byte Channel);

/// <summary>The events of one chunk of customers, in the order in which they were made.</summary>
internal sealed class EventChunk
{
    public List<SimulatedEvent> Events { get; } = new(6_144);

    public int SessionCount { get; set; }

    public int OrderCount { get; set; }
}
