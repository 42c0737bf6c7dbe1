using Personalization.Numerics;

namespace Personalization.Core;

/// <summary>A mean silhouette.</summary>
/// <param name="Mean">Mean over the rows looked at, −1 to 1; higher is better.</param>
/// <param name="StandardError">How far the mean over all rows may be off, one standard error; 0 where all rows were looked at.</param>
/// <param name="SampleSize">Rows looked at, noise left out.</param>
public sealed record ClusterSilhouetteEstimate(double Mean, double StandardError, int SampleSize);

/// <summary>
/// Silhouettes (Rousseeuw 1987) with Euclidean distances, as in scikit-learn: (b − a) / max(a, b), where a is a row's mean distance to the
/// other rows of its cluster and b the smallest mean distance to the rows of another cluster; 0 for a row alone in its cluster.
/// <para>Distances are computed in tiles and added up at once, so n² of them are never held: O(n² · d) time, O(n) memory. Several
/// clusterings of the same rows share one pass. Rows with a negative label are noise and left out. Same bits for any number of threads and
/// any vector width.</para>
/// </summary>
public static class ClusterSilhouette
{
    /// <summary>
    /// Rows up to which <see cref="Estimate(MatrixView, ReadOnlySpan{int}, int, ulong, int?, CancellationToken)"/> looks at all by default.
    /// </summary>
    public const int DefaultSampleSize = 10_000;

    private const int TilesAtOnce = 2;

    /// <summary>The silhouette of each row; NaN for noise.</summary>
    /// <param name="samples">n × d.</param>
    /// <param name="labels">n labels of at least two clusters.</param>
    /// <param name="threads">Most threads to use; null: one for each processor.</param>
    /// <param name="cancellationToken">Stops before the next tiles.</param>
    /// <exception cref="ArgumentException">Lengths disagree, or there are fewer than two clusters.</exception>
    public static double[] PerSample(
        MatrixView samples, ReadOnlySpan<int> labels, int? threads = null, CancellationToken cancellationToken = default) =>
        Compute(samples, samples, Rows(samples.Rows), [labels.ToArray()], threads, cancellationToken)[0];

    /// <summary>The exact mean silhouette.</summary>
    /// <inheritdoc cref="PerSample"/>
    public static double Mean(
        MatrixView samples, ReadOnlySpan<int> labels, int? threads = null, CancellationToken cancellationToken = default) =>
        Summarize(PerSample(samples, labels, threads, cancellationToken), samples.Rows).Mean;

    /// <summary>
    /// The mean silhouette, exact up to <paramref name="sampleSize"/> rows. Of more rows, so many are drawn and each is held against all
    /// the others: the estimate is unbiased, unlike one that drops the other rows altogether. O(sampleSize · n · d).
    /// </summary>
    /// <param name="samples">n × d.</param>
    /// <param name="labels">n labels of at least two clusters.</param>
    /// <param name="sampleSize">Rows to look at, at least 2.</param>
    /// <param name="seed">Seed of the draw.</param>
    /// <param name="threads">Most threads to use; null: one for each processor.</param>
    /// <param name="cancellationToken">Stops before the next tiles.</param>
    /// <exception cref="ArgumentException">Lengths disagree, or there are fewer than two clusters.</exception>
    public static ClusterSilhouetteEstimate Estimate(
        MatrixView samples,
        ReadOnlySpan<int> labels,
        int sampleSize = DefaultSampleSize,
        ulong seed = 0,
        int? threads = null,
        CancellationToken cancellationToken = default) =>
        Estimate(samples, [labels.ToArray()], sampleSize, seed, threads, cancellationToken)[0];

    /// <summary>The mean silhouettes of several clusterings of the same rows, for little more than the time of one.</summary>
    /// <inheritdoc cref="Estimate(MatrixView, ReadOnlySpan{int}, int, ulong, int?, CancellationToken)"/>
    /// <param name="samples">n × d.</param>
    /// <param name="labelings">For each clustering, n labels of at least two clusters.</param>
    /// <param name="sampleSize">Rows to look at, at least 2.</param>
    /// <param name="seed">Seed of the draw.</param>
    /// <param name="threads">Most threads to use; null: one for each processor.</param>
    /// <param name="cancellationToken">Stops before the next tiles.</param>
    public static IReadOnlyList<ClusterSilhouetteEstimate> Estimate(
        MatrixView samples,
        IReadOnlyList<int[]> labelings,
        int sampleSize = DefaultSampleSize,
        ulong seed = 0,
        int? threads = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(labelings);
        Guard.AtLeast(sampleSize, 2, nameof(sampleSize));
        int[] rows = Rows(samples.Rows);
        MatrixView chosen = samples;
        if (samples.Rows > sampleSize)
        {
            rows = new RandomStream(seed, "silhouette").SampleWithoutReplacement(sampleSize, samples.Rows);
            Array.Sort(rows);
            chosen = Gather(samples, rows);
        }

        double[][] silhouettes = Compute(samples, chosen, rows, labelings, threads, cancellationToken);
        return [.. silhouettes.Select(values => Summarize(values, samples.Rows))];
    }

    /// <summary>Silhouettes of chosen rows against all, one array for each labeling.</summary>
    private static double[][] Compute(
        MatrixView samples,
        MatrixView chosen,
        int[] rows,
        IReadOnlyList<int[]> labelings,
        int? threads,
        CancellationToken cancellationToken)
    {
        ClusterSizes[] sizes = [.. labelings.Select(labels => new ClusterSizes(labels, samples.Rows))];
        int[] groups = Groups(labelings, sizes, samples.Rows, out int groupCount);
        double[][] silhouettes = [.. labelings.Select(_ => new double[rows.Length])];
        using PointTiles tiles = new(chosen, default, threads, cancellationToken);
        ParallelChunks.Run(
            tiles.TileCount,
            TilesAtOnce,
            (_, start, end) =>
            {
                double[] sums = new double[groupCount * PointTiles.TileSize];
                for (int tile = start; tile < end; tile++)
                {
                    Array.Clear(sums);
                    SquaredDistances.AddDistancesByGroup(tiles, tile, samples, groups, sums);
                    Finish(tile, rows, labelings, sizes, sums, silhouettes);
                }
            },
            threads,
            cancellationToken);
        return silhouettes;
    }

    /// <summary>Numbers the clusters of all labelings through; each labeling ends with a group for its noise, which nobody reads.</summary>
    private static int[] Groups(IReadOnlyList<int[]> labelings, ClusterSizes[] sizes, int rows, out int groupCount)
    {
        int[] groups = new int[checked(rows * labelings.Count)];
        groupCount = 0;
        for (int labeling = 0; labeling < sizes.Length; labeling++)
        {
            int[] labels = labelings[labeling];
            int clusters = sizes[labeling].Count;
            for (int row = 0; row < rows; row++)
                groups[(row * sizes.Length) + labeling] = groupCount + (labels[row] >= 0 ? labels[row] : clusters);

            groupCount += clusters + 1;
        }

        return groups;
    }

    private static void Finish(
        int tile, int[] rows, IReadOnlyList<int[]> labelings, ClusterSizes[] sizes, double[] sums, double[][] silhouettes)
    {
        int first = tile * PointTiles.TileSize;
        int offset = 0;
        for (int labeling = 0; labeling < sizes.Length; labeling++)
        {
            int[] labels = labelings[labeling];
            ReadOnlySpan<double> own = sums.AsSpan(offset * PointTiles.TileSize);
            for (int point = 0; point < PointTiles.TileSize && first + point < rows.Length; point++)
                silhouettes[labeling][first + point] = Silhouette(labels[rows[first + point]], sizes[labeling], own[point..]);

            offset += sizes[labeling].Count + 1;
        }
    }

    private static double Silhouette(int label, ClusterSizes sizes, ReadOnlySpan<double> sums)
    {
        if (label < 0)
            return double.NaN;

        if (sizes[label] == 1)
            return 0;

        double within = sums[label * PointTiles.TileSize] / (sizes[label] - 1), between = double.PositiveInfinity;
        for (int cluster = 0; cluster < sizes.Count; cluster++)
        {
            if (cluster != label && sizes[cluster] > 0)
                between = Math.Min(between, sums[cluster * PointTiles.TileSize] / sizes[cluster]);
        }

        double larger = Math.Max(within, between);
        return larger == 0 ? 0 : (between - within) / larger;
    }

    private static ClusterSilhouetteEstimate Summarize(double[] silhouettes, int rows)
    {
        double[] known = Array.FindAll(silhouettes, value => !double.IsNaN(value));
        double error = silhouettes.Length == rows
            ? 0
            : Math.Sqrt(StableSum.Variance(known, 1) / known.Length * (1 - ((double)silhouettes.Length / rows)));
        return new ClusterSilhouetteEstimate(StableSum.Mean(known), error, known.Length);
    }

    private static int[] Rows(int count)
    {
        int[] rows = new int[count];
        for (int row = 0; row < count; row++)
            rows[row] = row;

        return rows;
    }

    private static Matrix Gather(MatrixView samples, int[] rows)
    {
        Matrix gathered = new(rows.Length, samples.Columns);
        for (int row = 0; row < rows.Length; row++)
            samples.Row(rows[row]).CopyTo(gathered.Row(row));

        return gathered;
    }
}
