using Personalization.Core;

namespace Personalization.Incentives.Tests;

/// <summary>Goals by hand. Now is Sunday, 1 March 2026, 12:00; its week began on Monday, 23 February.</summary>
public sealed class GoalProgressTests
{
    private static readonly EventLog Log = EventLog.From(
    [
        Bought("2026-01-20", 100, "o1", "rings"),
        Bought("2026-02-10", 30, "o2", "rings"),
        Bought("2026-02-10", 20, "o2", "watches"),
        Bought("2026-02-18", 40, "o3", "watches"),
        Bought("2026-02-26", 10.5m, "o4", "rings"),
        new(new("c"), new(2026, 2, 27), EventType.Refund)
        {
            Item = new("i"), Order = "o3", Quantity = 1, UnitPrice = 15, Category = "watches",
        },
        new(new("c"), new(2026, 2, 28), EventType.Review) { Item = new("i") },
        Bought("2026-03-02", 500, "o5", "rings"),
    ]);

    [Theory]
    [InlineData(GoalKind.Badge, null, "", 4)]
    [InlineData(GoalKind.Badge, 20, "", 3)]
    [InlineData(GoalKind.Badge, 20, "watches", 2)]
    [InlineData(GoalKind.Badge, null, "unknown", 0)]
    [InlineData(GoalKind.Tier, null, "", 185.5)]
    [InlineData(GoalKind.Tier, 20, "", 85.5)]
    [InlineData(GoalKind.Tier, 20, "rings", 40.5)]
    [InlineData(GoalKind.Points, 20, "", 171)]
    [InlineData(GoalKind.Streak, null, "", 3)]
    [InlineData(GoalKind.Streak, null, "watches", 2)]
    public void Of_Events_CountsAsOnPaper(GoalKind kind, int? days, string category, double done)
    {
        OfferGoal goal = new()
        {
            Kind = kind,
            Target = 3,
            Category = category,
            PointsPerUnit = 2,
            Within = days is { } count ? TimeSpan.FromDays(count) : null,
        };

        Assert.Equal((decimal)done, GoalProgress.Of(goal, Log, new("c"), Given.Now.DateTime).Done);
    }

    /// <summary>A week without an order that isn't over yet doesn't end a streak; one that is over does.</summary>
    [Fact]
    public void Of_StreakWithTheWeekStillOpen_GoesOn()
    {
        OfferGoal weeks = new() { Kind = GoalKind.Streak, Target = 3 };

        Assert.Equal(4, Done(new(2026, 3, 2, 12, 0, 0)));
        Assert.Equal(2, Done(new(2026, 2, 23, 12, 0, 0)));
        Assert.Equal(4, Done(new(2026, 3, 9, 12, 0, 0)));
        Assert.Equal(0, Done(new(2026, 3, 16, 12, 0, 0)));

        decimal Done(DateTime at) => GoalProgress.Of(weeks, Log, new("c"), at).Done;
    }

    [Fact]
    public void Of_OtherEventsAndStrangers_CountWhatTheyDid()
    {
        OfferGoal reviews = new() { Kind = GoalKind.Badge, Target = 2, Counts = EventType.Review };
        GoalProgress progress = GoalProgress.Of(reviews, Log, new("c"), Given.Now.DateTime);

        Assert.Equal((1m, false, .5), (progress.Done, progress.IsReached, progress.Share));
        Assert.Equal(0, GoalProgress.Of(reviews, Log, new("nobody"), Given.Now.DateTime).Done);
    }

    [Fact]
    public void Evaluate_OfferWithAGoal_IsGivenOnceItIsReached()
    {
        Offer silver = Given.Offer("silver") with { Goal = new() { Kind = GoalKind.Tier, Target = 200 } };
        EligibilityContext context = Given.Context(silver);

        Assert.Equal(["its goal can't be judged, since no events were given"], Reasons(context));
        Assert.Equal(
            ["spent 185.50 of 200.00; it is earned by reaching its goal"], Reasons(context with { Events = Log }));
        Assert.Empty(Reasons(context with { Events = Log, At = Given.Now.AddDays(1) }));

        IReadOnlyList<string> Reasons(EligibilityContext context) =>
            OfferEligibility.Evaluate(silver, Given.Customer("c"), context).Reasons;
    }

    private static ShopEvent Bought(string day, decimal price, string order, string category) =>
        new(new("c"), DateTime.Parse(day), EventType.Purchase)
        {
            Item = new($"i {order} {category}"),
            Order = order,
            Quantity = 1,
            UnitPrice = price,
            Category = category,
        };
}
