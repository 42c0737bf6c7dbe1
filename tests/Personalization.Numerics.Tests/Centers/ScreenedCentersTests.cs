namespace Personalization.Numerics.Tests;

/// <summary>Screening may only save time: every label is that of <see cref="NearestCenters"/>, whatever the data look like.</summary>
public sealed class ScreenedCentersTests
{
    /// <summary>Those that the processor has: the products aren't emulated.</summary>
    private static readonly LaneWidth[] Widths =
        [.. new[] { LaneWidth.Scalar, LaneWidth.Vector128, LaneWidth.Vector256, LaneWidth.Vector512 }.Where(
            width => width <= LaneWidths.Widest)];

    public static TheoryData<int> Dimensions =>
        [.. Enumerable.Range(NearestCenters.LargestDifferenceDimension + 1, 40), 127, 128, 300, 600];

    [Theory]
    [MemberData(nameof(Dimensions))]
    public void Assign_AnyShape_LabelsOfNearestCentersAtAnyWidth(int columns)
    {
        foreach (int k in (int[])[1, 2, 7, 8, 9, 33])
        {
            foreach (int n in (int[])[1, 31, 32, 33, 130])
                Check(Random(n, columns, 1, (ulong)((columns * 100) + k)), Random(k, columns, .3f, (ulong)((columns * 100) + k + 50)));
        }
    }

    [Theory]
    [InlineData(1_024)]
    [InlineData(5_000)]
    public void Assign_ManyCenters_LabelsOfNearestCenters(int k) => Check(Random(100, 10, 1, 22), Random(k, 10, 1, 23));

    [Theory]
    [InlineData(1e-30f)]
    [InlineData(1e-18f)]
    [InlineData(1e-12f)]
    [InlineData(1e-3f)]
    [InlineData(1e6f)]
    [InlineData(1e15f)]
    [InlineData(1e18f)]
    public void Assign_AnyMagnitude_LabelsOfNearestCenters(float magnitude) =>
        Check(Random(400, 20, magnitude, 3), Random(30, 20, magnitude, 4));

    [Fact]
    public void Assign_WholeNumbers_TiesGoToTheFirst()
    {
        Matrix points = Random(500, 10, 1, 5), centers = Random(60, 10, 1, 6);
        foreach (ref float value in points.Values) value = MathF.Round(value);
        foreach (ref float value in centers.Values) value = MathF.Round(value);

        // Equal centers, and rows midway between two.
        centers.Row(7).CopyTo(centers.Row(40));
        Check(points, centers);
    }

    [Fact]
    public void Assign_CentersThatDifferInTheLastBits_LabelsOfNearestCenters()
    {
        Matrix points = Random(640, 64, 1, 8), centers = Random(50, 64, 1, 9);
        for (int center = 1; center < centers.Rows; center++)
        {
            for (int column = 0; column < centers.Columns; column++)
                centers[center, column] = MathF.BitIncrement(centers[center - 1, column]);
        }

        Assert.True(Check(points, centers) > 0);
    }

    [Fact]
    public void Assign_OutliersAmongPointsOrCenters_LabelsOfNearestCenters()
    {
        Matrix points = Random(640, 16, 1, 10), centers = Random(40, 16, 1, 11);
        points.Row(5).Fill(1e9f);
        points.Row(200).Fill(-3e4f);
        points.Row(201).Fill(1e-20f);
        Check(points, centers);

        centers.Row(3).Fill(1e8f);
        Check(points, centers);
        centers.Values.Clear();
        Check(points, centers);
    }

    [Fact]
    public void Assign_NotANumberOrInfinite_LabelsOfNearestCenters()
    {
        Matrix points = Random(100, 12, 1, 12), centers = Random(20, 12, 1, 13);
        points[3, 4] = float.NaN;
        points[40, 0] = float.PositiveInfinity;
        Check(points, centers);
        centers[5, 5] = float.NaN;
        Check(points, centers);
    }

    [Fact]
    public void Assign_SeparateClouds_FewInDoubtAndFewClose()
    {
        Matrix centers = Random(16, 32, 10, 14), points = Random(2_000, 32, 1, 15);
        for (int row = 0; row < points.Rows; row++)
        {
            for (int column = 0; column < points.Columns; column++)
                points[row, column] += centers[row % 16, column];
        }

        using RoundedTiles tiles = new(points, new float[32], 60);
        ScreenedCenters screened = new(new NearestCenters(centers, new float[32]), tiles);
        int[] labels = new int[points.Rows];

        Assert.Equal(new ScreeningCounts(0, 0), screened.Assign(0, labels, gap: 1));
        Assert.All(Enumerable.Range(0, points.Rows), row => Assert.Equal(row % 16, labels[row]));
        Assert.Equal(points.Rows, screened.Assign(0, labels, gap: 1e9).Close);
    }

    [Fact]
    public void MoveTo_OtherCenters_LabelsOfThese()
    {
        Matrix points = Random(300, 24, 1, 16), before = Random(10, 24, 1, 17), after = Random(10, 24, 3, 18);
        using RoundedTiles rounded = new(points, new float[24], 5);
        using PointTiles tiles = new(points, new float[24]);
        ScreenedCenters screened = new(new NearestCenters(before, new float[24]), rounded);
        NearestCenters nearest = new(after, new float[24]);
        int[] expected = new int[300], labels = new int[300];

        screened.MoveTo(nearest);
        screened.Assign(0, labels);
        nearest.Assign(tiles, 0, expected);

        Assert.Equal(expected, labels);
        Assert.Throws<ArgumentException>(() => screened.MoveTo(new NearestCenters(Random(9, 24, 1, 19), new float[24])));
    }

    [Fact]
    public void Constructor_WrongShape_Throws()
    {
        Matrix points = Random(10, 12, 1, 20);
        using RoundedTiles tiles = new(points, new float[12], 1);

        Assert.Throws<ArgumentException>(() => new ScreenedCenters(new NearestCenters(Random(2, 13, 1, 21)), tiles));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RoundedTiles(points, new float[12], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RoundedTiles(points, new float[12], double.NaN));
        Assert.Throws<ArgumentException>(() => new RoundedTiles(points, new float[11], 1));
    }

    /// <summary>
    /// Holds every width against <see cref="NearestCenters"/>, from the first tile and from the second; returns how many points were in
    /// doubt.
    /// </summary>
    private static int Check(Matrix points, Matrix centers)
    {
        float[] origin = new float[points.Columns];
        points.Row(0).CopyTo(origin);
        if (!Array.TrueForAll(origin, float.IsFinite))
            Array.Clear(origin);

        using RoundedTiles rounded = new(points, origin, TypicalNorm(points));
        using PointTiles tiles = new(points, origin);
        NearestCenters nearest = new(centers, origin);
        ScreenedCenters screened = new(nearest, rounded);
        int doubtful = 0;
        foreach (int tile in (int[])[0, Math.Min(1, tiles.TileCount - 1)])
        {
            int count = points.Rows - (tile * PointTiles.TileSize);
            int[] expected = new int[count], labels = new int[count];
            float[] own = new float[count], others = new float[count];
            nearest.Assign(tiles, tile, expected);
            foreach (LaneWidth width in Widths)
            {
                doubtful = screened.Assign(tile, labels, 0, points.View, own, others, width).Doubtful;
                Assert.Equal(expected, labels);
                RequireScoresBetween(points, centers, origin, tile * PointTiles.TileSize, labels, own, others);
            }
        }

        return doubtful;
    }

    private static void RequireScoresBetween(
        Matrix points, Matrix centers, float[] origin, int rowStart, int[] labels, float[] own, float[] others)
    {
        for (int i = 0; i < labels.Length; i++)
        {
            double first = Score(labels[i]), second = double.PositiveInfinity;
            for (int center = 0; center < centers.Rows; center++)
                second = center == labels[i] ? second : Math.Min(second, Score(center));

            // Where a score isn't a number, nothing can be said of it.
            Assert.False(first > own[i], $"Point {i}: {first} exceeds {own[i]}.");
            Assert.False(second < others[i], $"Point {i}: {second} doesn't reach {others[i]}.");

            double Score(int center)
            {
                double norm = 0, product = 0;
                for (int column = 0; column < centers.Columns; column++)
                {
                    double moved = (double)centers[center, column] - origin[column];
                    norm += moved * moved;
                    product += ((double)points[rowStart + i, column] - origin[column]) * moved;
                }

                return (norm / 2) - product;
            }
        }
    }

    private static double TypicalNorm(Matrix points)
    {
        double square = 0;
        for (int row = 1; row < Math.Min(points.Rows, 3); row++)
            square += SquaredDistances.Between(points.Row(row), points.Row(0));

        return double.IsFinite(square) && square > 0 ? Math.Sqrt(square) : 1;
    }

    private static Matrix Random(int rows, int columns, float scale, ulong seed)
    {
        RandomStream random = new RandomStream(seed, "screening");
        Matrix matrix = new Matrix(rows, columns);
        foreach (ref float value in matrix.Values) value = scale * (float)random.NextGaussian();
        return matrix;
    }
}
