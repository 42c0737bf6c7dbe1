namespace Personalization.Core;

/// <summary>Rows of different lengths, each element a column and a value above 0: bought items by customer, neighbours by item.</summary>
internal sealed class RaggedRows(int[] offsets, int[] columns, float[] values)
{
    public int Count => offsets.Length - 1;

    /// <summary>Where each row begins, and at last where the rows end.</summary>
    public ReadOnlySpan<int> Offsets => offsets;

    /// <summary>The columns of all rows, one after the other.</summary>
    public ReadOnlySpan<int> AllColumns => columns;

    /// <summary>The values beside <see cref="AllColumns"/>.</summary>
    public ReadOnlySpan<float> AllValues => values;

    public ReadOnlySpan<int> Columns(int row) => columns.AsSpan(offsets[row]..offsets[row + 1]);

    public ReadOnlySpan<float> Values(int row) => values.AsSpan(offsets[row]..offsets[row + 1]);

    /// <summary>A copy of the rows of a matrix.</summary>
    public static RaggedRows Of(InteractionMatrix matrix)
    {
        int[] offsets = new int[matrix.Customers.Count + 1];
        int[] columns = new int[matrix.Count];
        float[] values = new float[matrix.Count];
        for (int row = 0; row < matrix.Customers.Count; row++)
        {
            ReadOnlySpan<int> items = matrix.ItemsOf(row);
            items.CopyTo(columns.AsSpan(offsets[row]));
            matrix.ValuesOf(row).CopyTo(values.AsSpan(offsets[row]));
            offsets[row + 1] = offsets[row] + items.Length;
        }

        return new RaggedRows(offsets, columns, values);
    }

    /// <summary>Rows in another order or number, with their columns renumbered.</summary>
    /// <param name="rows">For each new row the old one, or −1 for an empty one.</param>
    /// <param name="newColumns">For each old column the new one.</param>
    public RaggedRows Select(int[] rows, int[] newColumns)
    {
        int[] starts = new int[rows.Length + 1];
        for (int row = 0; row < rows.Length; row++) starts[row + 1] = starts[row] + (rows[row] < 0 ? 0 : Columns(rows[row]).Length);
        int[] selected = new int[starts[^1]];
        float[] selectedValues = new float[starts[^1]];
        for (int row = 0; row < rows.Length; row++)
        {
            if (rows[row] < 0) continue;
            Values(rows[row]).CopyTo(selectedValues.AsSpan(starts[row]));
            ReadOnlySpan<int> old = Columns(rows[row]);
            for (int i = 0; i < old.Length; i++) selected[starts[row] + i] = newColumns[old[i]];
        }

        return new RaggedRows(starts, selected, selectedValues);
    }

    /// <summary>Columns as rows: for each column the rows that have it, rising, with their values. O(elements).</summary>
    public RaggedRows Transposed(int columnCount)
    {
        int[] starts = new int[columnCount + 1], rows = new int[columns.Length];
        float[] transposed = new float[columns.Length];
        foreach (int column in columns) starts[column + 1]++;
        for (int column = 0; column < columnCount; column++) starts[column + 1] += starts[column];
        int[] next = starts[..^1];
        for (int row = 0; row < Count; row++)
        {
            for (int i = offsets[row]; i < offsets[row + 1]; i++)
            {
                int target = next[columns[i]]++;
                (rows[target], transposed[target]) = (row, values[i]);
            }
        }

        return new RaggedRows(starts, rows, transposed);
    }

    public void Write(ModelFileWriter file, string name)
    {
        file.Add($"{name}.offsets", offsets);
        file.Add($"{name}.columns", columns);
        file.Add($"{name}.values", values);
    }

    /// <summary>Reads rows back and checks that every offset, column and value is possible.</summary>
    /// <param name="file">The model file.</param>
    /// <param name="name">Name that they were written with.</param>
    /// <param name="rowCount">How many rows there must be.</param>
    /// <param name="columnCount">Columns must be below this.</param>
    /// <param name="anySign">Whether values may be negative or 0; columns must rise within a row then.</param>
    public static RaggedRows Read(ModelFile file, string name, int rowCount, int columnCount, bool anySign = false)
    {
        int[] offsets = file.Int32s($"{name}.offsets", rowCount + 1);
        int[] columns = file.Int32s($"{name}.columns", -1);
        float[] values = file.Floats($"{name}.values", columns.Length);
        if (offsets[0] != 0 || offsets[^1] != columns.Length)
            throw file.Invalid($"'{name}.offsets' doesn't run from 0 to its {columns.Length} elements");
        for (int row = 0; row < rowCount; row++)
        {
            if (offsets[row] > offsets[row + 1])
                throw file.Invalid($"row {row} of '{name}' ends at {offsets[row + 1]}, before it begins at {offsets[row]}");
        }

        for (int i = 0; i < columns.Length; i++)
        {
            if (columns[i] < 0 || columns[i] >= columnCount)
                throw file.Invalid($"element {i} of '{name}' is column {columns[i]}; there are {columnCount} columns");
            if (!(anySign || values[i] > 0) || !float.IsFinite(values[i]))
                throw file.Invalid($"element {i} of '{name}' is {values[i]}; it must be {(anySign ? "" : "above 0 and ")}finite");
        }

        for (int row = 0; anySign && row < rowCount; row++)
        {
            for (int i = offsets[row] + 1; i < offsets[row + 1]; i++)
            {
                if (columns[i - 1] >= columns[i])
                    throw file.Invalid($"row {row} of '{name}' has column {columns[i]} after {columns[i - 1]}; columns must rise");
            }
        }

        return new RaggedRows(offsets, columns, values);
    }
}
