namespace Personalization.Core.Tests;

public sealed class EventSplitTests
{
    private static readonly DateTime Start = new(2024, 1, 1);

    [Fact]
    public void AtTime_EventAtTheMoment_Tests()
    {
        EventLog log = Log((1, "a", 0, "x"), (1, "b", 1, "x"), (2, "a", 1, "x"), (2, "b", 2, "x"));
        EventSplit split = EventSplit.AtTime(log, Start.AddDays(1));
        Assert.Equal(["1a"], Describe(split.Train));
        Assert.Equal(["1b", "2a", "2b"], Describe(split.Test));
        Assert.Same(log.Customers, split.Train.Customers);
    }

    [Theory]
    [InlineData(.5, 2)] // half of 5 is 2.5
    [InlineData(.4, 2)]
    [InlineData(.39, 1)]
    [InlineData(.1, 0)]
    [InlineData(.99, 2)] // the three events of day 0 stay together
    public void LastShare_TiesInTime_NeverExceedsTheShareAndKeepsMomentsWhole(double share, int expected)
    {
        EventLog log = Log((1, "a", 0, "x"), (1, "b", 0, "x"), (1, "c", 2, "x"), (2, "a", 0, "x"), (2, "b", 1, "x"));
        EventSplit split = EventSplit.LastShare(log, share);
        Assert.Equal(expected, split.Test.EventCount);
        Assert.Equal(5 - expected, split.Train.EventCount);
    }

    [Fact]
    public void LastShare_OutOfRange_Throws()
    {
        EventLog log = Log((1, "a", 0, "x"));
        Assert.Throws<ArgumentOutOfRangeException>(() => EventSplit.LastShare(log, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => EventSplit.LastShare(log, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => EventSplit.LastShare(log, double.NaN));
    }

    [Fact]
    public void LeaveOneOut_TiesInTime_HoldsOutTheLastInOrderOfTheLog()
    {
        EventLog log = Log((1, "a", 0, "x"), (1, "b", 3, "x"), (1, "c", 3, "x"), (2, "a", 0, "x"));
        EventSplit split = EventSplit.LeaveOneOut(log);
        Assert.Equal(["1a", "1b", "2a"], Describe(split.Train)); // customer 2 has one purchase and trains whole
        Assert.Equal(["1c"], Describe(split.Test));
    }

    [Fact]
    public void LeaveOneOut_ViewsAfterwards_BelongToNeither()
    {
        EventLog log = Log((1, "a", 0, "purchase"), (1, "v", 1, "view"), (1, "b", 2, "purchase"), (1, "w", 3, "view"));
        EventSplit split = EventSplit.LeaveOneOut(log);
        Assert.Equal(["1a", "1v"], Describe(split.Train));
        Assert.Equal(["1b"], Describe(split.Test));
    }

    [Fact]
    public void LeaveOneOut_NewItemsOnly_PassesOverRepeatPurchases()
    {
        EventLog log = Log(
            (1, "a", 0, "purchase"), (1, "b", 1, "purchase"), (1, "a", 2, "purchase"), (2, "a", 0, "purchase"), (2, "a", 1, "purchase"));
        EventSplit split = EventSplit.LeaveOneOut(log, newItemsOnly: true);
        Assert.Equal(["1a", "2a", "2a"], Describe(split.Train)); // customer 2 never met a second item
        Assert.Equal(["1b"], Describe(split.Test));
    }

    [Fact]
    public void LeaveOneOut_TypeIsAbsent_TrainsAll()
    {
        EventLog log = Log((1, "a", 0, "view"), (1, "b", 1, "view"));
        Assert.Equal(0, EventSplit.LeaveOneOut(log).Test.EventCount);
        Assert.Equal(["1b"], Describe(EventSplit.LeaveOneOut(log, EventType.View).Test));
    }

    private static EventLog Log(params (int Customer, string Item, int Day, string Type)[] events) =>
        EventLog.From(events.Select(e => new ShopEvent(
            new CustomerId($"{e.Customer}"), Start.AddDays(e.Day), e.Type == "x" ? EventType.Purchase : new EventType(e.Type))
        { Item = new ItemId(e.Item) }));

    private static string[] Describe(EventLog log) => [.. log.Events().Select(e => $"{e.Customer}{e.Item}")];
}
