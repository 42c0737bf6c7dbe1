using System.Globalization;
using CsvHelper;
using Personalization.Core;

namespace Personalization.Data;

/// <summary>The columns of a file of our own layout, in any order, and their cells as moments, flags and ids.</summary>
internal sealed class NamedColumns(CsvReader reader, string[] header, string file)
{
    private const int CheckEvery = 4096, MaxRows = 100_000_000, MaxRowBytes = 1 << 20;

    /// <summary>Rows repeat each other, and pack well.</summary>
    private const int MaxExpansionRatio = 200;

    private static readonly string[] Formats =
    [
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd'T'HH:mmK",
        "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss",
    ];

    private readonly string[] _keys = Array.ConvertAll(header, HeaderNames.Key);

    /// <summary>Reads all rows of a stream.</summary>
    /// <param name="stream">Stands at the first byte; stays open.</param>
    /// <param name="name">Name of the file, for messages.</param>
    /// <param name="what">What it is a file of, for messages.</param>
    /// <param name="layout">Finds the columns; what it gives reads the row where the reader stands.</param>
    /// <param name="cancellationToken">Stops within a few thousand rows.</param>
    public static IReadOnlyList<T> ReadAll<T>(
        Stream stream, string name, string what, Func<NamedColumns, Func<T>> layout, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return DelimitedFile.Named(name, () => DelimitedFile.Open<IReadOnlyList<T>>(
            stream,
            encoding: null,
            MaxExpansionRatio,
            (_, _) => throw new EventFileException($"A file of {what} must be delimited text, plain or in gzip: save it as CSV."),
            content => DelimitedFile.Rows(content, delimiter: null, MaxRowBytes, (reader, header, _) => Rows(reader, header))));

        List<T> Rows(CsvReader reader, string[] header)
        {
            Func<T> row = layout(new NamedColumns(reader, header, name));
            List<T> rows = [];
            while (reader.Read())
            {
                if (rows.Count % CheckEvery == 0) cancellationToken.ThrowIfCancellationRequested();
                if (rows.Count == MaxRows)
                    throw new EventFileException($"There are more than {MaxRows:N0} rows: give the file in parts.");
                rows.Add(row());
            }

            return rows;
        }
    }

    /// <summary>The place of the first of these columns that is there; -1: none is.</summary>
    public int Find(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            int place = Array.IndexOf(_keys, HeaderNames.Key(name));
            if (place >= 0) return place;
        }

        return -1;
    }

    /// <summary>The place of the first of these columns that is there; an error that names the first where none is.</summary>
    public int Require(params ReadOnlySpan<string> names) => Find(names) is int place and >= 0
        ? place
        : throw new EventFileException(
            $"There is no column '{names[0]}'. The columns are "
            + $"{string.Join(", ", header.Select(column => $"'{ReadableText.Of(column)}'"))}: rename the one that is meant to "
            + $"'{names[0]}'.");

    /// <summary>A cell; empty where the row or the file has none.</summary>
    public string Cell(int column) => column >= 0 && column < reader.FieldCount ? FileCells.Text(reader.GetSpan(column)) : "";

    public CustomerId Customer(int column)
    {
        string id = Cell(column);
        return id.Length > 0 ? new CustomerId(FileCells.Id(id)) : throw Error(column, id, "names no customer: give the id");
    }

    /// <summary>A moment in ISO 8601, in UTC where it names no offset; null where the cell is empty.</summary>
    public DateTimeOffset? Moment(int column)
    {
        string text = Cell(column);
        if (text.Length == 0) return null;
        return DateTimeOffset.TryParseExact(
            text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset moment)
            ? moment
            : throw Error(column, text, "isn't a moment: write it as 2026-03-01T00:00:00, or 2026-03-01T00:00:00+01:00");
    }

    /// <summary>Yes or no; no where the cell is empty.</summary>
    public bool IsYes(int column)
    {
        string text = Cell(column);
        return text.Length > 0
            && (FlagWords.Of(text) ?? throw Error(column, text, "is neither yes nor no: write yes, or nothing"));
    }

    /// <summary>What is wrong with the cell where the reader stands.</summary>
    public EventFileException Error(int column, string value, string problem) =>
        new(reader.LineNumber, header[column], ReadableText.Of(value), $"{problem}, in {file}.");
}
