using System.Globalization;

namespace Personalization.Insights;

internal static class HistogramRenderer
{
    public static void Draw(MarkupWriter svg, HistogramChart chart)
    {
        DensityHistogram bins = chart.Values;
        Axis axis = chart.X with { Minimum = bins.Minimum, Maximum = bins.Maximum, Logarithmic = bins.Logarithmic };
        AxisScale x = AxisScale.Fit(axis, new Extent(bins.Minimum, bins.Maximum), PlotFrame.TicksFor(chart.Width - 50, horizontal: true));
        double highest = bins.Density.Append(bins.Counts.Max()).Max();
        AxisScale y = AxisScale.Fit(
            chart.Y, new Extent(0, Math.Max(highest, 4)), PlotFrame.TicksFor(chart.Height - 80, horizontal: false), fromZero: true);
        PlotFrame frame = PlotFrame.Draw(svg, chart, x, y, Note(bins));

        string fill = ChartStyle.Fill(chart.Color) + " bin";
        for (int bin = 0; bin < bins.Counts.Count; bin++)
        {
            long count = bins.Counts[bin];
            if (count == 0) continue;
            double left = frame.X(bins.Edge(bin)), right = frame.X(bins.Edge(bin + 1)), top = frame.Y(count);
            svg.Open("rect").Attribute("class", fill)
                .Attribute("x", left + .5).Attribute("y", top)
                .Attribute("width", Math.Max(.5, right - left - 1)).Attribute("height", frame.Bottom - top);
            svg.Element("title", $"{axis.Format.Long(bins.Edge(bin))} to {axis.Format.Long(bins.Edge(bin + 1))}: {Count(count)}").Close();
        }

        if (bins.Density.Count == 0) return;
        int last = bins.Density.Count - 1;
        svg.Open("path").Attribute("class", ChartStyle.Stroke(chart.Color))
            .Attribute("d", PlotFrame.Path(bins.Density.Select((density, i) => (frame.X(bins.At((double)i / last)), frame.Y(density)))))
            .Close();
    }

    private static string Note(DensityHistogram bins)
    {
        List<string> parts = [];
        if (bins.Outside > 0) parts.Add($"{Count(bins.Outside)} beyond the axis");
        if (bins.Skipped > 0) parts.Add($"{Count(bins.Skipped)} that can’t be shown on this axis");
        return parts.Count == 0 ? "" : "Left out: " + string.Join(", ", parts) + ".";
    }

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
