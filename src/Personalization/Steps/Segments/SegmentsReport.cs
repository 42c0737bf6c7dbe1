using Personalization.Insights;
using Personalization.Rfm;

namespace Personalization;

/// <summary>Who the customers are: the segments, and how recency, frequency and monetary value are spread in each.</summary>
internal static class SegmentsReport
{
    private const int LargestGrid = 10;
    private const string Question = "Who the customers are";

    /// <param name="report">The report.</param>
    /// <param name="groups">The customers by segment; nothing is added where they are in none.</param>
    /// <param name="known">What the shop knows of them; null where it knows nothing.</param>
    public static void Add(ReportBuilder report, RfmGroups groups, TableBlock? known = null)
    {
        if (groups.Segments is not { } segments) return;
        SegmentProfile first = groups.ByRevenue[0].Profile!;
        SegmentProfile largest = groups.ByRevenue.Select(group => group.Profile!).MaxBy(profile => profile.Customers)!;
        report.AddSummary(Question, $"Of all segments, “{first.Segment.Name}” bring most revenue: {Shares(first)}.");
        if (largest != first)
            report.AddSummary(Question, $"The largest segment is “{largest.Segment.Name}”: {Shares(largest)}.");
        report.AddSection(Section(groups, segments, report.Money, known));
        RfmPanels.Add(report, groups);
    }

    private static string Shares(SegmentProfile profile) =>
        $"{ReportText.Share(profile.ShareOfCustomers)} of customers, {ReportText.Share(profile.ShareOfRevenue)} of revenue";

    private static ReportSection Section(RfmGroups groups, SegmentTable segments, ValueFormat money, TableBlock? known)
    {
        SegmentProfile[] profiles =
        [
            .. segments.Profiles.Where(profile => profile.Customers > 0)
                .OrderByDescending(profile => profile.Revenue).ThenBy(profile => profile.Segment.Name, StringComparer.Ordinal),
        ];
        List<Chart> charts =
        [
            new BarChart
            {
                Title = "Share of revenue",
                Subtitle = "the line marks the share of customers",
                Bars = [.. profiles
                    .Select(profile => new Bar(profile.Segment.Name, Math.Max(0, profile.ShareOfRevenue), profile.ShareOfCustomers))],
                Value = new Axis("Revenue") { Format = ValueFormat.Percent },
                ReferenceName = "customers",
                Width = 400,
            },
        ];
        if (ScoreGrid(groups, segments) is { } grid) charts.Add(grid);

        TableBlock table = new(
            "Segments",
            [new("Segment"), new("Who they are", ReportCells.Prose), new("Customers", ReportCells.Numbers),
                new("Share", ReportCells.Numbers), new("Revenue", ReportCells.Numbers), new("Share of revenue", ReportCells.Numbers),
                new("Median recency, days", ReportCells.Numbers),
                new($"Median {groups.FrequencyUnit}", ReportCells.Numbers), new("Median spend", ReportCells.Numbers)],
            [.. profiles.Select(profile => Row(profile, profile.Segment != segments.Segmentation.Prospects, money))]);
        TableBlock actions = new(
            "What to do", [new("Segment"), new("Action", ReportCells.Prose)],
            [.. profiles.Select(profile => (IReadOnlyList<string>)[profile.Segment.Name, profile.Segment.Action])]);
        string[] empty = [.. segments.Profiles.Where(profile => profile.Customers == 0).Select(profile => profile.Segment.Name)];
        string lede = "Each customer is scored on recency (days since the last purchase), frequency (number of "
            + $"{groups.FrequencyUnit}) and monetary value ({groups.MonetaryMeaning}), "
            + $"as of {ReportText.Moment(groups.Table.ReferenceDate)}. "
            + "These place the customer in a segment."
            + Neutral(segments.Scores)
            + (empty.Length > 0 ? $" Nobody is in {ReportText.List(empty)}." : "");
        return new ReportSection("segments", "Customer segments", lede,
            known is null
                ? [new ChartsBlock(charts, 2), table, actions]
                : [new ChartsBlock(charts, 2), table, known, new ParagraphBlock(GroupAttributes.Meaning), actions]);
    }

    /// <summary>Says where a score tells nobody apart, so that nobody wonders why all are middling.</summary>
    private static string Neutral(RfmScores scores) => scores.NeutralMeasures.Count == 0
        ? ""
        : $" All customers are equal in {ReportText.List(scores.NeutralMeasures)}: their scores there are the middle one.";

    private static string[] Row(SegmentProfile profile, bool bought, ValueFormat money) =>
    [
        profile.Segment.Name, profile.Segment.Description, ReportText.Count(profile.Customers), ReportText.Share(profile.ShareOfCustomers),
        money.Long((double)profile.Revenue, 0), ReportText.Share(profile.ShareOfRevenue),
        bought ? ReportText.Number(profile.MedianRecencyDays) : "", bought ? ReportText.Number(profile.MedianFrequency) : "",
        bought ? money.Long((double)profile.MedianMonetary, 0) : "",
    ];

    /// <summary>Customers by recency and frequency score; null where there are too many bins to read.</summary>
    private static HeatGrid? ScoreGrid(RfmGroups groups, SegmentTable segments)
    {
        RfmScores scores = segments.Scores;
        int columns = scores.RecencyBins, rows = scores.FrequencyBins;
        if (columns > LargestGrid || rows > LargestGrid) return null;
        double[] counts = new double[rows * columns];
        SortedSet<string>[] names = new SortedSet<string>[counts.Length];
        foreach (RfmGroup group in groups.ByRevenue)
        {
            foreach (int row in group.Rows)
            {
                int cell = ((rows - scores[row].Frequency) * columns) + scores[row].Recency - 1;
                counts[cell]++;
                (names[cell] ??= new SortedSet<string>(StringComparer.Ordinal)).Add(group.Name);
            }
        }

        return new HeatGrid
        {
            Title = "Customers by score",
            Subtitle = "high is good: recent, and frequent",
            Values = counts,
            Columns = [.. Enumerable.Range(1, columns).Select(number => ReportText.Count(number))],
            Rows = [.. Enumerable.Range(1, rows).Reverse().Select(number => ReportText.Count(number))],
            ColumnTitle = "Recency score",
            RowTitle = "Frequency score",
            Notes = [.. names.Select(cell => cell is null ? "no customer" : string.Join(", ", cell))],
            Width = 400,
        };
    }
}
