using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>What makes an item popular.</summary>
public enum PopularityMeasure
{
    /// <summary>How many customers bought it: a customer who buys it every week counts once.</summary>
    Customers,

    /// <summary>How many purchases of it there were (lines of orders, not units).</summary>
    Purchases,
}

/// <summary>How <see cref="PopularityTrainer"/> counts. Immutable; every default is valid.</summary>
public sealed record PopularityOptions
{
    /// <summary>What is counted. Default <see cref="PopularityMeasure.Customers"/>.</summary>
    public PopularityMeasure Measure { get; init; }

    /// <summary>
    /// Days after which a purchase counts half, above 0: what matters then is what sells now. Null (default): all count the same. Age is
    /// measured from the latest event of the log; where customers are counted, each counts by the latest purchase of the item.
    /// </summary>
    public double? HalfLifeDays { get; init => field = Guard.Positive(value); }

    /// <summary>
    /// Column of a <see cref="CustomerTable"/> whose names part customers, looked at where a fit is given a table. Default
    /// <see cref="ColumnNames.Segment"/>.
    /// </summary>
    public string SegmentColumn { get; init => field = Guard.NotBlank(value); } = ColumnNames.Segment;

    /// <summary>
    /// Customers like all others that each segment is thought to have beside its own, at least 0: a segment of few customers gets nearly
    /// what all customers do. Default 50.
    /// </summary>
    public double SegmentShrinkage { get; init => field = Guard.Finite(Guard.AtLeast(value, 0)); } = 50;
}
