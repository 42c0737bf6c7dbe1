using System.Text;

namespace Personalization.Insights;

/// <summary>Draws what every chart with axes shares: headings, grid, ticks, axis titles and notes; and maps values to places.</summary>
internal sealed class PlotFrame
{
    private const double FontSize = 11.5;
    private readonly AxisScale _x;
    private readonly AxisScale _y;

    private PlotFrame(PlotChart chart, AxisScale x, AxisScale y, double top, double bottomMargin)
    {
        (_x, _y) = (x, y);
        double widest = 0;
        foreach (double tick in y.Ticks) widest = Math.Max(widest, TextWidth.Of(y.Axis.Format.Short(tick), FontSize));
        Left = Math.Ceiling(widest) + 10;
        Right = chart.Width - 12;
        Top = top;
        Bottom = chart.Height - bottomMargin;
    }

    public double Left { get; }

    public double Right { get; }

    public double Top { get; }

    public double Bottom { get; }

    /// <summary>Ticks that fit beside each other on an axis of this many units.</summary>
    public static int TicksFor(double length, bool horizontal) => Math.Clamp((int)(length / (horizontal ? 58 : 38)), 2, 8);

    /// <summary>
    /// Draws the frame; with <paramref name="roomForNote"/> charts beside each other stay equally high, with a note or without; with
    /// <paramref name="roomForLabels"/> the chart itself writes under the horizontal axis, which then has no ticks.
    /// </summary>
    public static PlotFrame Draw(
        MarkupWriter svg, PlotChart chart, AxisScale x, AxisScale y, string note = "", bool roomForNote = false,
        double? roomForLabels = null)
    {
        double top = Heading(svg, chart) + (chart.Subtitle.Length > 0 ? 29 : 24);
        PlotFrame frame = new(chart, x, y, top, (roomForNote || note.Length > 0 ? 36 : 20) + (roomForLabels ?? 20));
        frame.DrawGrid(svg, ticks: roomForLabels is null);
        svg.Open("text").Attribute("x", 0).Attribute("y", frame.Top - 11).Attribute("class", "ink").Text(y.Axis.Title).Close();
        svg.Open("text").Attribute("x", frame.Right).Attribute("y", frame.Bottom + 13 + (roomForLabels ?? 20))
            .Attribute("class", "ink end").Text(x.Axis.Title).Close();
        if (note.Length > 0) Note(svg, chart, note);
        return frame;
    }

    /// <summary>Draws title and subtitle; returns how far down they reach.</summary>
    public static double Heading(MarkupWriter svg, Chart chart)
    {
        Label(svg, 0, 15, TextWidth.Fit(chart.Title, 14.5, chart.Width), "head");
        if (chart.Subtitle.Length == 0) return 20;
        Label(svg, 0, 32, TextWidth.Fit(chart.Subtitle, FontSize, chart.Width), null);
        return 38;
    }

    public static void Note(MarkupWriter svg, Chart chart, string note) => Label(svg, 0, chart.DrawnHeight - 4, note, "note");

    public static void Label(MarkupWriter svg, double x, double y, string text, string? className) =>
        svg.Open("text").Attribute("x", x).Attribute("y", y).Attribute("class", className).Text(text).Close();

    public double X(double value) => Left + (_x.Fraction(value) * (Right - Left));

    public double Y(double value) => Bottom - (_y.Fraction(value) * (Bottom - Top));

    /// <summary>Path data of a line through places; a place that isn't finite leaves a gap.</summary>
    public static string Path(IEnumerable<(double X, double Y)> places)
    {
        StringBuilder path = new();
        bool pen = false;
        foreach ((double x, double y) in places)
        {
            if (!double.IsFinite(x) || !double.IsFinite(y))
            {
                pen = false;
                continue;
            }

            path.Append(pen ? 'L' : 'M').Append(MarkupWriter.Coordinate(x)).Append(' ').Append(MarkupWriter.Coordinate(y));
            pen = true;
        }

        return path.ToString();
    }

    private void DrawGrid(MarkupWriter svg, bool ticks)
    {
        StringBuilder grid = new();
        foreach (double tick in _y.Ticks)
        {
            string y = MarkupWriter.Coordinate(Y(tick));
            grid.Append('M').Append(MarkupWriter.Coordinate(Left)).Append(' ').Append(y).Append('H').Append(MarkupWriter.Coordinate(Right));
            Label(svg, Left - 6, Y(tick) + 4, _y.Axis.Format.Short(tick), "end");
        }

        svg.Open("path").Attribute("class", "grid").Attribute("d", grid.ToString()).Close();
        svg.Open("path").Attribute("class", "base").Attribute("d", Path([(Left, Bottom), (Right, Bottom)])).Close();
        if (!ticks) return;
        double free = double.NegativeInfinity;
        foreach (double tick in _x.Ticks)
        {
            string text = _x.Axis.Format.Short(tick);
            double half = TextWidth.Of(text, FontSize) / 2;
            if (X(tick) - half < free) continue;
            double at = Math.Min(X(tick), Right + 12 - half);
            free = at + half + 6;
            Label(svg, at, Bottom + 16, text, "mid");
        }
    }
}
