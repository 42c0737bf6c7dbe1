using CsvHelper;

namespace Personalization.Data;

/// <summary>A value of a column as it stands in the file: how often, and where first.</summary>
internal sealed class SeenValue(string text, long row)
{
    public string Text => text;

    public long FirstRow => row;

    public long Count { get; set; }
}

/// <summary>The cells of a file of customers, by customer: of several rows of one the last that says something.</summary>
internal sealed class CustomerRows
{
    private const int CheckEvery = 4096;

    private readonly Dictionary<string, int> _rowOf = new(StringComparer.Ordinal);
    private readonly List<string> _ids = [];
    private readonly Dictionary<string, SeenValue>[] _seen;
    private readonly List<SeenValue?>[] _cells;
    private readonly List<RowExample> _repeated = [];
    private readonly CustomerFileOptions _options;

    private CustomerRows(string source, string[] header, int idColumn, string idWhy, CustomerFileOptions options)
    {
        (Source, Header, IdColumn, IdWhy, _options) = (source, header, idColumn, idWhy, options);
        _seen = [.. header.Select(_ => new Dictionary<string, SeenValue>(StringComparer.Ordinal))];
        _cells = [.. header.Select(_ => new List<SeenValue?>())];
    }

    public string Source { get; }

    public string[] Header { get; }

    public int IdColumn { get; }

    public string IdWhy { get; }

    public string Encoding { get; private init; } = "";

    public char Delimiter { get; private init; }

    public long RowsRead { get; private set; }

    public long RowsWithoutId { get; private set; }

    public long RepeatedRows { get; private set; }

    public long DamagedIds { get; private set; }

    public IReadOnlyList<RowExample> RepeatedExamples => _repeated;

    /// <summary>Ids by customer, in the order of the file.</summary>
    public IReadOnlyList<string> Ids => _ids;

    /// <summary>The different values of a column, in the order in which they were first seen.</summary>
    public IReadOnlyCollection<SeenValue> Values(int column) => _seen[column].Values;

    /// <summary>A cell; null where nothing stands there.</summary>
    public SeenValue? Cell(int column, int customer) => _cells[column][customer];

    public static CustomerRows Read(TextContent content, string name, CustomerFileOptions options, CancellationToken cancellationToken) =>
        DelimitedFile.Rows(content, options.Delimiter, options.MaxRowBytes, (reader, header, guess) =>
        {
            (int id, string why) = FindId(header, options, guess);
            CustomerRows rows = new(name, header, id, why, options) { Encoding = content.EncodingName, Delimiter = guess.Delimiter };
            while (reader.Read())
            {
                if (++rows.RowsRead % CheckEvery == 0) cancellationToken.ThrowIfCancellationRequested();
                rows.Take(reader);
            }

            return rows.RowsRead > 0 ? rows : throw new EventFileException("The file has a header but no row below it.");
        });

    private static (int Column, string Why) FindId(string[] header, CustomerFileOptions options, DelimiterGuess guess)
    {
        string[] keys = Array.ConvertAll(header, HeaderNames.Key);
        if (options.IdColumn is { } wanted)
        {
            int named = Array.IndexOf(keys, HeaderNames.Key(wanted));
            return named >= 0
                ? (named, "named by hand")
                : throw new EventFileException(
                    $"There is no column '{wanted}' (--customers-id, CustomerFileOptions.IdColumn). The columns are "
                    + $"{string.Join(", ", header.Select(name => $"'{ReadableText.Of(name)}'"))}; {guess.Seen}.");
        }

        foreach (string name in HeaderNames.NamesOf(EventField.Customer))
        {
            if (Array.IndexOf(keys, name) is int column and >= 0) return (column, "named like it");
        }

        return Array.IndexOf(keys, "id") is int id and >= 0 ? (id, "named like it") : (0, "the first column");
    }

    private void Take(CsvReader reader)
    {
        string id = reader.FieldCount > IdColumn ? FileCells.Text(reader.GetSpan(IdColumn)) : "";
        if (MissingMarkers.IsMissing(id))
        {
            RowsWithoutId++;
            return;
        }

        id = Normalized(id);
        if (_rowOf.TryGetValue(id, out int customer))
        {
            RepeatedRows++;
            if (_repeated.Count < _options.Examples)
                _repeated.Add(new RowExample(reader.LineNumber, Header[IdColumn], ReadableText.Of(id)));
        }
        else
        {
            customer = _ids.Count;
            _rowOf.Add(id, customer);
            _ids.Add(id);
            foreach (List<SeenValue?> cells in _cells) cells.Add(null);
        }

        int fields = Math.Min(reader.FieldCount, Header.Length);
        for (int column = 0; column < fields; column++)
        {
            if (column == IdColumn) continue;
            string text = FileCells.Text(reader.GetSpan(column));
            if (IsEmpty(text)) continue;
            ref SeenValue? seen = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(
                _seen[column], text, out bool exists);
            if (!exists) seen = new SeenValue(text, reader.LineNumber);
            seen!.Count++;
            _cells[column][customer] = seen;
        }
    }

    private string Normalized(string id)
    {
        string normalized = FileCells.Id(id);
        if (normalized.Length == id.Length && !EmailAddress.Looks(id) && Data.DamagedIds.IsDamaged(id)) DamagedIds++;
        return normalized;
    }

    /// <summary>Nothing, NULL, N/A and their like. NA is a country, none a tier, unknown a gender: whether these say something depends on
    /// the column.</summary>
    private static bool IsEmpty(string text) =>
        MissingMarkers.IsMissing(text) && !(text.ToUpperInvariant() is "NA" or "NONE" or "NIL" or "UNKNOWN");
}
