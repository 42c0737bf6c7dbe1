using System.Globalization;
using Personalization.Numerics;

namespace Personalization.Insights;

/// <summary>Who the customers are: segments, their distributions, and frequency against recency.</summary>
internal static class SegmentSections
{
    private const int BubblesPerPanel = 300;
    private const int BackdropBubbles = 400;

    public static IEnumerable<Section> Build(RfmGroups groups, ValueFormat money)
    {
        yield return Segments(groups, money);
        yield return Distributions(groups, money);
        yield return Bubbles(groups, money);
    }

    private static Section Segments(RfmGroups groups, ValueFormat money)
    {
        BarChart shares = new()
        {
            Title = "Share of revenue",
            Subtitle = "the line marks the share of customers",
            Bars = [.. groups.BySize.Select(group => new Bar(group.Segment.Name, group.RevenueShare, group.CustomerShare))],
            Value = new Axis("Revenue") { Format = ValueFormat.Percent },
            ReferenceName = "customers",
            Width = 400,
        };
        List<Chart> charts = [shares];
        if (groups.Facts.ScoreGrid is { } grid)
        {
            charts.Add(new HeatGrid
            {
                Title = "Customers by score",
                Subtitle = "5 is best: most recent, most frequent",
                Values = grid,
                Columns = ["1", "2", "3", "4", "5"],
                Rows = ["5", "4", "3", "2", "1"],
                ColumnTitle = "Recency score",
                RowTitle = "Frequency score",
                Notes = groups.Facts.ScoreGridNames,
                Width = 400,
            });
        }

        DataTable table = new(
            "Segments",
            [new("Segment"), new("Who they are", ColumnKind.Prose), new("Customers", ColumnKind.Number), new("Share", ColumnKind.Number),
                new("Revenue", ColumnKind.Number), new("Share of revenue", ColumnKind.Number), new("Median recency, days", ColumnKind.Number),
                new("Median orders", ColumnKind.Number), new("Median spend", ColumnKind.Number)],
            [.. groups.BySize.Select(group => (IReadOnlyList<string>)
            [
                group.Segment.Name, group.Segment.Profile, ReportText.Count(group.Rows.Count), ReportText.Share(group.CustomerShare),
                money.Long(group.Monetary.Sum(), 0), ReportText.Share(group.RevenueShare),
                Quantiles.Median(group.Recency).ToString("0.#", CultureInfo.InvariantCulture),
                Quantiles.Median(group.Frequency).ToString("0.#", CultureInfo.InvariantCulture),
                money.Long(Quantiles.Median(group.Monetary), 0),
            ])]);
        return new Section(
            "segments", "Customer segments",
            "Each customer is scored on three things: recency (days since the last order), frequency (number of orders) and monetary "
            + $"(amount spent), as of {ReportText.Date(groups.Facts.ReferenceDate)}. The scores place the customer in a segment.",
            [new Figures(charts, 2), table]);
    }

    private static Section Distributions(RfmGroups groups, ValueFormat money)
    {
        double furthest = Math.Max(1, groups.Facts.Recency.Max());
        double orders = Math.Max(2, groups.Facts.Frequency.Max());
        double[] spends = [.. groups.Facts.Monetary.Where(value => value > 0)];
        double least = spends.Length > 0 ? spends.Min() : 1;
        double most = Math.Max(spends.Length > 0 ? spends.Max() : 1, least * 10);

        List<Chart> charts = [];
        foreach (RfmGroup group in groups.BySize)
        {
            HistogramChart Panel(double[] values, string subtitle, Axis axis, double from, double to, bool logarithmic, int bins, int color) => new()
            {
                Title = group.Segment.Name,
                Subtitle = subtitle,
                X = axis,
                Values = DensityHistogram.From(values, from, to, bins, logarithmic),
                Height = 215,
                Color = color,
            };
            charts.Add(Panel(group.Recency, "Recency", new("Days since the last order") { Format = ValueFormat.In("days") }, 0, furthest, false, 36, 0));
            charts.Add(Panel(group.Frequency, "Frequency", new("Orders") { Format = ValueFormat.In("orders") }, 1, orders, true, 20, 2));
            charts.Add(Panel(group.Monetary, "Monetary", new("Amount spent") { Format = money }, least, most, true, 25, 3));
        }

        return new Section(
            "distributions", "How recently, how often, how much",
            "The bars count customers; the curve is the smoothed density. All panels of one column share their horizontal axis, so that segments can be compared.",
            [new Figures(charts, 3, "Orders and amounts stand on logarithmic axes: equal distances are equal ratios.")]);
    }

    private static Section Bubbles(RfmGroups groups, ValueFormat money)
    {
        RfmFacts facts = groups.Facts;
        Bubble Point(int row) => new(facts.Recency[row], facts.Frequency[row], facts.Monetary[row], facts.Customers[row]);
        Axis recency = new("Recency (days since the last order)") { Format = ValueFormat.In("days"), Minimum = 0, Maximum = Math.Max(1, facts.Recency.Max()) };
        Axis frequency = new("Frequency (orders)")
        {
            Format = ValueFormat.In("orders"),
            Logarithmic = true,
            Minimum = .8,
            Maximum = Math.Max(10, facts.Frequency.Max() * 1.25),
        };
        // One customer in a hundred spends so much more than the rest that the others would shrink to dots.
        double largest = Quantiles.Of(facts.Monetary, .99);
        BubbleSize size = new("Monetary (amount spent)", largest > 0 ? largest : 1) { Format = money };
        IReadOnlyList<Bubble> everybody = BubbleSample.Of(Enumerable.Range(0, facts.Customers.Count).Select(Point), BackdropBubbles);

        List<Chart> charts = [new BubbleSizeLegend { Title = "Monetary: the area of a bubble is the amount spent", Size = size }];
        foreach (RfmGroup group in groups.BySize)
        {
            charts.Add(new BubbleChart
            {
                Title = group.Segment.Name,
                Subtitle = $"{ReportText.Counted(group.Rows.Count, "customer", "customers")}, {ReportText.Share(group.RevenueShare)} of revenue",
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

        return new Section(
            "frequency-recency", "Frequency against recency",
            "Each bubble is a customer: to the left those who bought recently, at the top those who buy often. Faint dots show the customers of all segments.",
            [new Figures(charts, 3, $"Bubbles of {money.Short(size.Maximum)} and above, the top one percent, are drawn equally large. Point at a bubble to read who it is.")]);
    }
}
