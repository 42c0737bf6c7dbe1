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
        var random = new RandomStream((ulong)columns, "test");
        var rows = new Matrix(200, columns);
        foreach (ref float value in rows.Values) value = (float)random.NextGaussian();
        var weights = new float[200];
        foreach (ref float weight in weights.AsSpan()) weight = random.NextSingle();
        int[] groups = [.. Enumerable.Range(0, 200).Select(row => row * row % 7)];

        double[] expected = Sums(LaneWidth.Scalar);
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
        double[] sums = new double[4], totals = new double[2];

        Assert.Equal(3, GroupedSums.Move(rows, [1, .5f, 2], [-1, -1, -1], [1, 0, 1], sums, totals));
        Assert.Equal(1, GroupedSums.Move(rows, [1, .5f, 2], [1, 0, 1], [1, 0, 0], sums, totals));

        Assert.Equal([11.5, 14, 1, 2], sums);
        Assert.Equal([2.5, 1], totals);
        Assert.Throws<ArgumentOutOfRangeException>(() => GroupedSums.Move(rows, [1, 1, 1], [0, 0, 0], [0, 0, 2], sums, totals));
        Assert.Throws<ArgumentException>(() => GroupedSums.Move(rows, [1, 1, 1], [0], [0, 0, 1], sums, totals));
    }
}
