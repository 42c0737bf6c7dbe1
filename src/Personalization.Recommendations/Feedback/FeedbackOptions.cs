using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>What <see cref="RecommendationFeedback"/> keeps, and how it counts. Immutable; every default is valid.</summary>
public sealed record FeedbackOptions
{
    /// <summary>Items at most that a customer's visit is remembered by, the latest ones, at least 1. Default 50.</summary>
    public int RecentItems { get; init => field = Guard.AtLeast(value, 1); } = 50;

    /// <summary>
    /// Customers at most whose visits are remembered, at least 1; those idle the longest are forgotten first, but not what they hid.
    /// Default 100,000.
    /// </summary>
    public int Customers { get; init => field = Guard.AtLeast(value, 1); } = 100_000;

    /// <summary>Places that an item falls for each time it was shown and passed over, at least 0. Default 3.</summary>
    public int PlacesForEachPass { get; init => field = Guard.AtLeast(value, 0); } = 3;

    /// <summary>Ratings below this hide the item, finite. Default 3: of five stars, one and two.</summary>
    public double HideBelowRating { get; init => field = Guard.Finite(value); } = 3;
}
