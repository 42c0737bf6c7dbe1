namespace Personalization.Insights;

internal static class BarRenderer
{
    public const int RowHeight = 25;
    private const double FontSize = 11.5;

    public static void Draw(MarkupWriter svg, BarChart chart)
    {
        double top = PlotFrame.Heading(svg, chart);
        DrawLegend(svg, chart, top + 15);
        if (chart.Bars.Count == 0) return;

        ValueFormat format = chart.Value.Format;
        double names = Math.Min(chart.Width * .42, 8 + chart.Bars.Max(bar => TextWidth.Of(bar.Label, FontSize)));
        double values = 10 + chart.Bars.Max(bar => TextWidth.Of(format.Short(bar.Value), FontSize));
        double room = Math.Max(0, chart.Width - names - values);
        double largest = chart.Value.Maximum ?? chart.Bars.Max(bar => Math.Max(Known(bar.Value), Known(bar.Reference ?? 0)));
        double scale = largest > 0 ? room / largest : 0;

        double y = top + 27;
        foreach (Bar bar in chart.Bars)
        {
            double length = Math.Clamp(Known(bar.Value) * scale, 0, room);
            svg.Open("g").Element("title", Tooltip(chart, bar));
            PlotFrame.Label(svg, names - 8, y + 16, TextWidth.Fit(bar.Label, FontSize, names - 7.9), "ink end");
            svg.Open("rect").Attribute("class", ChartStyle.Fill(chart.Color))
                .Attribute("x", names).Attribute("y", y + 4).Attribute("width", Math.Max(length, 1)).Attribute("height", RowHeight - 9)
                .Attribute("rx", 1.5).Close();
            double end = names + length;
            if (bar.Reference is { } reference && double.IsFinite(reference))
            {
                double x = names + Math.Clamp(reference * scale, 0, room);
                svg.Open("path").Attribute("class", "mark").Attribute("d", PlotFrame.Path([(x, y + 1), (x, y + RowHeight - 2)])).Close();
                if (x >= end - 2 && x < end + 8) end = x;
                else if (x >= end && x < end + values) end = x;
            }

            PlotFrame.Label(svg, end + 6, y + 16, format.Short(bar.Value), "ink");
            svg.Close();
            y += RowHeight;
        }

        svg.Open("path").Attribute("class", "base").Attribute("d", PlotFrame.Path([(names, top + 27), (names, y)])).Close();
    }

    private static void DrawLegend(MarkupWriter svg, BarChart chart, double y)
    {
        svg.Open("rect").Attribute("class", ChartStyle.Fill(chart.Color)).Attribute("x", 0).Attribute("y", y - 9).Attribute("width", 10)
            .Attribute("height", 10).Close();
        PlotFrame.Label(svg, 15, y, chart.Value.Title, null);
        if (chart.ReferenceName.Length == 0) return;
        double x = 15 + TextWidth.Of(chart.Value.Title, FontSize) + 20;
        svg.Open("path").Attribute("class", "mark").Attribute("d", PlotFrame.Path([(x, y - 11), (x, y + 3)])).Close();
        PlotFrame.Label(svg, x + 7, y, chart.ReferenceName, null);
    }

    private static double Known(double value) => double.IsFinite(value) ? Math.Max(0, value) : 0;

    private static string Tooltip(BarChart chart, Bar bar)
    {
        string text = $"{bar.Label}: {chart.Value.Title} {chart.Value.Format.Long(bar.Value)}";
        return bar.Reference is { } reference ? $"{text}; {chart.ReferenceName} {chart.Value.Format.Long(reference)}" : text;
    }
}
