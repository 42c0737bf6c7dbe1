using System.Globalization;

namespace Personalization.Insights;

/// <summary>A grid of numbers shaded by size, such as customers by recency score and frequency score.</summary>
public sealed record HeatGrid : Chart
{
    private const double FontSize = 11.5;

    /// <summary>Beyond so many rows they are lower, so that the grid stays on a screen.</summary>
    private const int ManyRows = 6;

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

    internal override int DrawnHeight => (int)((Subtitle.Length > 0 ? 38 : 20) + 26 + (Rows.Count * RowHeight) + ColumnRoom + 22);

    private double RowHeight => Rows.Count > ManyRows ? 26 : 42;

    private double Left => Math.Max(30, Math.Ceiling(Rows.Max(row => TextWidth.Of(row, FontSize))) + 12);

    /// <summary>Whether names of columns stand upright, because one is wider than its column.</summary>
    private bool IsUpright => Columns.Max(column => TextWidth.Of(column, FontSize)) > ((Width - Left) / Columns.Count) - 4;

    private double ColumnRoom => IsUpright ? Columns.Max(column => TextWidth.Of(column, FontSize)) + 10 : 16;

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
        for (int column = 0; column < Columns.Count; column++) DrawColumnName(svg, Columns[column], Left + ((column + .5) * cell), bottom);
        PlotFrame.Label(svg, Width, bottom + ColumnRoom + 17, ColumnTitle, "ink end");
    }

    private protected override string Describe() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"Grid of {RowTitle} against {ColumnTitle}, {Rows.Count} by {Columns.Count}; darker cells hold more.");

    private void DrawColumnName(MarkupWriter svg, string name, double x, double bottom)
    {
        if (!IsUpright)
        {
            PlotFrame.Label(svg, x, bottom + 16, name, "mid");
            return;
        }

        string place = $"{MarkupWriter.Coordinate(x + 4)} {MarkupWriter.Coordinate(bottom + 7)}";
        svg.Open("text").Attribute("class", "end").Attribute("transform", $"translate({place}) rotate(-90)").Text(name).Close();
    }

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
