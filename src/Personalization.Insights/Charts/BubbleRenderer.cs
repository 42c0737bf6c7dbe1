using System.Globalization;
using System.Text;

namespace Personalization.Insights;

internal static class BubbleRenderer
{
    public static void Draw(MarkupWriter svg, BubbleChart chart)
    {
        List<Bubble> shown = Shown(chart, chart.Bubbles);
        int skipped = chart.Bubbles.Count - shown.Count;
        IReadOnlyList<Bubble> drawn = BubbleSample.Of(shown, chart.MaximumBubbles);

        AxisScale x = Fit(chart.X, chart, bubble => bubble.X, PlotFrame.TicksFor(chart.Width - 50, horizontal: true));
        AxisScale y = Fit(chart.Y, chart, bubble => bubble.Y, PlotFrame.TicksFor(chart.Height - 80, horizontal: false));
        double legend = chart.ShowSizeLegend ? (2 * chart.Size.MaximumRadius) + 10 : 0;
        PlotChart upper = chart with { Height = chart.Height - (int)legend };
        PlotFrame frame = PlotFrame.Draw(svg, upper, x, y, Note(shown.Count, drawn.Count, skipped), roomForNote: true);

        DrawBackdrop(svg, chart, frame);
        string style = ChartStyle.Fill(chart.Color) + " bubble";
        foreach (Bubble bubble in drawn)
        {
            svg.Open("circle").Attribute("class", style)
                .Attribute("cx", frame.X(bubble.X)).Attribute("cy", frame.Y(bubble.Y)).Attribute("r", chart.Size.Radius(bubble.Size));
            svg.Element("title", Tooltip(chart, bubble)).Close();
        }

        if (!chart.ShowSizeLegend) return;
        double middle = chart.Height - chart.Size.MaximumRadius - 2;
        PlotFrame.Label(svg, DrawLegend(svg, chart.Size, middle), middle + 4, chart.Size.Title, null);
    }

    /// <summary>Draws circles of a hundredth, a tenth and all of the largest round size, in a row; returns where the row ends.</summary>
    public static double DrawLegend(MarkupWriter svg, BubbleSize size, double middle)
    {
        double left = 0;
        double largest = Ticks.NiceBelow(size.Maximum);
        foreach (double value in new[] { largest / 100, largest / 10, largest })
        {
            double radius = size.Radius(value);
            svg.Open("circle").Attribute("class", "outline").Attribute("cx", left + radius + 1).Attribute("cy", middle)
                .Attribute("r", radius).Close();
            string text = size.Format.Short(value);
            PlotFrame.Label(svg, left + (2 * radius) + 7, middle + 4, text, null);
            left += (2 * radius) + 22 + TextWidth.Of(text, 11.5);
        }

        return left;
    }

    private static void DrawBackdrop(MarkupWriter svg, BubbleChart chart, PlotFrame frame)
    {
        List<Bubble> crowd = Shown(chart, chart.Backdrop);
        if (crowd.Count == 0) return;
        StringBuilder path = new();
        foreach (Bubble bubble in BubbleSample.Of(crowd, chart.MaximumBubbles))
        {
            path.Append('M').Append(MarkupWriter.Coordinate(Math.Round(frame.X(bubble.X), 1))).Append(' ')
                .Append(MarkupWriter.Coordinate(Math.Round(frame.Y(bubble.Y), 1))).Append("h0");
        }

        svg.Open("path").Attribute("class", "crowd").Attribute("d", path.ToString()).Close();
    }

    private static AxisScale Fit(Axis axis, BubbleChart chart, Func<Bubble, double> coordinate, int ticks) =>
        AxisScale.Fit(axis, Extent.Of(chart.Bubbles.Concat(chart.Backdrop).Select(coordinate), axis), ticks);

    private static List<Bubble> Shown(BubbleChart chart, IReadOnlyList<Bubble> bubbles) =>
        [.. bubbles.Where(b => chart.X.CanShow(b.X) && chart.Y.CanShow(b.Y) && double.IsFinite(b.Size) && b.Size >= 0
            && Within(chart.X, b.X) && Within(chart.Y, b.Y))];

    private static bool Within(Axis axis, double value) => !(value < axis.Minimum) && !(value > axis.Maximum);

    private static string Tooltip(BubbleChart chart, Bubble bubble)
    {
        string values = $"{chart.X.Format.Long(bubble.X)}, {chart.Y.Format.Long(bubble.Y)}, {chart.Size.Format.Long(bubble.Size)}";
        return bubble.Label is { Length: > 0 } label ? $"{label}: {values}" : values;
    }

    private static string Note(int shown, int drawn, int skipped)
    {
        string note = drawn < shown ? $"A sample of {Count(drawn)} of {Count(shown)}, even over sizes." : "";
        if (skipped > 0) note += (note.Length > 0 ? " " : "") + $"Left out: {Count(skipped)} that can’t be shown on these axes.";
        return note;
    }

    private static string Count(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
