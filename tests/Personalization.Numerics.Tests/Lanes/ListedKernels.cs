namespace Personalization.Numerics.Tests;

/// <summary>
/// Runs every kernel whose listing <see cref="ListingTests"/> reads, at the width that the processor, or what is left of it, has: the
/// program of its child processes. By itself it shows nothing.
/// </summary>
public sealed class ListedKernels
{
    [Fact(Explicit = true)]
    public void Run()
    {
        foreach (int columns in (int[])[3, 16])
        {
            Matrix points = Random(200, columns, 1), centers = Random(20, columns, 2);
            NearestCenters nearest = new(centers);
            int[] labels = new int[points.Rows];
            using (PointTiles tiles = new(points, nearest.Origin)) nearest.Assign(tiles, 0, labels);
            new ManhattanCenters(centers).Assign(points, labels, new float[labels.Length]);
            int[] found = new int[5 * centers.Rows];
            ExactSearch.Search([points], centers, VectorMetric.Dot, 5, [], found, new float[found.Length]);
            ExactSearch.Search([points], centers.View.Slice(0, 1), VectorMetric.Dot, 5, [], found.AsSpan(0, 5), new float[5]);
            ExactSearch.Search([new Int8Rows(points)], centers.View.Slice(0, 1), VectorMetric.Dot, 5, [], found.AsSpan(0, 5), new float[5]);
            if (columns <= NearestCenters.LargestDifferenceDimension || !RoundedTiles.IsFast) continue;
            using RoundedTiles rounded = new(points, nearest.Origin, 4);
            new ScreenedCenters(nearest, rounded).Assign(0, labels);
        }

        MatrixProduct.Multiply(Random(100, 70, 3), Random(70, 90, 4), new Matrix(100, 90));
    }

    private static Matrix Random(int rows, int columns, ulong seed)
    {
        RandomStream random = new(seed, "listing");
        Matrix matrix = new(rows, columns);
        foreach (ref float value in matrix.Values) value = (float)random.NextGaussian();
        return matrix;
    }
}
