namespace Personalization.Insights;

internal static class LineRenderer
{
    /// <summary>Room for a dot, and from one name to the next.</summary>
    private const double LegendGap = 24;

    /// <summary>Where names don't all fit in full.</summary>
    private const double LongestName = 120;

    public static void Draw(MarkupWriter svg, LineChart chart)
    {
        IEnumerable<LinePoint> points = chart.Series.SelectMany(line => line.Points)
            .Where(point => chart.X.CanShow(point.X) && chart.Y.CanShow(point.Y));
        Extent width = Extent.Of(points.Select(point => point.X), chart.X);
        // The axis begins a little before the first point: going on to the next nice number would leave a hole.
        double edge = chart.X.Logarithmic ? 0 : (width.Maximum - width.Minimum) * .04;
        Axis xAxis = chart.X with { Minimum = chart.X.Minimum ?? width.Minimum - edge, Maximum = chart.X.Maximum ?? width.Maximum + edge };
        AxisScale x = AxisScale.Fit(xAxis, width, PlotFrame.TicksFor(chart.Width - 50, horizontal: true));
        AxisScale y = AxisScale.Fit(
            chart.Y, Extent.Of(points.Select(point => point.Y), chart.Y), PlotFrame.TicksFor(chart.Height - 80, horizontal: false));
        int missing = chart.Series.Sum(line => line.Points.Count) - points.Count();
        PlotFrame frame = PlotFrame.Draw(svg, chart, x, y, missing > 0 ? $"Left out: {missing} points without a value." : "");

        if (chart.MarkedX is { } marked) DrawRule(svg, frame, frame.X(marked));
        for (int series = 0; series < chart.Series.Count; series++) DrawLine(svg, chart, frame, series);
        if (chart.MarkedX is { } at) DrawMark(svg, chart, frame, at);
        if (chart.Series.Count > 1) DrawLegend(svg, chart, frame);
    }

    private static void DrawLine(MarkupWriter svg, LineChart chart, PlotFrame frame, int series)
    {
        LineSeries line = chart.Series[series];
        svg.Open("path").Attribute("class", ChartStyle.Stroke(series))
            .Attribute("d", PlotFrame.Path(line.Points.Select(point => chart.X.CanShow(point.X) && chart.Y.CanShow(point.Y)
                ? (frame.X(point.X), frame.Y(point.Y))
                : (double.NaN, double.NaN))))
            .Close();
        foreach (LinePoint point in line.Points)
        {
            if (!chart.X.CanShow(point.X) || !chart.Y.CanShow(point.Y)) continue;
            svg.Open("circle").Attribute("class", ChartStyle.Fill(series) + " dot")
                .Attribute("cx", frame.X(point.X)).Attribute("cy", frame.Y(point.Y)).Attribute("r", 4);
            svg.Element("title", $"{line.Name}, {chart.X.Format.Long(point.X)}: {chart.Y.Format.Long(point.Y)}").Close();
        }
    }

    private static void DrawRule(MarkupWriter svg, PlotFrame frame, double x) =>
        svg.Open("path").Attribute("class", "rule").Attribute("d", PlotFrame.Path([(x, frame.Top), (x, frame.Bottom)])).Close();

    private static void DrawMark(MarkupWriter svg, LineChart chart, PlotFrame frame, double marked)
    {
        foreach (LinePoint point in chart.Series.SelectMany(line => line.Points))
        {
            if (point.X != marked || !chart.Y.CanShow(point.Y)) continue;
            svg.Open("circle").Attribute("class", "ring").Attribute("cx", frame.X(point.X)).Attribute("cy", frame.Y(point.Y))
                .Attribute("r", 7.5).Close();
        }

        if (chart.MarkedText.Length == 0) return;
        double x = frame.X(marked);
        bool toTheLeft = x + 8 + TextWidth.Of(chart.MarkedText, 11.5) > frame.Right;
        PlotFrame.Label(svg, toTheLeft ? x - 8 : x + 8, frame.Top + 11, chart.MarkedText, toTheLeft ? "strong end" : "strong");
    }

    private static void DrawLegend(MarkupWriter svg, LineChart chart, PlotFrame frame)
    {
        // Names stand in full where there is room for all of them beside the axis' title.
        double needed = chart.Series.Sum(line => TextWidth.Of(line.Name, 11.5) + LegendGap), room = .8 * (frame.Right - frame.Left);
        double longest = needed <= room ? double.PositiveInfinity : LongestName, right = frame.Right;
        for (int series = chart.Series.Count - 1; series >= 0; series--)
        {
            string name = TextWidth.Fit(chart.Series[series].Name, 11.5, longest);
            right -= TextWidth.Of(name, 11.5);
            PlotFrame.Label(svg, right, frame.Top - 9, name, null);
            svg.Open("circle").Attribute("class", ChartStyle.Fill(series)).Attribute("cx", right - 8).Attribute("cy", frame.Top - 13)
                .Attribute("r", 4).Close();
            right -= LegendGap;
        }
    }
}
