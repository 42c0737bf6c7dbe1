namespace Personalization.Numerics;

/// <summary>
/// Cholesky factor of a symmetric, positive definite matrix in double precision: A = UᵀU with U upper triangular. For statistics, where
/// covariances lose half their digits; <see cref="SingleCholesky"/> is the faster one for large systems in single precision.
/// <para>In blocks of 64 rows, what is right of and below a block as a matrix product, each value taking its updates in order by fused
/// multiply-add: same bits for any number of threads and any vector width. n³/6 multiply-adds, 8 · n² bytes. Immutable and
/// thread-safe.</para>
/// </summary>
public sealed class Cholesky
{
    private readonly double[] _upper;

    private Cholesky(double[] upper, int order)
    {
        _upper = upper;
        Order = order;
        double logarithm = 0;
        for (int row = 0; row < order; row++)
            logarithm += StableMath.Log(upper[(row * order) + row]);

        LogDeterminant = 2 * logarithm;
    }

    /// <summary>Number of rows and columns, n.</summary>
    public int Order { get; }

    /// <summary>ln det A = 2 Σ ln uᵢᵢ; 0 of a 0 × 0 matrix.</summary>
    public double LogDeterminant { get; }

    /// <summary>U, n × n, row-major; zeros below the diagonal.</summary>
    public ReadOnlySpan<double> Upper => _upper;

    /// <summary>Factors a matrix.</summary>
    /// <param name="matrix">n × n values, row-major; only the diagonal and what is above it are read.</param>
    /// <param name="order">n, at least 0.</param>
    /// <param name="threads">Most threads to use, at least 1. Default: one for each processor.</param>
    /// <param name="cancellationToken">Stops between blocks.</param>
    /// <exception cref="ArgumentException">There aren't n · n values.</exception>
    /// <exception cref="NotPositiveDefiniteException">A pivot is not positive, NaN included.</exception>
    public static Cholesky Factor(
        ReadOnlySpan<double> matrix, int order, int? threads = null, CancellationToken cancellationToken = default) =>
        Factor(matrix, order, threads, LaneWidths.Widest, cancellationToken);

    /// <summary>Factors a matrix of single-precision values, in double precision.</summary>
    /// <param name="matrix">n × n; only the diagonal and what is above it are read.</param>
    /// <param name="threads">Most threads to use, at least 1. Default: one for each processor.</param>
    /// <param name="cancellationToken">Stops between blocks.</param>
    /// <exception cref="ArgumentException">The matrix isn't square.</exception>
    /// <exception cref="NotPositiveDefiniteException">A pivot is not positive, NaN included.</exception>
    public static Cholesky Factor(MatrixView matrix, int? threads = null, CancellationToken cancellationToken = default) =>
        Factor(MatrixView.SquareOfDoubles(matrix), matrix.Rows, threads, cancellationToken);

    /// <summary>Solves A x = b, n² multiply-adds.</summary>
    /// <param name="values">b, n values; becomes x.</param>
    /// <exception cref="ArgumentException">There aren't n values.</exception>
    public void Solve(Span<double> values)
    {
        SolveTransposedUpper(values);
        for (int row = Order - 1; row >= 0; row--)
        {
            ReadOnlySpan<double> upper = Row(row);
            double sum = values[row];
            for (int column = row + 1; column < Order; column++)
                sum = Math.FusedMultiplyAdd(-upper[column], values[column], sum);

            values[row] = sum / upper[row];
        }
    }

    /// <summary>Solves Uᵀ y = b. ‖y‖² is then the squared Mahalanobis length bᵀ A⁻¹ b.</summary>
    /// <param name="values">b, n values; becomes y.</param>
    /// <exception cref="ArgumentException">There aren't n values.</exception>
    public void SolveTransposedUpper(Span<double> values)
    {
        if (values.Length != Order)
            throw new ArgumentException($"There are {values.Length} values; the matrix is {Order} × {Order}.", nameof(values));

        for (int row = 0; row < Order; row++)
        {
            values[row] /= _upper[(row * Order) + row];
            ScaledTerm.Add(-values[row], Row(row)[(row + 1)..], values[(row + 1)..], LaneWidths.Widest);
        }
    }

    internal static Cholesky Factor(
        ReadOnlySpan<double> matrix, int order, int? threads, LaneWidth width, CancellationToken cancellationToken = default)
    {
        Guard.AtLeast(order, 0);
        if (matrix.Length != (long)order * order)
            throw new ArgumentException($"There are {matrix.Length} values; {order} × {order} need {(long)order * order}.", nameof(matrix));

        double[] upper = matrix.ToArray();
        CholeskyFactors.Factor(upper, order, threads, width, cancellationToken);
        return new Cholesky(upper, order);
    }

    private ReadOnlySpan<double> Row(int row) => _upper.AsSpan(row * Order, Order);
}
