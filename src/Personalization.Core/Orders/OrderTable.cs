using System.Collections.Immutable;
using System.Diagnostics;
using Personalization.Numerics;

namespace Personalization.Core;

/// <summary>One order, decoded.</summary>
/// <param name="Customer">Whose order it is.</param>
/// <param name="Id">The shop's order (invoice) id; null where the purchases named none.</param>
/// <param name="Time">Time of the first line.</param>
/// <param name="Lines">Number of purchase events in it, at least 1.</param>
/// <param name="Units">Sum of their quantities.</param>
/// <param name="Total">Sum of quantity × unit price, in the currency of the events.</param>
public sealed record Order(CustomerId Customer, string? Id, DateTime Time, int Lines, double Units, decimal Total);

/// <summary>
/// The orders of an <see cref="EventLog"/> as columns, sorted by customer, then time of the first line. An order is all purchase events of
/// one customer with one order id; purchases without an order id are one order where customer and time are the same. Refunds aren't taken
/// off, currencies aren't looked at. Immutable and thread-safe.
/// </summary>
[DebuggerDisplay("{Count} orders")]
public sealed class OrderTable
{
    /// <summary>Customers that one parallel step takes: enough to hide the hand-over, few enough to balance.</summary>
    private const int CustomersPerChunk = 256;

    private readonly int[] _starts;
    private readonly OrderSum[] _orders;

    private OrderTable(EventLog log, int[] starts, OrderSum[] orders)
    {
        Log = log;
        _starts = starts;
        _orders = orders;
        Buyers = log.Customers.Take(RowsWithOrders(starts));
    }

    /// <summary>The events that were grouped.</summary>
    public EventLog Log { get; }

    /// <summary>Number of orders.</summary>
    public int Count => _orders.Length;

    /// <summary>Sum of all orders' totals, in the currency of the events; refunds aren't taken off.</summary>
    /// <exception cref="OverflowException">The sum is beyond ±<see cref="MoneyUnits.MaxValue"/>.</exception>
    public decimal Total
    {
        get
        {
            long total = 0;
            foreach (ref readonly OrderSum order in _orders.AsSpan()) total = checked(total + order.Total);
            return MoneyUnits.ToDecimal(total);
        }
    }

    /// <summary>All customers of the log, in row order, with or without orders.</summary>
    public IdIndex<CustomerId> Customers => Log.Customers;

    /// <summary>
    /// The customers with at least one order, in ordinal order. What is measured of buyers shares this index, so that their columns are
    /// laid side by side without comparing an id.
    /// </summary>
    public IdIndex<CustomerId> Buyers { get; }

    /// <summary>One order, decoded; 0 ≤ index &lt; <see cref="Count"/>.</summary>
    public Order this[int index]
    {
        get
        {
            OrderSum order = _orders[index];
            return new Order(
                Customers[order.CustomerRow],
                order.Code < 0 ? null : Log.OrderId(order.Code),
                new DateTime(order.Time),
                order.Lines,
                order.Units,
                MoneyUnits.ToDecimal(order.Total));
        }
    }

    /// <summary>Groups a log's purchases into orders. O(events).</summary>
    /// <param name="log">The events; types other than <see cref="EventType.Purchase"/> are passed over.</param>
    /// <param name="threads">Most threads to use, at least 1; the outcome doesn't depend on it. Default: one for each processor.</param>
    /// <param name="cancellationToken">Stops between chunks of customers.</param>
    /// <exception cref="OverflowException">An order's total is beyond ±<see cref="MoneyUnits.MaxValue"/>.</exception>
    public static OrderTable From(EventLog log, int? threads = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        int customers = log.Customers.Count;
        int[] starts = new int[customers + 1];
        int purchase = log.TypeCode(EventType.Purchase);
        List<OrderSum>[] parts = new List<OrderSum>[ParallelChunks.ChunkCount(customers, CustomersPerChunk)];
        ParallelChunks.Run(
            customers,
            CustomersPerChunk,
            (chunk, start, end) =>
            {
                OrderGrouping grouping = new(purchase);
                for (int row = start; row < end; row++) starts[row + 1] = grouping.Add(log.EventsOf(row));
                parts[chunk] = grouping.Orders;
            },
            threads,
            cancellationToken);

        for (int row = 0; row < customers; row++) starts[row + 1] += starts[row];
        OrderSum[] orders = new OrderSum[starts[customers]];
        int offset = 0;
        foreach (List<OrderSum> part in parts)
        {
            part.CopyTo(orders, offset);
            offset += part.Count;
        }

        return new OrderTable(log, starts, orders);
    }

    /// <summary>One customer's orders in time order, as columns; nothing is copied.</summary>
    /// <param name="customerRow">Row in <see cref="Customers"/>.</param>
    public CustomerOrders OrdersOf(int customerRow) =>
        new(_orders.AsSpan(_starts[customerRow].._starts[customerRow + 1]));

    /// <summary>One customer's orders in time order, decoded; empty where the customer is unknown or never bought.</summary>
    public ImmutableArray<Order> OrdersOf(CustomerId customer) =>
        Customers.TryGetRow(customer, out int row)
            ? [.. Enumerable.Range(_starts[row], _starts[row + 1] - _starts[row]).Select(i => this[i])]
            : [];

    private static int[] RowsWithOrders(int[] starts)
    {
        List<int> rows = [];
        for (int row = 0; row + 1 < starts.Length; row++)
        {
            if (starts[row + 1] > starts[row]) rows.Add(row);
        }

        return [.. rows];
    }
}
