namespace Personalization.Insights;

internal static class MeterRenderer
{
    public const int LegendRow = 20;

    public static void Draw(MarkupWriter svg, MeterChart chart)
    {
        double top = PlotFrame.Heading(svg, chart) + 4;
        double used = chart.Used, whole = Math.Max(chart.Whole, used), scale = chart.Width / whole;
        svg.Open("rect").Attribute("class", "rest").Attribute("x", 0).Attribute("y", top).Attribute("width", chart.Width)
            .Attribute("height", 22).Attribute("rx", 2).Close();
        double x = 0, legend = top + 46;
        for (int i = 0; i < chart.Parts.Count; i++)
        {
            MeterPart part = chart.Parts[i];
            double width = double.IsFinite(part.Value) ? Math.Max(0, part.Value) * scale : 0;
            string text = $"{part.Label}: {chart.Format.Long(part.Value)}";
            svg.Open("rect").Attribute("class", ChartStyle.Fill(i)).Attribute("x", x).Attribute("y", top)
                .Attribute("width", Math.Max(0, width - 1)).Attribute("height", 22).Element("title", text).Close();
            x += width;
            LegendLine(svg, chart, legend, ChartStyle.Fill(i), part.Label, chart.Format.Long(part.Value), part.Value / chart.Whole);
            legend += LegendRow;
        }

        if (used > chart.Whole)
            svg.Open("path").Attribute("class", "mark")
                .Attribute("d", PlotFrame.Path([(chart.Whole * scale, top - 4), (chart.Whole * scale, top + 26)])).Close();
        double rest = Math.Max(0, chart.Whole - used);
        LegendLine(svg, chart, legend, "rest", chart.RestName, chart.Format.Long(rest), rest / chart.Whole);
    }

    private static void LegendLine(MarkupWriter svg, MeterChart chart, double y, string fill, string label, string value, double share)
    {
        svg.Open("rect").Attribute("class", fill).Attribute("x", 0).Attribute("y", y - 9).Attribute("width", 10).Attribute("height", 10)
            .Close();
        PlotFrame.Label(svg, 17, y, TextWidth.Fit(label, 11.5, chart.Width - 170), "ink");
        PlotFrame.Label(svg, chart.Width - 52, y, value, "ink end");
        PlotFrame.Label(svg, chart.Width, y, ValueFormat.Percent.Long(share, 1), "end");
    }
}
