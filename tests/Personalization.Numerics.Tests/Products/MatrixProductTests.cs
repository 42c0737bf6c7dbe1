using System.Runtime.InteropServices;

namespace Personalization.Numerics.Tests;

public sealed class MatrixProductTests
{
    private static readonly LaneWidth[] Widths = [LaneWidth.Scalar, LaneWidth.Vector128, LaneWidth.Vector256, LaneWidth.Vector512];

    /// <summary>Around whole vectors, tiles of 4, 8 and 12 rows, panels of 32 columns.</summary>
    private static readonly int[] Sizes = [0, 1, 2, 3, 7, 8, 12, 15, 16, 17, 31, 33, 64, 65];

    private static readonly float[] Pool = DrawPool();

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Multiply_AnyShape_NearDoublePrecisionAndSameBitsAtAnyWidth(bool leftTransposed, bool rightTransposed)
    {
        foreach (int m in Sizes)
        {
            foreach (int n in Sizes)
            {
                // Every depth meets every size of rows and of columns, not every pair of them.
                for (int i = 0; i < Sizes.Length; i += 5)
                    Check(m, n, Sizes[(i + m + n) % Sizes.Length], leftTransposed, rightTransposed, scale: 1, accumulate: false);
            }
        }
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Multiply_SeveralBlocksScaledAndAdded_NearDoublePrecisionAndSameBitsAtAnyWidth(bool leftTransposed, bool rightTransposed)
    {
        foreach ((int m, int n, int k) in new[] { (5, 40, 255), (13, 33, 256), (29, 70, 257), (26, 97, 515) })
        {
            Check(m, n, k, leftTransposed, rightTransposed, scale: 1, accumulate: false);
            Check(m, n, k, leftTransposed, rightTransposed, scale: -.75f, accumulate: true);
        }
    }

    [Fact]
    public void Multiply_ByHand_Exact()
    {
        Matrix left = Matrix.FromRows([1, 2, 3], [4, 5, 6]), right = Matrix.FromRows([7, 8], [9, 10], [11, 12]);
        Matrix sum = Matrix.FromRows([1, 1], [1, 1]);

        MatrixProduct.Multiply(left, right, sum, scale: 2, accumulate: true);

        Assert.Equal([58, 64, 139, 154], MatrixProduct.Multiply(left, right).Values.ToArray());
        Assert.Equal([117, 129, 279, 309], sum.Values.ToArray());
        Assert.Equal([14, 32, 32, 77], MatrixProduct.Multiply(left, MatrixOperand.Transpose(left)).Values.ToArray());
    }

    [Theory]
    [InlineData(150, 90, 300)]
    [InlineData(7, 3000, 70)]
    [InlineData(2000, 3, 130)]
    public void Multiply_OneTwoAndSevenThreads_SameBits(int m, int n, int k)
    {
        Matrix left = Random(m, k, 1), right = Random(k, n, 2), one = new(m, n);
        MatrixProduct.Multiply(left, right, one, threads: 1);
        foreach (int threads in new[] { 2, 7 })
        {
            Matrix several = new(m, n);
            MatrixProduct.Multiply(left, right, several, threads: threads);
            Assert.True(Bits(one).SequenceEqual(Bits(several)));
        }
    }

    [Fact]
    public void Multiply_DeepOrWideBeyondScratchMemory_SameAsSmallerProducts()
    {
        // 40,000 columns need more than the scratch memory at once, and 70,000 terms more than one pass.
        Matrix left = Random(2, 300, 1), right = Random(300, 40_000, 2), wide = MatrixProduct.Multiply(left, right);
        Matrix part = MatrixProduct.Multiply(left, new MatrixView(right.View.Memory[39_000..], 300, 1000, 40_000));
        Assert.Equal(part.Row(1), wide.Row(1)[39_000..]);

        Matrix deepLeft = Random(1, 70_000, 3), deepRight = Random(70_000, 100, 4), deep = MatrixProduct.Multiply(deepLeft, deepRight);
        Matrix narrow = MatrixProduct.Multiply(deepLeft, new MatrixView(deepRight.View.Memory, 70_000, 1, 100));
        Assert.Equal(narrow[0, 0], deep[0, 0]);
    }

    [Fact]
    public void Multiply_SpecialValues_AsTheOperationsSay()
    {
        Matrix left = Matrix.FromRows(
            [float.NaN, 0], [float.PositiveInfinity, 0], [1, float.NegativeInfinity], [0, -0f], [float.MaxValue, float.MaxValue]);
        Matrix right = Matrix.FromRows([1, 0, 2], [1, 1, 1]);
        foreach (LaneWidth width in Widths)
        {
            Matrix product = new(5, 3);
            product.Values.Fill(float.NaN);
            MatrixProduct.Multiply(left, right, product, 1, false, 1, width);

            Assert.True(product.Row(0).ToArray().All(float.IsNaN));
            Assert.Equal([float.PositiveInfinity, float.NaN, float.PositiveInfinity], product.Row(1).ToArray());
            Assert.Equal([float.NegativeInfinity, float.NegativeInfinity, float.NegativeInfinity], product.Row(2).ToArray());
            Assert.Equal([0, 0, 0], product.Row(3).ToArray());
            Assert.Equal([float.PositiveInfinity, float.MaxValue, float.PositiveInfinity], product.Row(4).ToArray());
        }
    }

    [Fact]
    public void Multiply_DestinationOverlaps_Throws()
    {
        Matrix square = Random(8, 8, 1);

        Assert.Contains(
            "shares memory", Assert.Throws<ArgumentException>(() => MatrixProduct.Multiply(square, Random(8, 8, 2), square)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => MatrixProduct.Multiply(Random(8, 8, 2), square, square.MutableView.Slice(0, 8, 0, 8)));
    }

    [Fact]
    public void Multiply_ShapesDisagree_ErrorSaysThem()
    {
        Assert.Contains(
            "2 × 3 times 4 × 5",
            Assert.Throws<ArgumentException>(() => MatrixProduct.Multiply(new Matrix(2, 3), new Matrix(4, 5))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "2 × 5; the destination is 2 × 4",
            Assert.Throws<ArgumentException>(() => MatrixProduct.Multiply(new Matrix(2, 3), new Matrix(3, 5), new Matrix(2, 4))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Multiply_Cancelled_Throws() => Assert.Throws<OperationCanceledException>(
        () => MatrixProduct.Multiply(new Matrix(10, 10), new Matrix(10, 10), cancellationToken: new CancellationToken(canceled: true)));

    private static void Check(int m, int n, int k, bool leftTransposed, bool rightTransposed, float scale, bool accumulate)
    {
        // Views with gaps that begin off any alignment.
        MatrixOperand left = Operand(m, k, leftTransposed, 1), right = Operand(k, n, rightTransposed, 2);
        float[] before = Random(1, 3 + (m * (n + 5)), 3).Values.ToArray();
        float[]? first = null;
        foreach (LaneWidth width in Widths)
        {
            float[] values = [.. before];
            MutableMatrixView destination = new(values.AsMemory(3), m, n, n + 5);
            MatrixProduct.Multiply(left, right, destination, scale, accumulate, null, width);
            first ??= values;
            Assert.True(Bits(first).SequenceEqual(Bits(values)), $"Other bits at {width}: {m} × {k} × {n}.");
        }

        for (int i = 0; i < before.Length; i++)
        {
            int row = (i - 3) / (n + 5), column = (i - 3) % (n + 5);
            if (i < 3 || column >= n || row >= m)
            {
                Assert.Equal(before[i], first![i]);
                continue;
            }

            double sum = 0, size = 1;
            for (int depth = 0; depth < k; depth++)
            {
                double term = (double)At(left, row, depth) * At(right, depth, column);
                sum += term;
                size += Math.Abs(term);
            }

            double expected = (accumulate ? before[i] : 0) + (scale * sum);
            Assert.True(
                Math.Abs(first![i] - expected) <= 2e-7 * (size + 1) * Math.Sqrt(k + 1),
                $"{m} × {k} × {n} at {row}, {column}: {first[i]} for {expected}.");
        }
    }

    private static MatrixOperand Operand(int rows, int columns, bool transposed, ulong seed)
    {
        (int r, int c) = transposed ? (columns, rows) : (rows, columns);
        MatrixView view = new(Random(1, 1 + (r * (c + 3)), seed).View.Memory[1..], r, c, c + 3);
        return transposed ? MatrixOperand.Transpose(view) : view;
    }

    private static float At(MatrixOperand operand, int row, int column) =>
        operand.IsTransposed ? operand.View[column, row] : operand.View[row, column];

    private static ReadOnlySpan<int> Bits(float[] values) => MemoryMarshal.Cast<float, int>(values);

    private static ReadOnlySpan<int> Bits(Matrix matrix) => MemoryMarshal.Cast<float, int>(matrix.Values);

    /// <summary>Gaussian values from a pool that is drawn once and read from different places.</summary>
    private static Matrix Random(int rows, int columns, ulong seed)
    {
        Matrix matrix = new Matrix(rows, columns);
        int position = (int)seed * 1009;
        foreach (ref float value in matrix.Values)
            value = Pool[position++ % Pool.Length];

        return matrix;
    }

    private static float[] DrawPool()
    {
        RandomStream random = new RandomStream(1, "test");
        float[] values = new float[9973];
        foreach (ref float value in values.AsSpan())
            value = (float)random.NextGaussian();

        return values;
    }
}
