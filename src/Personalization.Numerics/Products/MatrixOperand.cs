namespace Personalization.Numerics;

/// <summary>A matrix as it stands in a product: as it is, or transposed without being copied.</summary>
public readonly struct MatrixOperand
{
    private MatrixOperand(MatrixView view, bool isTransposed)
    {
        View = view;
        IsTransposed = isTransposed;
    }

    /// <summary>The values as they lie in memory.</summary>
    public MatrixView View { get; }

    /// <summary>Whether rows of <see cref="View"/> are meant as columns.</summary>
    public bool IsTransposed { get; }

    /// <summary>Rows of the operand: columns of the view where it is transposed.</summary>
    public int Rows => IsTransposed ? View.Columns : View.Rows;

    /// <summary>Columns of the operand: rows of the view where it is transposed.</summary>
    public int Columns => IsTransposed ? View.Rows : View.Columns;

    /// <summary>The matrix as it is.</summary>
    /// <param name="view">The matrix.</param>
    public static implicit operator MatrixOperand(MatrixView view) => new(view, false);

    /// <summary>The matrix as it is.</summary>
    /// <param name="view">The matrix.</param>
    public static implicit operator MatrixOperand(MutableMatrixView view) => new(view.ToReadOnly(), false);

    /// <summary>The matrix as it is.</summary>
    /// <param name="matrix">The matrix.</param>
    public static implicit operator MatrixOperand(Matrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return new(matrix.View, false);
    }

    /// <summary>The transposed matrix; nothing is copied.</summary>
    /// <param name="view">The matrix whose rows become columns.</param>
    public static MatrixOperand Transpose(MatrixView view) => new(view, true);
}
