using System.Runtime.InteropServices;

namespace Personalization.Numerics.Tests;

public sealed class SparseProductTests
{
    private static readonly LaneWidth[] Widths = [LaneWidth.Scalar, LaneWidth.Vector128, LaneWidth.Vector256, LaneWidth.Vector512];

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
        Assert.Contains(
            "Row 1 begins at 2 and ends at 1",
            Assert.Throws<ArgumentException>(() => new SparseMatrixView(new[] { 0, 2, 1, 2 }, new[] { 0, 0 }, new float[2], 1)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "Value 1 has column 3",
            Assert.Throws<ArgumentException>(() => new SparseMatrixView(new[] { 0, 2 }, new[] { 0, 3 }, new float[2], 3)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new SparseMatrixView(new[] { 0, 1 }, new[] { 0, 0 }, new float[2], 1));
        Assert.Throws<ArgumentException>(
            () => SparseProduct.Multiply(new SparseMatrixView(new[] { 0 }, default, default, 2), new Matrix(3, 1), new Matrix(0, 1)));
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
