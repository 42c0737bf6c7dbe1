namespace Personalization.Insights;

/// <summary>A point of a <see cref="LineSeries"/>.</summary>
/// <param name="X">Where it lies on the horizontal axis.</param>
/// <param name="Y">Its value; one that isn't finite leaves a gap in the line.</param>
public readonly record struct LinePoint(double X, double Y);

/// <summary>A line of a <see cref="LineChart"/>.</summary>
/// <param name="Name">Its name in tooltips, and in the legend where there is more than one.</param>
/// <param name="Points">Its points, in the order they are joined.</param>
public sealed record LineSeries(string Name, IReadOnlyList<LinePoint> Points);

/// <summary>One or more lines with a marker at each point, one of which may be pointed out.</summary>
public sealed record LineChart : PlotChart
{
    /// <summary>The lines.</summary>
    public required IReadOnlyList<LineSeries> Series { get; init; }

    /// <summary>The horizontal axis.</summary>
    public required Axis X { get; init; }

    /// <summary>The vertical axis.</summary>
    public required Axis Y { get; init; }

    /// <summary>
    /// Place on the horizontal axis that is pointed out, such as the recommended number of clusters; null for none. Default null.
    /// </summary>
    public double? MarkedX { get; init; }

    /// <summary>What is said at the marked place: "recommended: 4". Default empty.</summary>
    public string MarkedText { get; init; } = "";

    private protected override void Draw(MarkupWriter svg) => LineRenderer.Draw(svg, this);

    private protected override string Describe()
    {
        string marked = MarkedX is { } x ? $" Marked: {X.Title} {X.Format.Long(x)}, {MarkedText}." : "";
        IEnumerable<string> lines = Series.Select(line => $"{line.Name} ({line.Points.Count} points)");
        return $"Line chart of {Y.Title} over {X.Title}: {string.Join(", ", lines)}.{marked}";
    }
}
