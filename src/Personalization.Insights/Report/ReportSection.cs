namespace Personalization.Insights;

/// <summary>
/// A section of the report: a line in its contents, and blocks below each other. Every text is text, never markup. Immutable.
/// </summary>
/// <param name="Id">Its anchor, unique within the report: lower-case letters, digits and single hyphens between them, a letter first.
/// "main" and "summary" are the page's own; "-chart-" and "-table-" stand in the anchors of what sections hold.</param>
/// <param name="Title">Its heading; not blank.</param>
/// <param name="Lede">A paragraph that begins it; empty for none.</param>
/// <param name="Blocks">What it shows, from the top.</param>
public sealed record ReportSection(string Id, string Title, string Lede, IReadOnlyList<ReportBlock> Blocks)
{
    /// <summary>Its anchor.</summary>
    /// <exception cref="ArgumentException">The id isn't an anchor, or one of the page's own.</exception>
    public string Id { get; } = IsAnchor(Id)
        ? Id
        : throw new ArgumentException(
            $"\"{Id}\" can't be the id of a section: lower-case letters, digits and single hyphens, a letter first, such as "
            + "\"club-members\"; not main or summary, and without -chart- and -table-.",
            nameof(Id));

    /// <summary>Its heading.</summary>
    public string Title { get; init => field = Guard.NotBlank(value); } = Guard.NotBlank(Title, nameof(Title));

    private static bool IsAnchor(string id)
    {
        bool valid = id.Length > 0 && char.IsAsciiLetterLower(id[0]) && id[^1] != '-' && !id.Contains("--", StringComparison.Ordinal);
        foreach (char c in id) valid &= char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-';
        return valid && id is not ("main" or "summary")
            && !id.Contains("-chart-", StringComparison.Ordinal) && !id.Contains("-table-", StringComparison.Ordinal);
    }
}

/// <summary>A part of a <see cref="ReportSection"/>: heading, paragraph, callout, charts, table or cards. Immutable.</summary>
public abstract record ReportBlock
{
    private protected ReportBlock()
    {
    }
}

/// <summary>A heading within a section.</summary>
/// <param name="Text">What it says.</param>
public sealed record HeadingBlock(string Text) : ReportBlock;

/// <summary>A paragraph.</summary>
/// <param name="Text">What it says.</param>
public sealed record ParagraphBlock(string Text) : ReportBlock;

/// <summary>Something the reader must not miss.</summary>
/// <param name="Head">Its first words, in bold.</param>
/// <param name="Text">What follows them.</param>
public sealed record CalloutBlock(string Head, string Text) : ReportBlock;

/// <summary>Charts beside each other where there is room, fewer in a row on a narrow screen.</summary>
/// <param name="Charts">The charts, in the order of reading.</param>
/// <param name="InARow">The most in a row, 1 to 3.</param>
/// <param name="Caption">A sentence under all of them; empty for none.</param>
public sealed record ChartsBlock(IReadOnlyList<Chart> Charts, int InARow = 3, string Caption = "") : ReportBlock
{
    /// <summary>The most in a row.</summary>
    public int InARow { get; init => field = Guard.InRange(value, 1, 3); } = Guard.InRange(InARow, 1, 3, nameof(InARow));
}

/// <summary>Cards beside each other.</summary>
/// <param name="Cards">The cards, in the order of reading.</param>
public sealed record CardsBlock(IReadOnlyList<ReportCard> Cards) : ReportBlock;

/// <summary>A card: one customer, say, with what is known and a list of suggestions or decisions. Immutable.</summary>
/// <param name="Title">Who or what it is about.</param>
/// <param name="Tag">A word beside the title, such as a segment; empty for none.</param>
/// <param name="Lead">Sentences before the lines; empty for none.</param>
/// <param name="Lines">Its lines, from the top.</param>
public sealed record ReportCard(string Title, string Tag, string Lead, IReadOnlyList<ReportCardLine> Lines);

/// <summary>A line of a <see cref="ReportCard"/>; empty parts are left out. Immutable.</summary>
/// <param name="Text">What it names, such as an item.</param>
/// <param name="Value">A figure beside it, such as a price.</param>
/// <param name="Reason">Why it is there, under it.</param>
public sealed record ReportCardLine(string Text, string Value = "", string Reason = "");

/// <summary>A key figure at the top of the report: "Customers", "5,878", "of 5,942 seen". Immutable.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">The figure, in few characters.</param>
/// <param name="Note">A remark under it; empty for none.</param>
public sealed record ReportTile(string Name, string Value, string Note = "");
