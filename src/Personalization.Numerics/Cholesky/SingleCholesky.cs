namespace Personalization.Numerics;

/// <summary>
/// Cholesky factor of a symmetric, positive definite matrix in single precision: A = UᵀU with U upper triangular. For many or large systems
/// of least squares; take <see cref="Cholesky"/> where the condition is bad.
/// <para>In blocks of 64 rows, what is right of and below a block by <see cref="MatrixProduct"/>. Same bits for any number of threads and
/// any vector width. n³/3 multiply-adds, 4 · n² bytes. Immutable and thread-safe.</para>
/// </summary>
public sealed class SingleCholesky
{
    private readonly Matrix _upper;

    private SingleCholesky(Matrix upper)
    {
        _upper = upper;
        double logarithm = 0;
        for (int row = 0; row < upper.Rows; row++)
            logarithm += StableMath.Log(upper[row, row]);

        LogDeterminant = 2 * logarithm;
    }

    /// <summary>Number of rows and columns, n.</summary>
    public int Order => _upper.Rows;

    /// <summary>ln det A = 2 Σ ln uᵢᵢ; 0 of a 0 × 0 matrix.</summary>
    public double LogDeterminant { get; }

    /// <summary>U, n × n; zeros below the diagonal.</summary>
    public MatrixView Upper => _upper.View;

    /// <summary>Factors a matrix.</summary>
    /// <param name="matrix">n × n; copied. Only the diagonal and what is above it are read.</param>
    /// <param name="threads">Most threads to use, at least 1. Default: one for each processor.</param>
    /// <param name="cancellationToken">Stops between blocks.</param>
    /// <exception cref="ArgumentException">The matrix isn't square.</exception>
    /// <exception cref="NotPositiveDefiniteException">A pivot is not positive, NaN included.</exception>
    public static SingleCholesky Factor(MatrixView matrix, int? threads = null, CancellationToken cancellationToken = default) =>
        Factor(matrix, threads, LaneWidths.Widest, cancellationToken);

    /// <summary>Solves A x = b, n² multiply-adds.</summary>
    /// <param name="values">b, n values; becomes x.</param>
    /// <exception cref="ArgumentException">There aren't n values.</exception>
    public void Solve(Span<float> values)
    {
        if (values.Length != Order)
            throw new ArgumentException($"There are {values.Length} values; the matrix is {Order} × {Order}.", nameof(values));

        for (int row = 0; row < Order; row++)
        {
            ReadOnlySpan<float> upper = _upper.Row(row);
            values[row] /= upper[row];
            ScaledTerm.Add(-values[row], upper[(row + 1)..], values[(row + 1)..], LaneWidths.Widest);
        }

        for (int row = Order - 1; row >= 0; row--)
        {
            ReadOnlySpan<float> upper = _upper.Row(row);
            double sum = values[row] - StableSum.Dot(upper[(row + 1)..], values[(row + 1)..]);
            values[row] = (float)(sum / upper[row]);
        }
    }

    internal static SingleCholesky Factor(MatrixView matrix, int? threads, LaneWidth width, CancellationToken cancellationToken = default)
    {
        if (matrix.Rows != matrix.Columns)
            throw new ArgumentException($"The matrix is {matrix.Rows} × {matrix.Columns}; it must be square.", nameof(matrix));

        Matrix upper = matrix.ToMatrix();
        CholeskyFactors.Factor(upper.Values, upper.Rows, threads, width, cancellationToken);
        return new SingleCholesky(upper);
    }
}
