using System.Globalization;

namespace Personalization.Insights;

/// <summary>A grid of numbers shaded by size, such as customers by recency score and frequency score.</summary>
public sealed record HeatGrid : Chart
{
    private const double Left = 30;
    private const double RowHeight = 42;

    /// <summary>
    /// The numbers, row by row from the top, each row as long as <see cref="Columns"/>; one that isn't finite is left blank.
    /// </summary>
    public required IReadOnlyList<double> Values { get; init; }

    /// <summary>Names of the columns, from the left.</summary>
    public required IReadOnlyList<string> Columns { get; init => field = Guard.NotEmpty(value); }

    /// <summary>Names of the rows, from the top.</summary>
    public required IReadOnlyList<string> Rows { get; init => field = Guard.NotEmpty(value); }

    /// <summary>What the columns are: "Recency score".</summary>
    public required string ColumnTitle { get; init; }

    /// <summary>What the rows are: "Frequency score".</summary>
    public required string RowTitle { get; init; }

    /// <summary>
    /// What stands in the tooltip of each cell, beside its number, such as the segment's name; as many as values, or none. Default none.
    /// </summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>How the numbers are written. Default <see cref="ValueFormat.Number"/>.</summary>
    public ValueFormat Format { get; init; } = ValueFormat.Number;

    internal override int DrawnHeight => (int)((Subtitle.Length > 0 ? 38 : 20) + 26 + (Rows.Count * RowHeight) + 38);

    private protected override void Draw(MarkupWriter svg)
    {
        if (Values.Count != Rows.Count * Columns.Count)
            throw new InvalidOperationException($"{Values.Count} values don't fill {Rows.Count} rows of {Columns.Count} columns.");

        double top = PlotFrame.Heading(svg, this) + 26;
        PlotFrame.Label(svg, 0, top - 8, RowTitle, "ink");
        double cell = (Width - Left) / Columns.Count;
        double largest = Values.Where(double.IsFinite).DefaultIfEmpty(0).Max();
        for (int row = 0; row < Rows.Count; row++)
        {
            double y = top + (row * RowHeight);
            PlotFrame.Label(svg, Left - 10, y + (RowHeight / 2) + 4, Rows[row], "end");
            for (int column = 0; column < Columns.Count; column++)
                DrawCell(svg, (row * Columns.Count) + column, Left + (column * cell), y, cell, largest);
        }

        double bottom = top + (Rows.Count * RowHeight);
        for (int column = 0; column < Columns.Count; column++)
            PlotFrame.Label(svg, Left + ((column + .5) * cell), bottom + 16, Columns[column], "mid");
        PlotFrame.Label(svg, Width, bottom + 33, ColumnTitle, "ink end");
    }

    private protected override string Describe() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"Grid of {RowTitle} against {ColumnTitle}, {Rows.Count} by {Columns.Count}; darker cells hold more.");

    private void DrawCell(MarkupWriter svg, int index, double x, double y, double width, double largest)
    {
        double value = Values[index];
        if (!double.IsFinite(value)) return;
        // The square root spreads the small counts, which are most of them.
        double depth = largest > 0 ? Math.Sqrt(Math.Max(0, value) / largest) : 0;
        int shade = value <= 0 ? 0 : Math.Clamp((int)Math.Ceiling(depth * 5), 1, 5);
        svg.Open("g");
        string name = $"{ColumnTitle} {Columns[index % Columns.Count]}, {RowTitle} {Rows[index / Columns.Count]}";
        svg.Element("title", Notes.Count > index ? $"{name}: {Format.Long(value)}, {Notes[index]}" : $"{name}: {Format.Long(value)}");
        svg.Open("rect").Attribute("class", "cell h" + shade.ToString(CultureInfo.InvariantCulture))
            .Attribute("x", x).Attribute("y", y).Attribute("width", width).Attribute("height", RowHeight).Close();
        PlotFrame.Label(svg, x + (width / 2), y + (RowHeight / 2) + 4, Format.Short(value), shade >= 4 ? "over mid" : "ink mid");
        svg.Close();
    }
}
