namespace Personalization.Data;

/// <summary>How a file is read and cleaned. Immutable; every default is valid.</summary>
public sealed record EventReadOptions
{
    /// <summary>Format of the file. Default: told from its first bytes and name.</summary>
    public EventFileFormat Format { get; init; }

    /// <summary>Meaning of the columns. Default: told from the header.</summary>
    public EventFilePreset Preset { get; init; }

    /// <summary>Columns mapped by hand; goes before <see cref="Preset"/>. Default none.</summary>
    public ColumnMapping? Columns { get; init; }

    /// <summary>
    /// Names of columns (or of traits, with dots: "address.zip") to keep as attributes of customers, beside those that are known by their
    /// names: also personal identifiers, which are left out otherwise, and columns that stand for something else too. Compared by letters
    /// and digits alone, without case. Default none.
    /// </summary>
    /// <exception cref="ArgumentException">A name has no letter or digit.</exception>
    public IReadOnlyList<string> CustomerAttributes
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            foreach (string name in value)
            {
                if (HeaderNames.Key(name).Length == 0)
                    throw new ArgumentException($"'{name}' names no attribute: it needs a letter or digit.", nameof(value));
            }

            field = value;
        }
    } = [];

    /// <summary>Delimiter of a CSV file; null (default) tells it from the header: comma, semicolon, tab or bar.</summary>
    public char? Delimiter
    {
        get;
        init => field = value is null or (> ' ' and < (char)127 and not '"') or '\t'
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value,
                "The delimiter must be an ASCII character other than a quote or a blank.");
    }

    /// <summary>Name of the one worksheet to read; null (default) reads all whose header fits.</summary>
    public string? Sheet { get; init; }

    /// <summary>
    /// Formats of <see cref="DateTime.TryParseExact(string, string, IFormatProvider, System.Globalization.DateTimeStyles, out DateTime)"/>,
    /// tried in order and nothing else. Empty (default): ISO 8601, <c>yyyy-MM-dd HH:mm:ss</c>, <c>M/d/yyyy H:mm</c>, <c>yyyyMMdd</c>,
    /// seconds or milliseconds since 1970.
    /// </summary>
    public IReadOnlyList<string> DateFormats { get; init; } = [];

    /// <summary>The shop's clock: times with an offset are converted into it, times without are taken as its own. Default UTC.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>True where numbers are written 1.234,50. Default false: 1234.50.</summary>
    public bool DecimalComma { get; init; }

    /// <summary>What happens to bad rows. Default lenient: counted and dropped.</summary>
    public RowErrorMode Errors { get; init; }

    /// <summary>
    /// The cleaning rules in the order in which they are tried; null (default) takes <see cref="CleaningRules.For"/> of the file's preset.
    /// </summary>
    public IReadOnlyList<CleaningRule>? Rules { get; init; }

    /// <summary>Drops rows whose every field equals an earlier row's. Default false; they are counted in any case.</summary>
    public bool DropExactDuplicates { get; init; }

    /// <summary>
    /// Turns cancelled rows into refunds of positive quantity instead of dropping them. Default false, as the published analyses do.
    /// </summary>
    public bool KeepCancellationsAsRefunds { get; init; }

    /// <summary>What to do about outliers of quantity and price. Default null: nothing.</summary>
    public OutlierOptions? Outliers { get; init; }

    /// <summary>Examples that the report keeps of each rule, 0 to 1,000. Default 5.</summary>
    public int ExamplesPerRule { get; init => field = Guard.InRange(value, 0, 1000); } = 5;

    /// <summary>Longest row or line in bytes, from 1 KiB to 64 MiB; a longer one ends the reading with an error. Default 1 MiB.</summary>
    public int MaxRowBytes { get; init => field = Guard.InRange(value, 1 << 10, 1 << 26); } = 1 << 20;

    /// <summary>
    /// Longest text of one field (id, title, category) in characters, 16 to 65,536; a row with a longer one counts as unparsable. Default
    /// 4,096.
    /// </summary>
    public int MaxTextLength { get; init => field = Guard.InRange(value, 16, 1 << 16); } = 4096;

    /// <summary>
    /// How many times larger than the file its content may grow when a gzip or workbook is unpacked, 1 to 2,000. Default 50: event files
    /// reach 30, bombs 1,000. Content below 16 MiB is never refused.
    /// </summary>
    public int MaxExpansionRatio { get; init => field = Guard.InRange(value, 1, 2000); } = 50;

    /// <summary>
    /// Most memory for the fingerprints that find exact duplicates (16 bytes a row and slack), at least 1 MiB. Default 512 MiB, about 16
    /// million rows.
    /// </summary>
    public long MaxDuplicateBytes { get; init => field = Guard.AtLeast(value, 1L << 20); } = 512L << 20;

    internal ColumnChoice ColumnChoice => new(Columns, Preset, CustomerAttributes);
}
