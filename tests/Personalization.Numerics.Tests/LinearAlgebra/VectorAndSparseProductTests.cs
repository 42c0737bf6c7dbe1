using System.Runtime.InteropServices;

namespace Personalization.Numerics.Tests;

public sealed class VectorAndSparseProductTests
{
    private static readonly LaneWidth[] Widths = [LaneWidth.Scalar, LaneWidth.Vector128, LaneWidth.Vector256, LaneWidth.Vector512];

    [Fact]
    public void MatrixVector_EveryLength_NearDoublePrecisionAndSameBitsAtAnyWidth()
    {
        for (int columns = 0; columns <= 256; columns++)
        {
            const int rows = 9;
            Matrix wide = Random(rows, columns + 3, 1);
            MatrixView matrix = new(wide.View.Memory[1..], rows, columns, columns + 3);
            float[] x = Random(1, columns, 2).Values.ToArray(), y = Random(1, rows, 3).Values.ToArray(), ax = new float[rows], ay = new float[columns];
            MatrixVector.Multiply(matrix, x, ax);
            MatrixVector.MultiplyTransposed(matrix, y, ay);
            for (int row = 0; row < rows; row++)
                Assert.Equal(Enumerable.Range(0, columns).Sum(j => (double)matrix[row, j] * x[j]), ax[row], 1e-6 * (columns + 1));

            for (int column = 0; column < columns; column++)
                Assert.Equal(Enumerable.Range(0, rows).Sum(i => (double)matrix[i, column] * y[i]), ay[column], 1e-5);

            foreach (LaneWidth width in Widths)
            {
                float[] first = new float[rows], second = new float[columns];
                MatrixVector.Multiply(matrix, x, first, 1, width);
                MatrixVector.MultiplyTransposed(matrix, y, second, 1, width);
                Assert.True(Bits(ax).SequenceEqual(Bits(first)) && Bits(ay).SequenceEqual(Bits(second)), $"Other bits at {width}, {columns} columns.");
            }
        }
    }

    [Fact]
    public void MatrixVector_OneTwoAndSevenThreads_SameBits()
    {
        Matrix matrix = Random(5000, 70, 1);
        float[] x = Random(1, 70, 2).Values.ToArray(), y = Random(1, 5000, 3).Values.ToArray(), ax = new float[5000], ay = new float[70];
        MatrixVector.Multiply(matrix, x, ax, 1);
        MatrixVector.MultiplyTransposed(matrix, y, ay, 1);
        foreach (int threads in new[] { 2, 7 })
        {
            float[] first = new float[5000], second = new float[70];
            MatrixVector.Multiply(matrix, x, first, threads);
            MatrixVector.MultiplyTransposed(matrix, y, second, threads);
            Assert.Equal(ax, first);
            Assert.Equal(ay, second);
        }

        Assert.Contains("must have 70 values and has 69", Assert.Throws<ArgumentException>(() => MatrixVector.Multiply(matrix, x.AsMemory(1), ax)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SparseProduct_AnyWidthOfRows_SameAsDenseInDoublePrecisionAndSameBits()
    {
        foreach (int columns in (int[])[0, 1, 3, 4, 15, 16, 17, 33, 63, 64, 65, 130])
        {
            // Row 0 is empty, row 1 names a column twice.
            SparseMatrixView left = new(new[] { 0, 0, 3, 4, 7 }, new[] { 2, 0, 2, 4, 1, 0, 3 }, new[] { 1.5f, -2, .25f, 3, 1, 1, -1 }, 5);
            Matrix right = Random(5, columns, 1), product = new(4, columns);
            product.Values.Fill(float.NaN);
            SparseProduct.Multiply(left, right, product);
            for (int j = 0; j < columns; j++)
            {
                Assert.Equal(0, product[0, j]);
                Assert.Equal((1.75 * right[2, j]) - (2.0 * right[0, j]), product[1, j], 1e-5);
                Assert.Equal(3 * right[4, j], product[2, j]);
                Assert.Equal((double)right[1, j] + right[0, j] - right[3, j], product[3, j], 1e-5);
            }

            foreach (LaneWidth width in Widths)
            {
                Matrix other = new(4, columns);
                SparseProduct.Multiply(left, right, other, 7, width);
                Assert.True(Bits(product.Values).SequenceEqual(Bits(other.Values)), $"Other bits at {width}, {columns} columns.");
            }
        }
    }

    [Fact]
    public void SparseMatrixView_Contradictions_NameTheRow()
    {
        Assert.Contains("Row 1 begins at 2 and ends at 1", Assert.Throws<ArgumentException>(() => new SparseMatrixView(new[] { 0, 2, 1, 2 }, new[] { 0, 0 }, new float[2], 1)).Message, StringComparison.Ordinal);
        Assert.Contains("Value 1 has column 3", Assert.Throws<ArgumentException>(() => new SparseMatrixView(new[] { 0, 2 }, new[] { 0, 3 }, new float[2], 3)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new SparseMatrixView(new[] { 0, 1 }, new[] { 0, 0 }, new float[2], 1));
        Assert.Throws<ArgumentException>(() => SparseProduct.Multiply(new SparseMatrixView(new[] { 0 }, default, default, 2), new Matrix(3, 1), new Matrix(0, 1)));
    }

    [Fact]
    public void MultiplyBatch_Shapes_SameAsOneByOne()
    {
        foreach ((int m, int k, int n) in new[] { (1, 1, 1), (3, 5, 2), (8, 8, 8), (13, 20, 33), (2, 0, 3) })
        {
            const int count = 6;
            float[] left = Random(1, count * m * k, 1).Values.ToArray(), right = Random(1, count * k * n, 2).Values.ToArray(), products = new float[count * m * n];
            MatrixProduct.MultiplyBatch(left, right, products, count, m, k, n);
            for (int i = 0; i < count; i++)
            {
                Matrix one = MatrixProduct.Multiply(new MatrixView(left.AsMemory(i * m * k), m, k), new MatrixView(right.AsMemory(i * k * n), k, n));
                Assert.Equal(one.Values.ToArray(), products.AsSpan(i * m * n, m * n).ToArray());
            }
        }

        Assert.Throws<ArgumentException>(() => MatrixProduct.MultiplyBatch(new float[3], new float[4], new float[4], 1, 2, 2, 2));
    }

    [Fact]
    public void PairBlocks_Shapes_NearDoublePrecisionAndSameBitsAtAnyWidth()
    {
        foreach ((int m, int n, int d) in new[] { (0, 3, 2), (3, 0, 2), (5, 7, 3), (33, 65, 17), (2, 131, 64) })
        {
            Matrix left = Random(m, d, 1), right = Random(n, d, 2), dots = new(m, n), cosines = new(m, n), distances = new(m, n);
            if (m > 0)
                left.Row(0).Clear();

            PairBlocks.Dot(left, right, dots);
            PairBlocks.Cosine(left, right, cosines);
            PairBlocks.SquaredEuclidean(left, right, distances);
            for (int i = 0; i < m; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    double dot = 0, x = 0, y = 0, distance = 0;
                    for (int k = 0; k < d; k++)
                    {
                        dot += (double)left[i, k] * right[j, k];
                        x += (double)left[i, k] * left[i, k];
                        y += (double)right[j, k] * right[j, k];
                        distance += ((double)left[i, k] - right[j, k]) * ((double)left[i, k] - right[j, k]);
                    }

                    Assert.Equal(dot, dots[i, j], 1e-6 * (x + y + 1));
                    Assert.Equal(x == 0 ? 0 : dot / Math.Sqrt(x * y), cosines[i, j], 1e-6);
                    Assert.Equal(distance, distances[i, j], 1e-6 * (x + y + 1));
                }
            }

            foreach (LaneWidth width in Widths)
            {
                Matrix cosine = new(m, n), distance = new(m, n);
                PairBlocks.Cosine(left, right, cosine, 7, width);
                PairBlocks.SquaredEuclidean(left, right, distance, 7, width);
                Assert.True(Bits(cosines.Values).SequenceEqual(Bits(cosine.Values)) && Bits(distances.Values).SequenceEqual(Bits(distance.Values)), $"Other bits at {width}.");
            }
        }
    }

    [Fact]
    public void SquaredEuclidean_EqualRows_NeverBelowZero()
    {
        Matrix rows = Random(50, 20, 1), distances = new(50, 50);
        foreach (ref float value in rows.Values) value += 100;

        PairBlocks.SquaredEuclidean(rows, rows, distances);

        Assert.True(distances.Values.ToArray().All(distance => distance >= 0));
    }

    private static ReadOnlySpan<int> Bits(ReadOnlySpan<float> values) => MemoryMarshal.Cast<float, int>(values);

    private static Matrix Random(int rows, int columns, ulong seed)
    {
        RandomStream random = new(seed, "test");
        Matrix matrix = new(rows, columns);
        foreach (ref float value in matrix.Values) value = (float)random.NextGaussian();
        return matrix;
    }
}
