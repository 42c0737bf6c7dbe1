using System.Runtime.InteropServices;

namespace Personalization.Numerics.Tests;

public sealed class CholeskyTests
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
            {
                Assert.True(
                    Bits(factor.Upper).SequenceEqual(Bits(Cholesky.Factor(matrix, n, 7, width).Upper)),
                    $"Other bits at {width}, order {n}.");
            }
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
            {
                Assert.True(
                    Bits(factor.Upper).SequenceEqual(Bits(SingleCholesky.Factor(matrix, 7, width).Upper)),
                    $"Other bits at {width}, order {n}.");
            }
        }
    }

    [Fact]
    public void Cholesky_Hilbert_GivesTheMatrixBackThoughAlmostSingular()
    {
        // Condition 10¹⁶ at order 12: a solution has no digit, but UᵀU is the matrix up to rounding; at order 16 rounding makes a pivot
        // negative.
        foreach (int n in (int[])[4, 8, 12])
        {
            double[] hilbert = Hilbert(n);
            ReadOnlySpan<double> upper = Cholesky.Factor(hilbert, n).Upper;
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    double sum = 0;
                    for (int k = 0; k < n; k++)
                        sum += upper[(k * n) + i] * upper[(k * n) + j];

                    Assert.Equal(hilbert[(i * n) + j], sum, 4e-16);
                }
            }
        }

        NotPositiveDefiniteException error = Assert.Throws<NotPositiveDefiniteException>(() => Cholesky.Factor(Hilbert(16), 16));
        Assert.InRange(error.Pivot, 12, 15);
        Assert.Contains(
            $"Pivot {error.Pivot} is {error.Value.ToString(System.Globalization.CultureInfo.InvariantCulture)}", error.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(40, 39)]
    [InlineData(200, 100)]
    [InlineData(200, 199)]
    public void Cholesky_NearlyDependentRow_SolvesAsWellAsTheConditionAllowsAndFailsBeyond(int n, int row)
    {
        // Identity, but two variables with correlation √(1 − δ): the later pivot is δ, in a block of its own or in the other's.
        double[] Matrix(double delta)
        {
            double[] matrix = new double[n * n];
            for (int i = 0; i < n; i++)
                matrix[(i * n) + i] = 1;

            matrix[(3 * n) + row] = matrix[(row * n) + 3] = Math.Sqrt(1 - delta);
            return matrix;
        }

        double[] near = Matrix(1e-10), x = new double[n];
        (x[3], x[row]) = (near[3 * n + 3] + near[(3 * n) + row], near[(row * n) + 3] + near[(row * n) + row]);
        Cholesky factor = Cholesky.Factor(near, n);
        factor.Solve(x);

        Assert.Equal(1, x[3], 1e-5);
        Assert.Equal(1, x[row], 1e-5);
        Assert.Equal(Math.Log(1e-10), factor.LogDeterminant, 1e-5);
        Assert.Equal(row, Assert.Throws<NotPositiveDefiniteException>(() => Cholesky.Factor(Matrix(0), n)).Pivot);
        Assert.Equal(row, Assert.Throws<NotPositiveDefiniteException>(() => Cholesky.Factor(Matrix(-1e-10), n)).Pivot);
    }

    [Fact]
    public void Cholesky_TinyHugeAndGraded_SameDigitsAsUnscaled()
    {
        // Scaling rows and columns by powers of 4 only shifts exponents: U is scaled alike, bit for bit.
        const int n = 70;
        double[] matrix = PositiveDefinite(n), scaled = new double[n * n];
        double[] scales = [.. Enumerable.Range(0, n).Select(i => Math.ScaleB(1, (i - 35) * 12))];
        for (int i = 0; i < scaled.Length; i++)
            scaled[i] = matrix[i] * scales[i / n] * scales[i % n];

        double[] upper = Cholesky.Factor(matrix, n).Upper.ToArray();
        for (int i = 0; i < upper.Length; i++)
            upper[i] *= scales[i % n];

        Assert.True(Bits(upper).SequenceEqual(Bits(Cholesky.Factor(scaled, n).Upper)));
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

    private static double[] Hilbert(int n) => [.. Enumerable.Range(0, n * n).Select(i => 1.0 / ((i / n) + (i % n) + 1))];

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
