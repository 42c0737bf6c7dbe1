namespace Personalization.Data;

/// <summary>A look at the beginning of a worksheet: where its header stands, what its columns are, and whether it is read.</summary>
internal sealed record SheetLook
{
    /// <summary>Words in the names of worksheets whose rows are money that went back, or nothing that was sold.</summary>
    private static readonly string[] NotSales =
    [
        "refund", "return", "rückgabe", "retoure", "erstattung", "gutschrift", "storno", "cancel", "remboursement", "retour", "annul",
        "devolucion", "devolución", "reembolso", "reso", "rimborso", "terugbetaling", "chargeback",
    ];

    /// <summary>Name of the worksheet.</summary>
    public required string Name { get; init; }

    /// <summary>True where a spreadsheet wouldn't show it.</summary>
    public bool IsHidden { get; init; }

    /// <summary>The header, without what is blank at its end.</summary>
    public IReadOnlyList<string> Header { get; init; } = [];

    /// <summary>The first rows below the header.</summary>
    public FileSample Sample { get; init; } = FileSample.None;

    /// <summary>What the columns stand for; null where they don't fit.</summary>
    public ColumnPlan? Plan { get; init; }

    /// <summary>Why the columns don't fit; null where they do.</summary>
    public EventFileException? Misfit { get; init; }

    /// <summary>What is said of the rows above the header; null where there are none.</summary>
    public string? Preamble { get; init; }

    /// <summary>Why the worksheet isn't added to others without being asked for; null where it may be.</summary>
    public string? Doubt => IsHidden ? "hidden"
        : Array.Exists(NotSales, word => Name.Contains(word, StringComparison.OrdinalIgnoreCase)) ? "named like refunds"
        : null;

    /// <summary>How many columns stand for something.</summary>
    public int KnownColumns => Plan?.Uses.Count() ?? 0;

    /// <summary>True where columns of the same names stand for the same; what else is said of customers may differ.</summary>
    public bool IsLike(SheetLook other) => Plan?.Layout == other.Plan?.Layout && UsesOf(this).SequenceEqual(UsesOf(other));

    private static IEnumerable<(EventField Field, string Name)> UsesOf(SheetLook look) =>
        (look.Plan?.Uses ?? []).Select(use => (use.Field, HeaderNames.Key(use.Name)));
}
