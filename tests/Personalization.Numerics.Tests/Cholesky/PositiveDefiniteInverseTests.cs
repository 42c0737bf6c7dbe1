using System.Runtime.InteropServices;

namespace Personalization.Numerics.Tests;

public sealed class PositiveDefiniteInverseTests
{
    [Fact]
    public void Invert_ByHand_Exact()
    {
        // (4 2; 2 5): determinant 16, inverse (5 −2; −2 4) / 16. What is below the diagonal (99) isn't read.
        Matrix matrix = Matrix.FromRows([4, 2], [99, 5]);

        PositiveDefiniteInverse.Invert(matrix);

        Assert.Equal([.3125f, -.125f, -.125f, .25f], matrix.Values.ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(129)]
    [InlineData(300)]
    [InlineData(700)]
    public void Invert_AnyOrder_TimesTheMatrixIsTheIdentityWithSameBitsAtAnyWidthAndThreads(int order)
    {
        Matrix matrix = Counts(order), inverse = matrix.View.ToMatrix();

        PositiveDefiniteInverse.Invert(inverse, 1);

        for (int row = 0; row < order; row++)
        {
            for (int column = 0; column < order; column += 1 + (order / 50))
            {
                double sum = 0;
                for (int k = 0; k < order; k++) sum += (double)matrix[row, k] * inverse[k, column];
                Assert.Equal(row == column ? 1 : 0, sum, 2e-5);
            }
        }

        LaneWidth[] widths = order < 400
            ? [LaneWidth.Scalar, LaneWidth.Vector128, LaneWidth.Vector256, LaneWidth.Vector512]
            : [LaneWidth.Vector256];
        foreach (LaneWidth width in widths)
        {
            Matrix other = matrix.View.ToMatrix();
            PositiveDefiniteInverse.Invert(other, 7, width);
            Assert.True(Bits(inverse).SequenceEqual(Bits(other)), $"Other bits at {width}, order {order}.");
        }
    }

    [Fact]
    public void Invert_NotPositiveDefiniteOrNotSquare_Throws()
    {
        Assert.Equal(1, Assert.Throws<NotPositiveDefiniteException>(
            () => PositiveDefiniteInverse.Invert(Matrix.FromRows([1, 2], [2, 1]))).Pivot);
        Assert.Throws<ArgumentException>(() => PositiveDefiniteInverse.Invert(new Matrix(2, 3)));
    }

    private static ReadOnlySpan<int> Bits(Matrix matrix) => MemoryMarshal.Cast<float, int>(matrix.Values);

    /// <summary>XᵀX + 10 I of a few customers with a few items each, as a recommender inverts.</summary>
    private static Matrix Counts(int order)
    {
        Random random = new(order);
        Matrix matrix = new(order, order);
        for (int customer = 0; customer < 3 * order; customer++)
        {
            int[] items = [.. Enumerable.Range(0, 8).Select(_ => (int)(order * random.NextDouble() * random.NextDouble())).Distinct()];
            foreach (int item in items)
            {
                foreach (int other in items) matrix[item, other]++;
            }
        }

        for (int item = 0; item < order; item++) matrix[item, item] += 10;
        return matrix;
    }
}
