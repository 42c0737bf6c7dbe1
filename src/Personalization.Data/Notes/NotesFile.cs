using System.Text;
using CsvHelper;
using Personalization.Core;

namespace Personalization.Data;

/// <summary>
/// Reads reviews and notes from delimited text, plain or in gzip: a row each, with columns of the customer, the time and the text. All
/// members are thread-safe; O(bytes).
/// </summary>
public static class NotesFile
{
    private const int CheckEvery = 4096;

    private static readonly string[] TextNames =
    [
        "text", "review", "reviewtext", "reviewbody", "comment", "comments", "note", "notes", "message", "body", "content", "feedback",
        "description", "kommentar", "bewertung", "notiz", "commentaire", "avis", "comentario", "commento", "opmerking",
    ];

    private static readonly string[] MoreTimeNames = ["time", "date", "reviewdate", "reviewtime", "createdat", "submittedat", "writtenat"];

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Stops within a few thousand rows.</param>
    /// <exception cref="EventFileException">The file can't be read; the message says where, what, and what would mend it.</exception>
    /// <exception cref="IOException">The file can't be opened or read.</exception>
    public static CustomerNotes Read(string path, NotesFileOptions? options = null, CancellationToken cancellationToken = default) =>
        DelimitedFile.Read(path, stream => Read(stream, Path.GetFileName(path), options, cancellationToken));

    /// <summary>Reads a stream from where it stands. The stream stays open.</summary>
    /// <param name="stream">The bytes of a file.</param>
    /// <param name="name">Name of the file, for messages.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Stops within a few thousand rows.</param>
    /// <exception cref="EventFileException">The content can't be read; the message says where, what, and what would mend it.</exception>
    public static CustomerNotes Read(
        Stream stream, string name, NotesFileOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentException.ThrowIfNullOrEmpty(name);
        options ??= new NotesFileOptions();
        return DelimitedFile.Named(name, () => DelimitedFile.Open<CustomerNotes>(
            stream,
            encoding: null,
            options.MaxExpansionRatio,
            (_, _) => throw new EventFileException("A file of notes must be delimited text, plain or in gzip: save it as CSV."),
            content => ReadRows(content, name, options, cancellationToken)));
    }

    private static CustomerNotes ReadRows(
        TextContent content, string name, NotesFileOptions options, CancellationToken cancellationToken) =>
        DelimitedFile.Rows(content, options.Delimiter, options.MaxRowBytes, (reader, header, _) =>
        {
            int customer = Find(header, options.CustomerColumn, [.. HeaderNames.NamesOf(EventField.Customer), "id"], "customer");
            int time = Find(header, options.TimeColumn, [.. MoreTimeNames, .. HeaderNames.NamesOf(EventField.Time)], "time");
            int text = Find(header, options.TextColumn, TextNames, "text");
            NoteRows rows = new(options);
            while (reader.Read())
            {
                if (++rows.RowsRead % CheckEvery == 0) cancellationToken.ThrowIfCancellationRequested();
                rows.Take(Cell(reader, customer), Cell(reader, time), Cell(reader, text), reader.LineNumber);
            }

            return rows.ToNotes(name, header[time]);
        });

    private static string Cell(CsvReader reader, int column) =>
        column < reader.FieldCount ? FileCells.Text(reader.GetSpan(column)) : "";

    private static int Find(string[] header, string? wanted, IEnumerable<string> names, string what)
    {
        string[] keys = Array.ConvertAll(header, HeaderNames.Key);
        foreach (string name in wanted is null ? names : [HeaderNames.Key(wanted)])
        {
            if (Array.IndexOf(keys, name) is int column and >= 0) return column;
        }

        string option = $"NotesFileOptions.{char.ToUpperInvariant(what[0])}{what[1..]}Column";
        throw new EventFileException(
            $"There is no column {(wanted is null ? $"of the {what}" : $"'{wanted}'")}. The columns are "
            + $"{string.Join(", ", header.Select(column => $"'{ReadableText.Of(column)}'"))}: rename one to '{what}', or name it by "
            + $"{option}.");
    }
}

/// <summary>The rows of a file of notes; how its times are written is known when all were seen.</summary>
internal sealed class NoteRows(NotesFileOptions options)
{
    private readonly List<(string Customer, string Time, string Text, long Row)> _rows = [];
    private readonly DateEvidence _dates = new();
    private long _withoutCustomer, _withoutText, _cut;

    public long RowsRead { get; set; }

    public void Take(string customer, string time, string text, long row)
    {
        if (MissingMarkers.IsMissing(customer))
        {
            _withoutCustomer++;
            return;
        }

        if (text.Length == 0)
        {
            _withoutText++;
            return;
        }

        if (text.Length > options.MaxTextLength)
        {
            _cut++;
            text = text[..options.MaxTextLength];
        }

        _dates.Add(Encoding.UTF8.GetBytes(time));
        _rows.Add((FileCells.Id(customer), time, text, row));
    }

    public CustomerNotes ToNotes(string name, string timeColumn)
    {
        DateDecision decision = _dates.Decide();
        DateOrder order = options.DayFirst is { } first ? first ? DateOrder.DayFirst : DateOrder.MonthFirst : decision.Order;
        TimeParser parser = new([], TimeZoneInfo.Utc) { Order = order, TakesSerials = decision.TakesSerials };
        List<CustomerNote> notes = new(_rows.Count);
        List<RowExample> unread = [];
        foreach ((string customer, string time, string text, long row) in _rows)
        {
            if (parser.TryParse(Encoding.UTF8.GetBytes(time), out long ticks))
                notes.Add(new CustomerNote(new CustomerId(customer), new DateTime(ticks), text));
            else if (unread.Count < options.Examples)
                unread.Add(new RowExample(row, timeColumn, ReadableText.Of(time)));
        }

        return new CustomerNotes(notes, name)
        {
            RowsRead = RowsRead,
            RowsWithoutCustomer = _withoutCustomer,
            RowsWithoutText = _withoutText,
            UnreadableTimes = _rows.Count - notes.Count,
            UnreadableTimeExamples = unread,
            TextsCut = _cut,
            DateOrder = options.DayFirst is null ? decision.Told(timeColumn, nameof(NotesFileOptions)) : null,
        };
    }
}
