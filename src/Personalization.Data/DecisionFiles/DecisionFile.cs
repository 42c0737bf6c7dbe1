using System.Globalization;
using CsvHelper;
using Personalization.Core;

namespace Personalization.Data;

/// <summary>
/// Reads who was given what from delimited text, plain or in gzip, as a run writes it (offers.csv): a row for each decision, or several for
/// a customer who got several offers at once. All members are thread-safe; O(bytes).
/// </summary>
/// <remarks>
/// Columns, in any order, names compared by letters and digits alone: customer_id, issued and offer_id must be there; expires, variant,
/// control (yes or empty) and withheld may be. Others are left alone. Moments are in ISO 8601, in UTC where they name no offset.
/// </remarks>
public static class DecisionFile
{
    private const int CheckEvery = 4096, MaxRows = 100_000_000, MaxRowBytes = 1 << 20, MaxIdLength = 256;

    /// <summary>Reasons repeat from row to row, and pack well.</summary>
    private const int MaxExpansionRatio = 200;

    private static readonly string[] Formats =
    [
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd'T'HH:mmK",
        "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss",
    ];

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Stops within a few thousand rows.</param>
    /// <returns>The decisions in the order of the file.</returns>
    /// <exception cref="EventFileException">The file can't be read; the message says where, what, and what would mend it.</exception>
    /// <exception cref="IOException">The file can't be opened or read.</exception>
    public static IReadOnlyList<PastDecision> Read(string path, CancellationToken cancellationToken = default) =>
        DelimitedFile.Read(path, stream => Read(stream, Path.GetFileName(path), cancellationToken));

    /// <summary>Reads a stream from where it stands. The stream stays open.</summary>
    /// <param name="stream">The bytes of a file.</param>
    /// <param name="name">Name of the file, for messages.</param>
    /// <param name="cancellationToken">Stops within a few thousand rows.</param>
    /// <returns>The decisions in the order of the file.</returns>
    /// <exception cref="EventFileException">The content can't be read; the message says where, what, and what would mend it.</exception>
    public static IReadOnlyList<PastDecision> Read(Stream stream, string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return DelimitedFile.Named(name, () => DelimitedFile.Open<IReadOnlyList<PastDecision>>(
            stream,
            encoding: null,
            MaxExpansionRatio,
            (_, _) => throw new EventFileException("A file of decisions must be delimited text, plain or in gzip: save it as CSV."),
            content => DelimitedFile.Rows(
                content, delimiter: null, MaxRowBytes,
                (reader, header, _) => ReadRows(reader, new DecisionColumns(header, name), cancellationToken))));
    }

    private static List<PastDecision> ReadRows(CsvReader reader, DecisionColumns columns, CancellationToken cancellationToken)
    {
        List<PastDecision> decisions = [];
        // Ids of offers repeat in every row: one string each.
        Dictionary<string, string> known = new(StringComparer.Ordinal);
        while (reader.Read())
        {
            if (decisions.Count % CheckEvery == 0) cancellationToken.ThrowIfCancellationRequested();
            if (decisions.Count == MaxRows)
                throw new EventFileException($"There are more than {MaxRows:N0} rows: give the file in parts.");
            string customer = columns.Cell(reader, columns.Customer);
            if (customer.Length == 0) throw columns.Error(reader, columns.Customer, customer, "names no customer: give the id");
            decisions.Add(new PastDecision(
                new CustomerId(FileCells.Id(customer)),
                Moment(reader, columns, columns.Issued)
                    ?? throw columns.Error(reader, columns.Issued, "", "says not when it was decided: write 2026-03-01T00:00:00"),
                Id(columns.Offer))
            {
                Expires = Moment(reader, columns, columns.Expires),
                Variant = Id(columns.Variant),
                IsControl = IsYes(reader, columns),
                Withheld = Id(columns.Withheld),
            });
        }

        return decisions;

        string? Id(int column)
        {
            string id = columns.Cell(reader, column);
            if (id.Length == 0) return null;
            if (id.Length > MaxIdLength)
                throw columns.Error(reader, column, id, $"is longer than the {MaxIdLength} characters that an id may have: shorten it");
            if (known.TryGetValue(id, out string? same)) return same;
            return known[id] = id;
        }
    }

    private static DateTimeOffset? Moment(CsvReader reader, DecisionColumns columns, int column)
    {
        string text = columns.Cell(reader, column);
        if (text.Length == 0) return null;
        return DateTimeOffset.TryParseExact(
            text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset moment)
            ? moment
            : throw columns.Error(reader, column, text, "isn't a moment: write it as 2026-03-01T00:00:00, or 2026-03-01T00:00:00+01:00");
    }

    private static bool IsYes(CsvReader reader, DecisionColumns columns)
    {
        string text = columns.Cell(reader, columns.Control);
        return text.Length > 0
            && (FlagWords.Of(text) ?? throw columns.Error(reader, columns.Control, text, "is neither yes nor no: write yes, or nothing"));
    }
}

/// <summary>Where a file of decisions has what.</summary>
internal sealed class DecisionColumns(string[] header, string file)
{
    private readonly string[] _keys = Array.ConvertAll(header, HeaderNames.Key);

    public int Customer => Required("customer_id");

    public int Issued => Required("issued");

    public int Offer => Required("offer_id");

    public int Expires => Find("expires");

    public int Variant => Find("variant");

    public int Control => Find("control");

    public int Withheld => Find("withheld");

    /// <summary>A cell; empty where the row or the file has none.</summary>
    public string Cell(CsvReader reader, int column) =>
        column >= 0 && column < reader.FieldCount ? FileCells.Text(reader.GetSpan(column)) : "";

    public EventFileException Error(CsvReader reader, int column, string value, string problem) =>
        new(reader.LineNumber, header[column], ReadableText.Of(value), $"{problem}, in {file}.");

    private int Find(string name) => Array.IndexOf(_keys, HeaderNames.Key(name));

    private int Required(string name) => Find(name) is int column and >= 0
        ? column
        : throw new EventFileException(
            $"There is no column '{name}'. The columns are {string.Join(", ", header.Select(column => $"'{ReadableText.Of(column)}'"))}: "
            + $"rename the one that is meant to '{name}'.");
}
