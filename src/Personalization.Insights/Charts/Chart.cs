namespace Personalization.Insights;

/// <summary>
/// A chart: immutable data that draws itself as SVG. The same chart gives the same text, always. Colours follow the reader's light or
/// dark scheme; every mark has a tooltip; a title and a description are there for screen readers. No script.
/// </summary>
public abstract record Chart
{
    private protected Chart()
    {
    }

    /// <summary>What the chart shows, drawn at its top. Any text; not blank.</summary>
    public required string Title { get; init => field = Guard.NotBlank(value); }

    /// <summary>A second line under the title, such as "412 customers, 31% of revenue". Default empty.</summary>
    public string Subtitle { get; init; } = "";

    /// <summary>What a screen reader says after the title; null for a description made from the data. Default null.</summary>
    public string? Description { get; init; }

    /// <summary>Width in units of the drawing (a font of 12 units, whatever the size on screen), 160 to 4,000. Default 360.</summary>
    public int Width { get; init => field = Guard.InRange(value, 160, 4000); } = 360;

    /// <summary>Height of the whole drawing, in the same units.</summary>
    internal abstract int DrawnHeight { get; }

    /// <summary>The chart as an SVG file that stands alone, its style sheet within.</summary>
    public string ToSvg()
    {
        MarkupWriter svg = new();
        Write(svg, "chart", standalone: true);
        return svg.ToString();
    }

    /// <summary>Writes the chart into a page. The page needs <see cref="ChartStyle.Css"/> once.</summary>
    /// <param name="page">The page.</param>
    /// <param name="id">An id that is unique within the page; the title and the description are named after it.</param>
    public void WriteTo(MarkupWriter page, string id)
    {
        ArgumentNullException.ThrowIfNull(page);
        Write(page, Guard.NotBlank(id, nameof(id)), standalone: false);
    }

    private protected abstract void Draw(MarkupWriter svg);

    private protected abstract string Describe();

    private void Write(MarkupWriter svg, string id, bool standalone)
    {
        svg.Open("svg");
        if (standalone)
            svg.Attribute("xmlns", "http://www.w3.org/2000/svg").Attribute("width", Width).Attribute("height", DrawnHeight);
        svg.Attribute("class", "chart")
            .Attribute("viewBox", $"0 0 {MarkupWriter.Coordinate(Width)} {MarkupWriter.Coordinate(DrawnHeight)}")
            .Attribute("role", "img")
            .Attribute("aria-labelledby", $"{id}-title {id}-desc");
        svg.Open("title").Attribute("id", id + "-title").Text(Title).Close();
        svg.Open("desc").Attribute("id", id + "-desc").Text(Description ?? Describe()).Close();
        if (standalone) svg.StyleSheet(ChartStyle.Css);
        Draw(svg);
        svg.Close();
    }
}

/// <summary>A chart with two axes, of any height.</summary>
public abstract record PlotChart : Chart
{
    private protected PlotChart()
    {
    }

    /// <summary>Height in units of the drawing, 120 to 4,000. Default 250.</summary>
    public int Height { get; init => field = Guard.InRange(value, 120, 4000); } = 250;

    internal override int DrawnHeight => Height;
}
