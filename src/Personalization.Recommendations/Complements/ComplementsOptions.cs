namespace Personalization.Recommendations;

/// <summary>How <see cref="ComplementsTrainer"/> finds what goes with an item. Immutable; every default is valid.</summary>
public sealed record ComplementsOptions
{
    /// <summary>
    /// Days before and after a basket within which what the same customer bought counts as bought with it, 0 to 3,660; 0: the basket alone.
    /// Default 30.
    /// </summary>
    public int WindowDays { get; init => field = Guard.InRange(value, 0, 3_660); } = 30;

    /// <summary>Items kept for each item, at least 1. Default 50.</summary>
    public int ListLength { get; init => field = Guard.AtLeast(value, 1); } = 50;

    /// <summary>
    /// Pairs expected by chance that the lift between the two categories counts as, above 0: the fewer pairs an item can have, the more its
    /// category speaks for it. Default 2.
    /// </summary>
    public double Shrinkage { get; init => field = Guard.Positive(value); } = 2;

    /// <summary>
    /// How far a lift that stands on few pairs is held back, in its relative standard deviations, at least 0. Default 1: about one lift in
    /// six is truly lower than its bound.
    /// </summary>
    public double Caution { get; init => field = Guard.Finite(Guard.AtLeast(value, 0)); } = 1;

    /// <summary>Only what has a lift above this goes with an item, at least 0. Default 1: more often than by chance.</summary>
    public double MinimumLift { get; init => field = Guard.Finite(Guard.AtLeast(value, 0)); } = 1;

    /// <summary>
    /// Whether an item's own category is left out: what is there is bought instead of it. Says nothing of items without a category. Default
    /// true.
    /// </summary>
    public bool OtherCategoriesOnly { get; init; } = true;

    /// <summary>
    /// Share of a customer's purchases that the price level of an upsell covers, 0 to 1: at .75 (default) a customer is led where three in
    /// four of their purchases lie or below.
    /// </summary>
    public double PriceQuantile { get; init => field = Guard.InRange(value, 0, 1); } = .75;

    /// <summary>
    /// How far an upsell may go beyond that level, as a share of the category's items in order of price, 0 to 1. Default .1.
    /// </summary>
    public double PriceStretch { get; init => field = Guard.InRange(value, 0, 1); } = .1;

    /// <summary>Most threads that a fit uses, at least 1; null (default) for one a processor. The model doesn't depend on it.</summary>
    public int? Threads { get; init => field = Guard.AtLeast(value, 1); }
}
