using System.Globalization;

namespace Personalization.Insights;

internal static class BoxRenderer
{
    public const int RowHeight = 27;
    public const int AxisRoom = 40;
    private const double FontSize = 11.5;
    private const double BoxHeight = 14;

    public static void Draw(MarkupWriter svg, BoxChart chart)
    {
        double top = PlotFrame.Heading(svg, chart) + 10;
        if (chart.Boxes.Count == 0) return;
        double left = Math.Min(chart.Width * .42, 10 + chart.Boxes.Max(box => TextWidth.Of(box.Label, FontSize)));
        double right = chart.Width - 14, bottom = top + (chart.Boxes.Count * RowHeight);
        Extent extent = Extent.Of(chart.Boxes.SelectMany(box => (double[])[Least(chart, box), box.Maximum]), chart.Value);
        AxisScale scale = AxisScale.Fit(chart.Value, extent, PlotFrame.TicksFor(right - left, horizontal: true));
        double X(double value) =>
            chart.Value.CanShow(value) ? left + (Math.Clamp(scale.Fraction(value), 0, 1) * (right - left)) : left;

        DrawAxis(svg, chart, scale, X, (top, bottom, right));
        double y = top;
        foreach (Box box in chart.Boxes)
        {
            double middle = y + (RowHeight / 2.0);
            svg.Open("g").Element("title", Tooltip(chart, box));
            PlotFrame.Label(svg, left - 8, middle + 4, TextWidth.Fit(box.Label, FontSize, left - 8), "ink end");
            Line(svg, "rule", (X(box.Minimum), middle), (X(box.LowerWhisker), middle));
            Line(svg, "rule", (X(box.UpperWhisker), middle), (X(box.Maximum), middle));
            Line(svg, "base", (X(box.LowerWhisker), middle), (X(box.LowerQuartile), middle));
            Line(svg, "base", (X(box.UpperQuartile), middle), (X(box.UpperWhisker), middle));
            Line(svg, "base", (X(box.LowerWhisker), middle - 4), (X(box.LowerWhisker), middle + 4));
            Line(svg, "base", (X(box.UpperWhisker), middle - 4), (X(box.UpperWhisker), middle + 4));
            double from = X(box.LowerQuartile), width = Math.Max(1, X(box.UpperQuartile) - from);
            svg.Open("rect").Attribute("class", ChartStyle.Fill(chart.Color) + " bin").Attribute("x", from)
                .Attribute("y", middle - (BoxHeight / 2)).Attribute("width", width).Attribute("height", BoxHeight).Close();
            Line(svg, "mark", (X(box.Median), middle - (BoxHeight / 2)), (X(box.Median), middle + (BoxHeight / 2)));
            svg.Close();
            y += RowHeight;
        }
    }

    private static double Least(BoxChart chart, Box box)
    {
        foreach (double value in (double[])[box.Minimum, box.LowerWhisker, box.LowerQuartile, box.Median, box.UpperQuartile])
        {
            if (chart.Value.CanShow(value)) return value;
        }

        return box.Maximum;
    }

    private static void DrawAxis(
        MarkupWriter svg, BoxChart chart, AxisScale scale, Func<double, double> x, (double Top, double Bottom, double Right) area)
    {
        double free = double.NegativeInfinity;
        foreach (double tick in scale.Ticks)
        {
            Line(svg, "grid", (x(tick), area.Top), (x(tick), area.Bottom));
            string text = chart.Value.Format.Short(tick);
            double half = TextWidth.Of(text, FontSize) / 2;
            if (x(tick) - half < free) continue;
            double at = Math.Min(x(tick), chart.Width - half);
            free = at + half + 6;
            PlotFrame.Label(svg, at, area.Bottom + 15, text, "mid");
        }

        Line(svg, "base", (x(scale.Minimum), area.Bottom), (area.Right, area.Bottom));
        PlotFrame.Label(svg, area.Right, area.Bottom + 33, chart.Value.Title, "ink end");
    }

    private static void Line(MarkupWriter svg, string kind, (double X, double Y) from, (double X, double Y) to)
    {
        if (from == to) return;
        svg.Open("path").Attribute("class", kind).Attribute("d", PlotFrame.Path([from, to])).Close();
    }

    private static string Tooltip(BoxChart chart, Box box)
    {
        ValueFormat format = chart.Value.Format;
        string outliers = box.Outliers == 0 ? ""
            : string.Create(CultureInfo.InvariantCulture, $"; {box.Outliers:N0} beyond the whiskers, to {format.Long(box.Maximum)}");
        return $"{box.Label}: median {format.Long(box.Median)}, half from {format.Long(box.LowerQuartile)} to "
            + string.Create(CultureInfo.InvariantCulture, $"{format.Long(box.UpperQuartile)}, of {box.Count:N0}{outliers}");
    }
}
