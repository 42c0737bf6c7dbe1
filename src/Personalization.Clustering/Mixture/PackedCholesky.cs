namespace Personalization.Clustering;

/// <summary>
/// Cholesky factors of small symmetric matrices in double precision, packed as lower triangles, row by row: element (i, j) at i(i + 1)/2 +
/// j.
/// </summary>
/// <remarks>
/// Not <see cref="Numerics.Cholesky"/>, which is for large systems: that a covariance is singular is an answer here and no error, a pivot
/// counts only above what rounding leaves, and <see cref="Numerics.GaussianDensities"/> reads packed inverses.
/// </remarks>
internal static class PackedCholesky
{
    /// <summary>A pivot below this share of its diagonal element, times d, is rounding and nothing else.</summary>
    private const double Rounding = 1e-15;

    public static int Length(int size) => checked(size * (size + 1)) / 2;

    /// <summary>A = LLᵀ. False, and a factor of no use, where A isn't positive definite to working precision.</summary>
    public static bool TryFactor(ReadOnlySpan<double> matrix, int size, Span<double> lower)
    {
        for (int row = 0; row < size; row++)
        {
            Span<double> own = lower.Slice(Length(row), row + 1);
            for (int column = 0; column <= row; column++)
            {
                ReadOnlySpan<double> other = lower.Slice(Length(column), column + 1);
                double sum = matrix[Length(row) + column];
                for (int k = 0; k < column; k++)
                    sum -= own[k] * other[k];

                if (column < row)
                    own[column] = sum / other[column];
                else if (sum > size * Rounding * matrix[Length(row) + row])
                    own[column] = Math.Sqrt(sum);
                else
                    return false;
            }
        }

        return true;
    }

    /// <summary>L⁻¹ of a lower triangle with a positive diagonal.</summary>
    public static void Invert(ReadOnlySpan<double> lower, int size, Span<double> inverse)
    {
        for (int column = 0; column < size; column++)
        {
            inverse[Length(column) + column] = 1 / lower[Length(column) + column];
            for (int row = column + 1; row < size; row++)
            {
                double sum = 0;
                for (int k = column; k < row; k++)
                    sum -= lower[Length(row) + k] * inverse[Length(k) + column];

                inverse[Length(row) + column] = sum / lower[Length(row) + row];
            }
        }
    }
}
