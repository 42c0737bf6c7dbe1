namespace Personalization.Rfm;

/// <summary>
/// What a segment's customers are like together. Every figure of a segment without customers is 0, as are the medians of prospects.
/// </summary>
/// <param name="Segment">The segment.</param>
/// <param name="Customers">Number of customers.</param>
/// <param name="ShareOfCustomers">Their share of all customers of the table, 0 to 1.</param>
/// <param name="Revenue">Sum of their monetary value, in the log's currency.</param>
/// <param name="ShareOfRevenue">Their share of the whole revenue; 0 where that isn't positive.</param>
/// <param name="MedianRecencyDays">Median of recency in days.</param>
/// <param name="MedianFrequency">Median of frequency.</param>
/// <param name="MedianMonetary">Median of monetary value, in the log's currency, to four decimals.</param>
/// <param name="AverageOrder">Their revenue ÷ the sum of their frequencies.</param>
public sealed record SegmentProfile(
    Segment Segment,
    int Customers,
    double ShareOfCustomers,
    decimal Revenue,
    double ShareOfRevenue,
    double MedianRecencyDays,
    double MedianFrequency,
    decimal MedianMonetary,
    decimal AverageOrder);
