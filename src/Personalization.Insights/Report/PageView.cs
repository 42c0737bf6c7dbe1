namespace Personalization.Insights;

/// <summary>A whole page, ready to be written: what it says is decided, how it looks is not.</summary>
internal sealed record PageView
{
    public required string Title { get; init; }

    public string Subtitle { get; init; } = "";

    public string Footer { get; init; } = "";

    public IReadOnlyList<SummaryLine> Summary { get; init; } = [];

    public IReadOnlyList<Tile> Tiles { get; init; } = [];

    public IReadOnlyList<Section> Sections { get; init; } = [];
}

/// <summary>A question of the executive summary with its answer in plain words.</summary>
internal sealed record SummaryLine(string Question, string Answer);

/// <summary>A key figure: "Customers", "5,878", "of 5,942 seen".</summary>
internal sealed record Tile(string Name, string Value, string Note = "");

/// <summary>A section of the page; the id is its anchor.</summary>
internal sealed record Section(string Id, string Title, string Lede, IReadOnlyList<Block> Blocks);

internal abstract record Block;

internal sealed record Heading(string Text) : Block;

internal sealed record Paragraph(string Text) : Block;

/// <summary>Something the reader must not miss.</summary>
internal sealed record Callout(string Head, string Text) : Block;

/// <summary>Charts beside each other where there is room: as many in a row as <see cref="Columns"/>, fewer on a narrow screen.</summary>
internal sealed record Figures(IReadOnlyList<Chart> Charts, int Columns = 3, string Caption = "") : Block;

internal sealed record DataTable(string Caption, IReadOnlyList<Column> Columns, IReadOnlyList<IReadOnlyList<string>> Rows) : Block;

internal sealed record Column(string Title, ColumnKind Kind = ColumnKind.Text);

internal enum ColumnKind
{
    Text,
    Number,

    /// <summary>Sentences: wider, and broken into lines.</summary>
    Prose,

    /// <summary>Sentences that come after the numbers, on a phone too.</summary>
    Detail,
}

internal sealed record Cards(IReadOnlyList<Card> Items) : Block;

/// <summary>One customer: who, what is known, and a list of suggestions or decisions.</summary>
internal sealed record Card(string Title, string Subtitle, string Lead, IReadOnlyList<CardLine> Lines);

internal sealed record CardLine(string Text, string Value, string Reason);
