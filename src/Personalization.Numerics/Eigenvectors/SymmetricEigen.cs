using System.Numerics.Tensors;
using MathNet.Numerics.Providers.LinearAlgebra;
using Complex = System.Numerics.Complex;

namespace Personalization.Numerics;

/// <summary>
/// Eigenvalues and orthonormal eigenvectors of a symmetric matrix in double precision, A = Σ λᵢ vᵢ vᵢᵀ. For the small matrices of
/// covariances and randomized decompositions: O(n³) on the caller's thread, and 24 · n² bytes beside the result.
/// <para>Householder's reduction and implicit QL steps (EISPACK's tred2 and tql2) by the managed code of Math.NET Numerics, whatever
/// providers an application has chosen for itself: the same bits on every machine. Errors of eigenvalues and of A v − λ v are about n ·
/// 10⁻¹⁶ · ‖A‖. Immutable and thread-safe.</para>
/// </summary>
public sealed class SymmetricEigen
{
    private readonly double[] _values;
    private readonly double[] _vectors;

    private SymmetricEigen(double[] values, double[] vectors) => (_values, _vectors) = (values, vectors);

    /// <summary>n eigenvalues, ascending.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>
    /// Eigenvectors, n × n: row i belongs to eigenvalue i, has length 1, and its largest component (of equals the first) is positive.
    /// </summary>
    public ReadOnlySpan<double> Vectors => _vectors;

    /// <summary>Decomposes a matrix.</summary>
    /// <param name="matrix">n × n values, row-major; only the diagonal and what is above it are read.</param>
    /// <param name="order">n, at least 0.</param>
    /// <exception cref="ArgumentException">There aren't n · n values, or one that is read isn't finite; the message names it.</exception>
    public static SymmetricEigen Decompose(ReadOnlySpan<double> matrix, int order)
    {
        Guard.AtLeast(order, 0);
        if (matrix.Length != (long)order * order)
            throw new ArgumentException($"There are {matrix.Length} values; {order} × {order} need {(long)order * order}.", nameof(matrix));

        if (order == 0)
            return new SymmetricEigen([], []);

        double scale = Scale(matrix, order);
        double[] symmetric = new double[matrix.Length], vectors = new double[matrix.Length], values = new double[order];
        for (int row = 0; row < order; row++)
        {
            for (int column = row; column < order; column++)
                symmetric[(row * order) + column] = symmetric[(column * order) + row] = matrix[(row * order) + column] / scale;
        }

        // Its columns follow each other, so that an eigenvector is a row of ours.
        Complex[] eigenvalues = new Complex[order];
        ManagedLinearAlgebraProvider.Instance.EigenDecomp(true, order, symmetric, vectors, eigenvalues, new double[matrix.Length]);
        for (int i = 0; i < order; i++)
        {
            values[i] = eigenvalues[i].Real * scale;
            Normalize(vectors.AsSpan(i * order, order));
        }

        return new SymmetricEigen(values, vectors);
    }

    /// <summary>Decomposes a matrix of single-precision values, in double precision.</summary>
    /// <param name="matrix">n × n; only the diagonal and what is above it are read.</param>
    /// <exception cref="ArgumentException">The matrix isn't square, or a value that is read isn't finite.</exception>
    public static SymmetricEigen Decompose(MatrixView matrix) => Decompose(MatrixView.SquareOfDoubles(matrix), matrix.Rows);

    /// <summary>The eigenvector of an eigenvalue, n components.</summary>
    /// <param name="index">From 0 to n − 1.</param>
    public ReadOnlySpan<double> Vector(int index) => _vectors.AsSpan(index * _values.Length, _values.Length);

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

    /// <summary>Of length 1 to the last bits, which many steps may have moved, and with its largest component positive.</summary>
    private static void Normalize(Span<double> vector)
    {
        double largest = 0, square = 0;
        foreach (double component in vector)
        {
            square += component * component;
            if (Math.Abs(component) > Math.Abs(largest))
                largest = component;
        }

        TensorPrimitives.Divide(vector, Math.CopySign(Math.Sqrt(square), largest), vector);
    }
}
