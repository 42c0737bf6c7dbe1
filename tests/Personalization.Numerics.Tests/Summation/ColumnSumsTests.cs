namespace Personalization.Numerics.Tests;

public sealed class ColumnSumsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(21)]
    public void Add_AnyColumns_AsAPlainLoopAtAnyWidth(int columns)
    {
        RandomStream random = new RandomStream((ulong)columns, "test");
        Matrix wide = new Matrix(77, columns + 2);
        foreach (ref float value in wide.Values) value = (float)random.NextGaussian() + 100;
        float[] weights = [.. Enumerable.Range(0, 77).Select(_ => random.NextSingle())];
        double[] means = new double[columns];
        Array.Fill(means, 99.5);

        foreach (MatrixView rows in (MatrixView[])[new(wide.View.Memory, 77, columns, columns + 2),
            new MatrixView(wide.View.Memory, 77, columns, columns + 2).ToMatrix()])
        {
            double[] sums = new double[columns], squares = new double[columns];
            for (int row = 0; row < 77; row++)
            {
                for (int column = 0; column < columns; column++)
                {
                    double value = rows[row, column], deviation = value - means[column];
                    sums[column] += weights[row] * value;
                    squares[column] += weights[row] * (deviation * deviation);
                }
            }

            foreach (LaneWidth width in (LaneWidth[])[LaneWidth.Scalar, LaneWidth.Vector256, LaneWidth.Vector512])
            {
                double[] found = new double[columns], foundSquares = new double[columns];
                ColumnSums.Add(rows, weights, found, width);
                ColumnSums.AddSquares(rows, weights, means, foundSquares, width);
                Assert.Equal(sums, found);
                Assert.Equal(squares, foundSquares);
            }
        }
    }

    [Fact]
    public void Add_WrongLengths_Error()
    {
        Assert.Throws<ArgumentException>(() => ColumnSums.Add(new Matrix(3, 2), new float[2], new double[2]));
        Assert.Throws<ArgumentException>(() => ColumnSums.AddSquares(new Matrix(3, 2), new float[3], new double[1], new double[2]));
    }
}
