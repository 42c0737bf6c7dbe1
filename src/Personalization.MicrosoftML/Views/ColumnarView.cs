using Microsoft.ML;
using Microsoft.ML.Data;

namespace Personalization.MicrosoftML;

/// <summary>
/// Columns that lie in memory as ML.NET sees data. Knows the number of its rows; a set of cursors takes turns at batches of rows, so that
/// any number of threads reads it at once. Immutable and thread-safe.
/// </summary>
internal sealed class ColumnarView : IDataView
{
    /// <summary>Rows that a cursor of a set reads in a row.</summary>
    internal const int BatchRows = 1_024;

    private readonly ViewColumn[] _columns;
    private readonly int _rows;

    public ColumnarView(int rows, params IReadOnlyList<ViewColumn> columns)
    {
        (_rows, _columns) = (rows, [.. columns]);
        DataViewSchema.Builder schema = new();
        foreach (ViewColumn column in _columns) schema.AddColumn(column.Name, column.Type, column.Annotations);
        Schema = schema.ToSchema();
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => _rows;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(this, Active(columnsNeeded), 0, 1);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        bool[] active = Active(columnsNeeded);
        int cursors = Math.Clamp(Math.Min(n, (_rows + BatchRows - 1) / BatchRows), 1, Environment.ProcessorCount);
        DataViewRowCursor[] set = new DataViewRowCursor[cursors];
        for (int i = 0; i < cursors; i++) set[i] = new Cursor(this, active, i, cursors);
        return set;
    }

    private bool[] Active(IEnumerable<DataViewSchema.Column> columnsNeeded)
    {
        bool[] active = new bool[_columns.Length];
        foreach (DataViewSchema.Column column in columnsNeeded)
        {
            // Views that only drop or hide columns pass on those of their source, so the place alone counts.
            if (column.Index < active.Length) active[column.Index] = true;
        }

        return active;
    }

    private sealed class Cursor(ColumnarView view, bool[] active, int first, int step) : DataViewRowCursor
    {
        private long _batch = first;
        private long _position = -1;

        public override DataViewSchema Schema => view.Schema;

        public override long Position => _position;

        public override long Batch => step == 1 ? 0 : _batch;

        public override bool MoveNext()
        {
            if (_position == long.MaxValue) return false;
            long next = _position < 0 ? _batch * BatchRows : _position + 1;
            if (step > 1 && next == (_batch + 1) * BatchRows)
            {
                _batch += step;
                next = _batch * BatchRows;
            }

            _position = next < view._rows ? next : long.MaxValue;
            return _position != long.MaxValue;
        }

        public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            if (!active[column.Index])
                throw new InvalidOperationException($"Column '{column.Name}' isn't among those the cursor was asked for.");
            return view._columns[column.Index].Getter(this) as ValueGetter<TValue>
                ?? throw new InvalidOperationException(
                    $"Column '{column.Name}' holds {column.Type}, which can't be read as {typeof(TValue).Name}.");
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() =>
            (ref DataViewRowId id) => id = new DataViewRowId((ulong)_position, 0);
    }
}
