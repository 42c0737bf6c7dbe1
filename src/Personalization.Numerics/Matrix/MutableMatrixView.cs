namespace Personalization.Numerics;

/// <summary>
/// A row-major window of <see cref="Rows"/> × <see cref="Columns"/> single-precision values that may be written, on memory that somebody
/// else owns; the writable counterpart of <see cref="MatrixView"/>. Row <c>r</c> begins at element <c>r · Stride</c>. Copying the view
/// copies no values. Many threads may write to disjoint rows at once. The default value is the empty 0 × 0 view.
/// </summary>
public readonly struct MutableMatrixView
{
    /// <summary>Makes a view whose rows follow each other without gaps.</summary>
    /// <param name="values">Row-major values, at least <paramref name="rows"/> · <paramref name="columns"/> of them.</param>
    /// <param name="rows">Number of rows, at least 0.</param>
    /// <param name="columns">Number of columns, at least 0.</param>
    public MutableMatrixView(Memory<float> values, int rows, int columns)
        : this(values, rows, columns, columns)
    {
    }

    /// <summary>Makes a view whose rows begin <paramref name="stride"/> elements apart.</summary>
    /// <param name="values">At least (rows − 1) · stride + columns values; none when there are no rows.</param>
    /// <param name="rows">Number of rows, at least 0.</param>
    /// <param name="columns">Number of columns, at least 0.</param>
    /// <param name="stride">Elements from the start of one row to the next, at least <paramref name="columns"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative, or the stride is below the number of columns.</exception>
    /// <exception cref="ArgumentException">The memory is shorter than the shape needs.</exception>
    public MutableMatrixView(Memory<float> values, int rows, int columns, int stride)
    {
        // The read-only view checks the shape; what it keeps says how much of the memory that is.
        MatrixView checkedView = new(values, rows, columns, stride);
        Rows = rows;
        Columns = columns;
        Stride = stride;
        Memory = values[..checkedView.Memory.Length];
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>Elements from the start of one row to the start of the next.</summary>
    public int Stride { get; }

    /// <summary>The values from the first of the first row to the last of the last row, gaps between rows included.</summary>
    public Memory<float> Memory { get; }

    /// <summary>A view of a whole matrix.</summary>
    /// <param name="matrix">The matrix to write to.</param>
    public static implicit operator MutableMatrixView(Matrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return matrix.MutableView;
    }

    /// <summary>The same window, to read only.</summary>
    /// <param name="view">The view.</param>
    public static implicit operator MatrixView(MutableMatrixView view) => view.ToReadOnly();

    /// <summary>The same window, to read only.</summary>
    public MatrixView ToReadOnly() => new(Memory, Rows, Columns, Stride);

    /// <summary>The values of one row, <see cref="Columns"/> of them.</summary>
    /// <param name="row">From 0 to Rows − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public Span<float> Row(int row) => (uint)row < (uint)Rows
        ? Memory.Span.Slice(row * Stride, Columns)
        : throw new ArgumentOutOfRangeException(nameof(row), row, $"Row {row} is outside a view of {Rows} rows.");

    /// <summary>A window within this one, without copying.</summary>
    /// <param name="rowStart">First row, from 0 to Rows.</param>
    /// <param name="rowCount">Number of rows, from 0 to Rows − rowStart.</param>
    /// <param name="columnStart">First column, from 0 to Columns.</param>
    /// <param name="columnCount">Number of columns, from 0 to Columns − columnStart.</param>
    public MutableMatrixView Slice(int rowStart, int rowCount, int columnStart, int columnCount)
    {
        Guard.InRange(rowStart, 0, Rows);
        Guard.InRange(rowCount, 0, Rows - rowStart);
        Guard.InRange(columnStart, 0, Columns);
        Guard.InRange(columnCount, 0, Columns - columnStart);
        return rowCount == 0
            ? new MutableMatrixView(default, 0, columnCount, Stride)
            : new MutableMatrixView(Memory[((rowStart * Stride) + columnStart)..], rowCount, columnCount, Stride);
    }
}
