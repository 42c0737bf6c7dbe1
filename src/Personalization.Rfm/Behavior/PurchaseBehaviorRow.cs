using Personalization.Core;

namespace Personalization.Rfm;

/// <summary>
/// How one customer buys, beside recency, frequency and monetary value. Shares are 0 to 1, and 0 where there is nothing to share.
/// </summary>
public sealed record PurchaseBehaviorRow
{
    /// <summary>Whose behaviour it is.</summary>
    public required CustomerId Customer { get; init; }

    /// <summary>Number of orders; 0 only for prospects.</summary>
    public required int Orders { get; init; }

    /// <summary>The category with the most purchase lines, of equals the ordinally first; null where no purchase has a category.</summary>
    public required string? TopCategory { get; init; }

    /// <summary>Share of <see cref="TopCategory"/> in the purchase lines that have a category.</summary>
    public required double TopCategoryShare { get; init; }

    /// <summary>View events ÷ all events: near 1 for those who look and don't buy.</summary>
    public required double BrowsingShare { get; init; }

    /// <summary>
    /// Of the different items put into the cart, the share that wasn't bought at or after the last time it was put there.
    /// </summary>
    public required double CartAbandonment { get; init; }

    /// <summary>
    /// Share of orders bought at a discount: with a line below the item's usual price
    /// (<see cref="PurchaseBehaviorOptions.DiscountThreshold"/>), or with a coupon event that names the order; one that names only a
    /// session counts for the orders of that session, one that names neither for those of its day.
    /// </summary>
    public required double DiscountShare { get; init; }

    /// <summary>Refunded amount ÷ purchased amount, at most 1.</summary>
    public required double RefundShare { get; init; }

    /// <summary>
    /// Mean days from one order to the next. With fewer than two orders the days waited so far: from the order, or without one from the
    /// first event, to the reference date.
    /// </summary>
    public required double MeanDaysBetweenOrders { get; init; }

    /// <summary>Median of the same, with the same meaning below two orders.</summary>
    public required double MedianDaysBetweenOrders { get; init; }

    /// <summary>Sample standard deviation (÷ (n − 1)) of the same; 0 below three orders.</summary>
    public required double DeviationOfDaysBetweenOrders { get; init; }

    /// <summary>
    /// Hour of the day, 0 to 23, with the most orders, of equals the earliest; of events for who never ordered. 0 where times are dates.
    /// </summary>
    public required int FavoriteHour { get; init; }

    /// <summary>Weekday with the most orders, of equals the first from Monday on; of events for who never ordered.</summary>
    public required DayOfWeek FavoriteWeekday { get; init; }

    /// <summary>How the orders (the events of who never ordered) lie on the clock and in the week.</summary>
    internal Rhythm Rhythm { get; init; }
}

/// <summary>A category's part in what a customer bought.</summary>
/// <param name="Category">The category.</param>
/// <param name="Lines">Purchase lines in it, at least 1.</param>
/// <param name="Share">Their share of the customer's purchase lines that have a category, above 0, at most 1.</param>
public readonly record struct CategoryShare(string Category, int Lines, double Share);
