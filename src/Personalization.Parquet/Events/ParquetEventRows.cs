using Parquet.Schema;
using Personalization.Data;

namespace Personalization.Parquet;

/// <summary>The rows of a Parquet file as text. A row group is read at once, when its first row is asked for.</summary>
internal sealed class ParquetEventRows : IEventRows
{
    private readonly ParquetSource _source;
    private readonly ColumnText[] _columns;
    private readonly (int Start, int Length)[] _fields;
    private readonly int _maxRowBytes;
    private byte[] _bytes = new byte[1024];
    private int _nextGroup, _row, _rows;

    public ParquetEventRows(ParquetSource source, EventReadOptions options)
    {
        _source = source;
        _maxRowBytes = options.MaxRowBytes;
        List<ColumnText> columns = [];
        List<string> leftOut = [];
        foreach (Field field in source.Schema.Fields)
        {
            ColumnText? text = field is DataField { IsArray: false } data
                ? ColumnText.Of(data, source.MeaningOf(data), options.DecimalComma == true)
                : null;
            if (text is not null) columns.Add(text);
            else leftOut.Add(field.Name);
        }

        _columns = [.. columns];
        _fields = new (int, int)[_columns.Length];
        Header = [.. _columns.Select(column => column.Name)];
        LeftOut = leftOut;
    }

    public IReadOnlyList<string> Header { get; }

    public IReadOnlyList<string> LeftOut { get; }

    public double Share =>
        _source.GroupCount == 0 ? 1 : (_nextGroup - 1 + (_rows == 0 ? 1 : _row / (double)_rows)) / _source.GroupCount;

    public bool Read()
    {
        while (_row == _rows)
        {
            if (_nextGroup == _source.GroupCount) return false;
            ParquetFormat.Guarded(LoadGroup);
        }

        int used = 0;
        for (int i = 0; i < _columns.Length; i++)
        {
            int length = _columns[i].AppendNext(ref _bytes, used, _maxRowBytes);
            _fields[i] = (used, length);
            used += length;
        }

        _row++;
        return true;
    }

    public ReadOnlySpan<byte> Field(int column) => _bytes.AsSpan(_fields[column].Start, _fields[column].Length);

    public void Dispose() => _source.Dispose();

    private int LoadGroup()
    {
        _rows = _source.RowsOf(_nextGroup);
        _row = 0;
        foreach (ColumnText column in _columns) column.Load(_source, _nextGroup);
        return ++_nextGroup;
    }
}
