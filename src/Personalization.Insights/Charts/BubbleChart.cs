namespace Personalization.Insights;

/// <summary>A point of a <see cref="BubbleChart"/>.</summary>
/// <param name="X">Where it lies on the horizontal axis.</param>
/// <param name="Y">Where it lies on the vertical axis.</param>
/// <param name="Size">What its area stands for, at least 0.</param>
/// <param name="Label">Its name in the tooltip, or null.</param>
public readonly record struct Bubble(double X, double Y, double Size, string? Label = null);

/// <summary>
/// Points whose area stands for a third value. Bubbles that can't be shown (not finite, a size below zero, zero or less on a
/// logarithmic axis) are left out and counted under the chart; beyond <see cref="MaximumBubbles"/> a sample is drawn, and said so.
/// </summary>
public sealed record BubbleChart : PlotChart
{
    /// <summary>The points, in any order: the drawing doesn't depend on it.</summary>
    public required IReadOnlyList<Bubble> Bubbles { get; init; }

    /// <summary>The horizontal axis.</summary>
    public required Axis X { get; init; }

    /// <summary>The vertical axis.</summary>
    public required Axis Y { get; init; }

    /// <summary>What the area stands for, with its format.</summary>
    public required BubbleSize Size { get; init; }

    /// <summary>
    /// Points drawn faintly behind, such as all customers behind those of one segment. Their size isn't used. Default none.
    /// </summary>
    public IReadOnlyList<Bubble> Backdrop { get; init; } = [];

    /// <summary>
    /// Whether circles of known size stand under the chart. Default true; see <see cref="BubbleSizeLegend"/> to draw them once for several
    /// charts.
    /// </summary>
    public bool ShowSizeLegend { get; init; } = true;

    /// <summary>The most bubbles drawn, 1 to 20,000. Above it every n-th by size is drawn, the largest always. Default 400.</summary>
    public int MaximumBubbles { get; init => field = Guard.InRange(value, 1, 20_000); } = 400;

    /// <summary>Number of the series colour, 0 to 7. Default 0.</summary>
    public int Color { get; init => field = Guard.InRange(value, 0, ChartStyle.Colors - 1); }

    private protected override void Draw(MarkupWriter svg) => BubbleRenderer.Draw(svg, this);

    private protected override string Describe() =>
        $"Bubble chart of {Bubbles.Count} points: {Y.Title} against {X.Title}; the area of a bubble stands for {Size.Title}.";
}

/// <summary>What the area of bubbles stands for. Charts with the same size can be compared. Immutable.</summary>
/// <param name="Title">What is measured: "Monetary".</param>
/// <param name="Maximum">The value of the largest bubble, above 0; anything above is drawn as large as this, and the legend says
/// so.</param>
public sealed record BubbleSize(string Title, double Maximum)
{
    /// <summary>The value of the largest bubble.</summary>
    public double Maximum { get; init => field = Guard.Positive(value); } = Guard.Positive(Maximum, nameof(Maximum));

    /// <summary>How the numbers are written. Default <see cref="ValueFormat.Number"/>.</summary>
    public ValueFormat Format { get; init; } = ValueFormat.Number;

    /// <summary>Radius of the largest bubble in units of the drawing, 2 to 60. Default 13.</summary>
    public double MaximumRadius { get; init => field = Guard.InRange(value, 2, 60); } = 13;

    /// <summary>The area grows with the value; nothing is smaller than can be seen.</summary>
    internal double Radius(double value) => Math.Max(1.6, MaximumRadius * Math.Sqrt(Math.Min(value, Maximum) / Maximum));
}

/// <summary>Circles of known size, to be shown once for several bubble charts of the same <see cref="BubbleSize"/>.</summary>
public sealed record BubbleSizeLegend : Chart
{
    /// <summary>What the area stands for.</summary>
    public required BubbleSize Size { get; init; }

    internal override int DrawnHeight => 24 + (int)Math.Ceiling(2 * Size.MaximumRadius);

    private protected override void Draw(MarkupWriter svg)
    {
        PlotFrame.Label(svg, 0, 14, Title, "ink");
        BubbleRenderer.DrawLegend(svg, Size, 20 + Size.MaximumRadius);
    }

    private protected override string Describe() =>
        $"The area of a bubble stands for {Size.Title}; the largest is {Size.Format.Long(Size.Maximum)} or more.";
}
