namespace Personalization.Insights;

/// <summary>The customers of each segment, with what the sections say about them.</summary>
internal sealed class RfmGroups
{
    private RfmGroups(RfmFacts facts, List<RfmGroup> groups, double revenue)
    {
        Facts = facts;
        BySize = groups;
        Revenue = revenue;
    }

    public RfmFacts Facts { get; }

    /// <summary>Segments that hold customers, by revenue from the top.</summary>
    public IReadOnlyList<RfmGroup> BySize { get; }

    public double Revenue { get; }

    public int Customers => Facts.Customers.Count;

    public static RfmGroups From(RfmFacts facts)
    {
        double revenue = facts.Monetary.Sum();
        List<RfmGroup> groups = [];
        for (int segment = 0; segment < facts.Segments.Count; segment++)
        {
            List<int> rows = [];
            for (int row = 0; row < facts.SegmentOf.Length; row++)
            {
                if (facts.SegmentOf[row] == segment) rows.Add(row);
            }

            if (rows.Count == 0) continue;
            double[] Of(double[] column) => [.. rows.Select(row => column[row])];
            double[] monetary = Of(facts.Monetary);
            groups.Add(new RfmGroup(
                facts.Segments[segment], rows, Of(facts.Recency), Of(facts.Frequency), monetary,
                (double)rows.Count / facts.Customers.Count, revenue > 0 ? monetary.Sum() / revenue : 0));
        }

        groups.Sort((a, b) => a.RevenueShare != b.RevenueShare
            ? b.RevenueShare.CompareTo(a.RevenueShare)
            : string.CompareOrdinal(a.Segment.Name, b.Segment.Name));
        return new RfmGroups(facts, groups, revenue);
    }
}

internal sealed record RfmGroup(
    SegmentFacts Segment, IReadOnlyList<int> Rows, double[] Recency, double[] Frequency, double[] Monetary, double CustomerShare, double RevenueShare);
