using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>Chooses the centers that a run begins at.</summary>
internal sealed class KMeansSeeding(KMeansData data, RandomStream random, CancellationToken cancellationToken)
{
    public Matrix Choose(KMeansInitialization initialization, int clusterCount) => initialization switch
    {
        KMeansInitialization.Random => ChooseAtRandom(clusterCount),
        KMeansInitialization.KMeansParallel =>
            new KMeansParallelSeeding(data, random, cancellationToken).Choose(clusterCount) ?? ChoosePlusPlus(clusterCount),
        _ => ChoosePlusPlus(clusterCount),
    };

    private Matrix ChooseAtRandom(int clusterCount)
    {
        int[] rows = new int[data.Rows];
        for (int row = 0; row < rows.Length; row++)
            rows[row] = row;

        random.Shuffle<int>(rows);
        RowSet distinct = new(data.Samples);
        Matrix centers = new(clusterCount, data.Columns);
        foreach (int row in rows)
        {
            if (data.Weights[row] > 0 && distinct.Add(row))
                data.Row(row).CopyTo(centers.Row(distinct.Count - 1));

            if (distinct.Count == clusterCount)
                break;
        }

        return centers;
    }

    private Matrix ChoosePlusPlus(int clusterCount)
    {
        Matrix centers = new(clusterCount, data.Columns);
        float[] closest = new float[PointTiles.CountOf(data.Rows) * PointTiles.TileSize];
        Array.Fill(closest, 1);
        int first = Draw(closest, WeightsByChunk());
        data.Row(first).CopyTo(centers.Row(0));
        Array.Fill(closest, float.PositiveInfinity);
        double[] potentials = Potentials(first, closest, keep: true);
        int candidates = 2 + (int)StableMath.Log(clusterCount);
        for (int center = 1; center < clusterCount; center++)
        {
            int best = -1;
            double bestPotential = double.PositiveInfinity;
            for (int candidate = 0; candidate < candidates; candidate++)
            {
                int row = Draw(closest, potentials);
                double potential = Total(Potentials(row, closest, keep: false));
                if (potential < bestPotential)
                    (best, bestPotential) = (row, potential);
            }

            data.Row(best).CopyTo(centers.Row(center));
            potentials = Potentials(best, closest, keep: true);
        }

        return centers;
    }

    /// <summary>Σ weight · min(squared distance to a row, closest so far) of each chunk.</summary>
    private double[] Potentials(int row, float[] closest, bool keep)
    {
        double[] potentials = new double[ParallelChunks.ChunkCount(data.Rows, data.ChunkSize)];
        float[] point = data.Row(row).ToArray();
        PointTiles tiles = data.Tiles;
        ReadOnlySpan<float> origin = data.Origin;
        for (int column = 0; column < origin.Length; column++)
            point[column] -= origin[column];

        ParallelChunks.Run(
            data.Rows,
            data.ChunkSize,
            (chunk, start, end) =>
            {
                Span<double> sums = stackalloc double[PointTiles.TileSize];
                sums.Clear();
                for (int tile = start / PointTiles.TileSize; tile * PointTiles.TileSize < end; tile++)
                {
                    int at = tile * PointTiles.TileSize;
                    SquaredDistances.AddSmaller(
                        tiles,
                        tile,
                        point,
                        closest.AsSpan(at, PointTiles.TileSize),
                        data.Weights.AsSpan(at, PointTiles.TileSize),
                        sums,
                        keep);
                }

                potentials[chunk] = Total(sums);
            },
            data.Threads,
            cancellationToken);
        return potentials;
    }

    private double[] WeightsByChunk()
    {
        double[] sums = new double[ParallelChunks.ChunkCount(data.Rows, data.ChunkSize)];
        for (int chunk = 0; chunk < sums.Length; chunk++)
        {
            int start = chunk * data.ChunkSize;
            sums[chunk] = StableSum.Sum(data.Weights.AsSpan(start, Math.Min(data.ChunkSize, data.Rows - start)));
        }

        return sums;
    }

    /// <summary>Draws a row with probability proportional to weight · closest, whose sums by chunk are given.</summary>
    private int Draw(float[] closest, double[] sums)
    {
        double total = Total(sums);
        if (!(total > 0))
            throw ClusterInput.Invalid(
                data.Samples, "differ by so little that their squared distances vanish in single precision; scale them first.");

        double target = random.NextDouble() * total;
        int chunk = 0;
        while (chunk < sums.Length - 1 && target >= sums[chunk])
            target -= sums[chunk++];

        // Sums by chunk were added in another order, so the target may lie a rounding beyond the end: the last possible row it is, then.
        int last = -1;
        for (int row = chunk * data.ChunkSize; row < Math.Min(data.Rows, (chunk + 1) * data.ChunkSize); row++)
        {
            double mass = (double)data.Weights[row] * closest[row];
            if (mass <= 0)
                continue;

            last = row;
            target -= mass;
            if (target < 0)
                break;
        }

        return last >= 0 ? last : LastPossible(closest);
    }

    private int LastPossible(float[] closest)
    {
        int row = data.Rows - 1;
        while ((double)data.Weights[row] * closest[row] <= 0)
            row--;

        return row;
    }

    private static double Total(ReadOnlySpan<double> sums)
    {
        double total = 0;
        foreach (double sum in sums)
            total += sum;

        return total;
    }
}
