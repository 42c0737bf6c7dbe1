namespace Personalization.Numerics.Tests;

public sealed class GroupedSumsTests
{
    [Fact]
    public void Add_ByHand_SumsAndWeights()
    {
        double[] sums = new double[4], totals = new double[2];

        GroupedSums.Add(Matrix.FromRows([1, 2], [3, 4], [5, 6]), [1, .5f, 2], [1, 0, 1], sums, totals);

        Assert.Equal([1.5, 2, 11, 14], sums);
        Assert.Equal([.5, 3], totals);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(16)]
    [InlineData(45)]
    public void Add_AnyWidth_SameBits(int columns)
    {
        RandomStream random = new RandomStream((ulong)columns, "test");
        Matrix rows = new Matrix(200, columns);
        foreach (ref float value in rows.Values) value = (float)random.NextGaussian();
        float[] weights = new float[200];
        foreach (ref float weight in weights.AsSpan()) weight = random.NextSingle();
        int[] groups = [.. Enumerable.Range(0, 200).Select(row => row * row % 7)];

        double[] expected = Sums(LaneWidth.Scalar);
        Assert.Equal(expected, Sums(LaneWidth.Vector128));
        Assert.Equal(expected, Sums(LaneWidth.Vector256));
        Assert.Equal(expected, Sums(LaneWidth.Vector512));

        double[] Sums(LaneWidth width)
        {
            double[] sums = new double[7 * columns], totals = new double[7];
            GroupedSums.Add(rows, weights, groups, sums, totals, width);
            return [.. sums, .. totals];
        }
    }

    [Fact]
    public void Add_GroupOutside_ErrorNamesTheRow()
    {
        ArgumentException error = Assert.Throws<ArgumentOutOfRangeException>(
            () => GroupedSums.Add(Matrix.FromRows([1], [2]), [1, 1], [0, 3], new double[2], new double[2]));

        Assert.Contains("Row 1 has group 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Move_ByHand_OnlyChangedRowsMove()
    {
        Matrix rows = Matrix.FromRows([1, 2], [3, 4], [5, 6]);
        double[] sums = new double[6], totals = new double[3];
        bool[] touched = new bool[3];

        int[] groups = [-1, -1, -1];

        Assert.Equal(3, GroupedSums.Move(rows, [1, .5f, 2], groups, [1, 0, 1], sums, totals));
        Assert.Equal([1, 0, 1], groups);
        Assert.Equal(1, GroupedSums.Move(rows, [1, .5f, 2], groups, [1, 0, 0], sums, totals, touched));

        Assert.Equal([1, 0, 0], groups);
        Assert.Equal([11.5, 14, 1, 2, 0, 0], sums);
        Assert.Equal([2.5, 1, 0], totals);
        Assert.Equal([true, true, false], touched);
        Assert.Throws<ArgumentException>(() => GroupedSums.Move(rows, [1, 1, 1], [0, 0, 0], [0, 0, 1], sums, totals, new bool[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => GroupedSums.Move(rows, [1, 1, 1], [0, 0, 0], [0, 0, 3], sums, totals));
        Assert.Throws<ArgumentException>(() => GroupedSums.Move(rows, [1, 1, 1], [0], [0, 0, 1], sums, totals));
        Assert.Throws<ArgumentException>(() => GroupedSums.Move(rows, [1, 1, 1], [0, 0], [0, 1], sums, totals));
        Assert.Throws<ArgumentException>(() => GroupedSums.Move(rows, [1, 1], [0, 0, 0], [0, 0, 1], sums, totals));
    }

    [Theory]
    [InlineData(1, 70)]
    [InlineData(3, 300)]
    [InlineData(8, 33)]
    public void Move_PointsOfTiles_SameBitsAsRows(int columns, int rowCount)
    {
        RandomStream random = new RandomStream((ulong)columns, "tiles");
        Matrix rows = new Matrix(rowCount, columns);
        foreach (ref float value in rows.Values) value = (float)random.NextGaussian();
        float[] weights = new float[rowCount];
        foreach (ref float weight in weights.AsSpan()) weight = random.NextSingle();
        using PointTiles tiles = new(rows);
        int[] first = [.. Enumerable.Range(0, rowCount).Select(row => row * row % 5)],
            then = [.. Enumerable.Range(0, rowCount).Select(row => row % 5)];
        double[] expected = new double[5 * columns], expectedTotals = new double[5], sums = new double[5 * columns], totals = new double[5];
        int[] ofRows = [.. Enumerable.Repeat(-1, rowCount)], ofTiles = [.. ofRows];
        bool[] expectedTouched = new bool[5], touched = new bool[5];

        foreach (int[] now in (int[][])[first, then])
        {
            int expectedChanges = GroupedSums.Move(rows, weights, ofRows, now, expected, expectedTotals, expectedTouched);
            Assert.Equal(expectedChanges, GroupedSums.Move(tiles, 0, weights, ofTiles, now, sums, totals, touched));
        }

        Assert.Equal(expected, sums);
        Assert.Equal(expectedTotals, totals);
        Assert.Equal(expectedTouched, touched);
        Assert.Equal(then, ofTiles);
    }

    [Fact]
    public void Move_TilesWithOrigin_Error()
    {
        using PointTiles tiles = new(Matrix.FromRows([1], [2]), [1]);

        Assert.Throws<ArgumentException>(() => GroupedSums.Move(tiles, 0, default, [0, 0], [0, 1], new double[2], new double[2]));
    }

    [Fact]
    public void Move_MoreGroupsThanPointsOfTiles_Error()
    {
        using PointTiles tiles = new(Matrix.FromRows([1], [2]));

        Assert.Throws<ArgumentException>(() => GroupedSums.Move(tiles, 0, default, [0, 0, 0], [0, 1, 1], new double[2], new double[2]));
        Assert.Throws<ArgumentException>(() => GroupedSums.Move(tiles, 1, default, [0], [1], new double[2], new double[2]));
        Assert.ThrowsAny<ArgumentException>(() => tiles.Tile(1).Length);
    }

    [Fact]
    public void AddAndMove_WithoutWeights_SameAsOnes()
    {
        Matrix rows = Matrix.FromRows([1, 2], [3, 4], [5, 6]);
        double[] expected = new double[4], expectedTotals = new double[2], sums = new double[4], totals = new double[2];
        GroupedSums.Add(rows, [1, 1, 1], [0, 1, 1], expected, expectedTotals);
        GroupedSums.Move(rows, [1, 1, 1], [0, 1, 1], [1, 1, 0], expected, expectedTotals);

        GroupedSums.Add(rows, default, [0, 1, 1], sums, totals);
        GroupedSums.Move(rows, default, [0, 1, 1], [1, 1, 0], sums, totals);

        Assert.Equal(expected, sums);
        Assert.Equal(expectedTotals, totals);
        Assert.Equal([1, 2], totals);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(21)]
    public void Move_AnyWidth_SameBitsAsTakingOffAndAdding(int columns)
    {
        RandomStream random = new RandomStream((ulong)columns, "move");
        Matrix rows = new Matrix(101, columns);
        foreach (ref float value in rows.Values) value = (float)random.NextGaussian();
        float[] weights = new float[101];
        foreach (ref float weight in weights.AsSpan()) weight = random.NextSingle();
        int[] before = [.. Enumerable.Range(0, 101).Select(row => row % 3)],
            groups = [.. Enumerable.Range(0, 101).Select(row => row % 5 == 0 ? 2 : row % 3)];
        double[] expected = new double[3 * columns], expectedTotals = new double[3];
        GroupedSums.Add(rows, weights, before, expected, expectedTotals);
        (double[] start, double[] startTotals) = ([.. expected], [.. expectedTotals]);
        for (int row = 0; row < 101; row++)
        {
            if (before[row] == groups[row])
                continue;

            expectedTotals[groups[row]] += weights[row];
            expectedTotals[before[row]] -= weights[row];
            for (int column = 0; column < columns; column++)
            {
                expected[(groups[row] * columns) + column] += (double)weights[row] * rows[row, column];
                expected[(before[row] * columns) + column] -= (double)weights[row] * rows[row, column];
            }
        }

        foreach (LaneWidth width in (LaneWidth[])[LaneWidth.Scalar, LaneWidth.Vector128, LaneWidth.Vector256, LaneWidth.Vector512])
        {
            (double[] sums, double[] totals) = ([.. start], [.. startTotals]);
            GroupedSums.Move(rows, weights, [.. before], groups, sums, totals, default, width);
            Assert.Equal(expected, sums);
            Assert.Equal(expectedTotals, totals);
        }
    }
}
