using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// Single linkage from a minimum spanning tree, without a matrix of distances: Prim's algorithm takes the rows in, each time the one
/// nearest to those that are in (of equally near ones the lowest row). Rows that follow each other in that order, with no step above a
/// height between them, are the clusters at that height, so the steps are the merges. O(n · d) memory. Two ways to the same steps: where
/// features are few, each row that is in knows the nearest one that isn't (<see cref="NearestOutside"/>), about O(n log n); where they are
/// many, each row that isn't in knows how far it is from those that are, O(n² · d).
/// </summary>
internal static class SingleMerger
{
    private const int Block = BlockScores.BlockSize;
    private const int TellEvery = 256;

    /// <summary>Up to so many features, searches for the nearest row look at few of them.</summary>
    private const int MostFeaturesToSearch = 8;

    public static Dendrogram Merge(MatrixView samples, AgglomerativeRun run) =>
        samples.Columns <= MostFeaturesToSearch ? MergeBySearches(samples, run) : MergeByScans(samples, run);

    internal static Dendrogram MergeBySearches(MatrixView samples, AgglomerativeRun run)
    {
        DendrogramBuilder merges = new(samples.Rows);
        NearestOutside outside = new(samples);
        int row = 0;
        while (merges.Count < samples.Rows - 1)
        {
            (int next, double square) = outside.Take(row);
            merges.Add(row, next, Math.Sqrt(square));
            row = next;
            if (merges.Count % TellEvery == 0)
                run.Tell(merges.Count, samples.Rows - 1);
        }

        return merges.Build();
    }

    internal static Dendrogram MergeByScans(MatrixView samples, AgglomerativeRun run)
    {
        DendrogramBuilder merges = new(samples.Rows);
        PointBlocks points = new(samples);
        double[] closest = new double[points.Count * Block];
        closest.AsSpan().Fill(double.PositiveInfinity);
        int[] rows = new int[samples.Rows];
        for (int row = 0; row < rows.Length; row++)
            rows[row] = row;

        double[] query = new double[samples.Columns];
        int place = 0, left = rows.Length;
        while (true)
        {
            int row = rows[place];
            points.Get(place, query);
            points.Clear(place);
            closest[place] = double.PositiveInfinity;
            rows[place] = -1;
            if (--left == 0)
                return merges.Build();

            if (left * 2 < rows.Length && left >= Block)
                (points, closest, rows) = Compact(points, closest, rows, left);

            place = BlockScores.Relax(points.Values, query, closest);
            merges.Add(row, rows[place], Math.Sqrt(closest[place]));
            if (left % TellEvery == 0)
                run.Tell(merges.Count, samples.Rows - 1);
        }
    }

    private static (PointBlocks Points, double[] Closest, int[] Rows) Compact(PointBlocks points, double[] closest, int[] rows, int left)
    {
        PointBlocks kept = new(left, points.Columns);
        double[] distances = new double[(left + Block - 1) / Block * Block];
        int[] numbers = new int[left];
        distances.AsSpan().Fill(double.PositiveInfinity);
        double[] point = new double[points.Columns];
        int to = 0;
        for (int place = 0; place < rows.Length; place++)
        {
            if (rows[place] < 0)
                continue;

            points.Get(place, point);
            kept.Put(to, point);
            (distances[to], numbers[to]) = (closest[place], rows[place]);
            to++;
        }

        return (kept, distances, numbers);
    }
}
