namespace Personalization.Numerics;

/// <summary>
/// A read-only matrix in compressed sparse rows on memory that somebody else owns: row r has the values <c>Offsets[r]</c> to <c>Offsets[r +
/// 1] − 1</c>, each with its column. Columns of a row may come in any order, and more than once: such values add up. Safe to read from many
/// threads.
/// </summary>
public readonly struct SparseMatrixView
{
    /// <summary>Makes a view and checks it, O(rows + values).</summary>
    /// <param name="offsets">Rows + 1 ascending positions, from 0 to the number of values.</param>
    /// <param name="columns">Column of each value, from 0 to <paramref name="columnCount"/> − 1.</param>
    /// <param name="values">The values.</param>
    /// <param name="columnCount">Number of columns, at least 0.</param>
    /// <exception cref="ArgumentException">The arrays contradict each other; the message names the row or the position.</exception>
    public SparseMatrixView(ReadOnlyMemory<int> offsets, ReadOnlyMemory<int> columns, ReadOnlyMemory<float> values, int columnCount)
    {
        ColumnCount = Guard.AtLeast(columnCount, 0);
        if (offsets.Length == 0 || offsets.Span[0] != 0 || offsets.Span[^1] != values.Length || columns.Length != values.Length)
        {
            throw new ArgumentException(
                $"Offsets must run from 0 to the number of values, {values.Length}, with as many columns; "
                + $"there are {offsets.Length} offsets and {columns.Length} columns.",
                nameof(offsets));
        }

        for (int row = 1; row < offsets.Length; row++)
        {
            if (offsets.Span[row] < offsets.Span[row - 1])
            {
                throw new ArgumentException(
                    $"Row {row - 1} begins at {offsets.Span[row - 1]} and ends at {offsets.Span[row]}.", nameof(offsets));
            }
        }

        ReadOnlySpan<int> places = columns.Span;
        for (int i = 0; i < places.Length; i++)
        {
            if ((uint)places[i] >= (uint)columnCount)
                throw new ArgumentException($"Value {i} has column {places[i]}; it must be from 0 to {columnCount - 1}.", nameof(columns));
        }

        Offsets = offsets;
        Columns = columns;
        Values = values;
    }

    /// <summary>Number of rows.</summary>
    public int RowCount => Math.Max(Offsets.Length - 1, 0);

    /// <summary>Number of columns.</summary>
    public int ColumnCount { get; }

    /// <summary>Where each row's values begin, and at last where they end.</summary>
    public ReadOnlyMemory<int> Offsets { get; }

    /// <summary>Column of each value.</summary>
    public ReadOnlyMemory<int> Columns { get; }

    /// <summary>The values, row after row.</summary>
    public ReadOnlyMemory<float> Values { get; }

    /// <summary>A copy the other way round: columns as rows, each row's values in the order of the rows that they come from.</summary>
    public SparseMatrixView Transpose()
    {
        ReadOnlySpan<int> offsets = Offsets.Span, columns = Columns.Span;
        ReadOnlySpan<float> values = Values.Span;
        int[] starts = new int[ColumnCount + 1], rows = new int[values.Length];
        float[] moved = new float[values.Length];
        foreach (int column in columns) starts[column + 1]++;
        for (int column = 0; column < ColumnCount; column++) starts[column + 1] += starts[column];
        int[] next = starts[..^1];
        for (int row = 0; row < RowCount; row++)
        {
            for (int i = offsets[row]; i < offsets[row + 1]; i++)
            {
                int target = next[columns[i]]++;
                (rows[target], moved[target]) = (row, values[i]);
            }
        }

        return new SparseMatrixView(starts, rows, moved, RowCount);
    }
}
