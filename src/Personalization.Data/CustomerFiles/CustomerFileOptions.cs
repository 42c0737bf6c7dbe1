using Personalization.Core;

namespace Personalization.Data;

/// <summary>How <see cref="CustomerFile"/> reads what a shop knows of its customers. Immutable; every default is valid.</summary>
public sealed record CustomerFileOptions
{
    private static readonly ColumnKind[] AnyKind =
    [
        ColumnKind.Number, ColumnKind.WholeNumber, ColumnKind.Money, ColumnKind.Time, ColumnKind.Flag, ColumnKind.Category, ColumnKind.Text,
    ];

    /// <summary>
    /// The column of the customers' ids, compared by letters and digits alone; null (default): by its name, as in files of events
    /// (customer_id, Kundennummer, …), else a column called id, else the first.
    /// </summary>
    public string? IdColumn { get; init; }

    /// <summary>
    /// What columns are, by their names in the file, where the values would tell otherwise: numbers, amounts, times, flags, categories,
    /// text. Default none: the values tell.
    /// </summary>
    /// <exception cref="ArgumentException">A kind is none that a cell of such a file can be.</exception>
    public IReadOnlyDictionary<string, ColumnKind> Kinds
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            foreach ((string name, ColumnKind kind) in value)
            {
                if (Array.IndexOf(AnyKind, kind) < 0)
                {
                    throw new ArgumentException(
                        $"'{name}' can't be {kind}: it must be one of {string.Join(", ", AnyKind)}.", nameof(value));
                }
            }

            field = value;
        }
    } = new Dictionary<string, ColumnKind>();

    /// <summary>
    /// Columns to keep though they point at a person (names, addresses, phone numbers, e-mail addresses, ids); compared by letters and
    /// digits alone. Default none.
    /// </summary>
    public IReadOnlyList<string> Keep { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = [];

    /// <summary>
    /// Columns of yes and no that say what customers agreed to; compared by letters and digits alone. A name with opt-out, unsubscribed, do
    /// not or objection turns yes into no; marketing, mail, personalization, analytics and their like say what for, and a name without one
    /// counts for recommendations and offers. Empty: none. Null (default): the columns whose names speak of consent or of opting in or out.
    /// </summary>
    public IReadOnlyList<string>? Consent { get; init; }

    /// <summary>
    /// True where 05/03/2024 is the fifth of March, false where it is the third of May; null (default): each column's values tell.
    /// </summary>
    public bool? DayFirst { get; init; }

    /// <summary>True where numbers are written 1.234,50, false where 1,234.50; null (default): each column's values tell.</summary>
    public bool? DecimalComma { get; init; }

    /// <summary>Delimiter; null (default) tells it from the header: comma, semicolon, tab or bar.</summary>
    public char? Delimiter { get; init; }

    /// <summary>Encoding of text: utf-8, utf-16le, utf-16be or windows-1252; null (default) tells it from the content.</summary>
    /// <exception cref="ArgumentException">It is none of these.</exception>
    public string? Encoding
    {
        get;
        init => field = value is null || TextContent.IsEncoding(value)
            ? value
            : throw new ArgumentException(
                $"'{value}' isn't an encoding that is read: utf-8, utf-16le, utf-16be, windows-1252.", nameof(value));
    }

    /// <summary>What happens to a value that isn't of its column's kind. Default lenient: counted, and the cell is missing.</summary>
    public RowErrorMode Errors { get; init; }

    /// <summary>Examples that the report keeps of each finding, 1 to 1,000. Default 5.</summary>
    public int Examples { get; init => field = Guard.InRange(value, 1, 1000); } = 5;

    /// <summary>Longest row in bytes, from 1 KiB to 64 MiB. Default 1 MiB.</summary>
    public int MaxRowBytes { get; init => field = Guard.InRange(value, 1 << 10, 1 << 26); } = 1 << 20;

    /// <summary>How many times larger than the file its content may grow when it is unpacked, 1 to 2,000. Default 50.</summary>
    public int MaxExpansionRatio { get; init => field = Guard.InRange(value, 1, 2000); } = 50;
}
