using System.Globalization;
using System.Text;

namespace Personalization.Insights;

/// <summary>A point of a <see cref="ScatterGroup"/>.</summary>
/// <param name="X">From left to right.</param>
/// <param name="Y">From bottom to top.</param>
public readonly record struct ScatterPoint(double X, double Y);

/// <summary>Points of one colour on a <see cref="ScatterChart"/>.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="Points">Its points, in any order; those that aren't finite are left out.</param>
public sealed record ScatterGroup(string Name, IReadOnlyList<ScatterPoint> Points);

/// <summary>
/// A map of points in groups, each with its colour. Only distances matter, so there are no axes: both directions have one scale. A
/// group is one path, so that thousands of points stay small.
/// </summary>
public sealed record ScatterChart : PlotChart
{
    private const double LegendRow = 20, LegendDot = 14, FontSize = 11.5, Margin = 8;

    /// <summary>The groups; the first is drawn first.</summary>
    public required IReadOnlyList<ScatterGroup> Groups { get; init; }

    /// <summary>A sentence under the map; empty for none.</summary>
    public string Note { get; init; } = "";

    private protected override void Draw(MarkupWriter svg)
    {
        List<(string Name, int Group, double X, int Row)> legend = Legend();
        double top = PlotFrame.Heading(svg, this) + 4;
        double bottom = Height - (Note.Length > 0 ? 20 : 4) - (legend.Count == 0 ? 0 : ((legend[^1].Row + 1) * LegendRow) + 6);
        ScatterPoint[] all = [.. Groups.SelectMany(group => group.Points).Where(IsFinite)];
        svg.Open("rect").Attribute("class", "grid").Attribute("x", .5).Attribute("y", top).Attribute("width", Width - 1)
            .Attribute("height", bottom - top).Close();
        if (all.Length > 0)
        {
            (double left, double right) = (all.Min(point => point.X), all.Max(point => point.X));
            (double low, double high) = (all.Min(point => point.Y), all.Max(point => point.Y));
            double scale = Math.Min(
                (Width - (2 * Margin)) / Math.Max(1e-9, right - left), (bottom - top - (2 * Margin)) / Math.Max(1e-9, high - low));
            (double middleX, double middleY) = ((left + right) / 2, (low + high) / 2);
            for (int group = 0; group < Groups.Count; group++)
            {
                DrawGroup(svg, group, point => (
                    (Width / 2d) + ((point.X - middleX) * scale), ((top + bottom) / 2) - ((point.Y - middleY) * scale)));
            }
        }

        foreach ((string name, int group, double x, int row) in legend)
        {
            double y = bottom + 18 + (row * LegendRow);
            svg.Open("circle").Attribute("class", ChartStyle.Fill(group)).Attribute("cx", x + 5).Attribute("cy", y - 4).Attribute("r", 5)
                .Close();
            PlotFrame.Label(svg, x + LegendDot, y, name, null);
        }

        if (Note.Length > 0) PlotFrame.Note(svg, this, Note);
    }

    private protected override string Describe() =>
        $"Map of {Groups.Sum(group => group.Points.Count)} points in {Groups.Count} groups: "
        + $"{string.Join(", ", Groups.Select(group => $"{group.Name} ({group.Points.Count})"))}.";

    private static bool IsFinite(ScatterPoint point) => double.IsFinite(point.X) && double.IsFinite(point.Y);

    private void DrawGroup(MarkupWriter svg, int group, Func<ScatterPoint, (double X, double Y)> place)
    {
        StringBuilder path = new();
        foreach (ScatterPoint point in Groups[group].Points.Where(IsFinite))
        {
            (double x, double y) = place(point);
            path.Append('M').Append(MarkupWriter.Coordinate(Math.Round(x, 1))).Append(' ')
                .Append(MarkupWriter.Coordinate(Math.Round(y, 1))).Append("h0");
        }

        if (path.Length == 0) return;
        svg.Open("path").Attribute("class", ChartStyle.Stroke(group) + " points").Attribute("d", path.ToString());
        svg.Element("title", $"{Groups[group].Name}: {Groups[group].Points.Count.ToString("N0", CultureInfo.InvariantCulture)}").Close();
    }

    /// <summary>Names beside each other, on as many rows as they need.</summary>
    private List<(string Name, int Group, double X, int Row)> Legend()
    {
        List<(string, int, double, int)> places = [];
        double x = 0;
        int row = 0;
        for (int group = 0; group < Groups.Count; group++)
        {
            string name = TextWidth.Fit(Groups[group].Name, FontSize, Width - LegendDot);
            double width = LegendDot + TextWidth.Of(name, FontSize) + LegendDot;
            if (x > 0 && x + width > Width) (x, row) = (0, row + 1);
            places.Add((name, group, x, row));
            x += width;
        }

        return places;
    }
}
