using System.Text;
using ExcelDataReader;

namespace Personalization.Data;

/// <summary>The rows of one worksheet as UTF-8 fields, bounded in width and size.</summary>
internal sealed class SheetRows(IExcelDataReader reader, int maxRowBytes) : IRowFields
{
    private byte[] _bytes = new byte[1024];
    private (int Start, int Length)[] _cells = [];
    private int _used;

    /// <summary>Columns with a header: cells to the right of it are notes, not data.</summary>
    public int Count { get; private set; }

    /// <summary>Row of the sheet, from 1.</summary>
    public long RowNumber => reader.Depth + 1;

    /// <summary>Column whose plain numbers are dates; −1 before the header is known.</summary>
    public int TimeColumn { get; set; } = -1;

    public bool AtHeader { get; private set; }

    public bool IsEmpty => _used == 0;

    public ReadOnlySpan<byte> this[int index] => index < Count ? _bytes.AsSpan(_cells[index].Start, _cells[index].Length) : default;

    /// <summary>Goes to the first row that holds anything.</summary>
    public bool MoveToHeader(int maxColumns, int maxEmptyRows)
    {
        if (reader.FieldCount > maxColumns)
            throw new EventFileException($"Worksheet '{reader.Name}' is {reader.FieldCount} columns wide; at most {maxColumns} are read.");
        Count = reader.FieldCount;
        _cells = new (int, int)[Count];
        for (int i = 0; i < maxEmptyRows && Read(); i++)
        {
            if (IsEmpty) continue;
            while (Count > 0 && this[Count - 1].Trim((byte)' ').IsEmpty) Count--;
            AtHeader = true;
            return Count > 0;
        }

        return false;
    }

    public string[] Header()
    {
        string[] header = new string[Count];
        for (int i = 0; i < Count; i++) header[i] = Encoding.UTF8.GetString(this[i]).Trim();
        return header;
    }

    public bool Read()
    {
        AtHeader = false;
        if (!reader.Read()) return false;
        _used = 0;
        for (int i = 0; i < Count; i++)
        {
            string text = i < reader.FieldCount ? XlsxSource.TextOf(reader.GetValue(i), i == TimeColumn) : "";
            int most = Encoding.UTF8.GetMaxByteCount(text.Length);
            if (_used + text.Length > maxRowBytes)
            {
                throw new EventFileException(RowNumber, null, null,
                    $"the row of worksheet '{reader.Name}' is longer than {maxRowBytes:N0} bytes. Raise MaxRowBytes, or mend it.");
            }

            if (_used + most > _bytes.Length) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _used + most));
            int length = Encoding.UTF8.GetBytes(text, _bytes.AsSpan(_used));
            _cells[i] = (_used, length);
            _used += length;
        }

        return true;
    }
}
