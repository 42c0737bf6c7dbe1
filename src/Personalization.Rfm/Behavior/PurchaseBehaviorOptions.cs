namespace Personalization.Rfm;

/// <summary>How <see cref="PurchaseBehavior.From"/> measures. Immutable; every default is valid.</summary>
public sealed record PurchaseBehaviorOptions
{
    /// <summary>
    /// The moment until which a customer with fewer than two orders has waited. Default null: one day after the last event, as in
    /// <see cref="RfmOptions"/>.
    /// </summary>
    public DateTime? ReferenceDate { get; init; }

    /// <summary>
    /// A line counts as discounted below (1 − this) × the item's usual price, which is the median of the unit prices at which the log's
    /// purchases bought it (the lower of the two middle ones). 0 to 1. Default .05; 1: only coupons count.
    /// </summary>
    public double DiscountThreshold { get; init => field = Guard.InRange(value, 0, 1); } = .05;

    /// <summary>
    /// True: customers who only looked have a row too. Default false: the same customers as <see cref="RfmTable"/>, so that features go
    /// together.
    /// </summary>
    public bool IncludeProspects { get; init; }

    /// <summary>Most threads to use, at least 1; the outcome doesn't depend on it. Default null: one for each processor.</summary>
    public int? Threads
    {
        get;
        init => field = Guard.AtLeast(value, 1);
    }
}
