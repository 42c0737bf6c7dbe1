using System.Runtime.InteropServices;

namespace Personalization.Numerics.Tests;

public sealed class FactorizationTests
{
    private static readonly LaneWidth[] Widths = [LaneWidth.Scalar, LaneWidth.Vector128, LaneWidth.Vector256, LaneWidth.Vector512];
    private static readonly int[] Orders = [0, 1, 2, 3, 7, 8, 15, 16, 17, 31, 33, 64, 65];

    [Fact]
    public void Cholesky_ByHand_Exact()
    {
        Cholesky factor = Cholesky.Factor([4, 2, 99, 5], 2);
        double[] x = [8, 9];
        factor.Solve(x);

        // 4x + 2y = 8 and 2x + 5y = 9; what is below the diagonal (99) isn't read.
        Assert.Equal([2, 1, 0, 2], factor.Upper.ToArray());
        Assert.Equal(Math.Log(16), factor.LogDeterminant, 1e-15);
        Assert.Equal([1.375, 1.25], x);
    }

    [Fact]
    public void Cholesky_AnyOrder_GivesTheMatrixBackSolvesAndSameBitsAtAnyWidth()
    {
        foreach (int n in (int[])[.. Orders, 130, 300])
        {
            double[] matrix = PositiveDefinite(n), expected = [.. Enumerable.Range(0, n).Select(i => i - 2.5)], right = new double[n];
            Cholesky factor = Cholesky.Factor(matrix, n);
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    double sum = 0;
                    for (int k = 0; k < n; k++)
                        sum += factor.Upper[(k * n) + i] * factor.Upper[(k * n) + j];

                    Assert.Equal(matrix[(i * n) + j], sum, 1e-13 * (n + 1));
                    right[i] += matrix[(i * n) + j] * expected[j];
                }
            }

            factor.Solve(right);
            for (int i = 0; i < n; i++)
                Assert.Equal(expected[i], right[i], 1e-10 * (n + 1));

            foreach (LaneWidth width in Widths)
                Assert.True(Bits(factor.Upper).SequenceEqual(Bits(Cholesky.Factor(matrix, n, 7, width).Upper)), $"Other bits at {width}, order {n}.");
        }
    }

    [Fact]
    public void Cholesky_NotPositiveDefinite_NamesThePivot()
    {
        NotPositiveDefiniteException error = Assert.Throws<NotPositiveDefiniteException>(() => Cholesky.Factor([1, 2, 2, 1], 2));
        Assert.Equal((1, -3.0), (error.Pivot, error.Value));
        Assert.Contains("Pivot 1 is -3", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, Assert.Throws<NotPositiveDefiniteException>(() => Cholesky.Factor([double.NaN], 1)).Pivot);
        Assert.Equal(70, Assert.Throws<NotPositiveDefiniteException>(() => SingleCholesky.Factor(Dependent(80))).Pivot);
        Assert.Throws<ArgumentException>(() => SingleCholesky.Factor(new Matrix(2, 3)));
        Assert.Throws<ArgumentException>(() => Cholesky.Factor([1, 2], 2));
    }

    [Fact]
    public void SingleCholesky_AnyOrder_NearDoublePrecisionAndSameBitsAtAnyWidthAndThreads()
    {
        foreach (int n in (int[])[.. Orders, 130, 300])
        {
            double[] values = PositiveDefinite(n);
            Matrix matrix = new(n, n);
            for (int i = 0; i < values.Length; i++)
                matrix.Values[i] = (float)values[i];

            SingleCholesky factor = SingleCholesky.Factor(matrix);
            Cholesky exact = Cholesky.Factor(matrix);
            Assert.Equal(exact.LogDeterminant, factor.LogDeterminant, 1e-4 * (n + 1));
            for (int i = 0; i < values.Length; i++)
                Assert.Equal(exact.Upper[i], factor.Upper[i / n, i % n], 2e-4);

            float[] x = [.. Enumerable.Range(0, n).Select(i => i % 5 - 2f)];
            double[] expected = [.. x.Select(value => (double)value)];
            factor.Solve(x);
            exact.Solve(expected);
            for (int i = 0; i < n; i++)
                Assert.Equal(expected[i], x[i], 1e-3);

            foreach (LaneWidth width in Widths)
                Assert.True(Bits(factor.Upper).SequenceEqual(Bits(SingleCholesky.Factor(matrix, 7, width).Upper)), $"Other bits at {width}, order {n}.");
        }
    }

    [Fact]
    public void SymmetricEigen_SecondDifferences_KnownValuesAndVectors()
    {
        // The matrix of second differences has eigenvalues 2 − 2 cos(iπ / (n + 1)).
        const int n = 40;
        double[] matrix = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            matrix[(i * n) + i] = 2;
            if (i > 0)
                matrix[(i * n) + i - 1] = matrix[((i - 1) * n) + i] = -1;
        }

        SymmetricEigen eigen = SymmetricEigen.Decompose(matrix, n);

        for (int i = 0; i < n; i++)
            Assert.Equal(2 - (2 * Math.Cos((i + 1) * Math.PI / (n + 1))), eigen.Values[i], 1e-14);
    }

    [Fact]
    public void SymmetricEigen_AnyOrder_GivesTheMatrixBackOrthonormalAndSameBitsAtAnyWidth()
    {
        foreach (int n in (int[])[.. Orders, 97])
        {
            Check(Indefinite(n, 1), n);
            Check(Indefinite(n, 1e150), n);
            Check(Indefinite(n, 1e-150), n);

            // Of rank one: n − 1 equal eigenvalues.
            Check([.. Enumerable.Range(0, n * n).Select(i => (1.0 + (i / n)) * (1 + (i % n)))], n);
        }
    }

    [Fact]
    public void SymmetricEigen_ZeroDiagonalAndNotFinite_AsDocumented()
    {
        Assert.Equal([0, 0, 0], SymmetricEigen.Decompose(new double[9], 3).Values.ToArray());
        SymmetricEigen diagonal = SymmetricEigen.Decompose([3, 0, 0, 0, -1, 0, 0, 0, 2], 3);
        Assert.Equal([-1, 2, 3], diagonal.Values.ToArray());
        Assert.Equal([0, 1, 0], diagonal.Vector(0).ToArray());
        Assert.Equal([1, 0, 0], diagonal.Vector(2).ToArray());
        Assert.Contains("row 0, column 1 is NaN", Assert.Throws<ArgumentException>(() => SymmetricEigen.Decompose([1, double.NaN, 0, 1], 2)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => SymmetricEigen.Decompose(new Matrix(2, 3)));
    }

    private static void Check(double[] matrix, int n)
    {
        SymmetricEigen eigen = SymmetricEigen.Decompose(matrix, n);
        double size = matrix.Select(Math.Abs).DefaultIfEmpty(0).Max() * (n + 1) * 4e-15;
        for (int i = 0; i < n; i++)
        {
            Assert.True(i == 0 || eigen.Values[i - 1] <= eigen.Values[i]);
            for (int j = 0; j < n; j++)
            {
                double sum = 0, dot = 0;
                for (int k = 0; k < n; k++)
                {
                    sum += eigen.Values[k] * eigen.Vector(k)[i] * eigen.Vector(k)[j];
                    dot += eigen.Vector(i)[k] * eigen.Vector(j)[k];
                }

                Assert.True(Math.Abs(matrix[(i * n) + j] - sum) <= size, $"Order {n} at {i}, {j}: {sum} for {matrix[(i * n) + j]}.");
                Assert.Equal(i == j ? 1 : 0, dot, 4e-15 * (n + 1));
            }
        }

        foreach (LaneWidth width in Widths)
        {
            SymmetricEigen other = SymmetricEigen.Decompose(matrix, n, 7, width);
            Assert.True(Bits(eigen.Values).SequenceEqual(Bits(other.Values)) && Bits(eigen.Vectors).SequenceEqual(Bits(other.Vectors)), $"Other bits at {width}, order {n}.");
        }
    }

    private static double[] PositiveDefinite(int n)
    {
        double[] factor = Indefinite(n, 1), matrix = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                for (int k = 0; k < n; k++)
                    matrix[(i * n) + j] += factor[(i * n) + k] * factor[(j * n) + k] / n;
            }

            matrix[(i * n) + i] += .5;
        }

        return matrix;
    }

    /// <summary>Row 70 equals row 3, so the pivot there is 0 up to the rounding that the matrix is made to be free of.</summary>
    private static Matrix Dependent(int n)
    {
        Matrix matrix = new(n, n);
        for (int i = 0; i < n; i++)
            matrix[i, i] = 4;

        matrix[3, 70] = matrix[70, 3] = 4;
        return matrix;
    }

    private static double[] Indefinite(int n, double scale)
    {
        RandomStream random = new(7, "factorization");
        double[] matrix = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = i; j < n; j++)
                matrix[(i * n) + j] = matrix[(j * n) + i] = scale * random.NextGaussian();
        }

        return matrix;
    }

    private static ReadOnlySpan<long> Bits(ReadOnlySpan<double> values) => MemoryMarshal.Cast<double, long>(values);

    private static ReadOnlySpan<int> Bits(MatrixView matrix) => MemoryMarshal.Cast<float, int>(matrix.Memory.Span);
}
