using Personalization.Numerics;
using Personalization.Rfm;

namespace Personalization.Insights;

/// <summary>Who the customers are: segments, their distributions, and frequency against recency.</summary>
internal static class SegmentSections
{
    private const int BubblesPerPanel = 300;
    private const int BackdropBubbles = 400;
    private const int LargestGrid = 10;

    public static IEnumerable<Section> Build(RfmGroups groups, ValueFormat money)
    {
        if (groups.Segments is { } segments) yield return Segments(groups, segments, money);
        yield return Distributions(groups, money);
        yield return Bubbles(groups, money);
    }

    private static Section Segments(RfmGroups groups, SegmentTable segments, ValueFormat money)
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

        DataTable table = new(
            "Segments",
            [new("Segment"), new("Who they are", ColumnKind.Prose), new("Customers", ColumnKind.Number), new("Share", ColumnKind.Number),
                new("Revenue", ColumnKind.Number), new("Share of revenue", ColumnKind.Number),
                new("Median recency, days", ColumnKind.Number),
                new($"Median {groups.FrequencyUnit}", ColumnKind.Number), new("Median spend", ColumnKind.Number)],
            [.. profiles.Select(profile => Row(profile, profile.Segment != segments.Segmentation.Prospects, money))]);
        DataTable actions = new(
            "What to do", [new("Segment"), new("Action", ColumnKind.Prose)],
            [.. profiles.Select(profile => (IReadOnlyList<string>)[profile.Segment.Name, profile.Segment.Action])]);
        string[] empty = [.. segments.Profiles.Where(profile => profile.Customers == 0).Select(profile => profile.Segment.Name)];
        string lede = "Each customer is scored on recency (days since the last purchase), frequency (number of "
            + $"{groups.FrequencyUnit}) and monetary value ({groups.MonetaryMeaning}), "
            + $"as of {ReportText.Moment(groups.Table.ReferenceDate)}. "
            + "These place the customer in a segment."
            + (empty.Length > 0 ? $" Nobody is in {ReportText.List(empty)}." : "");
        return new Section("segments", "Customer segments", lede, [new Figures(charts, 2), table, actions]);
    }

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
        var names = new SortedSet<string>[counts.Length];
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
            Columns = [.. Enumerable.Range(1, columns).Select(ReportText.Number)],
            Rows = [.. Enumerable.Range(1, rows).Reverse().Select(ReportText.Number)],
            ColumnTitle = "Recency score",
            RowTitle = "Frequency score",
            Notes = [.. names.Select(cell => cell is null ? "no customer" : string.Join(", ", cell))],
            Width = 400,
        };
    }

    private static Section Distributions(RfmGroups groups, ValueFormat money)
    {
        double furthest = Math.Max(1, groups.All.Recency.Max());
        double most = Math.Max(2, groups.All.Frequency.Max());
        double[] spends = [.. groups.All.Monetary.Where(value => value > 0)];
        double least = spends.Length > 0 ? spends.Min() : 1;
        double greatest = Math.Max(spends.Length > 0 ? spends.Max() : 1, least * 10);
        string unit = groups.FrequencyUnit;

        List<Chart> charts = [];
        foreach (RfmGroup group in groups.ByRevenue.Insert(0, groups.All))
        {
            HistogramChart Panel(string subtitle, Axis axis, DensityHistogram values, int color) => new()
            {
                Title = group.Name,
                Subtitle = subtitle,
                X = axis,
                Values = values,
                Height = 215,
                Color = color,
            };
            charts.Add(Panel(
                "Recency", new("Days since the last purchase") { Format = ValueFormat.In("days") },
                DensityHistogram.From(group.Recency, 0, furthest, 36), 0));
            charts.Add(Panel(
                "Frequency", new(ReportText.Capitalized(unit)) { Format = ValueFormat.In(unit) },
                DensityHistogram.From(group.Frequency, 1, most, 20, logarithmic: true), 2));
            charts.Add(Panel(
                "Monetary", new(ReportText.Capitalized(groups.MonetaryMeaning)) { Format = money },
                DensityHistogram.From(group.Monetary, least, greatest, 25, logarithmic: true), 3));
        }

        return new Section(
            "distributions", "How recently, how often, how much",
            "The bars count customers; the curve is the smoothed density. "
            + "All panels of one column share their horizontal axis, so that segments can be compared.",
            [new Figures(
                charts, 3, $"{ReportText.Capitalized(unit)} and amounts stand on logarithmic axes: equal distances are equal ratios.")]);
    }

    private static Section Bubbles(RfmGroups groups, ValueFormat money)
    {
        RfmGroup all = groups.All;
        string unit = groups.FrequencyUnit;
        Bubble Point(int row) => new(all.Recency[row], all.Frequency[row], all.Monetary[row], groups.Table.Customers.Values[row]);
        // A little room to the left of the most recent customers, whose bubbles would cover the axis.
        double furthest = Math.Max(1, all.Recency.Max());
        Axis recency = new("Recency (days since the last purchase)")
        {
            Format = ValueFormat.In("days"),
            Minimum = -furthest / 25,
            Maximum = furthest,
        };
        Axis frequency = new($"Frequency ({unit})")
        {
            Format = ValueFormat.In(unit),
            Logarithmic = true,
            Minimum = .8,
            Maximum = Math.Max(10, all.Frequency.Max() * 1.25),
        };
        // One customer in twenty spends so much more than the rest that the others would shrink to dots.
        double largest = Quantiles.Of(all.Monetary, .95);
        BubbleSize size = new($"Monetary ({groups.MonetaryMeaning})", largest > 0 ? largest : 1) { Format = money };
        bool bySegment = !groups.ByRevenue.IsEmpty;
        IReadOnlyList<Bubble> everybody = bySegment ? BubbleSample.Of(all.Rows.Select(Point), BackdropBubbles) : [];

        List<Chart> charts = [new BubbleSizeLegend { Title = $"The area of a bubble is the {groups.MonetaryMeaning}", Size = size }];
        foreach (RfmGroup group in bySegment ? groups.ByRevenue : [all])
        {
            charts.Add(new BubbleChart
            {
                Title = group.Name,
                Subtitle = group.Subtitle,
                X = recency,
                Y = frequency,
                Size = size,
                Bubbles = [.. group.Rows.Select(Point)],
                Backdrop = everybody,
                ShowSizeLegend = false,
                Height = 300,
                MaximumBubbles = BubblesPerPanel,
            });
        }

        string lede = "Each bubble is a customer: to the left those who bought recently, at the top those who buy often."
            + (bySegment ? " Faint dots show the customers of all segments." : "");
        return new Section(
            "frequency-recency", "Frequency against recency", lede,
            [new Figures(
                charts, bySegment ? 3 : 1,
                $"Bubbles of {money.Short(size.Maximum)} and above, the top five percent, are drawn equally large. "
                + "Point at a bubble to read who it is.")]);
    }
}
