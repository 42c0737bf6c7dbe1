namespace Personalization.Insights;

/// <summary>A line without axes, small enough to stand in a line of text; its last value is dotted. The title isn't drawn.</summary>
public sealed record Sparkline : Chart
{
    private const double Margin = 4;

    /// <summary>The values at equal distances; one that isn't finite leaves a gap.</summary>
    public required IReadOnlyList<double> Values { get; init; }

    /// <summary>How the numbers are written in the description. Default <see cref="ValueFormat.Number"/>.</summary>
    public ValueFormat Format { get; init; } = ValueFormat.Number;

    internal override int DrawnHeight => Math.Max(24, Width / 5);

    private protected override void Draw(MarkupWriter svg)
    {
        Extent extent = Extent.Of(Values, new Axis(Title));
        double span = extent.Maximum > extent.Minimum ? extent.Maximum - extent.Minimum : 1;
        double step = (Width - (2 * Margin)) / Math.Max(1, Values.Count - 1);
        (double X, double Y) Place(int i) =>
            (Margin + (i * step), DrawnHeight - Margin - ((Values[i] - extent.Minimum) / span * (DrawnHeight - (2 * Margin))));

        svg.Open("path").Attribute("class", ChartStyle.Stroke(0))
            .Attribute("d", PlotFrame.Path(Enumerable.Range(0, Values.Count).Select(Place))).Close();
        if (Values.Count == 0 || !double.IsFinite(Values[^1])) return;
        (double x, double y) = Place(Values.Count - 1);
        svg.Open("circle").Attribute("class", ChartStyle.Fill(1)).Attribute("cx", x).Attribute("cy", y).Attribute("r", 3).Close();
    }

    private protected override string Describe()
    {
        double[] known = [.. Values.Where(double.IsFinite)];
        return known.Length == 0
            ? "No values."
            : $"{Values.Count} values, from {Format.Long(known[0])} to {Format.Long(known[^1])}; "
                + $"lowest {Format.Long(known.Min())}, highest {Format.Long(known.Max())}.";
    }
}
