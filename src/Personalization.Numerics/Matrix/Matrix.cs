using System.Numerics.Tensors;

namespace Personalization.Numerics;

/// <summary>
/// A row-major, gapless matrix of <see cref="Rows"/> × <see cref="Columns"/> single-precision values that it owns. Mutable:
/// many threads may read it, or write to disjoint rows, at once. Pass a <see cref="MatrixView"/> where a callee only reads.
/// </summary>
public sealed class Matrix
{
    private readonly float[] _values;

    /// <summary>Makes a matrix of zeros.</summary>
    /// <param name="rows">Number of rows, at least 0.</param>
    /// <param name="columns">Number of columns, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative, or rows · columns is more than an array can hold.</exception>
    public Matrix(int rows, int columns)
    {
        Rows = Guard.AtLeast(rows, 0);
        Columns = Guard.AtLeast(columns, 0);
        long length = (long)rows * columns;
        if (length > Array.MaxLength)
        {
            throw new ArgumentOutOfRangeException(
                nameof(rows), rows, $"{rows} × {columns} values are more than one array can hold ({Array.MaxLength}).");
        }

        _values = new float[length];
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>All values, row after row.</summary>
    public Span<float> Values => _values;

    /// <summary>A read-only view of the whole matrix; later writes show through it.</summary>
    public MatrixView View => new(_values, Rows, Columns);

    /// <summary>A view of the whole matrix through which it may be written.</summary>
    public MutableMatrixView MutableView => new(_values, Rows, Columns);

    /// <summary>The value at a row and column.</summary>
    /// <param name="row">From 0 to Rows − 1.</param>
    /// <param name="column">From 0 to Columns − 1.</param>
    public float this[int row, int column]
    {
        get => Row(row)[column];
        set => Row(row)[column] = value;
    }

    /// <summary>A read-only view of <paramref name="matrix"/>; the same as <see cref="View"/>.</summary>
    /// <param name="matrix">The matrix to look at.</param>
    public static implicit operator MatrixView(Matrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return matrix.View;
    }

    /// <summary>Makes a matrix by copying rows of equal length.</summary>
    /// <param name="rows">The rows; none make a 0 × 0 matrix.</param>
    /// <exception cref="ArgumentException">A row is not as long as the first; the message names it.</exception>
    public static Matrix FromRows(params ReadOnlySpan<float[]> rows)
    {
        Matrix matrix = new(rows.Length, rows.IsEmpty ? 0 : rows[0].Length);
        for (int row = 0; row < rows.Length; row++)
        {
            if (rows[row].Length != matrix.Columns)
                throw new ArgumentException($"Row {row} has {rows[row].Length} values; row 0 has {matrix.Columns}.", nameof(rows));

            rows[row].CopyTo(matrix.Row(row));
        }

        return matrix;
    }

    /// <summary>Makes a matrix by copying a tensor, whatever its strides.</summary>
    /// <param name="tensor">Of rank 2: rows × columns.</param>
    /// <exception cref="ArgumentException">The tensor has another rank.</exception>
    /// <exception cref="ArgumentOutOfRangeException">It has more values than an array can hold.</exception>
    public static Matrix From(in ReadOnlyTensorSpan<float> tensor)
    {
        if (tensor.Rank != 2)
            throw new ArgumentException($"The tensor has rank {tensor.Rank}; it must be 2, rows × columns.", nameof(tensor));

        Matrix matrix = new(checked((int)tensor.Lengths[0]), checked((int)tensor.Lengths[1]));
        tensor.FlattenTo(matrix._values);
        return matrix;
    }

    /// <summary>The values as a tensor of rank 2, rows × columns, without copying; writing to it writes to the matrix.</summary>
    public TensorSpan<float> AsTensorSpan() => new(_values, [Rows, Columns]);

    /// <summary>The values of one row, to read or write.</summary>
    /// <param name="row">From 0 to Rows − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public Span<float> Row(int row) => (uint)row < (uint)Rows
        ? _values.AsSpan(row * Columns, Columns)
        : throw new ArgumentOutOfRangeException(nameof(row), row, $"Row {row} is outside a matrix of {Rows} rows.");
}
