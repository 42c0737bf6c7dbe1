namespace Personalization.Insights;

/// <summary>A bar of a <see cref="BarChart"/>.</summary>
/// <param name="Label">Its name, drawn to its left.</param>
/// <param name="Value">Its length, at least 0; one that isn't finite is written as n/a without a bar.</param>
/// <param name="Reference">A value to compare with, drawn as a line across the bar: a share of customers beside a share of revenue, a
/// budget beside what was spent. Null for none.</param>
public readonly record struct Bar(string Label, double Value, double? Reference = null);

/// <summary>Horizontal bars from zero, the value written at the end of each.</summary>
public sealed record BarChart : Chart
{
    /// <summary>The bars, drawn in this order from the top.</summary>
    public required IReadOnlyList<Bar> Bars { get; init; }

    /// <summary>What the bars measure: "Share of revenue".</summary>
    public required Axis Value { get; init; }

    /// <summary>What the references are: "share of customers". Default empty, which leaves out the legend.</summary>
    public string ReferenceName { get; init; } = "";

    /// <summary>Number of the series colour, 0 to 7. Default 0.</summary>
    public int Color { get; init => field = Guard.InRange(value, 0, ChartStyle.Colors - 1); }

    internal override int DrawnHeight => (Subtitle.Length > 0 ? 38 : 20) + 31 + (Bars.Count * BarRenderer.RowHeight) + 4;

    private protected override void Draw(MarkupWriter svg) => BarRenderer.Draw(svg, this);

    private protected override string Describe() =>
        $"{Value.Title}: {string.Join(", ", Bars.Select(bar => $"{bar.Label} {Value.Format.Long(bar.Value)}"))}.";
}
