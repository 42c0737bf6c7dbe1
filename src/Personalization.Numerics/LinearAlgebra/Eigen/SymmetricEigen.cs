namespace Personalization.Numerics;

/// <summary>
/// Eigenvalues and orthonormal eigenvectors of a symmetric matrix in double precision, A = Σ λᵢ vᵢ vᵢᵀ.
/// <para>Householder's reduction to a tridiagonal matrix, in blocks; divide and conquer (Cuppen 1981, Gu and Eisenstat 1995); and the reflections
/// applied to its vectors in compact WY form. Each value's operations have one order: same bits for any number of threads and any vector width. At
/// most 2⅓ n³ multiply-adds, six of seven in matrix products, and 40 · n² bytes, 32 of them rented from the shared pool. Errors of eigenvalues and of
/// A v − λ v are about n · 10⁻¹⁶ · ‖A‖. Immutable and thread-safe.</para>
/// </summary>
public sealed class SymmetricEigen
{
    private const int RowsAtOnce = 32;

    private readonly double[] _values;
    private readonly double[] _vectors;

    private SymmetricEigen(double[] values, double[] vectors)
    {
        _values = values;
        _vectors = vectors;
    }

    /// <summary>n eigenvalues, ascending.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>Eigenvectors, n × n: row i belongs to eigenvalue i, has length 1, and its largest component (of equals the first) is positive.</summary>
    public ReadOnlySpan<double> Vectors => _vectors;

    /// <summary>Decomposes a matrix.</summary>
    /// <param name="matrix">n × n values, row-major; only the diagonal and what is above it are read.</param>
    /// <param name="order">n, at least 0.</param>
    /// <param name="maxThreads">Most threads to use, at least 1. Default: one for each processor.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <exception cref="ArgumentException">There aren't n · n values, or one that is read isn't finite; the message names it.</exception>
    public static SymmetricEigen Decompose(ReadOnlySpan<double> matrix, int order, int? maxThreads = null, CancellationToken cancellationToken = default) =>
        Decompose(matrix, order, maxThreads, LaneWidths.Widest, cancellationToken);

    /// <summary>Decomposes a matrix of single-precision values, in double precision.</summary>
    /// <param name="matrix">n × n; only the diagonal and what is above it are read.</param>
    /// <param name="maxThreads">Most threads to use, at least 1. Default: one for each processor.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <exception cref="ArgumentException">The matrix isn't square, or a value that is read isn't finite.</exception>
    public static SymmetricEigen Decompose(MatrixView matrix, int? maxThreads = null, CancellationToken cancellationToken = default)
    {
        if (matrix.Rows != matrix.Columns)
            throw new ArgumentException($"The matrix is {matrix.Rows} × {matrix.Columns}; it must be square.", nameof(matrix));

        var values = new double[(long)matrix.Rows * matrix.Columns];
        for (int row = 0; row < matrix.Rows; row++)
        {
            ReadOnlySpan<float> source = matrix.Row(row);
            for (int column = 0; column < source.Length; column++)
                values[(row * source.Length) + column] = source[column];
        }

        return Decompose(values, matrix.Rows, maxThreads, cancellationToken);
    }

    /// <summary>The eigenvector of an eigenvalue, n components.</summary>
    /// <param name="index">From 0 to n − 1.</param>
    public ReadOnlySpan<double> Vector(int index) => _vectors.AsSpan(index * _values.Length, _values.Length);

    internal static SymmetricEigen Decompose(
        ReadOnlySpan<double> matrix, int order, int? maxThreads, LaneWidth width, CancellationToken cancellationToken = default)
    {
        Guard.AtLeast(order, 0, nameof(order));
        if (matrix.Length != (long)order * order)
            throw new ArgumentException($"There are {matrix.Length} values; {order} × {order} need {(long)order * order}.", nameof(matrix));

        return width switch
        {
            LaneWidth.Vector512 => Decompose<DoubleLanes512>(matrix, order, maxThreads, cancellationToken),
            LaneWidth.Vector256 => Decompose<DoubleLanes256>(matrix, order, maxThreads, cancellationToken),
            LaneWidth.Vector128 => Decompose<DoubleLanes128>(matrix, order, maxThreads, cancellationToken),
            _ => Decompose<DoubleLanes1>(matrix, order, maxThreads, cancellationToken),
        };
    }

    private static unsafe SymmetricEigen Decompose<TLanes>(ReadOnlySpan<double> matrix, int order, int? maxThreads, CancellationToken cancellationToken)
        where TLanes : struct, IDoubleLanes<TLanes>
    {
        double scale = Scale(matrix, order);

        // Whole blocks, an odd number of cache lines: rows that begin a power of two apart would fall into the same few lines of a cache.
        int rows = ProductShape.RoundUp(order, SymmetricRows<TLanes>.BlockColumns), line = Prefetch.CacheLine / sizeof(double), stride = ((rows / line) | 1) * line;
        double[] diagonal = new double[order], offDiagonal = new double[order], factors = new double[order];
        using AlignedBuffer<double> reflectors = new(rows * stride), vectors = new(rows * stride);
        new Span<double>(reflectors.Pointer, rows * stride).Clear();
        new Span<double>(vectors.Pointer, rows * stride).Clear();
        for (int row = 0; row < order; row++)
        {
            for (int column = row; column < order; column++)
                reflectors.Pointer[(row * stride) + column] = matrix[(row * order) + column] / scale;
        }

        new TridiagonalReduction<TLanes>(reflectors.Pointer, stride, order, maxThreads, cancellationToken).Run(diagonal, offDiagonal, factors);
        int[] places = new DivideAndConquer<TLanes>(diagonal, offDiagonal, vectors.Pointer, stride, maxThreads, cancellationToken).Run();
        new BlockReflections<TLanes>(reflectors.Pointer, stride, factors, maxThreads, cancellationToken).Apply(vectors.Pointer);

        double[] values = new double[order], sorted = new double[order * order];
        double* from = vectors.Pointer;
        ParallelChunks.Run(
            order, RowsAtOnce, (_, start, end) =>
            {
                for (int i = start; i < end; i++)
                {
                    values[i] = diagonal[places[i]] * scale;
                    CopySigned(new(from + ((nint)places[i] * stride), order), sorted.AsSpan(i * order, order));
                }
            },
            maxThreads, cancellationToken);
        return new SymmetricEigen(values, sorted);
    }

    /// <summary>A power of two that brings the largest value near 1, so that no square overflows and dividing by it is exact.</summary>
    private static double Scale(ReadOnlySpan<double> matrix, int order)
    {
        double largest = 0;
        for (int row = 0; row < order; row++)
        {
            for (int column = row; column < order; column++)
            {
                double value = matrix[(row * order) + column];
                if (!double.IsFinite(value))
                    throw new ArgumentException($"The value in row {row}, column {column} is {value}; it must be finite.", nameof(matrix));

                largest = Math.Max(largest, Math.Abs(value));
            }
        }

        return largest == 0 ? 1 : Math.ScaleB(1, Math.ILogB(largest));
    }

    private static void CopySigned(ReadOnlySpan<double> vector, Span<double> target)
    {
        int largest = 0;
        for (int component = 1; component < vector.Length; component++)
        {
            if (Math.Abs(vector[component]) > Math.Abs(vector[largest]))
                largest = component;
        }

        double sign = vector[largest] < 0 ? -1 : 1;
        for (int component = 0; component < vector.Length; component++)
            target[component] = sign * vector[component];
    }
}
