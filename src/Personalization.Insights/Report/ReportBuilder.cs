namespace Personalization.Insights;

/// <summary>
/// Collects what a report tells, part by part, and writes the page. It knows no subject: whoever computed something adds its key figures,
/// sentences and section. The same calls in the same order give the same bytes. Not thread-safe.
/// </summary>
/// <param name="title">Heading of the page; not blank. Default "Personalization report".</param>
public sealed class ReportBuilder(string title = "Personalization report")
{
    private readonly List<string> _subtitles = [];
    private readonly List<(int Rank, ReportTile Tile)> _tiles = [];
    private readonly List<(string Question, string Answer)> _summary = [];
    private readonly List<ReportSection> _sections = [];

    /// <summary>Heading of the page.</summary>
    public string Title { get; } = Guard.NotBlank(title, nameof(title));

    /// <summary>
    /// A sentence for the foot of the page, such as when and by what it was made. Default empty, so that the same calls give the same
    /// bytes.
    /// </summary>
    public string Generated { get; init; } = "";

    /// <summary>How the report's amounts are written. Default: without a currency.</summary>
    public ValueFormat Money { get; init; } = ValueFormat.Number;

    internal string Subtitle => string.Join(" · ", _subtitles);

    /// <summary>By rank, those of one rank in the order of adding: the sort is stable.</summary>
    internal IEnumerable<ReportTile> Tiles => _tiles.OrderBy(tile => tile.Rank).Select(tile => tile.Tile);

    internal IReadOnlyList<(string Question, string Answer)> Summary => _summary;

    internal IReadOnlyList<ReportSection> Sections => _sections;

    /// <summary>Adds a part of the line under the title: the source, the period.</summary>
    /// <param name="text">The part; parts stand in the order of adding, empty ones are left out.</param>
    public void AddSubtitle(string text)
    {
        if (text.Length > 0) _subtitles.Add(text);
    }

    /// <summary>Adds a key figure.</summary>
    /// <param name="tile">The figure.</param>
    /// <param name="rank">Tiles of a lower rank stand before it, those of its own in the order of adding. Default 0.</param>
    public void AddTile(ReportTile tile, int rank = 0)
    {
        ArgumentNullException.ThrowIfNull(tile);
        _tiles.Add((rank, tile));
    }

    /// <summary>Adds a sentence to the summary on top of the page.</summary>
    /// <param name="question">What it answers: "What was read". Sentences of one question stand together, with a blank between them;
    /// questions stand in the order in which they first came. Not blank.</param>
    /// <param name="sentence">The answer, or a further part of it. Not blank.</param>
    public void AddSummary(string question, string sentence)
    {
        Guard.NotBlank(question, nameof(question));
        Guard.NotBlank(sentence, nameof(sentence));
        int known = _summary.FindIndex(line => line.Question == question);
        if (known < 0) _summary.Add((question, sentence));
        else _summary[known] = (question, $"{_summary[known].Answer} {sentence}");
    }

    /// <summary>Adds a section; sections stand in the order of adding.</summary>
    /// <param name="section">The section.</param>
    /// <exception cref="ArgumentException">There is a section of its id already.</exception>
    public void AddSection(ReportSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        if (_sections.Exists(other => other.Id == section.Id))
        {
            throw new ArgumentException(
                $"There is a section \"{section.Id}\" already, so links to it would lead to the first; give this one another id.",
                nameof(section));
        }

        _sections.Add(section);
    }

    /// <summary>Writes the page. Parts may be added afterwards, for another page.</summary>
    public HtmlReport Build() => new(PageRenderer.Render(this));
}
