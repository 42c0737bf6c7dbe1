using Personalization.Core;

namespace Personalization.Rfm;

/// <summary>Puts the customers of <see cref="RfmScores"/> into segments: <c>rfm.Score().Segment()</c>.</summary>
public static class RfmSegmenting
{
    /// <summary>Assigns every customer to a segment and profiles the segments.</summary>
    /// <param name="scores">The customers' scores.</param>
    /// <param name="segmentation">Named segments; null: <see cref="SegmentGrids.TenNames"/>.</param>
    public static SegmentTable Segment(this RfmScores scores, Segmentation? segmentation = null)
    {
        ArgumentNullException.ThrowIfNull(scores);
        segmentation ??= SegmentGrids.TenNames;
        RfmTable table = scores.Table;
        int[] segments = new int[table.Count];
        (int, int, int) bins = (scores.RecencyBins, scores.FrequencyBins, scores.MonetaryBins);
        for (int row = 0; row < segments.Length; row++) segments[row] = segmentation.IndexOf(table[row], scores[row], bins);
        return segmentation.Prospects is null || table.Prospects.Count == 0
            ? new SegmentTable(scores, segmentation, table.Customers, segments)
            : WithProspects(scores, segmentation, segments);
    }

    private static SegmentTable WithProspects(RfmScores scores, Segmentation segmentation, int[] buyerSegments)
    {
        RfmTable table = scores.Table;
        IdIndex<CustomerId> customers = IdIndex<CustomerId>.From(table.Customers.Concat(table.Prospects));
        int[] segments = customers.RowsIn(table.Customers);
        for (int row = 0; row < segments.Length; row++)
            segments[row] = segments[row] < 0 ? segmentation.Segments.Length - 1 : buyerSegments[segments[row]];

        return new SegmentTable(scores, segmentation, customers, segments);
    }
}
