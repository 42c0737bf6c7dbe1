using Personalization.Numerics;

namespace Personalization.Core.Tests;

public sealed class OrderTableTests
{
    private static readonly DateTime Day = new(2024, 1, 1);

    private static ShopEvent Line(string customer, int hour, string? order, decimal price, double quantity = 1) =>
        new(new CustomerId(customer), Day.AddHours(hour), EventType.Purchase) { Order = order, UnitPrice = price, Quantity = quantity };

    private static OrderTable Orders(params ShopEvent[] events) =>
        OrderTable.From(EventLog.From(events), cancellationToken: TestContext.Current.CancellationToken);

    [Fact]
    public void From_LinesOfTwoOrdersThatMingle_AreAddedUpByOrder()
    {
        OrderTable orders = Orders(
            Line("ann", 1, "B", 2m, 3),
            Line("ann", 1, "A", 10m),
            Line("ann", 1, "B", 1m),
            Line("ann", 2, "C", 4m),
            Line("ann", 3, "A", .5m));

        Assert.Equal(
            [
                new Order(new CustomerId("ann"), "B", Day.AddHours(1), 2, 4, 7m),
                new Order(new CustomerId("ann"), "A", Day.AddHours(1), 2, 2, 10.5m),
                new Order(new CustomerId("ann"), "C", Day.AddHours(2), 1, 1, 4m),
            ],
            orders.OrdersOf(new CustomerId("ann")));
    }

    [Fact]
    public void From_NoOrderId_OneTimeIsOneOrder()
    {
        OrderTable orders = Orders(
            Line("ann", 1, null, 2m),
            Line("ann", 1, "A", 5m),
            Line("ann", 1, null, 3m),
            Line("ann", 2, null, 4m),
            Line("bob", 2, null, 1m));

        Assert.Equal([(null, 5m), ("A", 5m), (null, 4m)], orders.OrdersOf(new CustomerId("ann")).Select(o => (o.Id, o.Total)));
        Assert.Equal(4, orders.Count);
        Assert.Equal(new Order(new CustomerId("bob"), null, Day.AddHours(2), 1, 1, 1m), orders[3]);
    }

    [Fact]
    public void Buyers_SomeOnlyLook_AreThoseWithAnOrder()
    {
        EventLog log = EventLog.From(
        [
            Line("ann", 1, "A", 2m), new ShopEvent(new CustomerId("bob"), Day, EventType.View), Line("cyd", 4, "C", 3m),
        ]);
        OrderTable orders = OrderTable.From(log, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(["ann", "cyd"], orders.Buyers.Values);
        Assert.Same(log, orders.Log);
        Assert.Same(log.Customers, orders.Customers);
    }

    [Fact]
    public void Buyers_AllBought_ShareTheIndexOfTheLog()
    {
        OrderTable orders = Orders(Line("ann", 1, "A", 2m), Line("bob", 1, "B", 2m));

        Assert.Same(orders.Customers, orders.Buyers);
    }

    [Fact]
    public void From_OneIdOfTwoCustomers_AreTwoOrders()
    {
        OrderTable orders = Orders(
            Line("ann", 1, "A", 2m),
            Line("ann", 2, "B", 2m),
            Line("bob", 1, "B", 3m),
            Line("bob", 2, "A", 4m),
            Line("bob", 3, "B", 5m));

        Assert.Equal(
            [("A", 2m), ("B", 2m), ("B", 8m), ("A", 4m)], Enumerable.Range(0, orders.Count).Select(i => (orders[i].Id, orders[i].Total)));
    }

    [Fact]
    public void From_OtherEvents_ArePassedOver()
    {
        ShopEvent view = new(new CustomerId("ann"), Day, EventType.View), refund = Line("ann", 3, "A", 2m) with { Type = EventType.Refund };

        Assert.Equal(0, Orders(view, refund).Count);
        Assert.Equal(2m, Orders(view, Line("ann", 2, "A", 2m), refund)[0].Total);
        Assert.Equal(0, Orders().Count);
        Assert.Empty(Orders(view).OrdersOf(new CustomerId("nobody")));
    }

    [Fact]
    public void From_RandomLog_AgreesWithPlainGroupingForAnyThreads()
    {
        RandomStream random = new(1, "orders");
        ShopEvent[] events =
        [
            .. Enumerable.Range(0, 20_000).Select(_ => Line(
                $"c{random.NextInt32(1_500)}",
                random.NextInt32(50),
                random.NextInt32(3) == 0 ? null : $"o{random.NextInt32(4_000)}",
                random.NextInt32(999) / 100m,
                random.NextInt32(4))),
        ];
        EventLog log = EventLog.From(events);
        OrderTable one = OrderTable.From(log, 1, TestContext.Current.CancellationToken);
        OrderTable four = OrderTable.From(log, 4, TestContext.Current.CancellationToken);

        Order[] orders = [.. Enumerable.Range(0, one.Count).Select(i => one[i])];
        Assert.Equal(orders, Enumerable.Range(0, four.Count).Select(i => four[i]));
        IEnumerable<(string, string?, DateTime, int, double, decimal)> expected = events
            .GroupBy(e => (Customer: e.Customer.Value, e.Order, Time: e.Order is null ? e.Time : default))
            .Select(lines => (
                lines.Key.Customer,
                lines.Key.Order,
                lines.Min(e => e.Time),
                lines.Count(),
                lines.Sum(e => e.Quantity),
                lines.Sum(e => (decimal)e.Quantity * e.UnitPrice)));
        Assert.Equal(expected.Order(), orders.Select(o => (o.Customer.Value, o.Id, o.Time, o.Lines, o.Units, o.Total)).Order());
        Assert.Equal(orders.OrderBy(o => o.Customer).ThenBy(o => o.Time), orders);
        Assert.Equal(orders.Select(o => o.Customer.Value).Distinct().Order(StringComparer.Ordinal), one.Buyers.Values);

        CustomerOrders own = one.OrdersOf(one.Customers.Count - 1);
        int last = own.Count - 1;
        Assert.Equal((orders[^1].Lines, orders[^1].Units, orders[^1].Time.Ticks), (own.LinesAt(last), own.UnitsAt(last), own.TimeAt(last)));
        Assert.Equal(orders[^1].Total, MoneyUnits.ToDecimal(own.TotalAt(last)));
        Assert.Equal(orders[^1].Id, own.CodeAt(last) < 0 ? null : log.OrderId(own.CodeAt(last)));
    }
}
