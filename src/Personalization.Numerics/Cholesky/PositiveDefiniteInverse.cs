namespace Personalization.Numerics;

/// <summary>
/// Inverse of a symmetric, positive definite matrix in single precision, in place: Cholesky's factor U, then U⁻¹ U⁻ᵀ. For the large systems
/// of ridge regressions, where rounding counts like changing an entry in its seventh digit.
/// <para>In blocks, nearly all by <see cref="MatrixProduct"/>'s kernel. Same bits for any number of threads and any vector width. About n³
/// multiply-adds, no memory beside the matrix but 512 · n bytes and the product's own.</para>
/// </summary>
public static class PositiveDefiniteInverse
{
    /// <summary>Rows of the upper half that are copied to the lower one at a time.</summary>
    private const int MirrorRows = 64;

    /// <summary>Replaces a matrix by its inverse, both halves of it.</summary>
    /// <param name="matrix">n × n; only the diagonal and what is above it are read.</param>
    /// <param name="threads">Most threads to use, at least 1. Default: one for each processor.</param>
    /// <param name="cancellationToken">Stops between blocks; the matrix then holds nothing of use.</param>
    /// <exception cref="ArgumentException">The matrix isn't square.</exception>
    /// <exception cref="NotPositiveDefiniteException">A pivot is not positive, NaN included.</exception>
    public static void Invert(Matrix matrix, int? threads = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        Invert(matrix, threads, LaneWidths.Widest, cancellationToken);
    }

    internal static unsafe void Invert(Matrix matrix, int? threads, LaneWidth width, CancellationToken cancellationToken = default)
    {
        if (matrix.Rows != matrix.Columns)
            throw new ArgumentException($"The matrix is {matrix.Rows} × {matrix.Columns}; it must be square.", nameof(matrix));

        int order = matrix.Rows;
        CholeskyFactors.Factor(matrix.Values, order, threads, width, cancellationToken);
        fixed (float* upper = matrix.Values)
        {
            switch (width)
            {
                case LaneWidth.Vector512: BlockedInverse<float, Lanes512>.FromFactor(upper, order, threads, cancellationToken); break;
                case LaneWidth.Vector256: BlockedInverse<float, Lanes256>.FromFactor(upper, order, threads, cancellationToken); break;
                case LaneWidth.Vector128: BlockedInverse<float, Lanes128>.FromFactor(upper, order, threads, cancellationToken); break;
                default: BlockedInverse<float, Lanes1>.FromFactor(upper, order, threads, cancellationToken); break;
            }
        }

        Mirror(matrix, threads, cancellationToken);
    }

    private static void Mirror(Matrix matrix, int? threads, CancellationToken cancellationToken) => ParallelChunks.Run(
        matrix.Rows,
        MirrorRows,
        (_, start, end) =>
        {
            for (int block = 0; block < end; block += MirrorRows)
            {
                for (int row = start; row < end; row++)
                {
                    Span<float> below = matrix.Row(row);
                    int last = Math.Min(block + MirrorRows, row);
                    for (int column = block; column < last; column++) below[column] = matrix[column, row];
                }
            }
        },
        threads,
        cancellationToken);
}
