namespace Personalization.Core.Tests;

public sealed class StrongSplitTests
{
    private static readonly DateTime Start = new(2024, 1, 1);

    [Fact]
    public void Of_AllButOneHeld_CutsByTimeAndKeepsMomentsWhole()
    {
        // Ten purchases at five moments, two each: a fifth of ten is two, the last moment.
        EventLog log = Log([.. Bought("1", 0, 0, 1, 1, 2, 2, 3, 3, 4, 4), .. Bought("2", 0, 1), .. Bought("3", 0, 0, 0)]);

        StrongSplit split = StrongSplit.Of(log, .99);

        Assert.Equal(["3@0", "3@0", "3@0"], Describe(split.Train)); // bought at one moment: can't be held out
        Assert.Equal(["1@0", "1@0", "1@1", "1@1", "1@2", "1@2", "1@3", "1@3", "2@0"], Describe(split.FoldIn));
        Assert.Equal(["1@4", "1@4", "2@1"], Describe(split.Target));
        Assert.Same(log.Customers, split.Target.Customers);
    }

    [Theory]
    [InlineData(.1, 3)] // at least the last moment
    [InlineData(.5, 3)] // 3 of 6 are the last moment, and one more would be 4
    [InlineData(.7, 4)]
    [InlineData(.999, 5)] // the first moment is never a target
    public void Of_TargetShare_IsTheMostUnlessTheLastMomentIsMore(double share, int targets)
    {
        EventLog log = Log(Bought("1", 0, 1, 2, 3, 3, 3));

        Assert.Equal(targets, StrongSplit.Of(log, .9, share).Target.EventCount);
    }

    [Fact]
    public void Of_ViewsAroundTheCut_FollowTheirTime()
    {
        EventLog log = Log([.. Bought("1", 0, 5), View("1", 4), View("1", 6)]);

        StrongSplit split = StrongSplit.Of(log, .9);

        Assert.Equal(["1@0", "1@4"], Describe(split.FoldIn));
        Assert.Equal(["1@5", "1@6"], Describe(split.Target));
    }

    [Fact]
    public void Of_ShareOfMany_HoldsThatManyOutAndDependsOnTheSeed()
    {
        EventLog log = Log([.. Enumerable.Range(0, 200).SelectMany(c => Bought($"c{c:000}", 0, 1, 2))]);

        StrongSplit one = StrongSplit.Of(log, .25, seed: 1), again = StrongSplit.Of(log, .25, seed: 1);
        StrongSplit other = StrongSplit.Of(log, .25, seed: 2);

        Assert.Equal((150, 50, 50), (one.Train.ActiveCustomerCount, one.FoldIn.ActiveCustomerCount, one.Target.ActiveCustomerCount));
        Assert.Equal(600, one.Train.EventCount + one.FoldIn.EventCount + one.Target.EventCount);
        Assert.Equal(Describe(one.Target), Describe(again.Target));
        Assert.NotEqual(Describe(one.Target), Describe(other.Target));
    }

    [Fact]
    public void RequestOf_HeldCustomer_IsNobodyWithTheFoldedInItemsInOrder()
    {
        EventLog log = Log([.. Bought("1", 3, 1, 9), View("1", 2)]);
        StrongSplit split = StrongSplit.Of(log, .9);

        RecommendationRequest request = split.RequestOf(new CustomerId("1"));

        Assert.True(request.Customer.IsNone);
        Assert.Equal(["i1", "i3"], request.Session.Select(item => item.Value));
        Assert.Equal(["i2"], split.RequestOf(new CustomerId("1"), EventType.View).Session.Select(item => item.Value));
        Assert.Empty(split.RequestOf(new CustomerId("nobody")).Session);
    }

    [Theory]
    [InlineData(0, .2)]
    [InlineData(1, .2)]
    [InlineData(.1, 0)]
    [InlineData(.1, double.NaN)]
    public void Of_ShareOutOfRange_Throws(double customers, double targets) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => StrongSplit.Of(Log(Bought("1", 0, 1)), customers, targets));

    private static EventLog Log(params ShopEvent[] events) => EventLog.From(events);

    /// <summary>A purchase on each day, of the item that is called after it.</summary>
    private static ShopEvent[] Bought(string customer, params int[] days) =>
        [.. days.Select(day => View(customer, day) with { Type = EventType.Purchase })];

    private static ShopEvent View(string customer, int day) =>
        new(new CustomerId(customer), Start.AddDays(day), EventType.View) { Item = new ItemId($"i{day}") };

    private static string[] Describe(EventLog log) => [.. log.Events().Select(e => $"{e.Customer}@{(e.Time - Start).Days}")];
}
