namespace Personalization.Rfm;

/// <summary>How <see cref="RepeatPurchaseRates"/> counts. Immutable; every default is valid.</summary>
public sealed record RepeatPurchaseOptions
{
    /// <summary>Length of the time ahead that is asked about, in days, 1 to 3,650. Default 30.</summary>
    public int HorizonDays { get; init => field = Guard.InRange(value, 1, 3_650); } = 30;

    /// <summary>Windows of the past to learn from at most, at least 1; more even out seasons. Default 6.</summary>
    public int MaximumWindows { get; init => field = Guard.AtLeast(value, 1); } = 6;

    /// <summary>
    /// How many customers' worth of weight the coarser rate has in a cell's own rate, above 0: a cell with few customers says little by
    /// itself. Default 25.
    /// </summary>
    public double PriorWeight { get; init => field = Guard.Positive(value); } = 25;

    /// <summary>The moment to look back from. Default: 24 hours after the last order.</summary>
    public DateTime? ReferenceDate { get; init; }
}
