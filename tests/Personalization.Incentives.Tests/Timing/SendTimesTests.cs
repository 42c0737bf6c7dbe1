using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Incentives.Tests;

public sealed class SendTimesTests
{
    private static readonly DateTime Monday = new(2026, 3, 2, 0, 0, 0, DateTimeKind.Unspecified);

    [Fact]
    public void BestFor_TenEventsEach_FindsOwnHoursAndKeepsTheShopsForOthers()
    {
        TimedAction[] actions = [.. Enumerable.Range(0, 100).SelectMany(customer => Actions(customer, customer % 4 == 0 ? 20 : 9, 10, 0))];

        SendTimes times = SendTimes.From(actions);

        Assert.Equal(100, times.CustomerCount);
        Assert.InRange(times.BestFor(new("c0")).Hour, 19, 21);
        Assert.InRange(times.BestFor(new("c1")).Hour, 8, 10);
        SendTime stranger = times.BestFor(new("stranger"));
        Assert.Equal((9, 0, null), (stranger.Hour, stranger.OwnEvents, stranger.OpenRate));
        Assert.Contains("nothing is known", stranger.Reasons[0], StringComparison.Ordinal);
        Assert.Contains("10 of 10 visits", times.BestFor(new("c0")).Reasons[0], StringComparison.Ordinal);
    }

    [Fact]
    public void BestFor_OneEvent_StaysWithTheOthers()
    {
        SendTimes times = SendTimes.From(
            [.. Enumerable.Range(0, 50).SelectMany(customer => Actions(customer, 7, 10, 5)), new(new("new"), Monday.AddHours(3))]);

        Assert.InRange(times.BestFor(new("new")).Hour, 8, 10);
        Assert.InRange(times.CustomerStrength, 16, 2_000);
    }

    [Fact]
    public void BestFor_Group_ComesBeforeTheShop()
    {
        SendTimes times = SendTimes.From(
            Enumerable.Range(0, 100).SelectMany(customer => Actions(customer, customer % 10 == 0 ? 20 : 9, 10, 0)),
            groupOf: customer => customer.Value is "c0" or "c10" or "c20" or "c30" or "c40" or "c50" or "c60" or "c70" ? "evening" : "day");

        Assert.InRange(times.BestFor(new("stranger"), group: "evening").Hour, 19, 21);
        Assert.InRange(times.BestFor(new("stranger"), group: "unknown").Hour, 8, 10);
    }

    /// <summary>Nearly all is sent at ten, so most opens are at ten; in the evening more of what is sent is opened.</summary>
    [Fact]
    public void BestFor_SendsAtFewHours_CountsOpensOverSends()
    {
        RandomStream random = new(1, "sends");
        TimedSend[] sends =
        [
            .. Enumerable.Range(0, 200).SelectMany(customer => Enumerable.Range(0, 20).Select(i =>
            {
                int hour = i < 16 ? 10 : 20;
                return new TimedSend(new($"c{customer}"), Monday.AddDays(i).AddHours(hour), random.NextDouble() < (hour == 10 ? .2 : .5));
            })),
        ];

        SendTime best = SendTimes.From([], sends).BestFor(new("c5"));

        Assert.InRange(best.Hour, 18, 22);
        Assert.InRange(best.OpenRate!.Value, .4, .6);
        Assert.True(best.OpenRateLow < best.OpenRate && best.OpenRate < best.OpenRateHigh);
    }

    [Fact]
    public void BestFor_QuietHours_KeepsOutOfThem()
    {
        SendTimes times = SendTimes.From(Enumerable.Range(0, 20).SelectMany(customer => Actions(customer, 22, 10, 0)));
        QuietHours night = new() { From = new(21, 30), To = new(8, 0) };

        SendTime best = times.BestFor(new("c1"), [night]);

        Assert.Equal(20, best.Hour);
        Assert.Contains("quiet hours leave 91 of 168", best.Reasons[^1], StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => times.BestFor(new("c1"), [new() { From = new(0, 0), To = new(0, 0) }]));
    }

    [Fact]
    public void BestFor_EventsAroundMidnight_MeetAtMidnight()
    {
        SendTimes times = SendTimes.From(
            Enumerable.Range(0, 20).Select(i => new TimedAction(new("night"), Monday.AddDays(i).AddHours(i % 2 == 0 ? 23 : 1))));

        Assert.Equal(0, times.BestFor(new("night")).Hour);
    }

    [Fact]
    public void BestFor_Weekday_IsTheOneOfMostActivity()
    {
        SendTimes times = SendTimes.From(
            Enumerable.Range(0, 20).Select(i => new TimedAction(new("c"), Monday.AddDays(7 * i + 3).AddHours(12))));

        Assert.Equal((DayOfWeek.Thursday, 12), (times.BestFor(new("c")).Day, times.BestFor(new("c")).Hour));
    }

    [Theory]
    [InlineData("2026-03-02T08:00:00", "2026-03-05T12:00:00")]
    [InlineData("2026-03-05T12:00:00", "2026-03-05T12:00:00")]
    [InlineData("2026-03-05T12:01:00", "2026-03-12T12:00:00")]
    public void NextFrom_AMoment_IsTheNextOfThatDayAndHour(string from, string expected)
    {
        SendTime time = new() { Day = DayOfWeek.Thursday, Hour = 12, Activity = 0, OwnEvents = 0, Reasons = ["x"] };

        Assert.Equal(At(expected), time.NextFrom(At(from)));

        static DateTime At(string text) => DateTime.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Spread_OneCount_FallsOffBothWaysAroundTheClock()
    {
        float[] counts = new float[24];
        counts[23] = 2;

        double[] spread = new CircularKernel(24, 1.5).Spread(counts);

        Assert.Equal(2, spread.Sum(), 9);
        Assert.Equal(spread[22], spread[0], 12);
        Assert.Equal(spread[21], spread[1], 12);
        Assert.Equal(Math.Exp(-.5 / 2.25), spread[0] / spread[23], 9);
        Assert.Equal(counts.Select(count => (double)count), new CircularKernel(24, 0).Spread(counts));
    }

    /// <summary>Nobody is there at night and nothing was sent: that nobody tried it doesn't make it the best hour.</summary>
    [Fact]
    public void BestFor_HoursWithoutActivityAndSends_AreNotChosen()
    {
        RandomStream random = new(2, "nights");
        TimedAction[] actions =
        [
            .. Enumerable.Range(0, 200).SelectMany(customer => Enumerable.Range(0, 6).Select(
                i => new TimedAction(new($"c{customer}"), Monday.AddDays(i).AddHours(10 + random.NextInt32(10))))),
        ];
        TimedSend[] sends =
        [
            .. Enumerable.Range(0, 200).SelectMany(customer => Enumerable.Range(0, 6).Select(i => new TimedSend(
                new($"c{customer}"), Monday.AddDays(i).AddHours(12 + random.NextInt32(3)), random.NextDouble() < .2))),
        ];

        SendTimes times = SendTimes.From(actions, sends);

        Assert.All(Enumerable.Range(0, 200), i => Assert.InRange(times.BestFor(new($"c{i}")).Hour, 8, 21));
    }

    /// <summary>Where opens have nothing to do with visits, own visits don't shift the hour; where they do, they do.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void BestFor_VisitsBesideSends_CountAsFarAsTheyForetellOpens(bool opensFollowVisits)
    {
        RandomStream random = new(3, "lifts");
        List<TimedAction> actions = [];
        List<TimedSend> sends = [];
        for (int customer = 0; customer < 300; customer++)
        {
            int own = customer % 2 == 0 ? 9 : 19;
            for (int i = 0; i < 12; i++)
            {
                actions.Add(new(new($"c{customer}"), Monday.AddDays(i).AddHours(own)));
                int hour = i % 2 == 0 ? 9 : 19;
                double open = !opensFollowVisits ? (hour == 9 ? .4 : .2) : hour == own ? .5 : .1;
                if (customer > 0) sends.Add(new(new($"c{customer}"), Monday.AddDays(i).AddHours(hour), random.NextDouble() < open));
            }
        }

        actions.AddRange(Enumerable.Range(0, 12).Select(i => new TimedAction(new("evening"), Monday.AddDays(i).AddHours(19))));

        int chosen = SendTimes.From(actions, sends).BestFor(new("evening")).Hour;

        Assert.InRange(chosen, opensFollowVisits ? 17 : 7, opensFollowVisits ? 21 : 11);
    }

    [Fact]
    public void BestWithin_ATime_IsTheBestHourOfIt()
    {
        SendTimes times = SendTimes.From(Enumerable.Range(0, 20).SelectMany(customer => Actions(customer, 18, 10, 0)));
        DateTime from = Monday.AddHours(18.5);

        Assert.Equal(19, times.BestWithin(new("c1"), from, from.AddHours(8))!.Hour);
        Assert.Equal(18, times.BestWithin(new("c1"), from, from.AddHours(23.6))!.Hour);
        Assert.Equal(Monday.AddHours(42), times.BestWithin(new("c1"), from, from.AddHours(23.6))!.NextFrom(from));
        Assert.Null(times.BestWithin(new("c1"), from, from.AddMinutes(20)));
        Assert.Null(times.BestWithin(new("c1"), from, from.AddHours(8), [new() { From = new(18, 0), To = new(8, 0) }]));
    }

    [Fact]
    public void From_Nothing_SaysWhatToGive() => Assert.Throws<ArgumentException>(() => SendTimes.From([]));

    [Fact]
    public void ActionsOf_ALog_LeavesOutWhatTheShopDidAndDatesWithoutTimes()
    {
        EventLog log = EventLog.From(
        [
            new(new("a"), Monday.AddHours(9), EventType.View), new(new("a"), Monday, EventType.View),
            new(new("a"), Monday.AddHours(10), EventType.Exposure),
        ]);

        Assert.Equal(new TimedAction(new("a"), Monday.AddHours(9)), Assert.Single(SendTimes.ActionsOf(log)));
    }

    /// <summary>A visit with forty clicks says no more of the hour than one with two.</summary>
    [Fact]
    public void ActionsOf_EventsWithinHalfAnHour_AreOneVisit()
    {
        EventLog log = EventLog.From(
        [
            .. Enumerable.Range(0, 40).Select(i => new ShopEvent(new("a"), Monday.AddHours(9).AddMinutes(i), EventType.View)),
            new(new("a"), Monday.AddHours(9).AddMinutes(69), EventType.View),
            new(new("a"), Monday.AddHours(9).AddMinutes(100), EventType.View),
            new(new("b"), Monday.AddHours(9).AddMinutes(101), EventType.View),
        ]);

        Assert.Equal([(9, 0), (10, 40), (10, 41)], SendTimes.ActionsOf(log).Select(action => (action.Local.Hour, action.Local.Minute)));
    }

    private static IEnumerable<TimedAction> Actions(int customer, int hour, int count, int spread) =>
        Enumerable.Range(0, count)
            .Select(i => new TimedAction(new($"c{customer}"), Monday.AddDays(i).AddHours(hour + (spread == 0 ? 0 : i % spread))));
}
