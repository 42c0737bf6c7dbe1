namespace Personalization.Core;

/// <summary>One customer's orders in an <see cref="OrderTable"/>, in time order, for loops that must not allocate. Thread-safe.</summary>
public readonly ref struct CustomerOrders
{
    private readonly ReadOnlySpan<OrderSum> _orders;

    internal CustomerOrders(ReadOnlySpan<OrderSum> orders) => _orders = orders;

    /// <summary>Number of orders; 0 for a customer who never bought.</summary>
    public int Count => _orders.Length;

    /// <summary>Code of an order's id for <see cref="EventLog.OrderId"/>; −1 where its purchases named none.</summary>
    public int CodeAt(int index) => _orders[index].Code;

    /// <summary>Ticks of an order's first line, never falling with <paramref name="index"/>.</summary>
    public long TimeAt(int index) => _orders[index].Time;

    /// <summary>Number of purchase events of an order.</summary>
    public int LinesAt(int index) => _orders[index].Lines;

    /// <summary>Units of an order.</summary>
    public double UnitsAt(int index) => _orders[index].Units;

    /// <summary>Total of an order in <see cref="MoneyUnits"/>.</summary>
    public long TotalAt(int index) => _orders[index].Total;
}
