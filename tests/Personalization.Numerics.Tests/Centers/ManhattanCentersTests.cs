namespace Personalization.Numerics.Tests;

public sealed class ManhattanCentersTests
{
    /// <summary>
    /// Against a plain loop: small integers, so that every sum is exact and ties, of which there are many, must go to the first.
    /// </summary>
    [Fact]
    public void Assign_AnyShapeAndWidth_SameAsPlainLoop()
    {
        for (int rows = 0; rows <= 70; rows += 7)
        {
            foreach ((int columns, int count) in ((int, int)[])[(1, 1), (2, 3), (3, 8), (5, 9), (17, 20)])
            {
                RandomStream random = new RandomStream((ulong)rows, "manhattan", (ulong)columns);
                Matrix points = new(rows, columns), centers = new(count, columns);
                foreach (ref float value in points.Values) value = random.NextInt32(9) - 4;
                foreach (ref float value in centers.Values) value = random.NextInt32(9) - 4;
                ManhattanCenters nearest = new ManhattanCenters(centers);
                int[] labels = new int[rows];
                float[] distances = new float[rows];
                foreach (LaneWidth width in Enum.GetValues<LaneWidth>())
                {
                    nearest.Assign(points, labels, distances, width);
                    Check(points, centers, labels, distances);
                }

                nearest.Assign(new PointTiles(points), 0, labels, distances);
                Check(points, centers, labels, distances);
            }
        }
    }

    [Fact]
    public void Assign_AnyWidth_SameBits()
    {
        RandomStream random = new RandomStream(1, "manhattan bits");
        Matrix points = new(500, 13), centers = new(21, 13);
        foreach (ref float value in points.Values) value = (float)random.NextGaussian();
        foreach (ref float value in centers.Values) value = (float)random.NextGaussian();
        ManhattanCenters nearest = new ManhattanCenters(centers);
        (int[] labels, float[] distances) = (new int[500], new float[500]);
        nearest.Assign(points, labels, distances, LaneWidth.Scalar);
        foreach (LaneWidth width in Enum.GetValues<LaneWidth>())
        {
            (int[] others, float[] otherDistances) = (new int[500], new float[500]);
            nearest.Assign(points, others, otherDistances, width);
            Assert.Equal(labels, others);
            Assert.Equal(distances, otherDistances);
        }
    }

    [Fact]
    public void Assign_WrongShapes_ArgumentException()
    {
        ManhattanCenters nearest = new ManhattanCenters(new Matrix(2, 3));

        Assert.Throws<ArgumentException>(() => nearest.Assign(new Matrix(4, 2), new int[4], new float[4]));
        Assert.Throws<ArgumentException>(() => nearest.Assign(new Matrix(4, 3), new int[3], new float[4]));
        Assert.Throws<ArgumentException>(() => nearest.Assign(new Matrix(4, 3), new int[4], new float[5]));
        Assert.Throws<ArgumentException>(() => nearest.Assign(new PointTiles(new Matrix(4, 3), [1, 1, 1]), 0, new int[4], new float[4]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ManhattanCenters(new Matrix(0, 3)));
    }

    private static void Check(Matrix points, Matrix centers, int[] labels, float[] distances)
    {
        for (int row = 0; row < points.Rows; row++)
        {
            double best = double.PositiveInfinity;
            int label = -1;
            for (int center = 0; center < centers.Rows; center++)
            {
                double sum = 0;
                for (int column = 0; column < points.Columns; column++)
                    sum += Math.Abs((double)points[row, column] - centers[center, column]);

                if (sum < best)
                    (best, label) = (sum, center);
            }

            Assert.Equal(label, labels[row]);
            Assert.Equal(best, distances[row]);
        }
    }
}
