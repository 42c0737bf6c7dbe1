namespace Personalization.Insights;

/// <summary>A table. Its first column names the rows. Immutable.</summary>
/// <param name="Caption">What it shows; a screen reader reads it first.</param>
/// <param name="Columns">The columns, from the left.</param>
/// <param name="Rows">The rows, from the top: a text for each column.</param>
/// <exception cref="ArgumentException">A row has more or fewer cells than there are columns.</exception>
public sealed record TableBlock(
    string Caption, IReadOnlyList<ReportColumn> Columns, IReadOnlyList<IReadOnlyList<string>> Rows) : ReportBlock
{
    /// <summary>The rows.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Rows { get; } = WithCells(Rows, Columns.Count, Caption);

    private static IReadOnlyList<IReadOnlyList<string>> WithCells(IReadOnlyList<IReadOnlyList<string>> rows, int columns, string caption)
    {
        for (int row = 0; row < rows.Count; row++)
        {
            if (rows[row].Count != columns)
            {
                throw new ArgumentException(
                    $"Row {row} of the table \"{caption}\" has {rows[row].Count} cells for {columns} columns; give one for each.",
                    nameof(rows));
            }
        }

        return rows;
    }
}

/// <summary>A column of a <see cref="TableBlock"/>. Immutable.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Content">What its cells hold.</param>
public sealed record ReportColumn(string Title, ReportCells Content = ReportCells.Names);

/// <summary>What the cells of a <see cref="ReportColumn"/> hold: it decides how they are set.</summary>
public enum ReportCells
{
    /// <summary>Names and other short texts.</summary>
    Names,

    /// <summary>Numbers, set to the right.</summary>
    Numbers,

    /// <summary>Sentences: wider, and broken into lines.</summary>
    Prose,

    /// <summary>Sentences that come after the numbers, on a phone too.</summary>
    Details,
}
