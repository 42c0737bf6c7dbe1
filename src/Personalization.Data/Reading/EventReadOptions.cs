using Personalization.Core;

namespace Personalization.Data;

/// <summary>How a file is read and cleaned. Immutable; every default is valid.</summary>
public sealed record EventReadOptions
{
    /// <summary>Format of the file. Default: told from its first bytes and name.</summary>
    public EventFileFormat Format { get; init; }

    /// <summary>
    /// Formats of other packages to look for, before our own: <c>Formats = [ParquetFormat.Instance]</c>. The first that recognizes a file
    /// reads it. Default none.
    /// </summary>
    public IReadOnlyList<IEventFileFormat> Formats { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = [];

    /// <summary>The layout of the file; null (default) recognizes one of <see cref="Layouts"/>, and else tells columns by name.</summary>
    public EventLayout? Layout { get; init; }

    /// <summary>The layouts that are recognized. Default <see cref="EventLayouts.All"/>.</summary>
    public IReadOnlyList<EventLayout> Layouts
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = EventLayouts.All;

    /// <summary>Columns named by hand, which goes before <see cref="Layout"/>. Default none.</summary>
    public ColumnMapping? Columns { get; init; }

    /// <summary>
    /// What words of the event column mean, beside those that are known: <c>["order_placed"] = EventType.Purchase</c>. Compared by letters
    /// and digits alone, without case. Default none.
    /// </summary>
    public IReadOnlyDictionary<string, EventType> EventTypes
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = new Dictionary<string, EventType>();

    /// <summary>
    /// Words of the status column that count as sales though they would be left out: "pending". Compared by letters and digits alone,
    /// without case. Default none.
    /// </summary>
    public IReadOnlyList<string> KeepStatuses { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = [];

    /// <summary>
    /// The currency to read, as an ISO 4217 code: events in another one are converted by <see cref="ExchangeRates"/>, or left out and
    /// counted; those that name none are taken to be in this. Null (default) reads all as they are.
    /// </summary>
    public string? Currency { get; init => field = value is null ? null : Guard.NotBlank(value).Trim().ToUpperInvariant(); }

    /// <summary>What one unit of another currency is in <see cref="Currency"/>, by code, above 0. Default none.</summary>
    /// <exception cref="ArgumentException">A rate isn't above 0.</exception>
    public IReadOnlyDictionary<string, decimal> ExchangeRates
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            foreach ((string code, decimal rate) in value)
            {
                if (rate is <= 0m or > 1_000_000m)
                    throw new ArgumentException($"The rate of {code} is {rate}; it must be above 0 and at most a million.", nameof(value));
            }

            field = value;
        }
    } = new Dictionary<string, decimal>();

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

    /// <summary>
    /// Name of the one worksheet to read, or of the one file of an archive; null (default) reads the worksheet that fits best, and others
    /// of the same columns, such as one a month. What isn't read is named in the report.
    /// </summary>
    public string? Sheet { get; init; }

    /// <summary>
    /// Formats of <see cref="DateTime.TryParseExact(string, string, IFormatProvider, System.Globalization.DateTimeStyles, out DateTime)"/>,
    /// tried in order and nothing else; a format of <see cref="Formats"/> may keep times as times, which need none. Empty (default): times
    /// as people write them, see the page "read your own file".
    /// </summary>
    public IReadOnlyList<string> DateFormats { get; init; } = [];

    /// <summary>
    /// True where 05/03/2024 is the fifth of March, false where it is the third of May; null (default) decides by the column's values, and
    /// says so where they don't tell.
    /// </summary>
    public bool? DayFirst { get; init; }

    /// <summary>The shop's clock: times with an offset are converted into it, times without are taken as its own. Default UTC.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>
    /// True where numbers are written 1.234,50, false where 1,234.50; null (default) decides for each column by its values, and says so
    /// where they don't tell.
    /// </summary>
    public bool? DecimalComma { get; init; }

    /// <summary>
    /// True where the file has no amounts and none are missed: a log of views for recommendations. Default false: the whole job refuses a
    /// file without money rather than report a revenue of 0.
    /// </summary>
    public bool WithoutMoney { get; init; }

    /// <summary>Encoding of text: utf-8, utf-16le, utf-16be or windows-1252; null (default) tells it from the content.</summary>
    /// <exception cref="ArgumentException">It is none of these.</exception>
    public string? Encoding
    {
        get;
        init => field = value is null || TextContent.IsEncoding(value)
            ? value
            : throw new ArgumentException($"'{value}' isn't an encoding that is read: utf-8, utf-16le, utf-16be, windows-1252.",
            nameof(value));
    }

    /// <summary>What happens to bad rows. Default lenient: counted and dropped.</summary>
    public RowErrorMode Errors { get; init; }

    /// <summary>
    /// The cleaning rules in the order in which they are tried; null (default) takes <see cref="CleaningRules.For"/> of the file's layout.
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
    /// How many times larger than the file its content may grow when a gzip, workbook or Parquet file is unpacked, 1 to 2,000. Default 50:
    /// event files reach 30, bombs 1,000. Content below 16 MiB is never refused.
    /// </summary>
    public int MaxExpansionRatio { get; init => field = Guard.InRange(value, 1, 2000); } = 50;

    /// <summary>
    /// Most memory for the fingerprints that find exact duplicates (16 bytes a row and slack), at least 1 MiB. Default 512 MiB, about 16
    /// million rows.
    /// </summary>
    public long MaxDuplicateBytes { get; init => field = Guard.AtLeast(value, 1L << 20); } = 512L << 20;

    internal ColumnChoice ColumnChoice => new(Columns, Layout, Layouts, CustomerAttributes);
}
