using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>What kind of goal an <see cref="OfferGoal"/> is.</summary>
public enum GoalKind
{
    /// <summary>Something done in each of so many periods in a row, such as an order in three months running.</summary>
    Streak,

    /// <summary>So much spent within a time: silver from 200, gold from 500.</summary>
    Tier,

    /// <summary>Something done so often within a time, such as three reviews, or a first order of a category.</summary>
    Badge,

    /// <summary>So many points collected within a time, at <see cref="OfferGoal.PointsPerUnit"/> for each unit of currency spent.</summary>
    Points,
}

/// <summary>
/// What a customer reaches to earn an <see cref="Offer"/>, and within which time; the reward's cost is the offer's. Immutable.
/// </summary>
public sealed record OfferGoal
{
    /// <summary>What kind of goal.</summary>
    public required GoalKind Kind { get; init; }

    /// <summary>
    /// How much: periods of a streak, currency of a tier, events of a badge, points; above 0, at most 100 million, whole but for a tier.
    /// </summary>
    public required decimal Target { get; init => field = Guard.InRange(Guard.Positive(value), 0m, Limits.Money); }

    /// <summary>
    /// Within how long before the moment it is judged at, above zero; null (default): ever. A streak must reach to this moment, or to the
    /// period before it.
    /// </summary>
    public TimeSpan? Within { get; init => field = Times.Positive(value, nameof(Within)); }

    /// <summary>Length of a streak's period, above zero. Default 7 days. Ignored by the others.</summary>
    public TimeSpan Period { get; init => field = Times.Positive(value, nameof(Period)); } = TimeSpan.FromDays(7);

    /// <summary>What counts for a streak or badge. Default purchases.</summary>
    public EventType Counts { get; init; } = EventType.Purchase;

    /// <summary>Only events of items of this category count; empty (default): all.</summary>
    public string Category { get; init; } = "";

    /// <summary>Points for each unit of currency spent, above 0 to 10,000. Default 1. Ignored by the others.</summary>
    public decimal PointsPerUnit { get; init => field = Guard.InRange(Guard.Positive(value), 0m, 10_000m); } = 1;
}
