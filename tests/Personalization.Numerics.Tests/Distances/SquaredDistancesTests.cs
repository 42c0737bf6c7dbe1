namespace Personalization.Numerics.Tests;

public sealed class SquaredDistancesTests
{
    private static readonly LaneWidth[] Widths = [LaneWidth.Scalar, LaneWidth.Vector128, LaneWidth.Vector256, LaneWidth.Vector512];

    [Fact]
    public void Between_ByHand_SumOfSquares() => Assert.Equal(25, SquaredDistances.Between([1, 2, 3], [4, -2, 3]));

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(17)]
    public void AddDistancesByGroup_TwoGroupings_DoubleLoopAndSameBitsAtAnyWidth(int columns)
    {
        Matrix points = Random(32, columns, 1), others = Random(75, columns, 2);
        PointTiles tiles = new PointTiles(points);
        int[] groups = [.. Enumerable.Range(0, 75).SelectMany(row => new[] { row % 2, 2 + (row % 3) })];
        double[][] sums = [.. Widths.Select(width =>
        {
            double[] sum = new double[5 * PointTiles.TileSize];
            SquaredDistances.AddDistancesByGroup(tiles, 0, others, groups, sum, width);
            return sum;
        })];

        Assert.All(sums, sum => Assert.Equal(sums[0], sum));
        for (int group = 0; group < 5; group++)
        {
            for (int point = 0; point < 32; point++)
            {
                double expected = Enumerable.Range(0, 75).Where(row => groups[2 * row] == group || groups[(2 * row) + 1] == group)
                    .Sum(row => Math.Sqrt(SquaredDistances.Between(points.Row(point), others.Row(row))));
                Assert.Equal(expected, sums[0][(group * 32) + point], 1e-6 * expected);
            }
        }
    }

    [Fact]
    public void AddDistancesByGroup_GroupOutside_ErrorNamesIt()
    {
        PointTiles tiles = new PointTiles(Random(3, 2, 1));

        ArgumentException error = Assert.Throws<ArgumentOutOfRangeException>(
            () => SquaredDistances.AddDistancesByGroup(tiles, 0, Random(2, 2, 2), [0, 3], new double[3 * PointTiles.TileSize]));
        Assert.Contains("Group 3 must be from 0 to 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddSmaller_Keep_StoresTheSmallerAndAddsWeighted()
    {
        Matrix points = Matrix.FromRows([0], [3], [10]);
        PointTiles tiles = new PointTiles(points);
        float[] closest = new float[32], weights = new float[32];
        closest.AsSpan().Fill(4);
        weights[0] = 1;
        weights[1] = .5f;
        weights[2] = 2;
        double[] sums = new double[32];

        SquaredDistances.AddSmaller(tiles, 0, [1], closest, weights, sums, keep: true);

        Assert.Equal([1, 4, 4], closest[..3]);
        Assert.Equal([1, 2, 8, 0], sums[..4]);
    }

    private static Matrix Random(int rows, int columns, ulong seed)
    {
        RandomStream random = new RandomStream(seed, "test");
        Matrix matrix = new Matrix(rows, columns);
        foreach (ref float value in matrix.Values)
            value = (float)random.NextGaussian();

        return matrix;
    }
}
