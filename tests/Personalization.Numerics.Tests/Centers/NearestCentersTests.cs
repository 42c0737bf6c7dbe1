using System.Runtime.InteropServices;

namespace Personalization.Numerics.Tests;

public sealed class NearestCentersTests
{
    private static readonly LaneWidth[] Widths = [LaneWidth.Scalar, LaneWidth.Vector128, LaneWidth.Vector256, LaneWidth.Vector512];

    /// <summary>Every number of points around whole tiles, of features around the change of form, of centers around whole panels.</summary>
    public static TheoryData<int> Dimensions => [.. Enumerable.Range(1, 40)];

    [Theory]
    [MemberData(nameof(Dimensions))]
    public void Assign_AnyShape_NearestInDoublePrecisionAndSameBitsAtAnyWidth(int columns)
    {
        for (int k = 1; k <= 17; k++)
        {
            int[] counts = k is 8 or 9 ? [.. Enumerable.Range(0, 131)] : [0, 1, 31, 32, 33, 64, 95, 130];
            Matrix all = Random(130, columns, (ulong)((columns * 100) + k)),
                centers = Random(k, columns, (ulong)((columns * 100) + k + 50));
            NearestCenters nearest = new NearestCenters(centers);
            foreach (int n in counts)
                Check(nearest, all.View.Slice(0, n), centers);
        }
    }

    [Fact]
    public void Assign_EquallyNearCenters_FirstWins()
    {
        Matrix points = Matrix.FromRows([0], [1], [2], [3], [4]);
        Matrix centers = Matrix.FromRows([3], [1], [3], [1]);
        int[] labels = new int[5];
        float[] distances = new float[5];

        new NearestCenters(centers).Assign(points, labels, distances);

        // 2 lies in the middle between 3 and 1: center 0 comes first.
        Assert.Equal([1, 1, 0, 0, 0], labels);
        Assert.Equal([1, 0, 1, 0, 1], distances);
    }

    [Fact]
    public void Assign_FarFromZero_KeepsItsDigits()
    {
        // With 12 features the score form runs; without an origin ½‖c‖² ≈ 6·10⁸ would drown differences of 1.
        Matrix points = Random(200, 12, 5), centers = Random(9, 12, 6);
        foreach (ref float value in points.Values) value += 10_000;
        foreach (ref float value in centers.Values) value += 10_000;

        Check(new NearestCenters(centers), points, centers);
    }

    [Fact]
    public void Assign_NotANumber_TerminatesWithALabelInRange()
    {
        Matrix points = Random(40, 10, 1);
        points[3, 4] = float.NaN;
        points[7, 0] = float.PositiveInfinity;
        int[] labels = new int[40];

        new NearestCenters(Random(5, 10, 2)).Assign(points, labels);

        Assert.All(labels, label => Assert.InRange(label, 0, 4));
    }

    [Fact]
    public void Assign_StridedView_SameAsGapless()
    {
        Matrix wide = Random(70, 9, 3), centers = Random(6, 4, 4);
        MatrixView strided = new MatrixView(wide.View.Memory, 70, 4, 9);
        int[] expected = new int[70], labels = new int[70];
        NearestCenters nearest = new NearestCenters(centers);

        nearest.Assign(strided.ToMatrix(), expected);
        nearest.Assign(strided, labels);

        Assert.Equal(expected, labels);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(20)]
    public void Assign_TilesAndSinglePoints_SameAsRows(int columns)
    {
        Matrix points = Random(100, columns, 7), centers = Random(11, columns, 8);
        NearestCenters nearest = new NearestCenters(centers);
        int[] expected = new int[100], labels = new int[100];
        nearest.Assign(points, expected);

        nearest.Assign(new PointTiles(points, nearest.Origin), 0, labels);

        Assert.Equal(expected, labels);
        Assert.Equal(expected, Enumerable.Range(0, 100).Select(row => nearest.Nearest(points.Row(row))));
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(3, 10)]
    [InlineData(21, 17)]
    public void AssignTwo_Tiles_SameLabelsAndTheTwoSmallestAtAnyWidth(int columns, int count)
    {
        Matrix points = Random(64, columns, 4), centers = Random(count, columns, 5);
        NearestCenters nearest = new NearestCenters(centers);
        PointTiles tiles = new PointTiles(points, nearest.Origin);
        int[] expected = new int[64];
        nearest.Assign(points, expected);

        foreach (LaneWidth width in Widths)
        {
            int[] labels = new int[64];
            float[] first = new float[64], second = new float[64];
            nearest.AssignTwo(tiles.Tiles(0, 2), labels, first, second, width);
            Assert.Equal(expected, labels);
            for (int row = 0; row < 64; row++)
            {
                double[] distances =
                    [.. Enumerable.Range(0, count).Select(center => Reference(points.Row(row), centers.Row(center))).Order()];
                Assert.True(count == 1 ? float.IsPositiveInfinity(second[row]) : first[row] <= second[row]);
                if (count > 1)
                    Assert.Equal(distances[1] - distances[0], (columns <= 8 ? 1 : 2) * ((double)second[row] - first[row]), 1e-4);
            }
        }
    }

    [Fact]
    public void Gather_RowsFromAnywhere_SameTileAsNeighbours()
    {
        Matrix points = Random(100, 11, 6);
        float[] origin = points.Row(3).ToArray(), tile = new float[11 * 32], expected = new float[11 * 32];
        int[] rows = [.. Enumerable.Range(0, 32).Select(i => i * 37 % 100)];
        for (int i = 0; i < 32; i++)
        {
            for (int column = 0; column < 11; column++) expected[(column * 32) + i] = points[rows[i], column] - origin[column];
        }

        PointTiles.Gather(points, rows, origin, tile);
        Assert.Equal(expected, tile);

        PointTiles.Gather(points, rows.AsSpan(0, 5), origin, tile);
        for (int i = 0; i < tile.Length; i++)
            Assert.Equal(i % 32 < 5 ? expected[i] : 0, tile[i]);

        Assert.Throws<ArgumentOutOfRangeException>(() => PointTiles.Gather(points, [100], origin, tile));
        Assert.Throws<ArgumentException>(() => PointTiles.Gather(points, rows, origin, new float[3]));
    }

    [Fact]
    public void Assign_WrongShapes_ErrorSaysBoth()
    {
        NearestCenters nearest = new NearestCenters(Random(3, 4, 1));

        Assert.Contains(
            "5 features; the centers have 4", Assert.Throws<ArgumentException>(() => nearest.Assign(Random(2, 5, 1), new int[2])).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => nearest.Assign(Random(2, 4, 1), new int[3]));
        Assert.Throws<ArgumentException>(() => nearest.Assign(Random(2, 4, 1), new int[2], new float[1]));
        Assert.Throws<ArgumentException>(() => new NearestCenters(new Matrix(0, 4)));
    }

    [Theory]
    [InlineData(1, 3, 1, 0)]
    [InlineData(3, 40, 1, 0)]
    [InlineData(8, 70, 1, 1e4f)]
    [InlineData(9, 70, 1, 0)]
    [InlineData(20, 7, 1, 1e4f)]
    [InlineData(64, 130, 1, -3)]
    [InlineData(300, 20, 1, 0)]
    [InlineData(3, 9, 1e-30f, 0)]
    [InlineData(20, 9, 1e-30f, 0)]
    [InlineData(3, 9, 1e-42f, 0)]
    [InlineData(20, 9, 1e-42f, 0)]
    [InlineData(3, 9, 1e18f, 0)]
    [InlineData(20, 9, 1e18f, 0)]
    [InlineData(3, 9, 1e25f, 0)]
    [InlineData(20, 9, 1e25f, 0)]
    public void Assign_BetweenTwoCenters_AsDoublePrecisionDecides(int columns, int count, float scale, float offset)
    {
        Matrix points = Random(700, columns, 31), centers = Random(count, columns, 32);
        double[] exact = new double[count * columns];
        RandomStream random = new RandomStream(5, "between");
        for (int i = 0; i < exact.Length; i++) exact[i] = (scale * random.NextGaussian()) + offset;
        for (int i = 0; i < exact.Length; i++) centers.Values[i] = (float)exact[i];
        for (int row = 0; row < points.Rows; row++)
        {
            // About midway between two centers: in the middle as far as single precision goes, or a bit off it.
            int one = random.NextInt32(count), other = random.NextInt32(count);
            for (int column = 0; column < columns; column++)
            {
                float middle = (float)((exact[(one * columns) + column] + exact[(other * columns) + column]) / 2);
                points[row, column] = row % 3 == 0 ? middle : middle + (scale * 1e-6f * (float)random.NextGaussian());
            }
        }

        RequireExact(new NearestCenters(centers), points, [.. centers.Values.ToArray().Select(value => (double)value)]);
        RequireExact(new NearestCenters(exact, columns, NearestCenters.OriginOf(new double[columns])), points, exact);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(30)]
    public void Assign_CentersThatSinglePrecisionCannotTellApart_AsDoublePrecisionDecides(int columns)
    {
        // All within one rounding of each other, the nearest last.
        double[] centers = new double[100 * columns];
        for (int center = 0; center < 100; center++) centers.AsSpan(center * columns, columns).Fill(3 + (1e-9 * (100 - center)));
        Matrix points = Random(64, columns, 9);
        foreach (ref float value in points.Values) value = Math.Min(value, 2);

        RequireExact(new NearestCenters(centers, columns, NearestCenters.OriginOf(new double[columns])), points, centers);
    }

    [Theory]
    [InlineData(4, 20)]
    [InlineData(16, 64)]
    [InlineData(128, 200)]
    public void IsInDoubt_OrdinaryPoints_HardlyEver(int columns, int count)
    {
        // Were everything in doubt, results would be right and slow.
        Matrix points = Random(3_200, columns, 51), centers = Random(count, columns, 52);
        NearestCenters nearest = new NearestCenters(centers);
        using PointTiles tiles = new(points, nearest.Origin);
        float[] first = new float[points.Rows], second = new float[points.Rows];
        nearest.AssignTwo(tiles.Tiles(0, tiles.TileCount), new int[points.Rows], first, second);

        Assert.InRange(
            Enumerable.Range(0, points.Rows).Count(row => nearest.IsInDoubt(SquaredNorm(row), first[row], second[row])), 0,
            points.Rows / 100);
        Assert.False(nearest.IsInDoubt(1, -.5f, float.PositiveInfinity));
        Assert.True(nearest.IsInDoubt(1, 2, 2));
        Assert.True(nearest.IsInDoubt(1, float.PositiveInfinity, float.PositiveInfinity));
        Assert.True(nearest.IsInDoubt(1, 1, float.NaN));
        Assert.Throws<ArgumentException>(() => nearest.Settle(points.Row(0), 1, -1e9f));

        float SquaredNorm(int row) =>
            columns <= NearestCenters.LargestDifferenceDimension ? 0 : (float)SquaredDistances.Between(points.Row(row), nearest.Origin);
    }

    [Fact]
    public void Constructor_DoublePrecision_ErrorSaysWhatDisagrees()
    {
        Assert.Contains(
            "7 values", Assert.Throws<ArgumentException>(() => new NearestCenters(new double[7], 3, [])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new NearestCenters([], 3, []));
        Assert.Throws<ArgumentException>(() => new NearestCenters(new double[6], 3, [1, 2, 3]));
        Assert.Throws<ArgumentException>(() => new NearestCenters(new double[6], 3, []).MoveTo(new double[3]));
    }

    /// <summary>Every way to ask gives the center of the smallest distance in double precision, the first of equally near ones.</summary>
    private static void RequireExact(NearestCenters nearest, Matrix points, double[] centers)
    {
        int[] expected = new int[points.Rows], labels = new int[points.Rows];
        for (int row = 0; row < points.Rows; row++)
        {
            double smallest = double.PositiveInfinity;
            for (int center = 0; center < nearest.Count; center++)
            {
                double square = SquaredDistances.Between(points.Row(row), centers.AsSpan(center * points.Columns, points.Columns));
                if (square < smallest)
                    (smallest, expected[row]) = (square, center);
            }
        }

        foreach (LaneWidth width in Widths)
        {
            nearest.Assign(points, labels, default, width);
            Assert.Equal(expected, labels);
        }

        using PointTiles tiles = new(points, nearest.Origin);
        nearest.Assign(tiles, 0, labels);
        Assert.Equal(expected, labels);
        Assert.Equal(expected, Enumerable.Range(0, points.Rows).Select(row => nearest.Nearest(points.Row(row))));
    }

    private static void Check(NearestCenters nearest, MatrixView points, MatrixView centers)
    {
        int[] first = new int[points.Rows];
        float[] firstDistances = new float[points.Rows];
        nearest.Assign(points, first, firstDistances, LaneWidth.Scalar);
        for (int row = 0; row < points.Rows; row++)
        {
            double smallest = double.PositiveInfinity;
            for (int center = 0; center < centers.Rows; center++)
                smallest = Math.Min(smallest, Reference(points.Row(row), centers.Row(center)));

            // But for the last bits of the reference itself.
            double chosen = Reference(points.Row(row), centers.Row(first[row]));
            Assert.True(chosen <= smallest * (1 + 1e-13), $"Row {row}: center {first[row]} at {chosen}, another at {smallest}.");
            Assert.True(Math.Abs(chosen - firstDistances[row]) <= 1e-6 * chosen, $"Row {row}: {firstDistances[row]} for {chosen}.");
        }

        foreach (LaneWidth width in Widths)
        {
            int[] labels = new int[points.Rows];
            float[] distances = new float[points.Rows];
            nearest.Assign(points, labels, distances, width);
            Assert.True(first.AsSpan().SequenceEqual(labels), $"Other labels at {width}.");
            Assert.True(Bits(firstDistances).SequenceEqual(Bits(distances)), $"Other bits at {width}.");
        }
    }

    private static ReadOnlySpan<int> Bits(float[] values) => MemoryMarshal.Cast<float, int>(values);

    private static double Reference(ReadOnlySpan<float> point, ReadOnlySpan<float> center)
    {
        double sum = 0;
        for (int i = 0; i < point.Length; i++)
            sum += ((double)point[i] - center[i]) * ((double)point[i] - center[i]);

        return sum;
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
