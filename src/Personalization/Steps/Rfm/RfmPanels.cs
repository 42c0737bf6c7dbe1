using Personalization.Insights;
using Personalization.Numerics;

namespace Personalization;

/// <summary>
/// Recency, frequency and monetary value of each segment, or of everybody: how they are spread, and frequency against recency.
/// </summary>
internal static class RfmPanels
{
    private const int BubblesPerPanel = 300;
    private const int BackdropBubbles = 400;

    public static void Add(ReportBuilder report, RfmGroups groups)
    {
        report.AddSection(Distributions(groups, report.Money));
        report.AddSection(Bubbles(groups, report.Money));
    }

    private static ReportSection Distributions(RfmGroups groups, ValueFormat money)
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

        return new ReportSection(
            "distributions", "How recently, how often, how much",
            "The bars count customers; the curve is the smoothed density. "
            + "All panels of one column share their horizontal axis, so that segments can be compared.",
            [new ChartsBlock(
                charts, 3, $"{ReportText.Capitalized(unit)} and amounts stand on logarithmic axes: equal distances are equal ratios.")]);
    }

    private static ReportSection Bubbles(RfmGroups groups, ValueFormat money)
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
        return new ReportSection(
            "frequency-recency", "Frequency against recency", lede,
            [new ChartsBlock(
                charts, bySegment ? 3 : 1,
                $"Bubbles of {money.Short(size.Maximum)} and above, the top five percent, are drawn equally large. "
                + "Point at a bubble to read who it is.")]);
    }
}
