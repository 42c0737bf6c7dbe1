using FsCheck;
using FsCheck.Fluent;
using Personalization.TestKit;

namespace Personalization.Core.Tests;

public sealed class EventLogTests
{
    private static readonly DateTime Day = new(2025, 3, 1);

    private static ShopEvent Buy(string customer, int hour, string item, double quantity = 1, decimal price = 10, string? order = null) =>
        new(new CustomerId(customer), Day.AddHours(hour), EventType.Purchase)
        {
            Item = new ItemId(item),
            Quantity = quantity,
            UnitPrice = price,
            Order = order,
        };

    [Fact]
    public void Build_EventsInAnyOrder_SortedByCustomerThenTime()
    {
        EventLog log = EventLog.From([Buy("b", 2, "x"), Buy("a", 5, "y"), Buy("b", 1, "z"), Buy("a", 3, "x")]);

        Assert.Equal(["a", "a", "b", "b"], log.Events().Select(e => e.Customer.Value));
        Assert.Equal([3, 5, 1, 2], log.Events().Select(e => e.Time.Hour));
        Assert.Equal(["x", "y", "z", "x"], log.Events().Select(e => e.Item.Value));
        Assert.Equal((Day.AddHours(1), Day.AddHours(5)), (log.FirstTime, log.LastTime));
    }

    [Fact]
    public void Build_EqualTimes_KeepTheOrderOfAdding()
    {
        EventLog log = EventLog.From([Buy("a", 9, "late"), .. Enumerable.Range(0, 50).Select(i => Buy("a", 1, $"item{i:00}"))]);

        Assert.Equal([.. Enumerable.Range(0, 50).Select(i => $"item{i:00}"), "late"], log.Events().Select(e => e.Item.Value));
    }

    [Fact]
    public void Build_ShuffledRowsWithDistinctTimes_SameLog()
    {
        Arbitrary<int[]> order = Gen.Shuffle(Enumerable.Range(0, 40).ToArray()).ToArbitrary();
        ShopEvent[] events = [.. Enumerable.Range(0, 40).Select(i => Buy($"c{i % 7}", i, $"i{i % 5}", i + 1, i, $"o{i / 3}"))];
        ShopEvent[] expected = [.. EventLog.From(events).Events()];

        Properties.Hold(Prop.ForAll(order, shuffled => EventLog.From(shuffled.Select(i => events[i])).Events().SequenceEqual(expected)));
    }

    [Fact]
    public void Events_EveryColumn_ComesBackAsItWentIn()
    {
        ShopEvent full = Buy("a", 1, "ring", 2.5, 19.9999m, "o1") with
        {
            ItemTitle = "Ring",
            Category = "rings",
            Currency = "EUR",
            Session = "s1",
            Channel = "web",
        };
        ShopEvent bare = new(new CustomerId("b"), Day, EventType.Search);

        Assert.Equal([full, bare], EventLog.From([bare, full]).Events());
    }

    [Fact]
    public void Add_NoCustomer_ErrorNamesPosition()
    {
        EventLogBuilder builder = new();
        builder.Add(Buy("a", 1, "x"));

        ArgumentException error = Assert.Throws<ArgumentException>(() => builder.Add(Buy("a", 1, "x") with { Customer = default }));
        Assert.Contains("Event 1 has no customer", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Add_QuantityNotFinite_Throws(double quantity) =>
        Assert.Throws<ArgumentException>(() => new EventLogBuilder().Add(Buy("a", 1, "x", quantity)));

    [Fact]
    public void Add_AmountBeyondWhatIsCounted_ErrorNamesTheEvent()
    {
        EventLogBuilder builder = new();
        builder.Add(Buy("a", 1, "x"));

        OverflowException error = Assert.Throws<OverflowException>(
            () => builder.Add(Buy("b", 1, "x", 1e9) with { UnitPrice = 1_000_000_000m }));
        Assert.Contains(
            "Event 1 of customer 'b' at 2025-03-01T01:00:00 has quantity 1E+09 and unit price 1000000000",
            error.Message, StringComparison.Ordinal);
        Assert.Contains(
            "Event 1 of customer 'b' has unit price 1000000000000000",
            Assert.Throws<OverflowException>(() => builder.Add(Buy("b", 1, "x") with { UnitPrice = 1e15m })).Message,
            StringComparison.Ordinal);
        Assert.Equal(1, builder.Build().EventCount);
    }

    [Fact]
    public void Total_BeyondWhatIsCounted_Throws()
    {
        Assert.Equal(900_000_000_000_000_0000, MoneyUnits.Total(9e5f, MoneyUnits.From(1e9m)));
        Assert.Throws<OverflowException>(() => MoneyUnits.Total(1e9f, MoneyUnits.From(1e9m)));
        Assert.Throws<OverflowException>(() => MoneyUnits.Total(-1e9f, MoneyUnits.From(1e9m)));
    }

    [Fact]
    public void Build_CodesOfRowsThatWereNeverAdded_LeaveNoTrace()
    {
        EventLogBuilder builder = new();
        builder.CustomerCode("ghost");
        builder.ItemCode("phantom");
        builder.Add(Buy("a", 1, "x"));
        EventLog log = builder.Build();

        Assert.Equal(["a"], log.Customers.Values);
        Assert.Equal(["x"], log.Items.Ids.Values);
    }

    [Fact]
    public void Build_Over255Channels_ErrorSaysHowToFold()
    {
        IEnumerable<ShopEvent> events = Enumerable.Range(0, 256).Select(i => Buy("a", i, "x") with { Channel = $"channel{i}" });

        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => EventLog.From(events));
        Assert.Contains("256 different channels", error.Message, StringComparison.Ordinal);
        Assert.Equal(255, EventLog.From(events.Take(255)).Channels.Count);
    }

    [Fact]
    public void Build_AgainAfterMore_HoldsBoth()
    {
        EventLogBuilder builder = new();
        builder.Add(Buy("a", 1, "x"));
        EventLog first = builder.Build();
        builder.Add(Buy("b", 1, "y"));

        Assert.Equal(1, first.EventCount);
        Assert.Equal(2, builder.Build().EventCount);
    }

    [Fact]
    public void Before_AndSince_SplitWithoutLoss()
    {
        EventLog log = EventLog.From(Enumerable.Range(0, 20).Select(i => Buy($"c{i % 3}", i, "x")));
        EventLog past = log.Before(Day.AddHours(10)), future = log.Since(Day.AddHours(10));

        Assert.Equal((10, 10), (past.EventCount, future.EventCount));
        Assert.All(past.Events(), e => Assert.True(e.Time < Day.AddHours(10)));
        Assert.All(future.Events(), e => Assert.True(e.Time >= Day.AddHours(10)));
        Assert.Same(log.Customers, past.Customers);
        Assert.Equal(Day.AddHours(9), past.LastTime);
    }

    [Fact]
    public void Between_EndBeforeStart_Throws() =>
        Assert.Throws<ArgumentException>(() => EventLog.From([Buy("a", 1, "x")]).Between(Day, Day.AddDays(-1)));

    [Fact]
    public void ForCustomers_SomeUnknown_KeepsTheKnown()
    {
        EventLog log = EventLog.From([Buy("a", 1, "x"), Buy("b", 1, "x"), Buy("c", 1, "x")]);
        EventLog some = log.ForCustomers([new CustomerId("c"), new CustomerId("nobody")]);

        Assert.Equal(["c"], some.Events().Select(e => e.Customer.Value));
        Assert.Equal(1, some.ActiveCustomerCount);
        Assert.Equal(0, some.EventsOf(new CustomerId("a")).Count);
    }

    [Fact]
    public void EventsOf_UnknownCustomer_Empty() => Assert.Equal(0, EventLog.From([Buy("a", 1, "x")]).EventsOf(new CustomerId("z")).Count);

    [Fact]
    public void From_NoEvents_EmptyLog()
    {
        EventLog log = EventLog.From([]);

        Assert.Equal((0, 0, 0), (log.EventCount, log.ActiveCustomerCount, log.Customers.Count));
        Assert.Empty(log.Events());
        Assert.Equal(DateTime.MinValue, log.LastTime);
    }

    [Fact]
    public void Items_TitleSeenMostOften_Wins()
    {
        EventLog log = EventLog.From(
        [
            Buy("a", 1, "x", price: 5) with { ItemTitle = "damaged", Category = "b" },
            Buy("a", 2, "x", price: 7) with { ItemTitle = "Lamp", Category = "a" },
            Buy("b", 3, "x", price: 6) with { ItemTitle = "Lamp" },
            Buy("b", 1, "y", price: 0),
        ]);

        Assert.Equal(new Item(new ItemId("x"), "Lamp", "a", 6m), log.Items.Find(new ItemId("x")));
        Assert.Equal(new Item(new ItemId("y"), null, null, 0m), log.Items.Find(new ItemId("y")));
        Assert.Null(log.Items.Find(new ItemId("z")));
    }
}
