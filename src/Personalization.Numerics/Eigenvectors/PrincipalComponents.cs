namespace Personalization.Numerics;

/// <summary>
/// Principal components (Pearson 1901): rows along the orthogonal directions in which they differ most. The covariance and its
/// eigenvectors are in double precision, on the caller's thread: O(n · d² + d³).
/// </summary>
public static class PrincipalComponents
{
    /// <summary>
    /// The first components of rows less their mean, n × count; the sign of a direction makes its largest part positive.
    /// </summary>
    /// <param name="values">n × d, finite.</param>
    /// <param name="count">Number of components, 0 to any; those beyond d are 0.</param>
    /// <exception cref="ArgumentException">A value isn't finite.</exception>
    public static Matrix Of(MatrixView values, int count)
    {
        Guard.AtLeast(count, 0);
        int dimensions = values.Columns;
        double[] mean = Mean(values);
        SymmetricEigen eigen = SymmetricEigen.Decompose(Covariance(values, mean), dimensions);
        Matrix components = new(values.Rows, count);
        for (int component = 0; component < Math.Min(count, dimensions); component++)
        {
            ReadOnlySpan<double> direction = eigen.Vector(dimensions - 1 - component);
            for (int row = 0; row < values.Rows; row++)
            {
                ReadOnlySpan<float> own = values.Row(row);
                double sum = 0;
                for (int i = 0; i < own.Length; i++) sum += (own[i] - mean[i]) * direction[i];
                components[row, component] = (float)sum;
            }
        }

        return components;
    }

    /// <summary>Means of the columns; 0 without rows.</summary>
    internal static double[] Mean(MatrixView values)
    {
        double[] mean = new double[values.Columns];
        for (int row = 0; row < values.Rows; row++)
        {
            ReadOnlySpan<float> own = values.Row(row);
            for (int i = 0; i < mean.Length; i++) mean[i] += own[i];
        }

        for (int i = 0; i < mean.Length; i++) mean[i] /= Math.Max(1, values.Rows);
        return mean;
    }

    /// <summary>Covariance of the columns (÷ n), d × d; the lower half is left 0.</summary>
    internal static double[] Covariance(MatrixView values, double[] mean)
    {
        double[] covariance = new double[mean.Length * mean.Length], difference = new double[mean.Length];
        for (int row = 0; row < values.Rows; row++)
        {
            ReadOnlySpan<float> own = values.Row(row);
            for (int i = 0; i < mean.Length; i++) difference[i] = own[i] - mean[i];
            AddSquare(difference, covariance);
        }

        for (int i = 0; i < covariance.Length; i++) covariance[i] /= Math.Max(1, values.Rows);
        return covariance;
    }

    /// <summary>Adds the upper half of vector · vectorᵀ.</summary>
    internal static void AddSquare(ReadOnlySpan<double> vector, Span<double> sum)
    {
        for (int i = 0; i < vector.Length; i++)
        {
            Span<double> row = sum.Slice(i * vector.Length, vector.Length);
            for (int j = i; j < vector.Length; j++) row[j] += vector[i] * vector[j];
        }
    }
}
