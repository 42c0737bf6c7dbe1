using System.Numerics.Tensors;

namespace Personalization.Numerics;

/// <summary>
/// A read-only, row-major window of <see cref="Rows"/> × <see cref="Columns"/> single-precision values on memory that somebody else owns.
/// Row <c>r</c> begins at element <c>r · Stride</c>. Copying the view copies no values. Safe to read from many threads while nobody writes
/// to the memory. The default value is the empty 0 × 0 view.
/// </summary>
public readonly struct MatrixView
{
    /// <summary>Makes a view whose rows follow each other without gaps.</summary>
    /// <param name="values">Row-major values, at least <paramref name="rows"/> · <paramref name="columns"/> of them.</param>
    /// <param name="rows">Number of rows, at least 0.</param>
    /// <param name="columns">Number of columns, at least 0.</param>
    public MatrixView(ReadOnlyMemory<float> values, int rows, int columns)
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
    public MatrixView(ReadOnlyMemory<float> values, int rows, int columns, int stride)
    {
        Rows = Guard.AtLeast(rows, 0);
        Columns = Guard.AtLeast(columns, 0);
        Stride = Guard.AtLeast(stride, columns);
        long needed = rows == 0 ? 0 : ((rows - 1L) * stride) + columns;
        if (values.Length < needed)
        {
            throw new ArgumentException(
                $"{rows} rows of {columns} columns with stride {stride} need {needed} values; the memory holds {values.Length}.",
                nameof(values));
        }

        Memory = values[..(int)needed];
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>Elements from the start of one row to the start of the next.</summary>
    public int Stride { get; }

    /// <summary>The values from the first of the first row to the last of the last row, gaps between rows included.</summary>
    public ReadOnlyMemory<float> Memory { get; }

    /// <summary>Whether no gap separates the rows, so that <see cref="Memory"/> holds exactly Rows · Columns values.</summary>
    public bool IsContiguous => Stride == Columns || Rows <= 1;

    /// <summary>The value at a row and column.</summary>
    /// <param name="row">From 0 to Rows − 1.</param>
    /// <param name="column">From 0 to Columns − 1.</param>
    public float this[int row, int column] => Row(row)[column];

    /// <summary>The same window as a tensor of rank 2, without copying.</summary>
    public ReadOnlyTensorSpan<float> AsTensorSpan() =>
        new(Memory.Span, [Rows, Columns], [Rows > 1 ? Stride : 0, Columns > 1 ? 1 : 0]); // A dimension of one step has no stride there.

    /// <summary>The values of one row, <see cref="Columns"/> of them.</summary>
    /// <param name="row">From 0 to Rows − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public ReadOnlySpan<float> Row(int row)
    {
        if ((uint)row >= (uint)Rows)
            throw new ArgumentOutOfRangeException(nameof(row), row, $"Row {row} is outside a view of {Rows} rows.");

        // The constructor proved that every row start fits in the memory, hence in an int.
        return Memory.Span.Slice(row * Stride, Columns);
    }

    /// <summary>The <paramref name="count"/> rows from <paramref name="rowStart"/> on, without copying.</summary>
    /// <param name="rowStart">First row, from 0 to Rows.</param>
    /// <param name="count">Number of rows, from 0 to Rows − rowStart.</param>
    public MatrixView Slice(int rowStart, int count)
    {
        Guard.InRange(rowStart, 0, Rows);
        Guard.InRange(count, 0, Rows - rowStart);
        return count == 0
            ? new MatrixView(default, 0, Columns, Stride)
            : new MatrixView(Memory[(rowStart * Stride)..], count, Columns, Stride);
    }

    /// <summary>The values of a square matrix in double precision, row after row.</summary>
    /// <exception cref="ArgumentException">The matrix isn't square.</exception>
    internal static double[] SquareOfDoubles(MatrixView matrix) => matrix.Rows == matrix.Columns
        ? matrix.ToDoubles()
        : throw new ArgumentException($"The matrix is {matrix.Rows} × {matrix.Columns}; it must be square.", nameof(matrix));

    /// <summary>The values in double precision, row after row.</summary>
    internal double[] ToDoubles()
    {
        double[] values = new double[checked(Rows * Columns)];
        for (int row = 0; row < Rows; row++)
            TensorPrimitives.ConvertChecked(Row(row), values.AsSpan(row * Columns, Columns));

        return values;
    }

    /// <summary>Copies the values into a new, gapless matrix.</summary>
    public Matrix ToMatrix()
    {
        Matrix copy = new(Rows, Columns);
        for (int row = 0; row < Rows; row++)
            Row(row).CopyTo(copy.Row(row));

        return copy;
    }
}
