using System.Text;
using ExcelDataReader;

namespace Personalization.Data;

/// <summary>The rows of one worksheet as UTF-8 fields, bounded in width and size. The first are looked at before they are read.</summary>
internal sealed class SheetRows(IExcelDataReader reader, EventReadOptions options, bool since1904) : IRowFields
{
    /// <summary>Excel itself has at most 16,384 columns, and no shop uses a thousand.</summary>
    private const int MaxColumns = 1024;

    /// <summary>So many empty rows in a row are formatting, not data.</summary>
    private const int MaxEmptyRows = 1000;

    /// <summary>Rows that columns are judged by.</summary>
    private const int RowsLookedAt = 500;

    private readonly Queue<(object?[] Cells, long Number)> _ahead = new();
    private byte[] _bytes = new byte[1024];
    private (int Start, int Length)[] _cells = [];
    private int _used;
    private bool _ended;

    /// <summary>Columns with a header: cells to the right of it are notes, not data.</summary>
    public int Count { get; private set; }

    /// <summary>Row of the sheet, from 1.</summary>
    public long RowNumber { get; private set; }

    /// <summary>Column whose plain numbers are dates; −1 before the header is known.</summary>
    public int TimeColumn { get; set; } = -1;

    public ReadOnlySpan<byte> this[int index] => index < Count ? _bytes.AsSpan(_cells[index].Start, _cells[index].Length) : default;

    /// <summary>
    /// Looks for the header, which may stand below titles; the rows below it are what is read next. Null: nothing is there.
    /// </summary>
    public SheetLook? Look()
    {
        SheetLook empty = new() { Name = reader.Name, IsHidden = reader.VisibleState is not (null or "" or "visible") };
        if (reader.FieldCount > MaxColumns)
        {
            return empty with
            {
                Misfit = new EventFileException(
                    $"Worksheet '{reader.Name}' is {reader.FieldCount} columns wide; at most {MaxColumns} are read."),
            };
        }

        Count = reader.FieldCount;
        while (_ahead.Count < RowsLookedAt && ReadCells() is { } row) _ahead.Enqueue(row);
        if (_ahead.Count == 0) return null;
        byte[][][] rows = [.. _ahead.Select(row => Array.ConvertAll(row.Cells, cell => Utf8(cell, isTime: false)))];
        int at = 0;
        for (int i = 0; i < Math.Min(rows.Length, CsvHead.MaxLinesAbove + 1); i++)
        {
            string[] header = HeaderOf(rows[i]);
            if (header.Length == 0 || !ColumnPlan.Fits(header, options.ColumnChoice, new FileSample(rows[(i + 1)..]))) continue;
            at = i;
            break;
        }

        return LookBelow(empty, rows, at);
    }

    /// <summary>The next row that holds anything; false at the end.</summary>
    public bool Read()
    {
        if (!_ahead.TryDequeue(out (object?[] Cells, long Number) row))
        {
            if (ReadCells() is not { } next) return false;
            row = next;
        }

        RowNumber = row.Number;
        _used = 0;
        for (int i = 0; i < Count; i++) Put(i, i < row.Cells.Length ? TextOf(row.Cells[i], i == TimeColumn) : "");
        return true;
    }

    private static string[] HeaderOf(byte[][] row)
    {
        string[] header = Array.ConvertAll(row, cell => Encoding.UTF8.GetString(cell).Trim());
        int count = header.Length;
        while (count > 0 && header[count - 1].Length == 0) count--;
        return header[..count];
    }

    private SheetLook LookBelow(SheetLook empty, byte[][][] rows, int at)
    {
        string[] header = HeaderOf(rows[at]);
        string first = ReadableText.Of(string.Join(' ', HeaderOf(rows[0]).Where(text => text.Length > 0)));
        long headerRow = 0;
        for (int i = 0; i <= at; i++) headerRow = _ahead.Dequeue().Number;
        Count = header.Length;
        _cells = new (int, int)[Count];
        SheetLook look = empty with
        {
            Header = header,
            Sample = new FileSample(rows[(at + 1)..]),
            Preamble = at == 0
                ? null
                : $"The header of worksheet '{reader.Name}' is row {headerRow}; what stands above it was passed over: '{first}'.",
        };
        if (Count == 0) return look with { Misfit = new EventFileException($"Worksheet '{reader.Name}' has no header.") };
        try
        {
            ColumnPlan plan = ColumnPlan.For(header, options.ColumnChoice, look.Sample, $"worksheet '{reader.Name}'");
            int time = plan[EventField.Time], row = at + 1;
            foreach ((object?[] cells, _) in _ahead)
            {
                if (time >= 0 && time < cells.Length) rows[row][time] = Utf8(cells[time], isTime: true);
                row++;
            }

            return look with { Plan = plan };
        }
        catch (EventFileException e)
        {
            return look with { Misfit = e };
        }
    }

    private byte[] Utf8(object? cell, bool isTime) => Encoding.UTF8.GetBytes(TextOf(cell, isTime));

    private string TextOf(object? cell, bool isTime) => XlsxSource.TextOf(cell, isTime, since1904);

    /// <summary>The next row with a cell that holds anything; null at the end, or where nothing but empty rows follows.</summary>
    private (object?[] Cells, long Number)? ReadCells()
    {
        for (int empty = 0; !_ended && empty < MaxEmptyRows && reader.Read(); empty++)
        {
            object?[] cells = new object?[Math.Min(reader.FieldCount, MaxColumns)];
            bool any = false;
            for (int i = 0; i < cells.Length; i++)
            {
                cells[i] = reader.GetValue(i);
                any |= cells[i] is not (null or "");
            }

            if (any) return (cells, reader.Depth + 1);
        }

        _ended = true;
        return null;
    }

    private void Put(int column, string text)
    {
        if (_used + text.Length > options.MaxRowBytes)
        {
            throw new EventFileException(RowNumber, null, null,
                $"the row of worksheet '{reader.Name}' is longer than {options.MaxRowBytes:N0} bytes. Raise MaxRowBytes, or mend it.");
        }

        int most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (_used + most > _bytes.Length) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _used + most));
        int length = Encoding.UTF8.GetBytes(text, _bytes.AsSpan(_used));
        _cells[column] = (_used, length);
        _used += length;
    }
}
